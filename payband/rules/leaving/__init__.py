"""What a leaver costs: redundancy, pension strain, collective consultation."""
