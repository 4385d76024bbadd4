"""Workbooks of results alone."""
