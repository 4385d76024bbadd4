"""The parts of a review that stand only where their inputs are given."""
