"""Several posts of one person: National Insurance on the sum of their pay, shared by pay among the posts."""
