"""Files with one row per incident, counted by area and month."""
