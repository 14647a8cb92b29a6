"""Who said what, rule by rule: quotation marks, cue lexicon, direct and indirect speech, sources, linking of quotes."""
