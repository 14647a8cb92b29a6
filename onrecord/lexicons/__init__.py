"""A user's own words and types of events: a folder of tables beside the shipped ones, read, checked and told row by row."""
