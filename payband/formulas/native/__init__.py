"""Answers as plain formulas over the tables of the same workbook."""
