"""Files of lists: read as they were exported, and written."""
