"""Quotations held against what an archive's reports say: words, wordings, where they stand, whose they are, how they spread."""
