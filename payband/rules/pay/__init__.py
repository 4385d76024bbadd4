"""What is paid: pay ranges, awards, increments, hours and weeks, wage floors, job evaluation points."""
