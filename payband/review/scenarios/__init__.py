"""Scenarios of a review, and their comparison."""
