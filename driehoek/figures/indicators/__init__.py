"""What indicators mean, as data: definitions with their versions, breaks in series, groups, and figures that people type in."""
