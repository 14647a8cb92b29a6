"""Signs of trouble in a text: control characters, characters that show nothing, letters of a wrong encoding."""

from __future__ import annotations

import re

from onrecord.model.record import Warn
from onrecord.text import HIDDEN

_CONTROL = re.compile("[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f]")
_BIDI = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_JOINED = "\u0600-\u08ff\u0900-\u0dff\u0e00-\u109f\u1780-\u17ff\u2600-\u27bf\ufb50-\ufdff\ufe0f\ufe70-\ufefc\U0001f000-\U0001faff"
"""Scripts whose spelling needs joiners (Persian, Hindi, Sinhala), and emoji, which are put together with them."""
_HIDDEN = re.compile(f"(?<![{_JOINED}])[\u200c\u200d]|[{HIDDEN.replace(chr(0x200C), '').replace(chr(0x200D), '')}\U000e0000-\U000e007f]")
_LOOK_ALIKE = (
    "\u0391\u0392\u0395\u0396\u0397\u0399\u039a\u039c\u039d\u039f\u03a1\u03a4\u03a5\u03a7\u03bf"
    "\u0405\u0406\u0408\u0410\u0412\u0415\u041a\u041c-\u041e\u0420-\u0423\u0425\u0430\u0435\u043e\u0440\u0441\u0443\u0445\u0455\u0456\u0458"
)
"""Greek and Cyrillic letters that look like Latin ones."""
_CONFUSABLE = re.compile(f"[A-Za-z][{_LOOK_ALIKE}]|[{_LOOK_ALIKE}][A-Za-z]")
_NO_CHARACTER = re.compile("[\ud800-\udfff]")
_HIGH = "\x80-\xbf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ"
_GARBLED = re.compile(f"â€[{_HIGH}]|[ÃÂÄÅÐÑ][€‚ƒ„…†‡ˆ‰Š‹ŒŽ•˜™š›œžŸ\x80-\x9f¡-ª¬-º¼-¾]")
"""UTF-8 that was read as a Western code page ("Ã±" for "ñ", "â€™" for "’"). What may stand after a capital in its own right (a quotation
mark, a dash, a blank) is no sign."""
_LOST = "ÆÕíÍ¿?\ufffd"
_MARKS_OF_GARBLING = (
    (_GARBLED, "UTF-8 was read as another encoding"),
    (re.compile("вЂ[^\\W\\d_a-z]|вЂ[“”‘’™њќќ\xa6]|‚Ä[úùôòîìû¶¢]|√[©±°´≠≥∂§º¶®†¢]"), "UTF-8 was read as another encoding"),
    (
        re.compile(
            rf"\b(?:[a-z]+n[{_LOST}]t|(?:it|that|he|she|what|who|there|let)[{_LOST}]s|(?:we|they|you|i)[{_LOST}](?:re|ve|ll))\b|\ufffd",
            re.IGNORECASE,
        ),
        "quotation marks or letters were lost when it was converted",
    ),
    (re.compile(r"&(?:#\d{2,5}|#x[0-9a-f]{2,4}|[lr][sd]quo|quot|apos|nbsp|[mn]dash|hellip|[A-Za-z](?:acute|grave|uml|circ|tilde|cedil));"),
     "HTML entities stand in it undecoded"),
    (re.compile(r"\\u[0-9a-fA-F]{4}"), "characters stand in it as escapes of a program"),
    (re.compile(r"=E2=80=[0-9A-F]{2}|=C3=[0-9A-F]{2}"), "it is a mail's body still encoded (quoted-printable)"),
)  # fmt: skip
"""What is left in a text that was read or written wrongly, and how that came about."""
_TELLING = re.compile("â€|Ã[©±³¶¼¡¤¨]|вЂ|‚Ä|\ufffd|[a-z][ÆÕÍ¿?]|&[lr][sd]quo|=E2", re.IGNORECASE)
"""Of these one tells by itself: quotation marks are garbled."""
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
    for pattern, why in _MARKS_OF_GARBLING:
        garbled = [m for _, m in zip(range(MANY), pattern.finditer(text), strict=False)]
        if len(garbled) == MANY or (garbled and _TELLING.search(garbled[0][0])):
            _add(out, "GARBLED", pattern, text, f"{why}: names and quotations may be misread")
            break
    if not text.isascii():
        _add(out, "CONFUSABLE", _CONFUSABLE, text, "a word mixes letters of two scripts that look alike: it is not the word it seems to be")
    return tuple(out)


def _add(out: list[Warn], code: str, pattern: re.Pattern[str], text: str, what: str) -> None:
    first = pattern.search(text)
    if first is not None:
        count = sum(1 for _ in pattern.finditer(text))
        out.append(Warn(code=code, message=f"{what} ({count}, the first at {first.start()})", span=first.span()))
