"""Write the word rules of a model folder from spaCy's English tokenizer: `words.py MODEL_FOLDER`. spaCy's data are MIT-licensed.

The treebanks' words are close to those that spaCy's rules make, and all that was trained and measured here saw these. What reading changes
of them is in `onrecord/parse/word_breaks.py`. Rules for blanks are left out: a stretch holds none.
"""

from __future__ import annotations

import hashlib
import json
import sys
from pathlib import Path
from typing import Any

FILE = "words.json"


def word_rules() -> dict[str, Any]:
    """Give the rules as they are written: patterns, and exceptions with their words, blanks between them."""
    import spacy
    from spacy.attrs import ORTH
    from spacy.lang.en import English

    own, nlp = English.Defaults, English()
    rules = {key: " ".join(part[ORTH] for part in parts) for key, parts in nlp.tokenizer.rules.items() if not key.isspace()}
    assert nlp.tokenizer.token_match is None
    return {
        "source": f"spaCy {spacy.__version__}, spacy/lang/en and spacy/lang (MIT, © ExplosionAI GmbH, spaCy contributors)",
        "prefixes": [str(p) for p in own.prefixes if str(p).strip()],
        "suffixes": [str(p) for p in own.suffixes if str(p).strip()],
        "infixes": [str(p) for p in own.infixes if str(p).strip()],
        "whole": own.url_match.__self__.pattern,
        "exceptions": dict(sorted(rules.items())),
    }


def write(folder: Path) -> None:
    """Write the rules and their digest into the manifest."""
    data = json.dumps(word_rules(), ensure_ascii=False, indent=0) + "\n"
    (folder / FILE).write_text(data, "utf8")
    manifest = json.loads((folder / "manifest.json").read_text("utf8"))
    manifest["sha256"][FILE] = hashlib.sha256(data.encode()).hexdigest()
    (folder / "manifest.json").write_text(json.dumps(manifest, indent=2) + "\n", "utf8")


if __name__ == "__main__":
    write(Path(sys.argv[1]))
