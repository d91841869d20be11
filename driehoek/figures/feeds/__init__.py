"""Tables of open data that are followed: fetched when they change, and taken in like any other delivery."""
