"""Putting together what belongs together: events, stories, claim groups, and sources that are one witness."""
