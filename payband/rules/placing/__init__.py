"""Who goes where: slotting to a point, placement into posts, how much of a role changes."""
