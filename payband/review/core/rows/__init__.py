"""Which rows each sheet of the core has: collected from the inputs, one by one or in columns."""
