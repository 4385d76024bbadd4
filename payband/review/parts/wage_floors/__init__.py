"""The wage floor, and the differentials above it."""
