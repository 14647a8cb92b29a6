"""The one way to a parser: ours, or one that the user names."""

from __future__ import annotations

from pathlib import Path

from onrecord.model.document import Parser

MODELS = Path(__file__).parent.parent / "models"


def load(model: str | None = None, *, threads: int = 1) -> Parser:
    """Load our pipeline (None or "en"), one of our making by its folder, a spaCy pipeline by name or path, or Stanza ("stanza:en").

    Raises `ModelError` where there is none, or where what it needs is not installed.
    """
    path = MODELS / "en" if model in (None, "en") else Path(str(model))
    if path.parent == MODELS or (path / "manifest.json").is_file():
        from onrecord.parse.own_parser import OwnParser

        return OwnParser(path, threads)
    if str(model).startswith("stanza:"):
        from onrecord.parse.stanza_pipeline import StanzaParser

        return StanzaParser(str(model).removeprefix("stanza:"))
    from onrecord.parse.spacy_pipeline import load_pipeline

    return load_pipeline(str(model))
