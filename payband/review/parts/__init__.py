"""The parts of a review that are only where their inputs are given."""
