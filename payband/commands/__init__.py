"""What each command does. The words of the command line are in payband.cli."""
