"""TimeML: the text with TIMEX3 and EVENT elements in place, and the document creation time."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TextIO
from xml.sax.saxutils import escape, quoteattr

from onrecord.export.formats.provenance import Provenance
from onrecord.model.record import Record

_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def write(name: str, kind: str, records: Iterable[Record], out: TextIO, provenance: Provenance) -> int:
    """Write one XML document with a TimeML element for each report."""
    out.write('<?xml version="1.0" encoding="UTF-8"?>\n')
    out.write(f"<!-- {escape(str(provenance.as_dict())).replace('--', '- -')} -->\n<TimeMLCorpus>\n")
    count = 0
    for record in records:
        out.write(timeml(record))
        count += 1
    out.write("</TimeMLCorpus>\n")
    return count


def timeml(record: Record) -> str:
    """Give one report as a TimeML element. Where two items overlap, the earlier and longer one is marked."""
    marks: list[tuple[int, int, str, str]] = []
    for t in record.times:
        mod = f" mod={quoteattr(t.mod)}" if t.mod else ""
        marks.append((*t.span, f'<TIMEX3 tid="t{t.id[1:]}" type={quoteattr(t.type)} value={quoteattr(t.value)}{mod}>', "</TIMEX3>"))
    for e in record.events:
        start, end = e.trigger[0]
        marks.append((start, end, f'<EVENT eid="e{e.id[1:]}" class="OCCURRENCE">', "</EVENT>"))
    text, body, at = record.report.text, [], 0
    for start, end, opening, closing in sorted(marks, key=lambda m: (m[0], -m[1])):
        if start >= at:
            body += [_plain(text[at:start]), opening, _plain(text[start:end]), closing]
            at = end
    body.append(_plain(text[at:]))
    published = record.report.published or ""
    created = f'tid="t0" type="DATE" value={quoteattr(published)} functionInDocument="CREATION_TIME"'
    head = f"<DOCID>{record.report.id}</DOCID>\n<DCT><TIMEX3 {created}>"
    instances = "".join(
        f'<MAKEINSTANCE eventID="e{e.id[1:]}" eiid="ei{e.id[1:]}" polarity="{_polarity(e.status)}"/>\n' for e in record.events
    )
    return f"<TimeML>\n{head}{_plain(published)}</TIMEX3></DCT>\n<TEXT>{''.join(body)}</TEXT>\n{instances}</TimeML>\n"


def _polarity(status: str) -> str:
    return "NEG" if status in ("negated", "denied") else "POS"


def _plain(text: str) -> str:
    return escape(_NOT_XML.sub("\ufffd", text))
