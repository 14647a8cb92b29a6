"""What copies.py builds on: fingerprints of texts, an index of them, passages that two texts share."""
