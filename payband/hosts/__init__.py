"""The spreadsheet programs that payband's worksheet functions live in. Hosts convert values and nothing else."""
