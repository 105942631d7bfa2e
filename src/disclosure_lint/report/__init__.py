"""The typed, immutable annual report that the rules look at."""
