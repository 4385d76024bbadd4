"""What is reported of pay and savings: pay gaps and multiples, payback, present value, printed roundings."""
