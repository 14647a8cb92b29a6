"""What stories.py builds on: reports as weighted words, their neighbours in time, average linkage."""
