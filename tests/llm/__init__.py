"""Reading with a language model, on recorded answers."""
