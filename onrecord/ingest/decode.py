"""Bytes to text: byte-order marks, UTF-8, UTF-16, declared charsets, windows-1252, and a detector for the rest."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

from onrecord.model.record import Warn

SAMPLE = 200_000
"""Bytes given to the charset detector: it is slow, and no news text changes its charset half way."""
MAX_OFFSETS = 20
"""Damaged places whose offsets a warning lists."""

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF32_LE, "utf-32-le"), (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"),
)  # fmt: skip
_MAGIC = (
    b"%PDF", b"\x89PNG", b"GIF8", b"\xff\xd8\xff", b"PK\x03\x04", b"PK\x05\x06", b"\x7fELF", b"MZ\x90", b"\xd0\xcf\x11\xe0", b"7z\xbc\xaf",
    b"Rar!",
    b"BZh", b"\xfd7zXZ", b"(\xb5/\xfd", b"SQLite format 3\x00", b"OggS", b"ID3", b"RIFF", b"\x00\x00\x00\x18ftyp", b"\x00\x00\x00 ftyp",
    b"wOFF", b"wOF2",
    b"\x80\x04\x95", b"\x80\x05\x95", b"PAR1", b"ARROW1", b"{\\rtf", b"\xca\xfe\xba\xbe", b"II*\x00", b"MM\x00*",
)  # fmt: skip
_CONTROLS = re.compile(rb"[\x00-\x06\x0e-\x1a\x1c-\x1f\x7f]")
_HIGH = re.compile(rb"[\x80-\xff]")
_TYPOGRAPHIC = frozenset(b"\x80\x82\x84\x85\x91\x92\x93\x94\x95\x96\x97\x99\xa0\xa3\xa9\xab\xb0\xb4\xb7\xbb")
_WESTERN_LETTERS = frozenset(range(0xC0, 0x100)) - frozenset(b"\xd0\xd7\xdd\xde\xf0\xf7\xfd\xfe\xff") | frozenset(
    b"\x8a\x8c\x8e\x9a\x9c\x9e\xaa\xba\xbf\xa1"
)
WESTERN = frozenset({"ascii", "us-ascii", "iso-8859-1", "iso8859-1", "latin-1", "latin1", "windows-1252", "cp1252", "iso-8859-15"})
"""Charsets that browsers read as windows-1252."""
CONTROL_SHARE, CONTROL_SHARE_NOT_UTF8 = 0.10, 0.02
"""Share of control bytes from which an input counts as binary: random bytes have 0.11, text with stray NULs far less."""


@dataclass(frozen=True, slots=True)
class Decoded:
    """A text with the encoding it was read in and what was odd about it."""

    text: str
    encoding: str
    warnings: tuple[Warn, ...] = ()


def is_binary(head: bytes) -> bool:
    """Tell whether an input that begins so is no text at all."""
    if head.startswith(_MAGIC):
        return True
    if head.startswith(tuple(bom for bom, _ in _BOMS)) or _wide(head):
        return False
    sample = head[:16_384]
    share = len(_CONTROLS.findall(sample)) / max(1, len(sample))
    return share > CONTROL_SHARE or (share > CONTROL_SHARE_NOT_UTF8 and not _is_utf8(sample))


def _is_utf8(sample: bytes) -> bool:
    try:
        codecs.getincrementaldecoder("utf-8")().decode(sample)
    except UnicodeDecodeError:
        return False
    return True


def _wide(head: bytes) -> str | None:
    """Recognise UTF-16 without a mark by its zero bytes, every other one."""
    sample = head[:4096]
    if len(sample) < 8:
        return None
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    half = len(sample) / 2
    if odd > 0.4 * half and even < 0.05 * half:
        return "utf-16-le"
    return "utf-16-be" if even > 0.4 * half and odd < 0.05 * half else None


def in_utf8(head: bytes) -> bytes:
    """Give the first bytes of an input as UTF-8 where they are UTF-16 or UTF-32, so that they can be looked at."""
    name = next((n for bom, n in _BOMS if n != "utf-8" and head.startswith(bom)), None) or _wide(head)
    return head.decode(name, "ignore").lstrip("\ufeff").encode("utf-8", "ignore") if name else head


def decode(data: bytes, declared: str | None = None) -> Decoded:
    """Decode bytes. Whatever is not valid becomes U+FFFD with a warning that lists the byte offsets; never raises."""
    for bom, marked in _BOMS:
        if data.startswith(bom):
            return _strictly(data, marked, len(bom)) or _repaired(data[len(bom) :], marked)
    wide = _wide(data)
    if wide is not None:
        return _strictly(data, wide, 0) or _repaired(data, wide)
    name = _codec(declared)
    if name and name != "utf-8" and declared and declared.lower() not in WESTERN:
        found = _strictly(data, name, 0)
        if found is not None:
            return found
    if name is None and (found := _ebcdic(data) or _utf7(data)) is not None:
        return found
    found = _strictly(data, "utf-8", 0)
    if found is not None:
        if name and name != "utf-8" and not found.text.isascii():
            return Decoded(found.text, "utf-8", (_guess(f"declared as {declared}, but is UTF-8"),))
        return found
    return _not_utf8(data, declared)


_NO_CHARSETS = frozenset(("idna", "punycode", "raw-unicode-escape", "undefined", "unicode-escape", "unicode_escape", "raw_unicode_escape"))
"""What Python decodes under such names is host names and source code; no document is written in it."""


def _codec(declared: str | None) -> str | None:
    try:
        name = codecs.lookup(declared.strip()).name if declared else None
    except (LookupError, ValueError):
        return None
    return None if name in _NO_CHARSETS else name


def _strictly(data: bytes, name: str, skip: int) -> Decoded | None:
    try:
        return Decoded(data[skip:].decode(name), name)
    except (UnicodeError, LookupError):
        return None


def _guess(what: str) -> Warn:
    return Warn(code="ENC_GUESS", message=f"the encoding was guessed: {what}")


_EBCDIC_LETTERS = re.compile(rb"[\x81-\x89\x91-\x99\xa2-\xa9]")
MANY_SHIFTED = 3
_SHIFTED = re.compile(rb"\+([A-Za-z0-9+/]{3,400})-")


def _ebcdic(data: bytes) -> Decoded | None:
    """Read the code of mainframes, where blanks are @ and small letters lie above ASCII; None where it is something else."""
    sample = data[:SAMPLE]
    blanks, letters = sample.count(b"\x40"), len(_EBCDIC_LETTERS.findall(sample))
    if letters < 0.5 * len(sample) or not 0.05 * len(sample) < blanks < 0.35 * len(sample) or sample.count(b" ") > 0.01 * len(sample):
        return None
    text = data.decode("cp037").replace("\x85", "\n")
    return Decoded(text, "cp037", (_guess("read as EBCDIC (cp037)"),))


def _utf7(data: bytes) -> Decoded | None:
    """Read UTF-7, ASCII in which other characters stand between + and -; None where not all that looks like it is."""
    sample = data[:SAMPLE]
    if b"+" not in sample or not sample.isascii() or not (shifted := _SHIFTED.findall(sample)):
        return None
    try:
        inside = "".join((b"+" + s + b"-").decode("utf-7") for s in shifted)
        text = data.decode("utf-7")
    except UnicodeDecodeError:
        return None
    if len(shifted) < MANY_SHIFTED and any(c > "\u2200" for c in inside):
        return None  # what looks so once may be anything
    if any(c.isascii() or not (c.isalpha() or c.isprintable() or c.isspace()) for c in inside):
        return None
    return Decoded(text, "utf-7", (_guess("read as UTF-7"),))


def _not_utf8(data: bytes, declared: str | None) -> Decoded:
    """Read bytes that are not valid UTF-8: damaged UTF-8, windows-1252, or what a detector says."""
    repaired = _repaired(data, "utf-8")
    high = {b[0] for b in _HIGH.findall(data[:SAMPLE])}
    multibyte = len(repaired.text) < len(data) and _has_multibyte(repaired)
    if multibyte:
        return repaired
    if high <= _TYPOGRAPHIC | _WESTERN_LETTERS and _letters_in_words(data):
        said = f"declared as {declared}, " if declared and declared.lower() not in WESTERN else ""
        warning = () if declared and declared.lower() in WESTERN else (_guess(f"{said}read as windows-1252"),)
        return Decoded(data.decode("cp1252", "replace"), "windows-1252", warning)
    return _detected(data) or repaired


def _has_multibyte(repaired: Decoded) -> bool:
    return any(ord(c) > 0x7F and c != "\ufffd" for c in repaired.text[:SAMPLE])


_LONE = re.compile(rb"(?<![A-Za-z\xc0-\xff])[\xc0-\xff](?![A-Za-z\xc0-\xff])")
_RUN = re.compile(rb"[\xc0-\xff]{3}")


def _letters_in_words(data: bytes) -> bool:
    """Tell whether accented letters stand inside words of plain ones, as in Western text; a lone one is damage, runs are another script."""
    sample = data[:SAMPLE]
    letters = sum(1 for _ in re.finditer(rb"[\xc0-\xff]", sample))
    return letters == 0 or (len(_LONE.findall(sample)) * 4 <= letters and len(_RUN.findall(sample)) * 20 <= letters)


def _detected(data: bytes) -> Decoded | None:
    from charset_normalizer import from_bytes

    if len(_HIGH.findall(data[:SAMPLE])) < 8:
        return None
    best = from_bytes(data[:SAMPLE]).best()
    if best is None or _codec(best.encoding) is None:
        return None
    text = data.decode(best.encoding, "replace")
    return Decoded(text, best.encoding.replace("_", "-"), (_guess(f"read as {best.encoding.replace('_', '-')}"),))


def _repaired(data: bytes, name: str) -> Decoded:
    """Decode damaged text: quotes and dashes of windows-1252 are read as such, everything else invalid becomes U+FFFD."""
    pieces: list[str] = []
    bad: list[int] = []
    guessed = 0
    decoder = codecs.getdecoder(name)
    at = 0
    while at < len(data):
        try:
            pieces.append(decoder(data[at:] if at else data)[0])
            break
        except UnicodeDecodeError as error:
            if len(bad) + guessed >= 1000:
                pieces.append(data[at:].decode(name, "replace"))
                bad.append(at + error.start)
                break
            pieces.append(data[at : at + error.start].decode(name))
            byte = data[at + error.start]
            if name == "utf-8" and 0x80 <= byte <= 0x9F and byte in _TYPOGRAPHIC:
                pieces.append(bytes([byte]).decode("cp1252"))
                guessed += 1
                at += error.start + 1
            else:
                pieces.append("\ufffd")
                bad.append(at + error.start)
                at += error.end
    return Decoded("".join(pieces), name, _damage(bad, guessed))


def _damage(bad: list[int], guessed: int) -> tuple[Warn, ...]:
    out: list[Warn] = []
    if guessed:
        out.append(_guess(f"{guessed} bytes that are not valid UTF-8 were read as quotes and dashes of windows-1252"))
    if bad:
        listed = ", ".join(map(str, bad[:MAX_OFFSETS])) + (", ..." if len(bad) > MAX_OFFSETS else "")
        out.append(Warn(code="BAD_UTF8", message=f"{len(bad)} places are not valid text and were replaced by U+FFFD, at byte {listed}"))
    return tuple(out)
