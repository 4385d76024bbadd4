"""Answers as formulas."""
