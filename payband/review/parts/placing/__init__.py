"""Placement into the proposed posts, round by round."""
