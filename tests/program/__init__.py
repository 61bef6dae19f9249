"""The program as people start it: commands, signals, time that passes, repair."""
