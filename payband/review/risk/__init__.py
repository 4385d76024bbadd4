"""How far a result moves: sensitivity, simulation, and solving for a figure."""
