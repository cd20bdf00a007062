"""Turns a report into what people and programs read."""
