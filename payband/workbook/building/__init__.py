"""Building a review workbook: its sheets, how they look, and what may be typed."""
