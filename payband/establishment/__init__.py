"""Lists of staff and posts, and tables of pay, as other programs export them."""
