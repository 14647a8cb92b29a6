"""What occurrences.py builds on: one report's telling of an event, how alike two tellings are, groups of them."""
