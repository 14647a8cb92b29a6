"""What copies.py builds on: fingerprints of texts, an index of them (postings), what two texts have in common and where."""
