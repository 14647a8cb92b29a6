"""Small learned judges on top of the encoder that reads anyway. Each is one file of numbers, each has a recipe under training/."""
