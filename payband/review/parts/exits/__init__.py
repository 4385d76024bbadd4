"""What it costs when people leave, who approves it, and when consultation must have begun."""
