"""Arcs that a parser gets wrong in a way that its own tree shows: they are hung where they belong before anybody reads the tree."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from onrecord.grammar.lexicon import people, verb_lemmas, word_class
from onrecord.model.document import NameRow, TokenRow

Arc = tuple[int, str]
"""Head and label."""
Under = Mapping[int, Sequence[int]]
"""Row -> the rows that hang on it."""
SUBJECTS = ("nsubj", "nsubj:pass", "csubj", "csubj:pass")
WHEN = ("obl", "obl:tmod", "obl:npmod", "nmod:tmod")
DAYS = ("DATE", "TIME")
PLACES = ("GPE", "LOC")
BELOW = ("acl:relcl", "advcl")
BEFORE = ("ADJ", "NOUN", "PROPN")
CLAUSES = ("advcl", "acl", "xcomp", "ccomp")
ASSAULTING = "assaulting"
HARMING = "harming"
"""Verbs of harm whose participle tells what an act led to."""
HARMFUL = ("assaulting", "harming", "striking-out", "violent", "accident")
"""Classes of the words for what leads to harm."""
PASSIVE = ("nsubj:pass", "aux:pass")
WORDS = "telling"
"""Verbs of words that are about an act."""
FORCES = "force"
"""Nouns for who fights."""
TELLING = "going-on-telling"
"""Verbs of words that somebody goes on with who has just said something."""
DOING = "done-to-nobody"
"""Verbs of what people do and what is done to nobody: before a word for people their participle says what these do."""


def repaired(rows: Sequence[TokenRow], names: Sequence[NameRow], words: Sequence[str]) -> dict[int, Arc]:
    """Give the arcs of a block to hang otherwise, by the number of the row; `words` are those of the rows."""
    rows = [r._replace(lemma=_lemma(r, w)) if r.upos == "VERB" else r for r, w in zip(rows, words, strict=True)]
    under: dict[int, list[int]] = {}
    for n, row in enumerate(rows):
        if row.head != n:
            under.setdefault(row.head, []).append(n)
    places = {n for first, last, label in names if label in PLACES for n in range(first, last)}
    days = {n for first, last, label in names if label in DAYS for n in range(first, last)}
    out: dict[int, Arc] = {}
    for n, row in enumerate(rows):
        if row.dep == "ccomp" and n < row.head and rows[row.head].upos == "VERB":
            out |= _told_before(rows, under, n, days)
        elif row.dep == "conj" and row.head < n and (nearer := _nearer(rows, under, n)) is not None:
            out[n] = (nearer, "conj")
        elif row.dep == "conj" and row.head < n and (saying := _goes_on_saying(rows, under, n)) is not None:
            out[n] = (saying, "conj")
        elif row.dep == "obl" and (act := _done_by(rows, under, n)) is not None:
            out[n] = (act, "nmod")
        elif row.xpos == "VBG" and row.dep in CLAUSES and row.lemma in word_class(DOING):
            out |= _described(rows, under, n)
        elif row.dep == "nsubj" and row.head > n:
            out |= _employer(rows, under, n) or _summing_up(rows, under, n) or _beside_place(rows, under, n, places)
        elif row.xpos == "VBG" and row.dep == "advcl" and (doing := _harmful(rows, under, n)) is not None:
            out[n] = (doing, "advcl")
    return out


def _employer(rows: Sequence[TokenRow], under: Under, name: int) -> dict[int, Arc]:
    """Hang a name on those who work there, where the parse has it act beside them: "drivers at bus operator *Arriva* went on strike"."""
    first = next((n for n in under[rows[name].head] if n < name and rows[n].dep == "nsubj"), None)
    titles = [n for n in under.get(name, ()) if rows[n].dep == "nmod:desc"]
    joined = [c for n in titles for c in under.get(n, ()) if c < n and rows[c].dep == "case"]
    if first is None or not joined:
        return {}
    return {name: (first, "nmod"), joined[0]: (name, "case")}


def _summing_up(rows: Sequence[TokenRow], under: Under, noun: int) -> dict[int, Arc]:
    """Hang a relative clause on the noun that sums up what was told: "Britain recognised a state, *a move Israel condemned*"."""
    verb = rows[noun].head
    second = any(rows[n].dep == "nsubj" and noun < n < verb for n in under[verb])
    first = min((noun, *(n for n in under.get(noun, ()) if rows[n].upos != "PUNCT")))
    apart = first > 0 and rows[first - 1].upos == "PUNCT" and rows[first].upos == "DET"
    if rows[verb].dep != "acl:relcl" or not second or not apart or rows[noun].upos != "NOUN":
        return {}
    return {noun: (rows[verb].head, "appos"), verb: (noun, "acl:relcl")}


def _beside_place(rows: Sequence[TokenRow], under: Under, place: int, places: set[int]) -> dict[int, Arc]:
    """Part a place from those who speak, where the parse takes all for one: "near the capital, *Khartoum, activists* and doctors say"."""
    speakers = next((n for n in under.get(place, ()) if n > place and rows[n].dep == "appos" and rows[n].lemma in people()), None)
    if place not in places or speakers is None or place < 2 or rows[place - 1].upos != "PUNCT" or rows[place - 2].upos not in BEFORE:
        return {}
    return {speakers: (rows[place].head, "nsubj"), place: (place - 2, "appos")}


def _lemma(row: TokenRow, word: str) -> str:
    """Give a verb's base form, from our own table of forms first: the tagger's may be wrong ("sh" of "shot")."""
    return verb_lemmas().get(word.lower(), row.lemma)


def _harmful(rows: Sequence[TokenRow], under: Under, harm: int) -> int | None:
    """Give the act that did harm, where the parse hangs the harm on the verb above.

    "The state shut a market when gunmen *stormed* it, *killing* 20", "people fled as shells *fell*, *killing* 20". Nothing changes where
    that verb may do harm itself, unless it tells of those who suffer it ("were *wounded* when").
    """
    above = rows[harm].head
    if rows[harm].lemma not in word_class(HARMING) or above > harm or any(rows[n].dep in ("mark", *SUBJECTS) for n in under.get(harm, ())):
        return None
    suffered = any(rows[n].dep in PASSIVE for n in under.get(above, ()))
    if not suffered and _does_harm(rows[above].lemma):
        return None
    for n in range(harm - 1, above, -1):
        row = rows[n]
        if row.head == above and row.dep in BELOW:
            subjects = [c for c in under.get(n, ()) if rows[c].dep in SUBJECTS]
            named = [m for c in subjects for m in (c, *under.get(c, ())) if m == c or rows[m].dep == "compound"]
            if subjects and (_does_harm(row.lemma) or any(_does_harm(rows[m].lemma) for m in named)):
                return n
    return None


def _does_harm(lemma: str) -> bool:
    return any(lemma in word_class(name) for name in HARMFUL)


def _described(rows: Sequence[TokenRow], under: Under, verb: int) -> dict[int, Arc]:
    """Hang a participle on the people that it stands before and describes: "fired at *protesting students*", which protest themselves."""
    noun = next((n for n in range(verb + 1, len(rows)) if rows[n].upos not in BEFORE or rows[n].dep in ("obj", "obl")), None)
    if noun is None or rows[noun].dep not in ("obj", "obl") or rows[noun].xpos != "NNS" or rows[noun].lemma not in people():
        return {}
    above = rows[verb].head
    if rows[noun].head not in (verb, above):
        return {}
    joined = [n for n in under.get(verb, ()) if n < verb and rows[n].dep in ("mark", "case")]
    out = dict.fromkeys(joined, (noun, "case")) | {n: (above, rows[n].dep) for n in under.get(verb, ()) if n > noun}
    return {**out, verb: (noun, "amod"), noun: (above, "obl" if joined else "obj")}


def _told_before(rows: Sequence[TokenRow], under: Under, clause: int, days: set[int]) -> dict[int, Arc]:
    """Give the verb of saying who says it, and when: "Two were killed, *the mayor of Goma*, the largest city there, said *on Monday*".

    A clause that is told before its verb of saying has no second subject behind a comma, and a day right behind that verb is its own.
    """
    out: dict[int, Arc] = {}
    saying = rows[clause].head
    below = under.get(clause, ())
    subjects = [n for n in below if rows[n].dep in SUBJECTS]
    second = next((n for n in subjects[1:] if subjects[0] < clause < n < saying), None)
    owned = any(rows[n].dep in SUBJECTS for n in under[saying])
    if second is not None and not owned:
        out[second] = (saying, "nsubj")
        owned = True
    behind = next((n for n in below if n > saying), None)
    if behind is not None and owned and behind in days and rows[behind].dep in WHEN and min([behind, *under.get(behind, ())]) == saying + 1:
        out[behind] = (saying, rows[behind].dep)
    return out


def _goes_on_saying(rows: Sequence[TokenRow], under: Under, verb: int) -> int | None:
    """Give the verb of saying that another goes on with: "it *denied* that troops had fired on civilians and *accused* the army".

    The past tense tells them from what had been done before; whoever did that says nothing, or is who says so ("said *he* had").
    """
    row, told = rows[verb], rows[rows[verb].head]
    earlier = told.xpos == "VBN" and any(rows[n].dep == "aux" and rows[n].lemma == "have" for n in under[row.head])
    if row.xpos != "VBD" or not earlier or told.dep != "ccomp" or any(rows[n].dep in SUBJECTS for n in under.get(verb, ())):
        return None
    doers = [n for n in under[row.head] if rows[n].dep in SUBJECTS]
    if not any(rows[n].upos == "PRON" or rows[n].lemma in word_class(FORCES) for n in doers):
        return None
    saying = told.head
    return saying if saying < row.head and rows[saying].xpos == "VBD" and row.lemma in word_class(TELLING) else None


def _done_by(rows: Sequence[TokenRow], under: Under, doer: int) -> int | None:
    """Give the act that somebody did which a verb of words is about: "criticised the dissolution of the party *by the president*"."""
    verb = rows[doer].head
    joined = any(rows[n].dep == "case" and rows[n].lemma == "by" for n in under.get(doer, ()))
    if not joined or rows[verb].lemma not in word_class(WORDS) or any(rows[n].dep in PASSIVE for n in under[verb]):
        return None
    act = next((n for n in under[verb] if rows[n].dep == "obj" and rows[n].upos == "NOUN" and verb < n < doer), None)
    done_to = act is not None and any(rows[n].dep == "nmod" for n in under.get(act, ()))
    return act if done_to and rows[doer].upos in ("NOUN", "PROPN") else None


def _nearer(rows: Sequence[TokenRow], under: Under, verb: int) -> int | None:
    """Give the act in a clause between two coordinated verbs that the second goes on with, and not with the first.

    "Israel launched the war after an attack in which militants *stormed* a town, *killed* 1,200 people and abducted 250." Whoever an act is
    done to as *him* or *them* did not do it: "he was sitting at home when a man *entered*, *hit* him and shot him".
    """
    row, below = rows[verb], under.get(verb, ())
    other_form = rows[row.head].xpos != row.xpos
    to_him = other_form and any(rows[n].dep == "obj" and rows[n].xpos == "PRP" for n in below)
    if row.upos != "VERB" or not (row.lemma in word_class(ASSAULTING) or to_him) or any(rows[n].dep in SUBJECTS for n in below):
        return None
    for n in range(verb - 1, row.head, -1):
        other = rows[n]
        if other.dep in BELOW and other.xpos == row.xpos and (other_form or other.lemma in word_class(ASSAULTING)):
            doers = [c for c in under.get(n, ()) if rows[c].dep == "nsubj"]
            if any(rows[c].upos != "PRON" for c in doers):
                return n
    return None
