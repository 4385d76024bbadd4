"""Many at once: workbooks recalculated one by one, and tables of posts too long for a workbook."""
