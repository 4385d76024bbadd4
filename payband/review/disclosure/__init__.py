"""What of a review may be published."""
