"""Filling the tables of a workbook in use: what is not filled stays as it is."""
