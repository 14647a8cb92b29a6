"""Which conditions of the rules nobody would miss: neither the tests nor the development texts (`python -m evaluation.ablation`)."""
