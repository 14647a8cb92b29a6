"""What stories.py builds on: reports as weighted words, their neighbours in time, the lots they hang together in, average linkage."""
