"""What the words around a name tell of country and office: nationality, whose somebody is, an office won or lost, what a body is called."""

from __future__ import annotations

from collections.abc import Iterator

from onrecord.grammar.phrase import phrase_of
from onrecord.model.document import Token
from onrecord.resolve import lexicon, nouns, world
from onrecord.resolve.entities import Actor
from onrecord.resolve.lexicon import word_set
from onrecord.resolve.named import Named
from onrecord.resolve.phrase import Reading, read_phrase, sided
from onrecord.resolve.scene import Scene
from onrecord.resolve.titles import Title, take_title, title_of

GIVEN, HELD = "evidence-given", "evidence-held"
"""Verbs by which an office is given to their object ("appointed Jane Doe as minister"), and by which their subject has or leaves one."""
OPENERS = frozenset({"a", "an", "another", "one", "two", "three", "four"})
ENDS = frozenset({",", ".", ";", ")", ":"})
INSIDE = frozenset({"DET", "ADJ", "NOUN", "PROPN", "PUNCT", "VERB", "NUM"})
NATION = 8
"""Words of an apposition in which a nationality is looked for."""
OFFICE = 9
"""Words of an office after its head: "minister *of foreign affairs of the republic*"."""


def hang_by_evidence(scene: Scene) -> None:
    """Give persons without a country what the words around them say of it."""
    for named in scene.names:
        mention = scene.at.get(named.head.i) if named.kind == "person" else None
        actor = mention.actor if mention is not None else None
        if actor is None or actor.type != "person":
            continue
        for title in _offices(scene, named):
            take_title(actor, title)
        if actor.sector is None and _convicted(named):
            actor.sector = "CRM"
        if actor.country_sure:
            continue
        country = nation_after(scene.document.tokens, named.tokens[-1].i)
        if country is not None:
            actor.belong(country, "apposition")
            continue
        _belong_to(scene, actor, named)


def nation_after(tokens: list[Token], last: int) -> str | None:
    """Give the nationality in "the suspect, a 35-year-old *Tunisian*," and "Ann Hill, a *British* nurse who ..."."""
    if last + 2 >= len(tokens) or tokens[last + 1].text != "," or tokens[last + 2].sentence is not tokens[last].sentence:
        return None
    run: list[Token] = []
    for token in tokens[last + 2 : last + 2 + NATION + 2]:
        if token.sentence is not tokens[last].sentence or token.text in ENDS or token.upos in ("ADP", "AUX", "PRON", "CCONJ", "SCONJ"):
            break
        if token.upos == "VERB" and not token.role.adjective:
            break
        run.append(token)
    if not run or not (run[0].lower in OPENERS or run[0].upos in ("NUM", "ADJ")):
        return None
    return _nation(run)


def _nation(run: list[Token]) -> str | None:
    """Give the country of a noun phrase for one person, by a word for its people."""
    words = [t.text for t in run]
    lower = [t.lower for t in run]
    matches = [m for m in world.scan(words) if m.entries[0].kind == "people" and not sided(lower, m)]
    if not matches or len({m.entries[0].country for m in matches}) > 1:
        return None
    found = lexicon.find_noun(lower, len(lower) - 1)
    person = (found is not None and found.noun.type == "person") or lower[-1] in lexicon.offices()
    return matches[0].entries[0].country if person or matches[-1].last == len(words) else None


def read_beside(named: Named, tokens: list[Token]) -> Reading | None:
    """Read what a body's name is called by: "the German carmaker *NAME*", "the *NAME* newspaper", "*NAME*, a Kenyan rights group,"."""
    first, last = named.tokens[0], named.tokens[-1]
    before = tokens[first.i - 1] if first.i > first.sentence.tokens[0].i else None
    if before is not None and before.text == "," and before.i > first.sentence.tokens[0].i:
        head = tokens[before.i - 1]
        run = tokens[nouns.left_edge(head, tokens, NATION) : before.i]
        after = tokens[last.i + 1] if last.i + 1 < len(tokens) else None
        ended = after is None or after.sentence is not first.sentence or after.text in ENDS or after.lower in ("and", "which", "that")
        if ended and (reading := _body_noun(run)) is not None:
            return reading
    elif before is not None and before.upos in ("NOUN", "PROPN"):
        reading = _body_noun(tokens[nouns.left_edge(before, tokens, NATION) : first.i])
        if reading is not None:
            return reading
    behind = tokens[last.i + 1] if last.i + 1 < len(tokens) else None
    if behind is not None and before is not None and before.lower == "the" and last.head is behind and behind.form.singular:
        return _body_noun([behind])
    run = []
    if last.i + 2 < len(tokens) and tokens[last.i + 1].text == "," and tokens[last.i + 2].lower in OPENERS:
        for token in tokens[last.i + 2 : last.i + 2 + NATION + 2]:
            if token.sentence is not last.sentence or token.upos not in INSIDE or token.text in ENDS:
                break
            run.append(token)
    return _body_noun(run) if run else None


def _body_noun(run: list[Token]) -> Reading | None:
    """Read a noun phrase that calls a body by its kind ("a Kenyan rights group"); None where its head names none."""
    words = [t.text for t in run]
    found = lexicon.find_noun([t.lower for t in run], len(run) - 1)
    table = lexicon.organisation_words()
    if found is not None and (found.noun.type not in ("organization", "group") or found.noun.force == "link"):
        return None
    if found is None and (run[-1].lower not in table or run[-1].upos != "NOUN"):
        return None
    return read_phrase(words, len(words) - 1)


def _belong_to(scene: Scene, actor: Actor, named: Named) -> None:
    """Take country and sector of the body or region in "Ann Hill of the *Coast Guard*", "the *BBC*'s Ann Hill"."""
    tokens = scene.document.tokens
    first, last = named.tokens[0].i, named.tokens[-1].i
    if first > 1 and tokens[first - 1].lower in nouns.MARKS and tokens[first - 1].sentence is tokens[first].sentence:
        _of_body(scene, actor, tokens[first - 2], "possessor")
        return
    at = last + 2 if last + 1 < len(tokens) and tokens[last + 1].text == "," else last + 1
    if at + 1 >= len(tokens) or tokens[at].sentence is not tokens[last].sentence or tokens[at].lower not in ("of", "from", "at"):
        return
    if tokens[at].head.head.i not in {t.i for t in named.tokens}:
        return
    country = None
    for token in tokens[at + 1 : at + 7]:
        if token.sentence is not tokens[last].sentence or token.upos in ("VERB", "AUX", "PUNCT", "SCONJ", "CCONJ"):
            break
        other = scene.named_at.get(token.i)
        if other is None or token is not other.tokens[-1]:
            continue
        if _of_body(scene, actor, token, "body"):
            return
        if country is None and other.kind in ("country", "place") and tokens[at].lower != "at":
            country = scene.country_of(other)
    if country is not None:
        actor.belong(country, "body")


def _of_body(scene: Scene, actor: Actor, token: Token, rule: str) -> bool:
    """Take a body's country and sector for somebody who is its; tell whether a body stands there."""
    mention = scene.at.get(token.i)
    body = mention.actor if mention is not None else None
    if body is None or body is actor or body.type not in ("organization", "group"):
        return False
    if body.country is not None:
        actor.belong(body.country, rule, sure=body.country_sure, confidence=body.confidence)
    actor.sector = actor.sector or body.sector
    return True


def _listed_under(named: Named) -> Token:
    """Give the head of the first name of a list that a name stands in: it says what part all of them have."""
    head = named.head
    while head.role.conjunct and head.head is not head and head.head.upos == "PROPN":
        head = head.head
    return head


def _convicted(named: Named) -> bool:
    """Tell whom a court found guilty, or who says so: "was *convicted* of fraud", "*pleaded guilty*"; who is only held or tried is not."""
    head = _listed_under(named)
    verb, undergoes = head.head, head.role.patient
    said = {t.lower for c in phrase_of(verb).words for t in (c, *phrase_of(c).words)}
    guilty = "guilty" in said and "not" not in said
    match verb.lemma.lower():
        case "convict":
            return undergoes
        case "find":
            return undergoes and guilty
        case "plead":
            return head.role.acting and guilty
        case _:
            return False


def _offices(scene: Scene, named: Named) -> Iterator[Title]:
    """Give the office that a person is given, has or leaves: "sworn in as *president of Namibia*", "elected *mayor*"."""
    head = _listed_under(named)
    verb = head.head
    lemma = verb.lemma.lower()
    if verb.upos != "VERB" or not (
        (lemma in word_set(GIVEN) and head.role.patient)
        or (lemma in word_set(HELD) and (head.role.subject or head.role.object))
    ):
        return
    for child in phrase_of(verb).words:
        if child.i < verb.i or child is head or not _office_word(child):
            continue
        as_office = any(c.lower == "as" for c in phrase_of(child).words)
        role = child.role
        given = role.complement or role.object or role.oblique or role.apposition
        if not (as_office or (lemma in word_set(GIVEN) and given and head.role is not role)):
            continue
        title = _read_office(scene, child)
        if title is None:
            continue
        if title.country is None and (giver := phrase_of(verb).doer) is not None and giver is not head:
            start = nouns.left_edge(giver, scene.document.tokens)
            title.country = read_phrase([t.text for t in scene.document.tokens[start : giver.i + 1]]).country
        yield title
        return


def _office_word(token: Token) -> bool:
    return token.upos in ("NOUN", "PROPN") and token.lower in lexicon.offices()


def _read_office(scene: Scene, head: Token) -> Title | None:
    tokens = scene.document.tokens
    run = [t for t in tokens[nouns.left_edge(head, tokens) : head.i + 1] if t.lower not in ("a", "an", "the")]
    if head.i + 1 < len(tokens) and tokens[head.i + 1].lower in ("of", "for"):
        for token in tokens[head.i + 1 : head.i + 1 + OFFICE]:
            if token.sentence is not head.sentence or token.upos in ("VERB", "AUX", "PUNCT", "CCONJ", "SCONJ", "PRON"):
                break
            run.append(token)
    return title_of(run, head, "role/office-given") if head in run else None
