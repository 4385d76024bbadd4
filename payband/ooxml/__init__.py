"""Workbooks as packages of XML: read within bounds, filled without loss. Knows nothing of pay."""

import os

# openpyxl writes other bytes where lxml is installed, and a new workbook is to be the same everywhere.
os.environ.setdefault("OPENPYXL_LXML", "False")
