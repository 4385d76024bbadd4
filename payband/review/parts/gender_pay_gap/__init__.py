"""The gender pay gap of the regulations: hourly pay, bonuses, gaps and quarters, also by ethnicity and disability."""
