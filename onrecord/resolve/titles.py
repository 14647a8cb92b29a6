"""Offices and functions that the text hangs on a name: titles before it, appositions around it, "X is the president of Y"."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from onrecord.grammar.phrase import phrase_of
from onrecord.grammar.tree import above
from onrecord.model.document import Token, span_of
from onrecord.model.record import Role
from onrecord.resolve import lexicon, nouns, world
from onrecord.resolve.entities import Actor
from onrecord.resolve.lexicon import Gender, word_set
from onrecord.resolve.named import SENT, Named
from onrecord.resolve.phrase import read_phrase
from onrecord.text import HYPHENS

REACH = 9
"""Words that a title with its modifiers may take before a name ("deputy Russian Foreign Ministry spokeswoman")."""
APPOSITION = 14
CLOSERS = frozenset(",);.")
WHO = frozenset({"who", "whose", "which"})
PORTFOLIOS = "titles-portfolio"
"""Offices that take what they are for between themselves and the name: "*minister* of interior NAME"."""
FIELDS = "persons-portfolios"
LEADING = "titles-leading"
"""Offices that any body has: an organisation's name before them says whose."""


def document_words(run: list[Token]) -> str:
    """Give the words of a run with single spaces."""
    return " ".join(t.text for t in run)


def _own_name(token: Token) -> bool:
    """Tell a capitalised word before an office that is no country, people or plain word: part of a body's name."""
    if token.upos != "PROPN" or not token.text[0].isupper() or lexicon.find_noun([token.lower], 0) is not None:
        return False
    return not world.scan([token.text])


@dataclass(slots=True)
class Title:
    """An office found beside a name: the role as written, what it says of the person, and the words that form it."""

    role: Role
    noun: str
    country: str | None
    sector: str | None
    gender: Gender | None
    tokens: list[Token]
    head: Token
    former: bool
    rule: str
    by_office: bool = False
    """The country is that of the one state that has an office of this name ("Taoiseach"), not said beside it."""


def titles_of(named: Named, tokens: list[Token]) -> Iterator[Title]:
    """Find the titles that stand beside a person's name; `tokens` are the document's."""
    before = _before(named, tokens)
    if before is not None:
        yield before
    if before is None or _ranks(before):
        aside = _apposed_before(named, tokens, before.tokens[0] if before is not None else named.tokens[0])
        if aside is not None:
            yield aside
    after = _apposed_after(named, tokens)
    if after is not None:
        yield after
    copula = _copula(named, tokens)
    if copula is not None:
        yield copula


def rank(sector: str | None) -> int:
    """Order sectors by how much they say of a person: a minister's candidacy or age adds nothing to the ministry."""
    return 0 if sector is None else {"CVL": 1, "ELI": 2, "PTY": 3, "BUS": 3}.get(sector, 4)


def take_title(actor: Actor, title: Title) -> None:
    """Give a person the office that stands beside the name: role, country, sector, gender."""
    actor.gender = actor.gender or title.gender
    if title.rule == "role/honorific":
        return
    if not any(r.span == title.role.span for r in actor.roles):
        actor.roles.append(title.role)
    actor.nouns.add(title.noun)
    if title.country is not None and not actor.country_sure:
        actor.belong(title.country, "office" if title.by_office else "title")
    if title.former:
        actor.left.add(title.noun)
    elif title.noun in actor.left and actor.sector == "ELI":
        return  # whom supporters still call "Prime Minister"
    if title.sector is not None and rank(title.sector) > rank(actor.sector):
        actor.sector = title.sector


def title_of(run: list[Token], head: Token, rule: str) -> Title | None:
    """Read a run of words as an office with its modifiers; None where no lexicon word heads it."""
    words = [t.text for t in run]
    reading = read_phrase(words, run.index(head))
    lower = [t.lower for t in run]
    at = run.index(head)
    office = next((o for n in (6, 5, 4, 3, 2, 1) if at - n + 1 >= 0 and (o := lexicon.office_of(lower[at - n + 1 : at + 1]))), None)
    if reading.noun is None and office is None:
        return None
    if reading.noun is not None and reading.noun.noun.type != "person" and office is None:
        return None
    size = max(len(office.title.split()) if office else 1, reading.noun.words if reading.noun else 1)
    country = reading.country or (office.country if office is not None else None)
    role = Role(title=" ".join(words[max(0, at - size + 1) : at + 1]), country=country, span=span_of(run))
    gender = (office.gender if office else None) or (reading.noun.noun.gender if reading.noun else None)
    noun = reading.noun.noun.noun if reading.noun else office.title if office else ""
    sector = reading.sector
    start = at - size
    if start >= 0 and office is not None and office.title in word_set(LEADING) and _own_name(run[start]):
        sector, office = None if sector in ("GOV", "BUS") else sector, None
    whole = size > 1 and office is not None and len(office.title.split()) == size and sector != "PTY"
    if office is not None and office.sector and not reading.former and (sector is None or whole):
        sector = office.sector
    return Title(role, noun, country, sector, gender, run, head, reading.former, rule, by_office=reading.country is None)


def _before(named: Named, tokens: list[Token]) -> Title | None:
    """Read the words straight before the name: "Venezuelan President", "US counterpart", "police spokesman", "Mr"."""
    first = named.tokens[0]
    head_i = first.i - 1
    low = first.sentence.tokens[0].i
    head_i = _without_acronym(head_i, low, tokens)
    if head_i > low and tokens[head_i].lower in ("named", "called"):
        head_i -= 1  # "a nurse named NAME"
    if head_i < low:
        return None
    head = tokens[head_i]
    portfolio = _portfolio(named, tokens)
    if portfolio is not None:
        return portfolio
    if head.text in HYPHENS or not (head.lower in lexicon.offices() or lexicon.find_noun([head.lower], 0)):
        return None
    office = lexicon.offices().get(head.lower)
    if office is not None and office.honorific:
        role = Role(title=head.text, country=None, span=head.span)
        return Title(role, "", None, None, office.gender, [head], head, False, "role/honorific")
    start = nouns.left_edge(head, tokens, REACH)
    run = tokens[start : head_i + 1]
    while run and (run[0].upos == "DET" or run[0].lower in ("the", "a", "an") or run[0].upos == "PRON" or not run[0].text[0].isalnum()):
        run = run[1:]
    title = title_of(run, head, "role/title") if run else None
    return _of_country(title, named, tokens) if title is not None and title.country is None else title


def _without_acronym(i: int, low: int, tokens: list[Token]) -> int:
    """Step back over an office's short form in brackets: "Cabinet Secretary *(CS)* NAME"."""
    return i - 3 if i > low + 2 and tokens[i].text == ")" and tokens[i - 2].text == "(" else i


def _of_country(title: Title, named: Named, tokens: list[Token]) -> Title:
    """Take the country of "King Hassan of Morocco"."""
    i = named.tokens[-1].i + 1
    if i < len(tokens) and tokens[i].lower == "of" and tokens[i].sentence is named.tokens[0].sentence:
        match = world.scan([t.text for t in tokens[i + 1 : i + 5]])
        if match and match[0].first <= 1 and match[0].entries[0].kind == "country":
            title.country = match[0].entries[0].country
            title.role = Role(title=title.role.title, country=title.country, span=title.role.span)
    return title


def _portfolio(named: Named, tokens: list[Token]) -> Title | None:
    """Read "Minister for Interior NAME", "Secretary of State NAME", "Minister of Foreign Affairs NAME"."""
    first = named.tokens[0]
    low = max(first.sentence.tokens[0].i, first.i - 7)
    for i in range(first.i - 2, low, -1):
        token = tokens[i]
        if token.upos in ("VERB", "AUX", "PUNCT", "PRON", "SCONJ"):
            return None
        if token.lower == "to" and tokens[i - 1].lower in SENT and first.i - i < 5:
            head = tokens[i - 1]
            run = [t for t in tokens[nouns.left_edge(head, tokens, REACH) : i] if t.lower not in ("the", "a", "an")]
            return title_of(run, head, "role/title") if head in run else None
        if token.lower in ("of", "for"):
            nearest = tokens[first.i - 1]
            titled = lexicon.office_of([nearest.lower]) is not None and nearest.lower not in word_set(FIELDS)
            if nearest.upos in ("DET", "ADP") or titled:  # "a spokesman for *President* NAME", but "minister of *justice* NAME"
                return None
            head = tokens[i - 1]
            if _told_before(named, first, head, tokens):
                return None
            if named.label != "PERSON" and first.text not in lexicon.given_names():
                return None
            if head.lower not in word_set(PORTFOLIOS):
                continue  # "Minister of *State* for Trade NAME": its office comes before
            run = [t for t in tokens[nouns.left_edge(head, tokens, REACH) : first.i] if t.lower not in ("the", "a", "an")]
            title = title_of(run, head, "role/title") if head in run else None
            whole = lexicon.office_of([t.lower for t in tokens[i - 1 : first.i]])
            if title is not None and whole is not None:
                title.sector, title.country = whole.sector, title.country or whole.country
                title.role = Role(title=document_words(tokens[i - 1 : first.i]), country=title.country, span=title.role.span)
            return title
    return None


RANKS = frozenset({"MIL", "COP", "EDU", "MED", "REL", "JUD", "LEG"})
"""Sectors whose ranks and degrees stand before a name beside another office: "the union's chairman, *Dr* NAME"."""


def _ranks(title: Title) -> bool:
    """Tell a rank, a degree or a form of address, which leaves room for the office itself."""
    if title.rule == "role/honorific":
        return True
    office = lexicon.office_of([t.lower for t in title.tokens])
    return office is not None and (office.sector in RANKS or office.sector is None)


def _apposed_before(named: Named, tokens: list[Token], first: Token) -> Title | None:
    """Read "the President of the United States, NAME": a definite noun phrase, a comma, the name, and then no list.

    `first`: the first word of the name with the rank before it ("the commandant of the school, *Brig Gen* NAME").
    """
    last = named.tokens[-1]
    low = first.sentence.tokens[0].i
    comma = first.i - 1
    if comma <= low or tokens[comma].text != ",":
        return None
    after = tokens[last.i + 1] if last.i + 1 < len(tokens) and tokens[last.i + 1].sentence is first.sentence else None
    several = after is not None and after.lower in ("and", "or")
    comma = _without_acronym(comma - 1, low, tokens) + 1
    for i in range(comma - 1, max(low, comma - APPOSITION) - 1, -1):
        token = tokens[i]
        if token.text in (",", ";", ":") or (token.upos == "VERB" and not token.role.modifier):
            return None
        if (
            nouns.is_head(token, tokens)
            and lexicon.find_noun([token.lower], 0) is not None
            and (i == comma - 1 or tokens[i + 1].lower in ("of", "for", "at", "in", "to"))
        ):
            start = nouns.left_edge(token, tokens, REACH)
            opener = tokens[start].lower
            if _told_before(named, first, token, tokens):
                return None
            if several and not ((found := lexicon.find_noun([token.lower], 0)) and found.number == "plur" and i == comma - 1):
                return None  # "the minister, NAME and others" is a list; "two ministers, NAME and NAME," is none
            owned = any(t.lower in ("'s", "’s") for t in tokens[start:i])
            definite = several or owned or opener in ("the", "his", "her", "their", "its", "our")
            if not definite:
                if i != comma - 1 and (found := lexicon.find_noun([token.lower], 0)) and found.noun.type != "person":
                    continue  # "the head of *police* in the north, NAME"
                if tokens[i - 1].lower in ("of", "for", "at", "in") and i > low:
                    continue
                return None
            run = [t for t in tokens[start:comma] if t.lower != "the" or t.i != start]
            title = title_of(run, token, "role/apposition-before")
            if title is not None:
                title.tokens = [*_one_of(tokens[max(low, start - 2) : start]), *title.tokens]
                return title  # a body is whose office it is: go on to the office
    return None


def _told_before(named: Named, first: Token, noun: Token, tokens: list[Token]) -> bool:
    """See a noun of a clause that is over: "they shot *the driver*, NAME said" does not say that NAME was the driver.

    `first`: the first word of the name with the rank before it.
    """
    after = named.tokens[-1].i + 1
    if after >= len(tokens) or not tokens[after].form.tensed or tokens[first.i - 1].text != ",":
        return False
    return next((t.i < noun.i for t in above(noun, REACH) if t.upos == "VERB"), False)


def _one_of(before: list[Token]) -> list[Token]:
    """Give the word that heads "*one* of the teachers, NAME,": it is NAME."""
    return before[:1] if [t.lower for t in before] == ["one", "of"] else []


def _apposed_after(named: Named, tokens: list[Token]) -> Title | None:
    """Read "NAME, the president of Venezuela," and "NAME, a 56-year-old lawyer,"."""
    last = named.tokens[-1]
    i = last.i + 1
    end = last.sentence.tokens[-1].i
    if i >= end or tokens[i].text not in (",", "("):
        return None
    span = range(i + 1, min(end, i + APPOSITION) + 1)
    stop = next((j for j in span if tokens[j].text in CLOSERS or tokens[j].lower in WHO or tokens[j].upos in ("VERB", "AUX")), None)
    if stop is None or stop == i + 1:
        return None
    clause = tokens[stop].role.reduced or tokens[stop].form.gerund
    if tokens[stop].text not in CLOSERS and tokens[stop].lower not in WHO and tokens[stop].lower not in ("said", "told") and not clause:
        return None
    run = tokens[i + 1 : stop]
    if any(t.upos in ("SCONJ", "PRON") and n < 8 and t.lower not in ("who", "which") for n, t in enumerate(run) if n):
        return None
    limit = next((k for k, t in enumerate(run) if (k and t.upos == "ADP") or t.lower in ("who", "which", "of")), len(run))
    if limit == 0:
        return None
    head = run[limit - 1]
    if lexicon.find_noun([t.lower for t in run[:limit]], limit - 1) is None and head.lower not in lexicon.offices():
        return None
    if run[0].lower in ("and", "or", "but") or (
        stop < end and tokens[stop].text == "," and tokens[stop + 1].lower in ("and", "or") and run[0].upos != "DET"
    ):
        return None
    run = run[1:] if run[0].lower in ("the", "a", "an") else run
    return title_of(run, head, "role/apposition-after") if run and head in run else None


def _copula(named: Named, tokens: list[Token]) -> Title | None:
    """Read "NAME is the president of Y"."""
    head = named.head
    noun = head.head
    if not head.role.acting or noun.upos != "NOUN" or not phrase_of(noun).copulas or noun.i < head.i:
        return None
    if phrase_of(noun).negated or phrase_of(noun).none:
        return None
    last = named.tokens[-1].i
    run = [
        t
        for t in tokens[last + 1 : min(noun.i + 5, last + APPOSITION)]
        if not (t.role.copula or t.role.auxiliary or t.role.punctuation) and t.upos not in ("AUX", "ADV")
    ]
    if noun not in run:
        return None
    run = run[1:] if run[0].lower in ("the", "a", "an") else run
    return title_of(run, noun, "role/copula") if noun in run else None


def share_titles(names: list[Named], titles: dict[int, list[Title]], tokens: list[Token]) -> None:
    """Give an office in the plural to everybody named after it: "senators Ann Hill, Tom Ray and Raj Shah"."""
    last: Named | None = None
    for named in names:
        shared = _plural(titles[id(last)]) if last is not None and not titles[id(named)] else None
        if shared is not None and last is not None and named.kind == "person" and _listed(last, named, tokens):
            titles[id(named)] = [shared]
        last = named if named.kind == "person" else None


def _plural(titles: list[Title]) -> Title | None:
    """Give the office among titles that is held by several: "ministers", "officers"."""
    for title in titles:
        found = lexicon.find_noun([title.head.lower], 0)
        if title.rule in ("role/title", "role/apposition-before") and found is not None and found.number == "plur":
            return title
    return None


def _listed(last: Named, named: Named, tokens: list[Token]) -> bool:
    """Tell names with nothing but commas and "and" between them."""
    between = tokens[last.tokens[-1].i + 1 : named.tokens[0].i]
    joined = all(t.text == "," or t.lower in ("and", "or", "&") for t in between)
    return bool(between) and joined and named.tokens[0].sentence is last.tokens[0].sentence
