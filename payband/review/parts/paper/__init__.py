"""What a paper prints, next to what the review answers."""
