"""The tables of the parts of a review."""
