"""What a review comes to year by year."""
