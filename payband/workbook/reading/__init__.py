"""What a review workbook holds, read from its sheets."""
