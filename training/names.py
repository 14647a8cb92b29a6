"""Trains onrecord/models/en/names.npz: whether a proper name stands for a person, a body, a place or a thing.

    pip install scikit-learn
    python training/names.py --corpora ../shared/corpora --gold ../shared/gold [--write]

Learns from the kinds of GUM's entities (train and dev; layer: CC BY 4.0, texts CC BY and CC BY-SA by kind), of Wikigold (CC BY 4.0) and
CrossNER politics (MIT), from actors and places of what training/acts.py reads, and from sentences of our own (annotated/names.txt), where
things stand where people and bodies usually stand. GUM's genre news is left out, for evaluation/gum_coref.py measures there; what is
printed was measured on it, and on a fifth of our own sentences by a head that had not seen them.
"""

from __future__ import annotations

import re
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
from acts import document
from annotated import HERE, arguments, read
from pairs import Example, meanings, odds_of, train

sys.path.insert(0, str(Path(__file__).parents[1]))
from evaluation.actors import GoldDocument, gum
from evaluation.dev import parser as cached_parser
from evaluation.gum_coref import starts_of
from onrecord.heads import files
from onrecord.heads.names import CLASSES, FILE, words_of
from onrecord.heads.pairs import Pair, PairHead, packed
from onrecord.model.document import Document
from onrecord.resolve.names import find_names

HELD_OUT = "news"
FOLDS = 5
ROUNDS, TIMES = 20, 2
"""Passes over all, and how often our own sentences count: there things are not told by their place in the sentence."""
OWN = HERE / "names.txt"
MARK = re.compile(r"\[([PTOL]):([^]]+)\]")
KINDS = {
    "P": "person", "O": "organization", "L": "place", "T": "thing",
    "person": "person", "group": "person", "organization": "organization", "government": "organization", "place": "place",
    "PER": "person", "ORG": "organization", "LOC": "place", "MISC": "thing",
    "politician": "person", "organisation": "organization", "politicalparty": "organization", "country": "place", "location": "place",
    "event": "thing", "election": "thing", "misc": "thing",
}  # fmt: skip
"""What the corpora call a kind -> class."""
TOGETHER = 6
"""Sentences of a corpus that are read as one text."""
CLOSING = re.compile(r"[.,;:!?%)\]]|n't|['’]s?")
Kinds = dict[int, str]


def examples(doc: Document, kinds: Kinds) -> Iterator[Example]:
    """Give the names of a document that the tables of the world do not know; `kinds`: class of what stands at an offset."""
    for named in find_names(doc):
        kind = next((kinds[t.start] for t in (named.head, *named.tokens) if t.start in kinds), None)
        if not named.entries and kind is not None:
            words = words_of(named.tokens)
            yield Example(Pair(words, ()), meanings(doc, words), CLASSES.index(kind))


def of_gum(gold: GoldDocument, parser: Any) -> Iterator[Example]:
    """Give the names of a document of GUM by the smallest mention that each heads; of points in time none."""
    starts = starts_of(gold)
    kinds = {
        starts[head]: KINDS.get(kind, "thing") for *_, kind, head in sorted(gold.mentions, key=lambda m: m[0] - m[1]) if kind != "time"
    }
    yield from examples(document({"id": gold.name, "text": gold.text}, parser), kinds)


def of_report(row: dict[str, Any], parser: Any) -> Iterator[Example]:
    """Give the names of an annotated report that are actors' or places'."""
    spans = [(span, KINDS[a["type"]]) for a in row["actors"] for span in a["mentions"]]
    spans += [(span, "place") for p in row["places"] for span in p["mentions"]]
    doc = document(row, parser)
    by_length = sorted(spans, key=lambda s: s[0][0] - s[0][1])
    yield from examples(doc, {t.start: kind for (start, end), kind in by_length for t in doc.tokens_in((start, end))})


def of_words(words: list[tuple[str, str]], key: str, parser: Any) -> Iterator[Example]:
    """Give the names of a stretch of words with their tags."""
    text, kinds = "", {}
    for word, tag in words:
        text += "" if not text or CLOSING.fullmatch(word) or text.endswith(("(", "[", "$")) else " "
        if (kind := KINDS.get(tag.split("-")[-1])) is not None:
            kinds[len(text)] = kind
        text += word
    yield from examples(document({"id": key, "text": text}, parser), kinds)


def of_line(line: str, key: str, parser: Any) -> Iterator[Example]:
    """Give the names of a line of our own sentences."""
    text, kinds, at = "", {}, 0
    for mark in MARK.finditer(line):
        text += line[at : mark.start()]
        kinds |= {len(text) + n: KINDS[mark[1]] for n in range(len(mark[2]))}
        text, at = text + mark[2], mark.end()
    yield from examples(document({"id": key, "text": text + line[at:]}, parser), kinds)


def stretches(path: Path, together: int) -> Iterator[list[tuple[str, str]]]:
    """Give the words and tags of so many sentences of a file in columns at a time."""
    sentences: list[list[tuple[str, str]]] = [[]]
    for line in [*path.read_text("utf8").split("\n"), ""]:
        if columns := line.split():
            sentences[-1].append((columns[0], columns[-1]))
        elif sentences[-1]:
            sentences.append([])
    for at in range(0, len(sentences), together):
        if words := [w for s in sentences[at : at + together] for w in s]:
            yield words


def of_corpora(corpora: Path, parser: Any) -> Iterator[Example]:
    """Give the names of Wikigold, whose sentences follow one another, and of CrossNER, whose do not."""
    names = corpora / "names"
    parts = (("wikigold.conll", TOGETHER), ("crossner_politics_train", 1), ("crossner_politics_dev", 1))
    for file, together in parts:
        for n, words in enumerate(stretches(names / f"{file}.txt", together)):
            yield from of_words(words, f"{file} {n}", parser)


def report(title: str, head: PairHead, held: list[Example]) -> None:
    """Print what a head makes of names that it has not seen."""
    odds = odds_of(head, held)
    wanted = np.array([e.label for e in held])
    thing = CLASSES.index("thing")
    right = (odds.argmax(1) == wanted).mean()
    print(f"{title}: {len(held)} names, {100 * right:.1f} % right, {(wanted == thing).sum()} things")
    for least in (0.4, 0.5, 0.6, 0.7, 0.8):
        called = odds[:, thing] >= least
        right, wrong = (called & (wanted == thing)).sum(), (called & (wanted < thing - 1)).sum()
        print(f"  thing from {least}: {called.sum()}, right {right}, persons or bodies {wrong}")


def main() -> None:
    args = arguments(__doc__, write=True)
    parser = cached_parser()
    golds = [*gum("train"), *gum("dev")]
    found = [e for g in golds if g.genre != HELD_OUT for e in of_gum(g, parser)]
    found += of_corpora(args.corpora, parser)
    found += [e for row in read(args.corpora, args.gold) if "actors" in row for e in of_report(row, parser)]
    own = [list(of_line(line, f"own {n}", parser)) for n, line in enumerate(OWN.read_text("utf8").splitlines())]
    apart = train([*found, *TIMES * [e for n, line in enumerate(own) if n % FOLDS for e in line]], len(CLASSES), ROUNDS)
    report("our own", apart, [e for line in own[::FOLDS] for e in line])
    found += TIMES * [e for line in own for e in line]
    head = train(found, len(CLASSES), ROUNDS)
    report(HELD_OUT, head, [e for g in golds if g.genre == HELD_OUT for e in of_gum(g, parser)])
    print(f"{len(found)} names: {Counter(CLASSES[e.label or 0] for e in found)}")
    if args.write:
        files.write(FILE, packed(head))
        print(f"wrote {FILE}")


if __name__ == "__main__":
    main()
