"""Measures of the actors stage: actor phrases, actors of coded sentences, coreference of pronouns and descriptions.

usage: python -m evaluation.actors phrases|coded|coref [--errors] [PART [GENRE,...]]

phrases  events/actor_resolution_ngec.dev: country and sector of bare phrases
coded    events/plover_gsr.dev: is there an actor at the marked words, of that country and role
coref    ud/gum-PART.conllu, gold trees, no attributions: accuracy of each pronoun's and description's link, B-cubed
"""

from __future__ import annotations

import json
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from evaluation.dev import parser
from onrecord.grammar.build import build_document
from onrecord.model.document import BlockParse, Document, NameRow, TokenRow
from onrecord.model.drafts import Cast
from onrecord.model.record import Part
from onrecord.resolve.actors import resolve_actors
from onrecord.resolve.phrase import resolve_phrase

SHARED = Path(__file__).resolve().parents[2] / "shared"
SUPRA = {"EUR": "IGO", "UNO": "IGO"}
PRONOUNS = {"he", "him", "his", "she", "her", "hers", "it", "its", "they", "them", "their"}
ONE_NAME = frozenset({"flat", "nmod:desc"})
"""Relations between the words of a name, and between a name and a title: GUM marks them as one mention."""
LABELS = {"person": "PERSON", "organization": "ORG", "place": "GPE", "event": "EVENT"}


def lines(path: str) -> Iterator[dict[str, object]]:
    """Give the objects of a gold file."""
    with (SHARED / "gold" / path).open(encoding="utf-8") as file:
        for line in file:
            if line.strip():
                yield json.loads(line)


def phrases(show: bool) -> None:
    """Score `resolve_phrase` on actor phrases; phrases that are only a politician's name cannot be known without a list of them."""
    count: Counter[str] = Counter()
    for row in lines("events/actor_resolution_ngec.dev.jsonl"):
        want = row["expected"][0]  # type: ignore[index]
        if row["xfail"]:
            continue
        country, sector, second = resolve_phrase(str(row["text"]))
        wanted = SUPRA.get(want["country"], want["country"]) or None
        country_ok = country == wanted
        role = want["role"] or None
        sector_ok = role in (sector, "UNK", "PRE") or (role is None and sector in (None, "GOV", "CVL", "IGO"))
        count.update(n=1, country=country_ok, sector=sector_ok, both=country_ok and sector_ok)
        if show and not (country_ok and sector_ok):
            print(f"{row['text']} | want {wanted} {role} {want['role2']} | got {country} {sector} {second}")
    print({k: round(100 * count[k] / count["n"], 1) for k in ("country", "sector", "both")}, count["n"])


def read_text(text: str) -> tuple[Document, Cast]:
    """Parse a text of one paragraph a line and resolve its actors without attributions."""
    blocks, at = [], 0
    for paragraph in text.split("\n"):
        if paragraph.strip():
            blocks.append((at, at + len(paragraph)))
        at += len(paragraph) + 1
    parses = _parser().parse_blocks([text[a:b] for a, b in blocks])
    document = build_document(text, [Part(kind="body", span=(0, len(text)))], blocks, parses)
    return document, resolve_actors(document, [])[0]


_parsers: list[object] = []


def _parser():  # type: ignore[no-untyped-def]
    if not _parsers:
        _parsers.append(parser())
    return _parsers[0]


def coded(show: bool) -> None:
    """For each actor marked in a coded sentence: is somebody found at its words, and are country and role right?"""
    count: Counter[str] = Counter()
    for row in lines("events/plover_gsr.dev.jsonl"):
        text = str(row["text"])
        document, cast = read_text(text)
        done = set()
        for event in row["expected"]:  # type: ignore[attr-defined]
            for side in ("source", "target"):
                norm, words = event.get(f"{side}_norm") or {}, (event.get(f"{side}_text") or "").strip()
                country = norm.get("iso3") or norm.get("supranational")
                at = text.find(words)
                if not country or not words or at < 0 or (words, country, norm.get("role")) in done:
                    continue
                done.add((words, country, norm.get("role")))
                found = [a for t in document.tokens_in((at, at + len(words))) if (a := cast.by_token.get(t.i)) is not None]
                last = document.tokens_in((at, at + len(words)))[-1]
                after = document.tokens[last.i + 1 : last.i + 3] if last.i + 1 < len(document.tokens) else []
                found += [a for t in after if (a := cast.by_token.get(t.i)) is not None]
                right = [a for a in found if a.country == country]
                count.update(n=1, found=bool(found), country=bool(right))
                if norm.get("role"):
                    count.update(roles=1, role=any(a.sector == norm["role"] for a in right))
                if show and not (right and (not norm.get("role") or any(a.sector == norm["role"] for a in right))):
                    print(
                        f"{words!r} want {country} {norm.get('role')} got {[(a.name, a.country, a.sector) for a in found]} :: {text[:160]}"
                    )
    n = count["n"]
    print(
        f"found {100 * count['found'] / n:.1f} country {100 * count['country'] / n:.1f} of {n};"
        f" role {100 * count['role'] / count['roles']:.1f} of {count['roles']}"
    )


@dataclass(slots=True)
class GoldDocument:
    """A GUM document: its parse as blocks, entity chains as token spans, with entity type and form of mention."""

    name: str
    genre: str
    text: str = ""
    blocks: list[tuple[int, int]] = field(default_factory=list)
    parses: list[BlockParse] = field(default_factory=list)
    mentions: list[tuple[int, int, str, str, int]] = field(default_factory=list)
    """first token, last token, entity id, type, head token (document indices)."""
    _rows: list[tuple[TokenRow, int]] = field(default_factory=list)

    @property
    def rows(self) -> list[tuple[TokenRow, int]]:
        """Give each token with the index of its head in the document."""
        if not self._rows:
            for parse in self.parses:
                base = len(self._rows)
                self._rows += [(row, base + row.head) for row in parse.tokens]
        return self._rows

    def head_word(self, first: int, last: int) -> int:
        """Give the head of a stretch of tokens in GUM's own tree; of a name and its title, or words set before it, the head of both."""
        rows = self.rows
        at = next((i for i in range(first, last + 1) if rows[i][0].upos != "PUNCT" and not first <= rows[i][1] <= last), None)
        at = next((i for i in range(first, last + 1) if rows[i][1] == i), first) if at is None else at
        while rows[at][0].dep in ONE_NAME or (rows[at][0].dep == "appos" and not self._comma(rows[at][1], at)):
            at = rows[at][1]
        return at

    def _comma(self, first: int, last: int) -> bool:
        return any(row.upos == "PUNCT" and row.lemma not in "-'\"" for row, _ in self.rows[first:last])


def gum(part: str) -> Iterator[GoldDocument]:
    """Read GUM's trees and its Entity annotation (documents' own tokens; a paragraph is a block)."""
    path = SHARED / "corpora" / "ud" / f"gum-{part}.conllu"
    for chunk in re.split(r"(?m)^# newdoc id = ", path.read_text(encoding="utf-8"))[1:]:
        name = chunk.split("\n", 1)[0].strip()
        yield _gum_document(name, chunk)


def _gum_document(name: str, chunk: str) -> GoldDocument:
    out = GoldDocument(name, name.split("_")[1])
    rows: list[TokenRow] = []
    names: list[NameRow] = []
    start = base = 0
    open_: list[tuple[str, str, int]] = []
    sentences = chunk.split("\n\n")
    pieces: list[str] = []
    length = 0

    def close_block() -> None:
        nonlocal rows, names, start, base, length
        if rows:
            out.parses.append(BlockParse(rows, names))
            out.blocks.append((start, length))
            pieces.append("\n")
            length += 1
            base += len(rows)
        rows, names, start = [], [], length

    for sentence in sentences:
        if "# newpar" in sentence:
            close_block()
        sent_base = len(rows)
        words = [x.split("\t") for x in sentence.split("\n") if re.match(r"\d+\t", x)]
        ranges = {int(x.split("-")[0]): x.split("\t") for x in sentence.split("\n") if re.match(r"\d+-\d+\t", x)}
        for n, w in enumerate(words):
            text = w[1]
            begin = length - start
            pieces.append(text)
            length += len(text)
            misc = dict(x.split("=", 1) for x in w[9].split("|") if "=" in x)
            spaced = "SpaceAfter=No" not in w[9] and not any(a <= int(w[0]) < int(r[0].split("-")[1]) for a, r in ranges.items())
            end = length - start
            if spaced:
                pieces.append(" ")
                length += 1
            head = sent_base + int(w[6]) - 1 if w[6] != "0" else len(rows)
            rows.append(TokenRow(begin, end, w[2], w[3], w[4], w[5], head, w[7], n == 0))
            here = base + len(rows) - 1
            for mark in re.findall(r"\([^()]+\)|\([^()]+|[^()]+\)", misc.get("Entity", "")):
                body = mark.strip("()").split("-")
                if mark.startswith("("):
                    open_.append((body[0], body[1], here))
                if mark.endswith(")"):
                    at = next((k for k in range(len(open_) - 1, -1, -1) if open_[k][0] == body[0]), None)
                    if at is None:
                        continue
                    eid, kind, first = open_.pop(at)
                    out.mentions.append((first, here, eid, kind, first))
                    if (
                        kind in LABELS
                        and all(
                            rows[i - base].upos == "PROPN"
                            for i in range(first, here + 1)
                            if i >= base and rows[i - base].upos not in ("DET", "ADP", "PUNCT", "PART")
                        )
                        and first >= base
                    ):
                        names.append(NameRow(first - base, here - base + 1, LABELS[kind]))
    close_block()
    out.text = "".join(pieces)
    for k, block in enumerate(out.parses):
        out.parses[k] = BlockParse(block.tokens, _flat(block.names))
    out.mentions = [(first, last, eid, kind, out.head_word(first, last)) for first, last, eid, kind, _ in out.mentions]
    return out


def _flat(names: list[NameRow]) -> list[NameRow]:
    """Keep the longest of nested names."""
    out: list[NameRow] = []
    for name in sorted(names, key=lambda n: (n.first, -n.last)):
        if not out or name.first >= out[-1].last:
            out.append(name)
    return out


def coref(show: bool, part: str, genres: set[str] | None) -> None:
    """Score who is meant by pronouns and descriptions: a link is right if the actor's earlier mentions are of the same gold entity."""
    count: Counter[str] = Counter()
    by_word: defaultdict[str, Counter[str]] = defaultdict(Counter)
    precision = recall = 0.0
    total_p = total_r = 0
    for gold in gum(part):
        if genres and gold.genre not in genres:
            continue
        document = build_document(gold.text, [Part(kind="body", span=(0, len(gold.text)))], gold.blocks, gold.parses)
        cast, _ = resolve_actors(document, [])
        entity = {head: eid for *_, eid, _kind, head in sorted(gold.mentions, key=lambda m: -(m[1] - m[0]))}
        kinds = {eid: kind for *_, eid, kind, _head in gold.mentions}
        chains = Counter(eid for *_, eid, _kind, _head in gold.mentions)
        ours: dict[int, int] = {}
        for number, actor in enumerate(cast.actors):
            known = [m for m in actor.mentions if m.head is not None]
            earlier: list[str] = []
            for m in known:
                assert m.head is not None
                eid = entity.get(m.head.i)
                ours[m.head.i] = number
                if eid is None:
                    count.update(unknown=1)
                    continue
                word = m.head.lower
                form = "pronoun" if m.form == "pronoun" else m.form
                if earlier:
                    good = eid == Counter(earlier).most_common(1)[0][0] or earlier[-1] == eid
                    count.update({f"{form}_linked": 1, f"{form}_right": good})
                    if form == "pronoun":
                        by_word[word].update(linked=1, right=good)
                    if show and not good:
                        print(
                            f"{gold.name} {word!r}/{form} -> {actor.name!r} ({m.rule}) gold {eid} {kinds[eid]}"
                            f" :: ...{document.text[max(0, m.span[0] - 140) : m.span[1] + 30]!r}"
                        )
                earlier.append(eid)
        for first, last, eid, kind, head in gold.mentions:
            word = document.tokens[head].lower
            if first == last and word in PRONOUNS and kind in ("person", "organization", "place", "animal") and chains[eid] > 1:
                count.update(gold_pronouns=1)
                by_word[word].update(gold=1)
        clusters = defaultdict(set)
        for head, number in ours.items():
            clusters[number].add(head)
        golds = defaultdict(set)
        for head, eid in entity.items():
            golds[eid].add(head)
        shared = [h for h in ours if h in entity]
        for head in shared:
            a = clusters[ours[head]] & set(entity)
            b = golds[entity[head]] & set(ours)
            precision += len(a & b) / len(a)
            recall += len(a & b) / len(b)
            total_p += 1
            total_r += 1
    for form in ("pronoun", "description", "name"):
        n = count[f"{form}_linked"]
        print(f"{form}: {count[f'{form}_right']} of {n} links right, {100 * count[f'{form}_right'] / max(1, n):.1f}")
    print(
        f"third-person pronouns of actors: gold {count['gold_pronouns']},"
        f" linked {sum(c['linked'] for c in by_word.values())}, right {sum(c['right'] for c in by_word.values())}"
    )
    for word, c in sorted(by_word.items()):
        print(f"  {word}: {c['right']}/{c['linked']} right, gold {c['gold']}")
    p, r = precision / max(1, total_p), recall / max(1, total_r)
    print(f"B-cubed on shared mentions: P {100 * p:.1f} R {100 * r:.1f} F1 {200 * p * r / max(1e-9, p + r):.1f}")


def main() -> None:
    """Run one measure."""
    args = [a for a in sys.argv[1:] if not a.startswith("--")]
    show = "--errors" in sys.argv
    match args[0]:
        case "phrases":
            phrases(show)
        case "coded":
            coded(show)
        case "coref":
            coref(show, args[1] if len(args) > 1 else "dev", set(args[2].split(",")) if len(args) > 2 else None)
        case _:
            sys.exit(__doc__)


if __name__ == "__main__":
    main()
