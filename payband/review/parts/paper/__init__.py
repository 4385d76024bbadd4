"""What a paper prints, beside what the review answers."""
