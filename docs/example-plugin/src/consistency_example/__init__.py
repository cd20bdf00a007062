"""Adds a check, a reader, a writer and an embedder to consistency."""
