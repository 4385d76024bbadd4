"""The equal pay audit: pay of groups in equal work, gaps to look into, and what a regression leaves of a gap."""
