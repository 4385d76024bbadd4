"""Awards that are paid late: what is owed to whom, and what the employer pays on it."""
