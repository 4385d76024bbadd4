"""Where the cost of a review falls: by cost centre, fund and subjective code, in each financial year."""
