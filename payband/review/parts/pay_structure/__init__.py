"""Grade design: pay against points, candidate structures side by side, and the search for boundaries."""
