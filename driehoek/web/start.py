"""The start page: for each role the answer to its own question."""
