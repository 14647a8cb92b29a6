"""From mentions to things: what the finders saw in a report becomes one entry for each actor, happening, statement and figure."""
