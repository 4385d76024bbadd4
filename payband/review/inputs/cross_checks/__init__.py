"""What must hold between the input tables, and what is odd in them."""
