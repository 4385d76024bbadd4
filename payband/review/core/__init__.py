"""The calculations that every review has, declared once as sheets of columns, and which rows there are of each."""
