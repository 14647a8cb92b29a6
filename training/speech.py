"""Reported speech made of the treebanks' own phrases: news puts the speaker last, the treebanks seldom do (94 sentences).

A sentence becomes what is said, a subject of a verb of saying becomes the speaker, with or without an apposition:
“The road is closed,” said Bush, the governor. / The road is closed, according to the police.
Attachment follows the treebanks: the clause is `ccomp` of the verb, comma and quotation marks hang on the clause's root.
"""

from __future__ import annotations

import random
from typing import Any, NamedTuple

from corpora import FIELDS, Example

from onrecord.parse.encoder_features import lemma_edit

SAY = frozenset(["say", "add", "note", "explain", "announce", "warn", "report", "claim", "declare", "state", "argue", "insist"])
TENSES = frozenset(["VBD", "VBZ"])
DROPPED = frozenset("\"'“”‘’()[]:;-–—…")


class Row(NamedTuple):
    """A word of a phrase; `head` counts inside the phrase, -1 is the phrase's root."""

    form: str
    space: bool
    tag: str
    mor: str
    lem: str
    head: int
    dep: str


Phrase = list[Row]


def phrase(e: Example, words: list[int], top: int, dep: str = "") -> Phrase:
    """Cut words out of a tree."""
    at = {w: i for i, w in enumerate(words)}
    out = []
    for w in words:
        head = -1 if w == top else at[e["head"][w] - 1]
        label = dep if w == top and dep else e["dep"][w]
        out.append(Row(e["w"][w], e["space"][w] or w == words[0], e["tag"][w], e["mor"][w], e["lem"][w], head, label))
    return out


def subtree(heads: list[int], top: int) -> list[int] | None:
    """Give the words below a word if they stand side by side."""
    found, todo = {top}, [top]
    while todo:
        parent = todo.pop() + 1
        new = [i for i, h in enumerate(heads) if h == parent and i not in found]
        found.update(new)
        todo += new
    words = sorted(found)
    return words if words[-1] - words[0] == len(words) - 1 else None


class Speech:
    """Pools of clauses, speakers, verbs, hearers and appositions from the trees."""

    def __init__(self, trees: list[Example]) -> None:
        self.clauses: list[Phrase] = []
        self.speakers: list[Phrase] = []
        self.verbs: list[Row] = []
        self.tells: list[Row] = []
        self.hearers: list[Phrase] = []
        self.appositions: list[Phrase] = []
        for e in trees:
            self._collect(e)

    def _collect(self, e: Example) -> None:
        heads: list[int] = e["head"]
        lemmas = [_lemma(w, edit) for w, edit in zip(e["w"], e["lem"], strict=True)]
        for i, dep in enumerate(e["dep"]):
            above = heads[i] - 1
            if dep == "root":
                self._clause(e, i)
            if e["tag"][i] in TENSES and e["mor"][i].startswith("VERB"):
                row = Row(e["w"][i].lower(), True, e["tag"][i], e["mor"][i], e["lem"][i], -1, "root")
                (self.verbs if lemmas[i] in SAY else self.tells if lemmas[i] == "tell" else []).append(row)
            pool = self._pool(e, i, lemmas[above] if above >= 0 else "")
            words = subtree(heads, i) if pool is not None else None
            if pool is not None and words and len(words) <= 12 and not any(e["w"][w] in DROPPED or e["w"][w] == "," for w in words):
                pool.append(phrase(e, words, i))

    def _pool(self, e: Example, i: int, above: str) -> list[Phrase] | None:
        dep, upos = e["dep"][i], e["mor"][i].split("|")[0]
        if dep == "nsubj" and (upos == "PROPN" or (above in SAY | {"tell"} and upos in ("NOUN", "PRON") and e["tag"][i][0] != "W")):
            return self.speakers
        if dep == "iobj" and above == "tell" and upos in ("PROPN", "NOUN"):
            return self.hearers
        if dep == "appos" and upos == "NOUN" and i and e["w"][i].islower():
            return self.appositions
        return None

    def _clause(self, e: Example, root: int) -> None:
        words = subtree(e["head"], root)
        if not words or not 5 <= len(words) <= 34 or e["w"][words[-1]] != "." or any(e["w"][w] in DROPPED for w in words):
            return
        if any(e["dep"][w] in ("nsubj", "nsubj:pass", "expl") and e["head"][w] == root + 1 for w in words):
            self.clauses.append(phrase(e, words[:-1], root, "ccomp"))

    def example(self, rng: random.Random) -> Example:
        """Make a block of reported speech: one sentence, sometimes with a second quotation after it."""
        clause = rng.choice(self.clauses)
        quoted = rng.random() < 0.6
        draw = rng.random()
        if draw < 0.2 and not quoted:
            rows = self._according(clause, rng)
        elif draw < 0.4 and not quoted:
            rows = self._before(clause, rng)
        else:
            rows = self._after(clause, quoted, rng)
        out: Example = {"src": "speech", "sid": [], **{f: [] for f in FIELDS}}
        _append(out, rows, 0)
        if quoted and rng.random() < 0.4:
            _append(out, _mark(rng.choice(self.clauses), "root", "."), 1)
        return out

    def _speaker(self, rng: random.Random) -> Phrase:
        speaker = rng.choice(self.speakers)
        if rng.random() < 0.3 and not speaker[0].mor.startswith("PRON"):
            top = next(i for i, r in enumerate(speaker) if r.head == -1)
            more = rng.choice(self.appositions)
            comma = _punct(",", next(i for i, r in enumerate(more) if r.head == -1) + len(speaker) + 1)
            return [*speaker, comma, *_shift(more, len(speaker) + 1, top)]
        return speaker

    def _after(self, clause: Phrase, quoted: bool, rng: random.Random) -> Phrase:
        """Y, X said / said X."""
        told = rng.random() < 0.2
        speaker, verb = self._speaker(rng), rng.choice(self.tells if told else self.verbs)
        said = _mark(clause, "ccomp", ",") if quoted else [*clause, _punct(",", _top(clause))]
        turned = not told and not speaker[0].mor.startswith("PRON") and rng.random() < 0.35
        inner = next((i for i, r in enumerate(speaker) if r.dep == "appos" and r.head == _top(speaker)), None)
        closing = [] if turned or inner is None else [_punct(",", inner)]  # "Bush, the governor, said" needs the second comma
        at = len(said)
        v = at if turned else at + len(speaker) + len(closing)
        subject = _hang([*speaker, *closing], at + 1 if turned else at, v, "nsubj")
        middle = [verb, *subject] if turned else [*subject, verb]
        hearer = _shift(rng.choice(self.hearers), at + len(middle), v) if told else []
        return [*_hang(said, 0, v, "ccomp"), *[r._replace(head=-1) if r is verb else r for r in middle], *hearer, _punct(".", v)]

    def _before(self, clause: Phrase, rng: random.Random) -> Phrase:
        """X said Y, without "that", as headlines and wires have it."""
        speaker, verb = rng.choice(self.speakers), rng.choice(self.verbs)
        v = len(speaker)
        subject = _hang(speaker, 0, v, "nsubj")
        first = clause[0]
        keep = first.mor.startswith("PROPN") or first.form == "I" or first.form.isupper()
        low = [first if keep else first._replace(form=first.form[0].lower() + first.form[1:]), *clause[1:]]
        return [*subject, verb, *_shift(low, v + 1, v), _punct(".", v)]

    def _according(self, clause: Phrase, rng: random.Random) -> Phrase:
        """Y, according to X."""
        speaker = next(s for s in iter(lambda: rng.choice(self.speakers), None) if not s[0].mor.startswith("PRON"))
        n, root = len(clause), _top(clause)
        x = n + 3 + _top(speaker)
        edit = lemma_edit("according", "accord")
        case = [Row("according", True, "VBG", ACCORDING, edit, x, "case"), Row("to", True, "IN", "ADP|", "0||L", n + 1, "fixed")]
        return [*clause, _punct(",", x), *case, *_hang(speaker, n + 3, root, "obl"), _punct(".", root)]


ACCORDING = "VERB|ExtPos=ADP|Tense=Pres|VerbForm=Part"


def _lemma(word: str, edit: str) -> str:
    cut, added, _ = edit.split("|")
    return word.lower()[: len(word) - int(cut)] + added


def _top(rows: Phrase) -> int:
    return next(i for i, r in enumerate(rows) if r.head == -1)


def _shift(rows: Phrase, by: int, root: int) -> Phrase:
    return [r._replace(head=root if r.head == -1 else r.head + by) for r in rows]


def _hang(rows: Phrase, by: int, head: int, dep: str) -> Phrase:
    """Shift a phrase and hang its root on a word of the sentence."""
    top = _top(rows)
    return [r._replace(dep=dep) if i == top else r for i, r in enumerate(_shift(rows, by, head))]


def _punct(mark: str, head: int, space: bool = False) -> Row:
    tag = {",": ",", ".": ".", "“": "``", '"': "``", "”": "''"}[mark]
    return Row(mark, space, tag, "PUNCT|", "0||L", head, "punct")


def _mark(clause: Phrase, dep: str, last: str) -> Phrase:
    """Put a clause between quotation marks with a comma or full stop before the second."""
    rows = [r._replace(head=-1 if r.head == -1 else r.head + 1) for r in clause]
    rows[0] = rows[0]._replace(space=False)
    top = _top(clause) + 1
    rows[top - 1] = rows[top - 1]._replace(dep=dep)
    return [_punct('"', top, True), *rows, _punct(last, top), _punct('"', top)._replace(tag="''")]


def _append(out: Example, rows: Phrase, number: int) -> None:
    base = len(out["w"])
    for r in rows:
        row: dict[str, Any] = {"w": r.form, "space": r.space, "tag": r.tag, "mor": r.mor, "lem": r.lem, "dep": r.dep}
        row["head"] = base + r.head + 1 if r.head >= 0 else 0
        if r.head < 0:
            row["dep"] = "root"
        for field, value in row.items():
            out[field].append(value)
        out["sid"].append(number)
