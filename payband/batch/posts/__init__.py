"""Posts of a flat file, many at a time."""
