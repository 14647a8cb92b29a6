"""The web reader and the HTTP API: `create_app` serves one archive."""
