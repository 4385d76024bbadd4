"""Lists of staff and pay spines that become a review."""
