"""What a team has said of findings: the baseline of known ones, decisions, and the status that follows."""
