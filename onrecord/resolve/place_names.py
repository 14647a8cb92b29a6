"""Which names stand for a place, and not for the government, the body or the person that is called so."""

from __future__ import annotations

from collections.abc import Sequence

from onrecord.grammar.phrase import phrase_of
from onrecord.model.document import Token
from onrecord.model.drafts import Cast
from onrecord.resolve import lexicon, world
from onrecord.resolve.bodies import capital_acts, country_acts, modifies_actor
from onrecord.resolve.gazetteer import divisions, towns
from onrecord.resolve.kinds import HELD, TAKEN, neighbour
from onrecord.resolve.lexicon import organisation_words, word_set
from onrecord.resolve.named import REGIONS, Named, ends_as_site
from onrecord.resolve.states_us import state_of

STREETS = "places-streets"
PARTS = "places-parts"
LEADS = "places-leads"
SETTLED = "places-settled"
LINES = "places-lines"
NOT_BEFORE = "places-not-before"
GOVERNING = "places-governing"
BODY = 5
"""Words of a body's name to look over for the one that says what it is."""
DEALINGS = "places-dealings"
"""What one country has from or gives to another: "aid *to* Peru", no place."""
BOUND = "places-bound"
OWNED = "places-owned"
"""Parts of a country that it is named as the owner of: "Kenya's *coast*"."""
UNDERGOING = "places-undergoing"
"""What happens in a country of which it is the subject: "Chile *suffered* its worst drought"."""
KINDS = "places-kinds"
SEAS = "places-seas"
FEATURES = "places-features"
"""Last words of a place's own name: "Litani *River*", "Logan *Township*"."""


def is_place(named: Named, tokens: list[Token], cast: Cast) -> bool:
    actor = cast.of(named.head)
    after = neighbour(named, tokens, 1)
    if after is not None and _begins_body(after, tokens):
        return False
    if after is not None and after.text[0].isupper() and (after.lower in word_set(STREETS) or after.lower in organisation_words()):
        return named.kind == "place" and any(after.lower in word_set(kind) for kind in (REGIONS, KINDS, FEATURES))
    if named.kind == "country" and _in_chain(named, tokens):
        return True
    if after is not None and (after.lower in word_set(NOT_BEFORE) or _from_there(named, after, tokens)):
        return False
    if not named.entries and named.kind == "place" and not _placed(named, tokens):
        return False
    if after is not None and named.kind == "country" and modifies_actor(named, after, tokens):
        return False
    if named.kind == "country":
        return not country_acts(named, tokens) or _also_where(named, tokens)
    if named.kind != "place":
        return False
    if named.entries and named.entries[0].kind == "capital":
        return named.tokens[0].sentence.part.kind == "dateline" or not capital_acts(named, tokens)
    if actor is None or actor.type != "person" or named.entries:
        return True
    return phrase_of(named.head).preposition in ("of", "in") and named.label in ("GPE", "LOC")  # "the mayor of *Leeds*"


def _begins_body(after: Token, tokens: list[Token]) -> bool:
    """Tell that the name only begins that of a body: "*Garland County* District Court"."""
    run: list[str] = []
    for t in tokens[after.i : after.i + BODY]:
        if t.upos != "PROPN" or not t.text[0].isupper() or t.sentence is not after.sentence:
            break
        run.append(t.lower)
    return len(run) > 1 and run[-1] in organisation_words()


def _from_there(named: Named, after: Token, tokens: list[Token]) -> bool:
    """Tell "the Singapore-*based* firm" and "*pro-*France": whose it is, not where."""
    i, before = after.i + 1, named.tokens[0].i - 1
    based = after.text == "-" and i < len(tokens) and tokens[i].lower in ("based", "backed", "born", "led", "registered", "flagged")
    return based or (before > 0 and tokens[before].text == "-" and tokens[before - 1].lower in ("pro", "anti"))


def _in_chain(named: Named, tokens: list[Token]) -> bool:
    """Tell a country that says where a place before it lies: "Port Said, *Egypt*", "Kyiv, *Ukraine*", not one in a list of countries."""
    first = named.tokens[0]
    i = first.i - 1
    if i < 1 or tokens[i].text != "," or tokens[i - 1].sentence is not first.sentence:
        return False
    name, end = tokens[i - 1].name, named.tokens[-1].i + 1
    listed = end < len(tokens) and tokens[end].lower in ("and", "or")
    if name is None or listed:
        return name is None and not listed and tokens[i - 1].lower in word_set(REGIONS)  # "Kohistan district, *Pakistan*"
    known = [e for match in world.scan([t.text for t in name.tokens]) for e in match.entries]
    inside = all(e.kind in ("capital", "region") and e.country in (None, named.entries[0].country) for e in known)
    return name.label in ("GPE", "LOC", "FAC", "ORG") and inside


def _placed(named: Named, tokens: list[Token]) -> bool:
    """Tell that a name the world tables lack stands where a place would, or is a town at least."""
    if towns(named.text) or state_of(named.text) is not None:
        return True
    before, after = neighbour(named, tokens, -1), neighbour(named, tokens, 1)
    if before is not None and before.lower == "of" and before.i > 0 and tokens[before.i - 1].lower in word_set(SETTLED):
        return True  # "the village of Negga"
    last, first = named.words[-1].lower(), named.words[0].lower()
    if ends_as_site(named.words) or called_division([t.text for t in named.tokens]):
        return True
    if named.label not in ("GPE", "LOC"):
        return False
    kind = any(last in word_set(kind) for kind in (REGIONS, KINDS, FEATURES))
    if len(named.words) > 1 and (kind or first in ("mount", "lake", "county")):
        return True
    if not all(w.replace("-", "").replace("'", "").isalpha() for w in named.words):
        return False
    if named.label == "GPE" and _after_a_place(named, tokens):
        return True
    if _shares_kind(named, tokens) or _taken(named.head):
        return True
    if after is not None and (after.lower in word_set(KINDS) or (after.text == "," and _followed_by_country(after, tokens))):
        return True
    return before is not None and before.lower in word_set(LEADS) and (after is None or after.upos not in ("NOUN", "PROPN"))


def called_division(words: Sequence[str]) -> bool:
    """Tell the whole name of a country's first-level division: "Guaviare *Department*", "Al Anbar *Governorate*"."""
    return len(words) > 1 and words[-1].lower() in word_set(REGIONS) and bool(divisions(" ".join(words[:-1])))


def _taken(head: Token) -> bool:
    """Tell the object of a verb that is done to places: "captured *Nyabibwe*"."""
    verb = head.head
    done = (word_set(TAKEN), word_set(HELD))
    return head.role.object and any(verb.lemma.lower() in verbs or verb.lower in verbs for verbs in done)


SHARED = 16
"""Words of a list of places to look along for the word that says what they all are."""


def _shares_kind(named: Named, tokens: list[Token]) -> bool:
    """Tell one of several names that one word says the kind of: "the *Nord*, Sud and Est *departments*"."""
    last = named.tokens[-1]
    for t in tokens[last.i + 1 : last.i + 1 + SHARED]:
        if t.sentence is not last.sentence:
            return False
        if t.lower.endswith("s") and (t.lemma.lower() in word_set(SETTLED) or t.lemma.lower() in word_set(REGIONS)):
            return True
        if t.upos != "PROPN" and t.text not in (",", "-") and t.lower not in ("and", "or"):
            return False
    return False


def _after_a_place(named: Named, tokens: list[Token]) -> bool:
    """Tell the second of a chain: "Kamakombe, *Kabare*, ..."."""
    i = named.tokens[0].i - 1
    if i < 1 or tokens[i].text != "," or tokens[i - 1].sentence is not named.tokens[0].sentence:
        return False
    name = tokens[i - 1].name
    return name is not None and name.label in ("GPE", "LOC")


def _followed_by_country(comma: Token, tokens: list[Token]) -> bool:
    i = comma.i + 1
    return i < len(tokens) and bool(world.scan([t.text for t in tokens[i : i + 3]]))


def _also_where(named: Named, tokens: list[Token]) -> bool:
    """A country that acts may be where as well: "to France", "from Syria", "Kenya's coast", "invaded Kuwait"."""
    head, first = named.head, named.tokens[0]
    while head.role.conjunct and head.head is not head and head.head.name is not None:
        head = head.head
        first = head.name.tokens[0] if head.name is not None else head
    before, after = neighbour(named, tokens, -1), neighbour(named, tokens, 1)
    if before is not None and before.lower in word_set(PARTS):
        return True
    if after is not None and after.lower in word_set(LINES):
        return True  # "the Chad-*Sudan border*"
    if after is not None and after.upos in ("NOUN", "PROPN", "ADJ"):
        return False
    case = phrase_of(head).preposition
    above = head.head
    opening = tokens[first.i - 1] if first.i > 0 else None
    opening = tokens[first.i - 2] if opening is not None and opening.lower == "the" and first.i > 1 else opening
    if opening is not None and opening.lower in ("including", "as", "like") and _told_as_places(opening, tokens):
        return True
    if opening is not None and opening.lower == "with" and tokens[opening.i - 1].lower in word_set(LINES):
        return True  # "the border with Mexico"
    governed = above.lemma.lower()
    if case == "between" and (above.lower in word_set(LINES) or governed in word_set(SEAS)):
        return True  # "the border between Peru and Chile"
    if case in ("to", "of") and (governed in lexicon.offices() or governed in word_set(GOVERNING)):
        return False  # "the ambassador to Peru", "the government of Mali"
    if case in ("to", "from") and governed in word_set(DEALINGS):
        return False
    if case in ("to", "from", "into", "of", "through", "over"):
        return True
    if case == "for":
        return governed in word_set(BOUND)  # "set out *for* Italy"
    if head.role.possessor:
        return any(governed in word_set(kind) for kind in (KINDS, LINES, OWNED))
    if head.role.acting:
        return above.upos == "VERB" and governed in word_set(UNDERGOING)
    if head.role.object:
        return _taken(head)
    return (head.role.root or head.role.apposition) and case not in ("with", "against", "by", "between")


TOLD = 10
"""Words before "including" in which the noun may stand that says what is listed."""
PLACES = "places-nouns"


def _told_as_places(opening: Token, tokens: list[Token]) -> bool:
    """Tell "in countries *including* Spain", "other destinations *such as* Panama"."""
    near = [t for t in tokens[max(0, opening.i - TOLD) : opening.i] if t.sentence is opening.sentence]
    return any(t.lemma in word_set(KINDS) or t.lemma in word_set(PLACES) for t in near)


__all__ = ["is_place"]
