"""The parts of `extract.figures`: numerals, what is no count, bounds, units and money, counted nouns, measures."""
