"""What each command does. Each module declares its commands in COMMANDS, and the table lists them all."""
