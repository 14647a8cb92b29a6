"""Events across reports: CoNLL F1 on ECB+, beside the same-head-word baseline of the same run.

usage: python -m evaluation.coreference [--json] [--topics]     (../shared/gold/stories/ecbplus_*.jsonl, development only)

With gold mentions the grouping is given each mention's characters; parties, days, places and figures are what our reading finds there.
With our own mentions it is what `onrecord.compare.occurrences` makes of an archive that holds the documents; what is compared with the
key are our triggers in the sentences that the annotators read. Documents are grouped by our own stories.
"""

from __future__ import annotations

import argparse
import json
import tempfile
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from evaluation.coref_scores import clusters, conll
from evaluation.dev import parser as cached_parser
from onrecord.assemble import Drafts, assemble
from onrecord.compare.update import update
from onrecord.model.document import Document, Parser, Token
from onrecord.model.drafts import ActorDraft, EventDraft
from onrecord.model.record import PipelineInfo, Record
from onrecord.model.source import Source, text_source
from onrecord.parse.anatomy import read_anatomy
from onrecord.pipeline import _block_texts, document_of, run_stages
from onrecord.settings import Settings
from onrecord.store import Archive

FOLDER = Path(__file__).parents[2] / "shared" / "gold" / "stories"
Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Read:
    """One document as we read it."""

    id: str
    source: Source
    document: Document
    drafts: Drafts
    record: Record


def rows(name: str) -> list[Row]:
    return [json.loads(line) for line in (FOLDER / f"ecbplus_{name}.jsonl").open(encoding="utf-8")]


def read_documents(docs: Sequence[Row], parser: Parser) -> Iterator[Read]:
    """Read the documents stage by stage: what a record leaves out (trees) is needed to look around a given trigger."""
    settings = Settings()
    for doc in docs:
        source = text_source(doc["text"], source=doc["id"])
        anatomy = read_anatomy(source, settings)
        document = document_of(anatomy, parser.parse_blocks(_block_texts(anatomy)))
        drafts = run_stages(document)
        record = assemble(anatomy.report, drafts, PipelineInfo(version="0", model=parser.name))
        yield Read(doc["id"], source, document, drafts, record)


# -- gold mentions as tellings -------------------------------------------------------------------------------------------------------------


def head_of(document: Document, start: int, end: int) -> Token | None:
    """Give the token of a span whose own head lies outside it."""
    tokens = document.tokens_in((start, end)) or [t for t in [document.token_at(start)] if t]
    inside = {t.i for t in tokens}
    return next((t for t in tokens if t.head is t or t.head.i not in inside), tokens[0] if tokens else None)


@dataclass(slots=True)
class Around:
    """What our reading finds around a trigger."""

    actors: list[str]
    recipients: list[str]
    event: EventDraft | None
    date: str | None
    place: tuple[str, str | None] | None


SUBJECT, PASSIVE, OBJECT = ("nsubj", "csubj"), ("nsubj:pass",), ("obj", "iobj")
RISING = ("xcomp", "conj", "advcl", "ccomp", "acl")


def look_around(read: Read, head: Token, span: tuple[int, int]) -> Around:
    """Find parties, day and place of a trigger: those of our own event, where we coded one on these characters, else by the tree."""
    event = next((e for e in read.drafts.events if span[0] <= e.trigger_head.start < span[1]), None)
    times = [t for t in read.drafts.times if t.edtf and _within(head, read.document, t.span)]
    actors, recipients = ([t for t in side if not any(x.span[0] <= t.start < x.span[1] for x in times)] for side in sides_of(head))
    cast = read.drafts.cast
    sources = list(event.actors) if event is not None else []
    said = next((a for a in read.drafts.attributions if any(c[0] < span[1] and span[0] < c[1] for c in a.cue)), None)
    if said is not None and event is None:  # who says something is what our statements say, not only what hangs on the verb
        if (speaker := cast.speaker(said)) is not None:
            sources, actors = [speaker], []
        elif said.source_head is not None:
            actors = [said.source_head]

    def names(tokens: list[Token], drafts: Sequence[ActorDraft]) -> list[str]:
        found = [d.name for d in drafts]
        for t in tokens:
            actor = cast.of(t)
            found.append(actor.name if actor is not None else _phrase(t))
        return list(dict.fromkeys(n for n in found if n))

    date = event.date if event is not None and event.date else next((t.edtf for t in times if t.type in ("DATE", "TIME")), None)
    place = event.place if event is not None else None
    where = place or next((p for p in read.drafts.places for m in p.mentions if _within(head, read.document, m.span)), None)
    return Around(
        names(actors, sources), names(recipients, event.recipients if event else ()), event, date,
        (where.name, where.country) if where is not None else None,
    )  # fmt: skip


def _phrase(token: Token) -> str:
    """Give a noun and the names and nouns that stand right with it."""
    if token.upos not in ("NOUN", "PROPN"):
        return ""
    words = [t for t in [*token.children, token] if t is token or t.dep in ("compound", "flat", "amod", "flat:name")]
    return " ".join(t.text for t in sorted(words, key=lambda t: t.i))


def _within(head: Token, document: Document, span: tuple[int, int]) -> bool:
    """Say whether a stretch of the sentence hangs on this trigger, or on the clause whose part it is."""
    tokens = document.tokens_in(span)
    if not tokens or tokens[0].sentence is not head.sentence:
        return False
    if head.upos in ("NOUN", "PROPN") and head.dep in ("obj", "nsubj", "nsubj:pass", "obl"):
        head = head.head
    inside = {t.i for t in tokens}
    top = next((t for t in tokens if t.head.i not in inside), tokens[0])
    steps = 0
    while top is not head and top.head is not top and steps < 4:
        top, steps = top.head, steps + 1
    return top is head


def sides_of(head: Token) -> tuple[list[Token], list[Token]]:
    """Give the tokens that stand for who acts and for whom it is done to, by the tree around a trigger."""
    actors: list[Token] = []
    recipients: list[Token] = []
    if head.upos in ("VERB", "AUX", "ADJ"):
        verb: Token = head
        for _ in range(3):
            subjects = [c for c in verb.children if c.dep in (*SUBJECT, *PASSIVE)]
            if subjects or verb.dep not in RISING or verb.head is verb:
                break
            if verb.dep == "acl":
                subjects = [verb.head]
                break
            verb = verb.head
        passive = any(c.dep in ("nsubj:pass", "aux:pass") for c in head.children) or (head.dep == "acl" and head.xpos == "VBN")
        (recipients if passive else actors).extend(subjects)
        recipients += [c for c in head.children if c.dep in OBJECT]
        for c in head.children:
            if c.dep.startswith("obl"):
                by = any(x.dep == "case" and x.lower == "by" for x in c.children)
                (actors if by and passive else recipients).append(c)
    else:
        for c in head.children:
            case = next((x.lower for x in c.children if x.dep == "case"), "")
            if c.dep.startswith("nmod") or c.dep == "compound":
                (recipients if case in ("of", "on", "against", "with", "to", "for") or c.dep == "compound" else actors).append(c)
        if head.dep in ("obj", "obl", "nsubj:pass") and head.head is not head:
            actors += [c for c in head.head.children if c.dep in SUBJECT]
        elif head.dep in SUBJECT:
            recipients += [c for c in head.head.children if c.dep in OBJECT]
    expand = lambda ts: [x for t in ts for x in [t, *[c for c in t.children if c.dep == "conj"]]]  # noqa: E731
    return expand(actors), expand(recipients)


def put_gold(archive: Archive, reads: Mapping[str, Read], mentions: Sequence[Row]) -> dict[int, str]:
    """Put the gold mentions in the place of our own events; give the mention's id by the number of its row."""
    db = archive.db
    out: dict[int, str] = {}
    with archive.writing():
        db.execute("delete from event")
        for number, m in enumerate(mentions):
            read = reads[m["doc"]]
            span = (m["start"], m["end"])
            head = head_of(read.document, *span)
            if head is None:
                continue
            around = look_around(read, head, span)
            n = int(str(db.execute("select n from report where id = ?", (read.source.id,)).get))
            event, sentence = around.event, read.document.text[head.sentence.start : head.sentence.end]
            place, country = around.place or (None, None)
            db.execute(
                """insert into event (report, id, type, mode, quad, "trigger", sentence, actors, recipients, status, date, date_given,
                place, place_country, start, "end", rule) values (?, ?, ?, ?, 0, ?, ?, ?, ?, 'reported', ?, ?, ?, ?, ?, ?, 'gold')""",
                (n, f"E{number}", event.event if event else "", event.mode if event else None, m["text"], sentence,
                 json.dumps(around.actors), json.dumps(around.recipients), around.date, int(around.date is not None),
                 place, country, *span),
            )  # fmt: skip
            row = db.last_insert_rowid()
            out[row] = f"{m['doc']} {m['m_id']}"
            countries = {a.name: a.country for a in read.drafts.cast.actors}
            for side, names in (("actor", around.actors), ("recipient", around.recipients)):
                for k, name in enumerate(names):
                    db.execute(
                        "insert or ignore into party (event, side, actor, name, country) values (?, ?, ?, ?, ?)",
                        (row, side, f"A{k}", name, countries.get(name)),
                    )
    return out


# -- runs ----------------------------------------------------------------------------------------------------------------------------------

_TOLD = """select m.event, p.occurrence from occurrence_mention m join occurrence_part p on p.n = m.part"""


def heads_of(reads: Mapping[str, Read], mentions: Sequence[Row]) -> dict[str, str]:
    """Give the lemma of each gold mention's head word."""
    out = {}
    for m in mentions:
        head = head_of(reads[m["doc"]].document, m["start"], m["end"])
        out[_key(m)] = head.lemma.lower() if head is not None else m["text"].lower()
    return out


def told(archive: Archive, ids: Mapping[int, str]) -> dict[str, str]:
    """Give the event across reports that each gold mention was put to."""
    return {ids[int(e)]: str(o) for e, o in archive.db.execute(_TOLD)}


def _key(m: Row) -> str:
    return f"{m['doc']} {m['m_id']}"


def _stories(archive: Archive) -> dict[str, str]:
    sql = """select g.source, s.id from story_report m join story s on s.n = m.story join sighting g on g.report = m.report"""
    return {str(doc): str(story) for doc, story in archive.db.execute(sql)}


def with_gold_mentions(reads: Mapping[str, Read], mentions: Sequence[Row], path: Path) -> dict[str, dict[str, float]]:
    """Score the grouping of gold mentions by an archive whose events they are, and the baselines."""
    key = {_key(m): m["chain"] for m in mentions}
    heads = heads_of(reads, mentions)
    with Archive(path) as archive:
        list(archive.add([(r.source, r.record) for r in reads.values()]))
        ids = put_gold(archive, reads, mentions)
        update(archive)
        found = told(archive, ids)
        story = _stories(archive)
    doc = {_key(m): m["doc"] for m in mentions}
    subtopic = {_key(m): m["subtopic"] for m in mentions}
    said = {
        "ours": {k: found.get(k, k) for k in key},
        "same head word in our stories": {k: (heads[k], story[doc[k]]) for k in key},
        "same head word in all documents": heads,
        "same head word in gold subtopics": {k: (heads[k], subtopic[k]) for k in key},
        "every mention alone": {k: k for k in key},
    }
    return {name: conll(clusters(key), clusters(labels)) for name, labels in said.items()}


def with_our_mentions(reads: Mapping[str, Read], mentions: Sequence[Row], path: Path) -> dict[str, dict[str, float]]:
    """Score the events of an archive against the gold; what is counted are triggers in sentences that hold a gold mention."""
    key = {_key(m): m["chain"] for m in mentions}
    gold: dict[str, list[Row]] = defaultdict(list)
    for m in mentions:
        gold[m["doc"]].append(m)
    with Archive(path) as archive:
        list(archive.add([(r.source, r.record) for r in reads.values()]))
        update(archive)
        found = dict(archive.db.execute(_TOLD))
        story = _stories(archive)
        sql = 'select e.n, g.source, e.start, e."end" from event e join sighting g on g.report = e.report order by e.n'
        events = [(int(n), str(doc), int(a), int(b)) for n, doc, a, b in archive.db.execute(sql)]
    ours: dict[str, str] = {}
    words: dict[str, tuple[str, str]] = {}
    for n, doc, start, end in events:
        document = reads[doc].document
        head = head_of(document, start, end)
        sentence = document.sentence_at(start)
        if head is None or sentence is None or not any(sentence.start <= m["start"] < sentence.end for m in gold[doc]):
            continue
        name = next((_key(m) for m in gold[doc] if m["start"] < head.end and head.start < m["end"]), f"{doc} {start} {end}")
        ours.setdefault(name, str(found.get(n, n)))
        words.setdefault(name, (head.lemma.lower(), story[doc]))
    return {
        "ours": conll(clusters(key), clusters(ours)),
        "same head word in our stories": conll(clusters(key), clusters(words)),
        "every mention alone": conll(clusters(key), clusters({k: k for k in ours})),
    }


def run() -> dict[str, dict[str, dict[str, float]]]:
    """Give the scores with gold mentions and with our own."""
    mentions = rows("mentions")
    reads = {r.id: r for r in read_documents(rows("docs"), cached_parser())}
    with tempfile.TemporaryDirectory() as folder:
        return {
            "gold": with_gold_mentions(reads, mentions, Path(folder) / "gold.db"),
            "own": with_our_mentions(reads, mentions, Path(folder) / "own.db"),
        }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    result = run()
    if options.json:
        print(json.dumps(result))
        return
    for kind, table in result.items():
        print(f"{kind} mentions")
        for name, values in table.items():
            print(f"  {name:34}", "  ".join(f"{k} {v:.4f}" for k, v in values.items()))


if __name__ == "__main__":
    main()
