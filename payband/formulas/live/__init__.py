"""Answers as calls of the worksheet functions."""
