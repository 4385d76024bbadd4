"""Excel by way of xlwings: one set of functions for classic UDFs on Windows, xlwings Lite and xlwings Server."""
