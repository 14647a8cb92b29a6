"""The web reader and the HTTP API: `onrecord.web.app.create_app` serves one archive (docs/web.md)."""
