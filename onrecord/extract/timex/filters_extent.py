"""Turns down durations, sets and units that are none: rates ("$5 a day"), ages, ordinals ("a second term"), verbs ("to last a week")."""

from __future__ import annotations

from onrecord.extract.timex.surroundings import Around, is_a

MEASURES = ("unit1", "unitn", "num", "int", "vague", "couple", "season", "part", "wdayname")
"""Categories that may be counted or measured after a number or "past"."""


def number(a: Around) -> bool:
    """ "two days", "20-year": no age. TimeBank marks one of 37 ages; a figure has them."""
    return article(a) and not _age(a) and not _sentence(a) and not _rank(a)


def _rank(a: Around) -> bool:
    """Say whether it ranks and does not measure: "*the* twenty-second attack", "its thirty-second floor"."""
    return a.m.word("unit") == "second" and (a.before() in ("the", "this", "that", "'s", "’s") or is_a("owns age", a.before()))


def _sentence(a: Around) -> bool:
    """Say whether it is the length of a punishment or of an office: "20 years in prison", "a six-year term", "sentenced to 12 years"."""
    after = [a.after(n) for n in range(3)]
    if (after[0] == "in" and is_a("prison", after[1])) or (after[0] == "behind" and after[1] == "bars"):
        return True
    if is_a("punishment", after[0]) or (is_a("prison", after[0]) and is_a("punishment", after[1])):
        return True
    if a.before() == "for" and is_a("prison", a.before(2)):
        return True  # "sent to prison for 40 years"
    if after[0] in ("of", "'", "’") and is_a("punishment", after[1]):
        return True
    return any(is_a("sentences", a.before(n)) for n in (1, 2, 3)) and a.before() in ("to", "for", "than", "least", "of", "most")


def _age(a: Around) -> bool:
    return a.after() == "old" or (a.after() in ("-", "‑") and a.after(1) in ("old", "olds")) or (a.after() == "of" and a.after(1) == "age")


def article(a: Around) -> bool:
    """ "a year" as a stretch: no rate ("$5 a day"), no ordinal ("a second term"), no "year-earlier", no "World Cup 2018 day five"."""
    m, words = a.m, a.m.words
    n, unit = m.at("n"), m.word("unit")
    count = words.lowers[n[0]] if n else ""
    alone = n is not None and n[1] - n[0] == 1
    if unit == "second" and count in ("", "a", "few", "many", "some", "several"):
        return False
    if unit == "quarter" and count in ("a", "one", "three") and a.after() in ("of", "century", "million", "billion", "mile", "as", "the"):
        return False
    if m.rule == "duration/number" and words.near(m.last) and a.after() in ("-", "‑"):
        return False
    if n is not None and alone and m.value("unit") and unit and not unit.endswith("s") and words.marks[n[0]] in m.lexicon.chars("year4"):
        return False
    return not (alone and count in ("a", "an") and _rate(a))


def _rate(a: Around) -> bool:
    """Say whether a number, an amount or a counted noun stands before: "$500 million a year", "55 miles an hour"."""
    before = a.before()
    if not before or is_a("preposition", before):
        return False
    if before.isdigit() or is_a("rated", before):
        return True
    token = a.token_of(a.m.first - 1)
    if token is None:
        return False
    return token.upos in ("NUM", "SYM") or (token.upos in ("NOUN", "PROPN") and any(c.upos == "NUM" for c in token.children))


def plural(a: Around) -> bool:
    """ "years" alone: after a word that takes a stretch of time."""
    if a.m.value("unit") in ("TS", "WE") or _age(a):
        return False
    return a.m.last - a.m.first > 1 or is_a("leads plural", a.before())


def stretch(a: Around) -> bool:
    """ "the past two weeks": "last" is a verb in "to last two years"; "the past year" needs its article."""
    token = a.token("stretch" if a.m.at("stretch") else "open")
    if token is not None and token.lower == "last" and token.upos in ("VERB", "AUX"):
        return False
    if a.m.rule == "duration/rel-one":
        return is_a("leads stretch", a.before())
    return article(a) or (a.m.at("n") is None and a.m.word("unit") != "second")


def later(a: Around) -> bool:
    """ "two days before," stands alone; "two days before the vote" is a duration tied to an event."""
    return a.m.words.lowers[a.m.last - 1] not in ("before", "after", "prior") or not a.after() or is_a("ends clause", a.after())


def the_unit(a: Around) -> bool:
    """ "the year", "the quarter", "the weekend", "the end of the month": what the text told of; not "the day", "the year that"."""
    unit, words = a.m.value("unit"), a.m.words
    fiscal = unit == "Q" and "fiscal" in words.lowers[a.m.first : a.m.last]
    if a.before() not in ("the", "its") and not fiscal:
        return False
    if a.before() == "the" and a.before(2) == "of" and ("bound", a.before(3)) in a.m.lexicon.values:
        return True
    if unit == "Q":
        return a.after() not in ("of", "century", "mile", "final", "finals", "-")
    if is_a("after the unit", a.after()):
        return False
    return unit in ("Y", "WE") or (unit == "W" and a.after() in (",", ".", ""))


def the_part(a: Around) -> bool:
    """ "in the morning"."""
    return a.before() == "the" and is_a("leads part", a.before(2)) and not is_a("after the part", a.after())


def set_word(a: Around) -> bool:
    """ "daily": not the name of a paper."""
    token = a.token()
    named = a.m.words.capital(a.m.first) and bool(a.after()) and a.m.words.capital(a.m.last)
    paper = is_a("published daily", a.after())
    return not named and not paper and (token is None or token.upos != "PROPN")


def the_past(a: Around) -> bool:
    """ "in the past": no "past" of something ("the past two weeks")."""
    token = a.token_of(a.m.last - 1)
    noun = token is None or (token.upos == "NOUN" and token.dep not in ("amod", "compound"))
    return noun and not a.follows(*MEASURES)
