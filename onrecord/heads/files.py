"""The files of heads and judges, beside the encoder that they were trained on: each is checked against the digest in its manifest."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

from onrecord.errors import ModelError

FOLDER = Path(__file__).parent.parent / "models" / "en"


def read(name: str, folder: Path = FOLDER) -> bytes | None:
    """Give a file's bytes; None where the manifest names no such file. Raises `ModelError` where it is not what was shipped."""
    wanted = json.loads((folder / "manifest.json").read_text("utf8")).get("heads", {}).get(name)
    if wanted is None:
        return None
    try:
        data = (folder / name).read_bytes()
    except OSError as error:
        raise _altered(name, f"cannot be read: {error}") from error
    if hashlib.sha256(data).hexdigest() != wanted:
        raise _altered(name, "is not the file that was shipped")
    return data


def write(name: str, data: bytes, folder: Path = FOLDER) -> None:
    """Write a file and its digest into the manifest: the last step of a recipe."""
    (folder / name).write_bytes(data)
    manifest = json.loads((folder / "manifest.json").read_text("utf8"))
    manifest.setdefault("heads", {})[name] = hashlib.sha256(data).hexdigest()
    (folder / "manifest.json").write_text(json.dumps(manifest, indent=2) + "\n", "utf8")


def _altered(name: str, why: str) -> ModelError:
    return ModelError(f"language model: {name} {why}", stage="load", remedy="install onrecord again", code="MODEL_ALTERED")
