"""Across reports: which texts are copies of one another, which tell one story, and how it went day by day.

`copying` finds candidates and lays texts over each other, `copies` judges pairs and groups them by origin, `stories` groups reports
on one happening, `timeline` gives the days. `update` brings all of it up to date with what was added to an archive.
"""
