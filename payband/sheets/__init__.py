"""The calculation engine: sheets of columns declared once, and evaluated in every form that payband answers in.

A sheet says what a row is (a line of the structure, a salary that posts are paid, a run of months). A column of it is
one small function of the row's other columns, of rows it is linked to, and of what its child rows add up to; it calls
rules and nothing else. The same declaration is walked by

- `figures`: whole numbers, one row at a time or whole columns at once, and which inputs each column rests on;
- `cells`: the formulas of a hand-over copy and of a live workbook;
- `trace`: which figures a figure was made of, for its explanation;
- `worked` and `compiled`: one row by itself, for worksheet functions, and as the steps of a LAMBDA.

`search` holds what a row can ask of rows that follow each other, such as the points of a range, in each of the forms.

Nothing here knows of pay.
"""
