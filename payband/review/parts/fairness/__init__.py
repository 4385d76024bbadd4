"""The equality profile, pay gaps and pay multiples."""
