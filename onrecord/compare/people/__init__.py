"""What identities.py builds on: names and their spellings, what reports say of who bears one, groups of bearers."""
