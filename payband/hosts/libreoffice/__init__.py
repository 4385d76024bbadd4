"""LibreOffice Calc: an extension (.oxt) that makes `=PAYBAND.SLOT(...)` and all the others work in a cell."""
