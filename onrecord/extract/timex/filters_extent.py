"""Turns down durations, sets and units that are none: rates ("$5 a day"), ages, ordinals ("a second term"), verbs ("to last a week")."""

from __future__ import annotations

from onrecord.extract.timex.surroundings import Around, is_a
from onrecord.grammar.phrase import phrase_of

MEASURES = ("unit1", "unitn", "num", "int", "vague", "couple", "season", "part", "wdayname")
"""Categories that may be counted or measured after a number or "past"."""


def number(a: Around) -> bool:
    """ "two days", "20-year": no age. TimeBank marks one of 37 ages; a figure has them."""
    return article(a) and not _age(a) and not _sentence(a) and not _rank(a)


_SIZES = ("CE", "DE", "Y", "M", "FN", "W", "D", "TH", "TM", "TS")
"""Units from the longest to the shortest."""


def compound(a: Around) -> bool:
    """ "four years and two months": each unit smaller than the one before, and the whole no age and no sentence."""
    units = [unit for label in ("unit", "unit2", "unit3") if (unit := a.m.value(label))]
    sizes = [_SIZES.index(unit) for unit in units if unit in _SIZES]
    return len(sizes) == len(units) and sizes == sorted(set(sizes)) and number(a)


def _further(a: Around) -> list[str]:
    """Give the words that follow, past a second length: "four years *and two months* in prison"."""
    after = [a.after(n) for n in range(6)]
    units = a.m.lexicon.chars("unit1") + a.m.lexicon.chars("unitn")
    mark = a.m.words.marks[a.m.last + 2 : a.m.last + 3]
    second = after[0] in ("and", ",", "to", "or") and mark != "" and mark in units
    return after[3:] if second else after[:3]


def _rank(a: Around) -> bool:
    """Say whether it ranks and does not measure: "*the* twenty-second attack", "its thirty-second floor"."""
    return a.m.word("unit") == "second" and (a.before() in ("the", "this", "that", "'s", "’s") or is_a("owns age", a.before()))


def _sentence(a: Around) -> bool:
    """Say whether it is the length of a punishment or of an office: "20 years in prison", "a six-year term", "sentenced to 12 years"."""
    after = _further(a)
    if after[0] in ("in", "of", "behind", "under") and any(is_a("prison", word) for word in after[1:]):
        return True
    if is_a("punishment", after[0]) or (is_a("prison", after[0]) and is_a("punishment", after[1])):
        return True
    if a.before() == "for" and is_a("prison", a.before(2)):
        return True  # "sent to prison for 40 years"
    if after[0] in ("of", "'", "’") and is_a("punishment", after[1]):
        return True
    back = _back(a)
    led = a.before(back) in ("to", "for", "than", "least", "of", "most", "from", "between", "over")
    return led and any(is_a("sentences", a.before(back + n)) for n in range(4))


def _back(a: Around) -> int:
    """Give how far back the words before the whole length stand: "jailed for *four years and* two months"."""
    if a.m.first < 3 or a.before() not in ("and", ",", "to", "or"):
        return 1
    mark, lexicon = a.m.words.marks[a.m.first - 2], a.m.lexicon
    if mark in lexicon.chars("unit1") + lexicon.chars("unitn"):
        return 4
    return 3 if mark in lexicon.chars("num") or a.before(2).isdigit() else 1


def _age(a: Around) -> bool:
    after = [word for word in _further(a) if word not in ("-", "‑")]
    if after[:1] in (["old"], ["olds"]) or after[:2] == ["of", "age"]:
        return True
    if is_a("owns age", a.after()) and a.after(1) in ("junior", "senior"):
        return True  # "four decades his junior"
    if is_a("young", a.after()) and a.m.rule == "duration/adjective":
        return True  # "her 11-month daughter"
    return a.before() == "aged" or (a.before() == "of" and a.before(2) in ("age", "ages"))


def article(a: Around) -> bool:
    """ "a year" as a stretch: no rate ("$5 a day"), no ordinal ("a second term"), no "year-earlier", no "World Cup 2018 day five"."""
    m, words = a.m, a.m.words
    n, unit = m.at("n"), m.word("unit")
    count = words.lowers[n[0]] if n else ""
    alone = n is not None and n[1] - n[0] == 1
    if unit == "second" and count in ("", "a", "few", "many", "some", "several"):
        return False
    if unit in ("quarter", "quarters") and count in ("a", "one", "three") and is_a("has quarters", a.after()):
        return False
    if m.rule == "duration/number" and words.near(m.last) and a.after() in ("-", "‑"):
        return False
    if n is not None and alone and m.value("unit") and unit and not unit.endswith("s") and words.marks[n[0]] in m.lexicon.chars("year4"):
        return False
    if alone and count in ("a", "an") and unit == "day" and a.after() == "of":
        return False  # "a day of mourning": the name of a day
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
    return token.upos in ("NUM", "SYM") or any(c.upos == "NUM" for c in phrase_of(token).words)


def plural(a: Around) -> bool:
    """ "years" alone: after a word that takes a stretch of time."""
    if a.m.value("unit") in ("TS", "WE") or _age(a) or _titled(a) or a.after().isdigit():
        return False  # "in the years 2005 and 2006"
    return a.m.last - a.m.first > 1 or is_a("leads plural", a.before())


def stretch(a: Around) -> bool:
    """ "the past two weeks": "last" is a verb in "to last two years"; "the past year" needs its article."""
    token = a.token("stretch" if a.m.at("stretch") else "open")
    if token is not None and token.lower == "last" and token.upos in ("VERB", "AUX"):
        return False
    if a.m.rule == "duration/rel-one":
        return is_a("leads stretch", a.before())
    if _titled(a):
        return False
    return article(a) or (a.m.at("n") is None and a.m.word("unit") != "second")


def later(a: Around) -> bool:
    """ "two days before," stands alone; "two days before the vote" is a duration tied to an event."""
    return a.m.words.lowers[a.m.last - 1] not in ("before", "after", "prior") or not a.after() or is_a("ends clause", a.after())


def the_unit(a: Around) -> bool:
    """ "the year", "the quarter", "the weekend", "the end of the month": what the text told of; not "the day", "the year that"."""
    unit, words = a.m.value("unit"), a.m.words
    fiscal = unit == "Q" and "fiscal" in words.lowers[a.m.first : a.m.last]
    if (a.before() not in ("the", "its") and not fiscal) or _titled(a):
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
    after = a.token_of(a.m.last)
    told = is_a("after the part", a.after()) or (after is not None and after.upos == "PROPN")  # "the night Kennedy was shot"
    return a.before() == "the" and is_a("leads part", a.before(2)) and not told and not _titled(a)


def _titled(a: Around) -> bool:
    """Tell a title that ends in a time: "Person of the *Year*", "Good Day in the *Morning*"; a title in capitals throughout is none."""
    words, last = a.m.words, a.m.last - 1
    text = words.text[words.starts[last] : words.ends[last]]
    return text[0].isupper() and not text.isupper()


def set_word(a: Around) -> bool:
    """ "daily": not the name of a paper."""
    token = a.token()
    after = a.token_of(a.m.last)
    named = after is not None and after.upos == "PROPN"
    paper = is_a("published daily", a.after())
    return not named and not paper and (token is None or token.upos not in ("PROPN", "NOUN"))


def the_future(a: Around) -> bool:
    """ "in the future", not "the future of our children", "worried about the future"."""
    return a.m.words.lowers[a.m.last - 1] != "future" or is_a("leads future", a.before())


def the_past(a: Around) -> bool:
    """ "in the past": no "past" of something ("the past two weeks")."""
    token = a.token_of(a.m.last - 1)
    noun = token is None or (token.upos == "NOUN" and not token.role.modifier)
    return noun and not a.follows(*MEASURES)
