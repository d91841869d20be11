"""The picture as it is laid on the table: side by side, frozen for a plan, in charts and on the map."""
