"""Where each figure of a review comes from, step by step."""
