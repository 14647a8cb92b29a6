"""What a word is to the word it hangs on, in our words: one shared `WordRole` for each label of Universal Dependencies."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, eq=False)
class WordRole:
    """What a word is to the word it hangs on. `Clause` and `Phrase` correct what a label gets wrong; this is the label's own say."""

    subject: bool = False
    """Of an active or a passive verb; a clause may be one."""
    acting: bool = False
    """Subject of an active verb."""
    undergoing: bool = False
    """Subject of a passive verb: whom or what it was done to."""
    patient: bool = False
    """Whom or what something is done to: the object, or the subject of a passive."""
    object: bool = False
    indirect: bool = False
    agent: bool = False
    """The *by* phrase of a passive."""
    oblique: bool = False
    """Phrase that a verb takes by a preposition."""
    bare: bool = False
    """Phrase without a preposition that says when or how far ("*last week*")."""
    attribute: bool = False
    """Phrase that a noun takes by a preposition ("the killing *of officers*")."""
    joined: bool = False
    """Oblique or attribute: joined by a preposition, whatever the parser hung it on."""
    possessor: bool = False
    title: bool = False
    """What stands before a name and says who it is ("*President* Lee")."""
    compound: bool = False
    adjective: bool = False
    modifier: bool = False
    """Compound, adjective or title: a word that describes a noun from inside its phrase."""
    count: bool = False
    determiner: bool = False
    apposition: bool = False
    conjunct: bool = False
    flat: bool = False
    """A further word of a name."""
    content: bool = False
    """Clause that is said, seen or wanted, with a subject of its own."""
    argument: bool = False
    """Subject, object or oblique: what "it" or "them" may take up."""
    complement: bool = False
    """What has its subject from the verb above ("tried *to leave*", "called it *a lie*")."""
    predicate: bool = False
    """What somebody is called, where the parser gives that a label of its own."""
    adverbial: bool = False
    """Clause of time, reason, purpose or condition."""
    relative: bool = False
    afterthought: bool = False
    """Relative clause to a whole sentence ("they left, *which surprised many*")."""
    reduced: bool = False
    """Participle, infinitive or *that* clause after a noun ("men *held* since May", "a plan *to leave*")."""
    describing: bool = False
    """Clause that describes a noun, relative or reduced."""
    clause: bool = False
    """Clause as subject."""
    clausal: bool = False
    """A clause that some word governs: all but relative ones and those set beside another."""
    beside: bool = False
    """Clause set beside another ("he left, *they said*")."""
    auxiliary: bool = False
    passive: bool = False
    """The auxiliary of a passive."""
    copula: bool = False
    mark: bool = False
    """Word that opens a clause."""
    preposition: bool = False
    conjunction: bool = False
    particle: bool = False
    adverb: bool = False
    expletive: bool = False
    punctuation: bool = False
    root: bool = False
    shares_subject: bool = False
    """A verb in this place that has no subject takes that of the word above it."""
    discourse: bool = False
    """A word of address or agreement ("*well*, …")."""
    loose: bool = False
    """The parser could not say."""
    name: str = ""
    """What the most telling of these is called."""
    place: str = "others"
    """The list of `Phrase` that such words stand in."""


_LABELS = {
    "nsubj": "acting subject argument", "nsubj:outer": "acting subject", "csubj": "clause acting subject clausal",
    "csubj:outer": "clause acting subject", "nsubj:pass": "undergoing patient subject argument",
    "csubj:pass": "clause undergoing patient subject clausal", "obj": "object patient argument", "iobj": "indirect",
    "obl": "oblique joined argument shares_subject", "obl:agent": "agent", "obl:pred": "predicate", "nmod": "attribute joined",
    "nmod:poss": "possessor", "obl:unmarked": "bare", "obl:tmod": "bare", "obl:npmod": "bare", "nmod:unmarked": "bare",
    "nmod:tmod": "bare", "nmod:npmod": "bare",
    "nmod:desc": "title modifier", "compound": "compound modifier", "amod": "adjective modifier", "nummod": "count",
    "det": "determiner", "det:predet": "determiner", "appos": "apposition", "conj": "conjunct shares_subject", "flat": "flat",
    "ccomp": "content clausal shares_subject", "xcomp": "complement clausal shares_subject",
    "advcl": "adverbial clausal shares_subject",
    "acl:relcl": "relative describing", "advcl:relcl": "afterthought shares_subject", "acl": "reduced describing clausal shares_subject",
    "parataxis": "beside shares_subject", "aux": "auxiliary", "aux:pass": "passive", "cop": "copula", "mark": "mark",
    "case": "preposition", "cc": "conjunction", "cc:preconj": "conjunction", "compound:prt": "particle", "advmod": "adverb",
    "expl": "expletive", "punct": "punctuation", "root": "root", "discourse": "discourse", "dep": "loose",
}  # fmt: skip
_PLACES = {
    "subject": "subjects", "object": "objects", "indirect": "indirects", "oblique": "obliques", "agent": "agents", "bare": "bare",
    "attribute": "attributes", "possessor": "possessors", "modifier": "modifiers", "count": "counts", "determiner": "determiners",
    "apposition": "appositions", "conjunct": "coordinated", "content": "contents", "complement": "complements",
    "adverbial": "adverbials", "relative": "relatives", "reduced": "reduced", "beside": "beside", "auxiliary": "auxiliaries",
    "passive": "auxiliaries", "copula": "copulas", "mark": "marks", "preposition": "prepositions", "conjunction": "conjunctions",
    "particle": "particles", "adverb": "adverbs", "expletive": "expletives",
}  # fmt: skip
_OTHER = WordRole(name="other")


def _role(words: list[str]) -> WordRole:
    place = next((_PLACES[w] for w in words if w in _PLACES), "others")
    return WordRole(name=words[0], place=place, **dict.fromkeys(words, True))


ROLES: dict[str, WordRole] = {label: _role(words.split()) for label, words in _LABELS.items()}
ROOT = ROLES["root"]


def role_of(label: str) -> WordRole:
    """Give the role of a label; of one that is not known, that of its family (`obl:lmod` is an oblique as `obl` is)."""
    return ROLES.get(label) or ROLES.get(label.partition(":")[0], _OTHER)
