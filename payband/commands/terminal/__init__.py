"""What the commands share: the parser, their table, what they print."""
