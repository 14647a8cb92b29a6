"""What a lexicon changes in the reading of a sentence: the lines of both readings, side by side."""

from __future__ import annotations

from collections.abc import Iterator

from onrecord.model.lexicon import Lexicon
from onrecord.model.record import Record


def lines(record: Record) -> list[str]:
    """Give what was read as lines that can be held against those of another reading; names in place of ids."""
    return list(_lines(record))


def _lines(record: Record) -> Iterator[str]:
    names = {a.id: a.name for a in record.actors}
    for a in record.actors:
        yield "actor      " + " · ".join(x for x in (a.name, a.type, a.country, a.sector) if x)
    for s in record.statements:
        speaker = names.get(s.speaker or "", "somebody")
        yield f"statement  {speaker} · {s.act} · “{' … '.join(record.words(c) for c in s.content)}”"
    for e in record.events:
        sides = " → ".join(", ".join(names[i] for i in side) or "nobody" for side in (e.actors, e.recipients))
        code = " ".join(x for x in (e.own, e.plover.event, e.plover.mode) if x)
        yield f"event      {code} · {sides} · {e.status} · “{' … '.join(record.words(t) for t in e.trigger)}” · CAMEO {e.cameo} · {e.rule}"
    for f in record.figures:
        yield "figure     " + " · ".join(str(x) for x in (record.words(f.span), f.value, f.unit, f.measure) if x is not None)
    for t in record.times:
        yield f"time       {record.words(t.span)} · {t.value}"


def differences(text: str, lexicon: Lexicon) -> list[str]:
    """Give the lines of a text as read with the lexicon: "+" new by it, "-" gone by it, " " as without."""
    from onrecord.model.source import text_source
    from onrecord.pipeline import Reader
    from onrecord.settings import Settings

    plain = Reader()
    source = text_source(text)
    without = lines(plain.read(source))
    found = lines(Reader(Settings(lexicon=lexicon), plain.parser).read(source))
    return [*(f"{' ' if line in without else '+'} {line}" for line in found), *(f"- {line}" for line in without if line not in found)]
