"""What a count is a count of: killed, injured, missing, arrested ... (lang/en/measures.csv), from the words that govern the number.

Word forms rather than lemmas, and text order beside the tree: a parse that hangs "83" on the wrong word still has "killing" before it.
"""

from __future__ import annotations

from dataclasses import dataclass

from onrecord.extract.quantities.lexicon import words
from onrecord.grammar.phrase import phrase_of
from onrecord.lang import per_language, rows
from onrecord.model.document import Token

BACK, AHEAD = 8, 12
"""Tokens looked at before and after a number for the word that it counts."""

FAR, NEAR_VERB, INSERTION = 40, 7, 30
"""Tokens looked at before a stated total for what it is a total of, and for its verb; and inside an insertion (", including a nurse, ")."""

CLIMB, CHILDREN = 24, 32
"""Steps up a tree, and children of a word, looked at: a list of 20,000 numbers hung on one word must stay linear."""
_CLOSES = {",": (",",), "(": (")",), "–": ("–",), "—": ("—",)}
"""What opens an insertion, and what closes it."""
_STOP = frozenset({".", ";", ":", "!", "?", "—", "–", "(", ")"})
_PASSED = frozenset({"over", "about", "around", "at", "up", "to", "as", "than", "down"})
"""Prepositions that belong to a bound or a particle and do not end a clause."""
_ENDS = frozenset({"VERB", "NOUN", "PROPN", "CCONJ"})


@dataclass(frozen=True, slots=True)
class Measure:
    """What a figure counts: the measure, the token that says so, the rule, and whether it counts people."""

    measure: str
    governor: Token
    rule: str
    person: bool


@per_language
def _forms(kind: str) -> dict[str, tuple[str, bool]]:
    return {r["form"]: (r["measure"], r["person"] == "yes") for r in rows("measures") if r["kind"] == kind}


@per_language
def _phrasal() -> dict[str, tuple[tuple[tuple[str, ...], str, bool], ...]]:
    """Verbs of several words by their first: "gunned" -> (("down",), killed)."""
    out: dict[str, list[tuple[tuple[str, ...], str, bool]]] = {}
    for form, (measure, person) in _forms("patient").items():
        first, *rest = form.split()
        if rest:
            out.setdefault(first, []).append((tuple(rest), measure, person))
    return {k: tuple(v) for k, v in out.items()}


def find_measure(number: list[Token], head: Token | None, group: list[Token], *, own: bool = False) -> Measure | None:
    """Find what a number counts. `head` and `group` are the counted noun and its group, where there is one.

    `own`: only what is said of it alone, right behind ("100 of the 315 pupils *abducted* in May").
    """
    before, after = _around(number, head, group)
    if own:
        return _next(after)
    if head is not None and head.role.agent:
        return _noun(head)  # who does it, and who outlives it ("survived *by five children*"), suffers nothing told behind
    return (
        _noun(head)
        or _beside(before)
        or _next(after)
        or _passive(after, head)
        or _tree(number, head)
        or _behind(after, head)
        or _adjective(head, group)
        or _ahead(before, head)
        or _toll(_far(number))
        or implied(head)
    )


def _far(number: list[Token]) -> list[Token]:
    tokens = number[0].sentence.tokens
    first = number[0].i - tokens[0].i
    return tokens[max(0, first - FAR) : first]


def _around(number: list[Token], head: Token | None, group: list[Token]) -> tuple[list[Token], list[Token]]:
    tokens = number[0].sentence.tokens
    base = tokens[0].i
    first, last = number[0].i - base, max((head or number[-1]).i, number[-1].i) - base
    last += last == number[-1].i - base and last + 1 < len(tokens) and tokens[last + 1].lower in words("more")
    start = _past_insertion(tokens, _past_fellows(tokens, last + 1))
    return tokens[max(0, first - AHEAD) : first], tokens[start : start + AHEAD]


def _past_fellows(tokens: list[Token], at: int) -> int:
    """Step over uncounted people beside the counted: "dozens of students *and protesters* were arrested"."""
    if at + 1 >= len(tokens) or tokens[at].lower not in ("and", "or"):
        return at
    end = at + 1
    while end < len(tokens) and end - at < 5 and tokens[end].upos in ("ADJ", "NOUN", "PROPN"):
        end += 1
    return end if tokens[end - 1].upos == "NOUN" else at


def _past_insertion(tokens: list[Token], at: int) -> int:
    """Step over what a noun group is told of on the way to its verb: "20 more, including a colleague, *were* injured"."""
    if at + 1 >= len(tokens) or tokens[at].text not in _CLOSES:
        return at
    if tokens[at + 1].lower not in words("insertion") and tokens[at + 1].upos != "NUM":  # "his sons, 9 and 11, were …": ages
        return at
    for n in range(at + 2, min(len(tokens) - 1, at + INSERTION)):
        token, following = tokens[n], tokens[n + 1]
        if token.text in (".", ";") or (token.upos in ("VERB", "AUX") and not (token.form.participle or token.form.gerund)):
            return at
        if token.text in _CLOSES[tokens[at].text] and following.upos in ("AUX", "VERB"):
            return n + 1
    return at


def _next(after: list[Token]) -> Measure | None:
    """A participle right behind the noun group, with nothing that it could have for an object: "three killed, *three others injured*"."""
    if not after or after[0].lower not in _forms("patient") or after[0].lower in _forms("agent"):
        return None
    return _worse(after, 0) if _participle(after[0], False, after[1:]) else None


def _passive(after: list[Token], head: Token | None) -> Measure | None:
    """A passive of the noun group's own, which tells more than a verb further up: "two were killed and five others *were injured*"."""
    return _behind(after, head) if after and after[0].lower in ("was", "were", "is", "are") else None


def _worse(after: list[Token], n: int) -> Measure | None:
    """Give the measure of the participle at n, or of a worse one tied to it: "kidnapped *and killed*", "shot and wounded"."""
    second = _second_verb(after[n + 1 : n + 4])
    verb = _verb(after[n])
    if second is not None and (verb is None or second.measure == "killed"):
        return second
    return Measure(verb[0], after[n], "count/passive", verb[1]) if verb is not None else None


def _verb(token: Token) -> tuple[str, bool] | None:
    """Give the measure of a verb whose object (or passive subject) is harmed, held, freed ..."""
    plain = _forms("patient").get(token.lower)
    if plain is not None and token.upos != "NOUN":
        return plain
    tail = token.sentence.tokens[token.i - token.sentence.tokens[0].i + 1 :][:8] if token.lower in _phrasal() else []
    for rest, measure, person in _phrasal().get(token.lower, ()):
        following = [t.lower for t in tail]
        if any(tuple(following[n : n + len(rest)]) == rest for n in range(len(following))):
            return measure, person
    return None


def _noun(head: Token | None) -> Measure | None:
    """A counted noun that is the measure itself ("12 arrests")."""
    own = _forms("noun").get(head.lower) if head is not None else None
    return Measure(own[0], head, "count/noun", own[1]) if own is not None and head is not None else None


def _beside(before: list[Token]) -> Measure | None:
    """A verb right before the number and its bound, even where the tagger calls it a noun ("killed three and *wounded* five")."""
    at = len(before) - 1
    while at >= 0 and len(before) - at < 5 and (before[at].lower in _PASSED or before[at].upos in ("ADV", "ADJ", "DET")):
        if before[at].lower in _forms("patient"):
            break
        at -= 1
    token = before[at] if at >= 0 else None
    if token is None or (at and before[at - 1].upos in ("AUX", "DET")):
        return None
    present = token.upos in ("NOUN", "VERB") and at > 0 and before[at - 1].upos in ("NOUN", "PROPN") and at == len(before) - 1
    if not present and not token.lower.endswith(("ed", "ing")):
        return None  # "police *arrest* eleven people", whatever the tagger says
    found = _forms("patient").get(token.lower)
    return Measure(found[0], token, "count/verb", found[1]) if found is not None else None


def _adjective(head: Token | None, group: list[Token]) -> Measure | None:
    """An adjective inside the noun group ("20 wounded soldiers")."""
    for token in group:
        if token is not head and token.lower in _forms("adjective"):
            measure, person = _forms("adjective")[token.lower]
            return Measure(measure, token, "count/adjective", person)
    return None


def happens(head: Token, group: list[Token]) -> Measure | None:
    """A headline's verb that the tagger takes for the counted noun: "at least seven *die*"."""
    found = _forms("agent").get(head.lower)
    if found is None or not found[1] or len(group) != 1 or head.lower in _forms("noun"):
        return None
    return Measure(found[0], head, "count/subject", True)


def implied(head: Token | None) -> Measure | None:
    """A noun that implies its measure ("20 hostages"), where nothing else says what happened to them."""
    if head is None or head.lower not in _forms("head"):
        return None
    measure, person = _forms("head")[head.lower]
    return Measure(measure, head, "count/head", person)


def _tree(number: list[Token], head: Token | None) -> Measure | None:
    """The verb that governs the counted noun in the tree."""
    token = head or number[-1]
    for _ in range(CLIMB):
        if not token.role.conjunct or token.head is token or token.head.upos not in ("NOUN", "PROPN", "NUM"):
            break
        token = token.head
    verb = token.head
    if token is not (head or number[-1]) and not token.role.acting:
        verb = next((c for c in reversed(phrase_of(verb).coordinated) if c.i < number[0].i and _verb(c)), verb)
    if verb is token:
        return None
    among = _among(verb, token)
    if among is not None:
        return among
    if verb.lower in words("life-verb") and head is not None and head.lower in ("life", "lives"):
        return Measure("killed", verb, "count/lives", True)
    found = _verb(verb)
    around = phrase_of(verb)
    passive = around.passive or any(c.role.undergoing for c in around.subjects)
    suffers = (token.role.object and not passive) or token.role.undergoing
    if found and suffers:
        return Measure(found[0], verb, "count/verb", found[1])
    agent = _forms("agent").get(verb.lower)
    if agent is not None and token.role.subject and not _left(verb):
        return Measure(agent[0], verb, "count/subject", agent[1])
    adjective = _forms("adjective").get(verb.lower)
    if adjective is not None and token.role.subject and verb.upos != "VERB":
        return Measure(adjective[0], verb, "count/predicate", adjective[1])
    noun = _forms("noun").get(verb.lower)
    if noun is not None and noun[1] and phrase_of(token).preposition == "of":
        return Measure(noun[0], verb, "count/of", noun[1])
    return None


def _left(verb: Token) -> bool:
    """See who only leaves where something happened: "fled *the scene*" drives nobody from home."""
    return any(c.lower in words("scene") for c in phrase_of(verb).objects)


def _among(verb: Token, counted: Token) -> Measure | None:
    """Those of a toll that are told apart: "*the dead* include 12 children", "among *the injured* were two officers"."""
    around = phrase_of(verb)
    if verb.lower in words("including-verb") and counted.i > verb.i:
        whole = around.doers
    else:
        whole = [c for c in (*around.joined("among"), *phrase_of(counted).joined("among")) if c.i < counted.i]
    found = next(((c, m) for c in whole if (m := _forms("adjective").get(c.lower)) is not None), None)
    return Measure(found[1][0], found[0], "count/among", found[1][1]) if found is not None else None


def _behind(after: list[Token], head: Token | None) -> Measure | None:
    """The first telling word after the noun group: "20 people *killed*", "83 were *injured*", "six more *died*"."""
    auxiliary = False
    resume = 0
    for n, token in enumerate(after):
        if n < resume:
            continue
        if token.text == "," and len(after) > 1 and after[1].form.participle and after[1].lower in _forms("patient"):
            continue  # "two other men, *arrested* in April, ..."
        if token.text == "," and auxiliary:
            resume = next((k + 1 for k in range(n + 1, len(after)) if after[k].text == ","), n)
        if token.text in _STOP or token.lower in ("and", "but", "or", "by") or (token.text == "," and n == 0):
            return None
        if token.form.asking and (n > 0 or token.form.where):
            return None
        if token.lower in _forms("agent") and token.upos in ("VERB", "AUX", "NOUN", "ADJ"):
            if _left(token):
                return None
            measure, person = _forms("agent")[token.lower]
            return Measure(measure, token, "count/subject", person)
        adjective = _forms("adjective").get(token.lower)
        if adjective is not None and token.lower not in _forms("patient"):
            return Measure(adjective[0], token, "count/predicate", adjective[1])
        verb = _verb(token)
        if verb is not None:
            return _worse(after, n) if _participle(token, auxiliary, after[n + 1 :]) else None
        if token.upos == "VERB" and token.lower not in words("report-verb"):
            return _second_verb(after[n + 1 : n + 4]) if auxiliary and (token.form.participle or token.form.past) else None
        auxiliary = auxiliary or token.upos == "AUX" or token.lower in ("was", "were", "been", "be", "being", "got", "left")
    return None


def _second_verb(following: list[Token]) -> Measure | None:
    """The second of two passives: "were shot *and killed*", "was stabbed and badly wounded"."""
    if not following or following[0].lower != "and":
        return None
    token = next((t for t in following[1:] if t.upos != "ADV"), None)
    verb = _verb(token) if token is not None and token.lower.endswith(("ed", "en", "urt", "own", "ung")) else None
    return Measure(verb[0], token, "count/passive", verb[1]) if verb is not None and token is not None else None


def _participle(token: Token, auxiliary: bool, rest: list[Token]) -> bool:
    """Tell a passive ("20 were killed", "20 people killed in") from an active verb ("20 gunmen killed a judge")."""
    if not token.lower.endswith(("ed", "en", "ain", "ung", "ot", "urt", "own", "und")):
        return False
    if auxiliary:
        return True
    following = next((t for t in rest if t.upos != "ADV" or t.form.asking), None)
    return following is None or following.upos not in ("DET", "NUM", "NOUN", "PROPN", "PRON", "ADJ")


def _ahead(before: list[Token], head: Token | None) -> Measure | None:
    """The nearest telling word before the number: "*killing* at least 83", "*arrest* of 12 activists"."""
    of = False
    for n, token in enumerate(reversed(before[-BACK:])):
        if token.text in _STOP or token.lower in ("by", "who", "which", "that", "with", "after"):
            return None
        verb = _verb(token)
        if verb is not None and not of:
            earlier = before[: len(before) - n - 1][-3:]
            passive = any(t.lower in ("was", "were", "been", "being") for t in earlier) and not token.lower.endswith("ing")
            return None if passive else Measure(verb[0], token, "count/verb", verb[1])
        noun = _forms("noun").get(token.lower)
        if noun is not None:
            return Measure(noun[0], token, "count/of", noun[1]) if of and noun[1] and token.lower != "toll" else None
        if token.lower == "of":
            if of:
                return None
            of = True
        elif token.text == "," or token.upos in _ENDS or (token.upos in ("ADP", "SCONJ") and token.lower not in _PASSED):
            return None
    return None


def _toll(before: list[Token]) -> Measure | None:
    """A stated total: "the death toll rose to 83", "the number of wounded reached 200"."""
    verb = any(t.lower in words("toll-verb") for t in before[-NEAR_VERB:])
    for n in range(len(before) - 1, -1, -1):
        token = before[n]
        prior = before[n - 1].lower if n else ""
        if len(before) - n > AHEAD and not verb:
            return None
        if token.lower in ("toll", "tolls"):
            measure = "injured" if prior in ("injury", "injured", "casualty") else "killed"
            return Measure(measure, token, "count/toll", True)
        if token.text in _STOP or (token.upos == "NUM" and verb and not _stated(token, prior)):
            return None
        found = next((f for kind in ("adjective", "noun", "agent") if (f := _forms(kind).get(token.lower)) is not None), None)
        total = any(t.lower in words("total") for t in before[max(0, n - 5) : n])
        subject = token.role.subject and token.lower.endswith("s") and found is not None and found[1]
        if found is not None and verb and (total or subject):
            return Measure(found[0], token, "count/total", found[1])
    return None


def _stated(number: Token, prior: str) -> bool:
    """Tell a number that is an earlier total ("once put *at 41*", "*from 12* to 15") or part of a date from one that ends the search."""
    return prior in ("at", "from", "to", "as", "than", "of") or prior in words("month") or (len(number.text) == 4 and number.text.isdigit())


def _deed_before(number: list[Token]) -> Token | None:
    """A noun of doing right before the number's preposition: "*strikes* on at least 22 vessels", wherever the parser hangs "vessels"."""
    tokens = number[0].sentence.tokens
    at = number[0].i - tokens[0].i - 1
    start = at
    while at >= 0 and start - at < 4 and (tokens[at].upos in ("ADJ", "ADV", "DET") or tokens[at].lower in _PASSED):
        at -= 1
    on = tokens[at].lower if at >= 0 else ""
    if at < 1 or on not in ("on", "against", "of"):
        return None
    noun = tokens[at - 1]
    return noun if noun.lower in _forms("noun") else None


def governing(number: list[Token], head: Token | None) -> Token | None:
    """Without a measure: the verb or noun above the counted noun ("strikes" in "strikes on at least 22 vessels")."""
    near = _deed_before(number)
    if near is not None:
        return near
    token = head or number[-1]
    own = {t.i for t in number}
    for _ in range(CLIMB):
        inside = token.i in own and token.head.i in own
        if token.head is token or not (inside or (token.role.conjunct or token.role.flat or token.role.compound)):
            break
        token = token.head
    return token.head if token.head is not token and token.head.i not in own else None
