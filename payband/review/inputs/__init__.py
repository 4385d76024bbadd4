"""The input tables of a review: what they hold, how they are read, and what must hold between them."""
