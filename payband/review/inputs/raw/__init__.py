"""The input tables as they were found in a workbook, before anything in them is read."""
