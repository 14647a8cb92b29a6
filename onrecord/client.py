"""A thin client of the HTTP API."""
