"""Headlines: `X: words` and `words: X`, where the colon is all the cue there is."""
