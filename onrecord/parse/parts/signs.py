"""Signs of trouble in a text: control characters, characters that show nothing, letters of a wrong encoding."""

from __future__ import annotations

import re

from onrecord.model.record import Warn
from onrecord.text import HIDDEN

_CONTROL = re.compile("[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f]")
_BIDI = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_HIDDEN = re.compile("[" + HIDDEN + "\U000e0000-\U000e007f]")
_NO_CHARACTER = re.compile("[\ud800-\udfff]")
_HIGH = "\x80-\xbf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ"
_GARBLED = re.compile(f"â€[{_HIGH}]|[ÃÂÄÅÐÑ][€‚ƒ„…†‡ˆ‰Š‹ŒŽ•˜™š›œžŸ\x80-\x9f¡-ª¬-º¼-¾]")
"""UTF-8 that was read as a Western code page ("Ã±" for "ñ", "â€™" for "’"). What may stand after a capital in its own right (a quotation
mark, a dash, a blank) is no sign."""
MANY = 2
"""Letters that look garbled from which a text is; a garbled quotation mark tells by itself."""
_ANY = re.compile("|".join(p.pattern for p in (_CONTROL, _HIDDEN, _NO_CHARACTER)))


def text_warnings(text: str) -> tuple[Warn, ...]:
    """Give a warning for each kind of trouble in a text, with the first place and the count."""
    out: list[Warn] = []
    if _ANY.search(text):
        _add(out, "CONTROL", _CONTROL, text, "control characters (NUL and the like) are kept as they are")
        _add(out, "BAD_CHARACTER", _NO_CHARACTER, text, "half surrogates are no characters")
        hidden = _HIDDEN.search(text)
        if hidden is not None and not (hidden.start() == 0 and hidden[0] == "\ufeff" and _HIDDEN.search(text, 1) is None):
            turns = any(c in _BIDI for c in set(text) & _BIDI)
            what = "some turn the direction of writing, so that the text may show otherwise than it reads" if turns else "they show nothing"
            _add(out, "HIDDEN_CHARS", _HIDDEN, text, f"invisible characters are kept as they are: {what}")
    garbled = [m for _, m in zip(range(MANY), _GARBLED.finditer(text), strict=False)]
    if len(garbled) == MANY or (garbled and garbled[0][0].startswith("â€")):
        _add(out, "GARBLED", _GARBLED, text, "UTF-8 was read as another encoding: names and quotations may be misread")
    return tuple(out)


def _add(out: list[Warn], code: str, pattern: re.Pattern[str], text: str, what: str) -> None:
    first = pattern.search(text)
    if first is not None:
        count = sum(1 for _ in pattern.finditer(text))
        out.append(Warn(code=code, message=f"{what} ({count}, the first at {first.start()})", span=first.span()))
