"""Statutory duties and offices: who holds them, what one officer may not hold, who approves an appointment."""
