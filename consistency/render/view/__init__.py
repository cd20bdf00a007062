"""What all outputs show, worked out once."""
