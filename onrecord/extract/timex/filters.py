"""Turns down what looks like a time expression but is none: "may" and "march" as verbs, "a second term", "1990 shares", "$5 a day"."""

from __future__ import annotations

from collections.abc import Callable

from onrecord.extract.timex import filters_extent as extent
from onrecord.extract.timex.patterns import Match
from onrecord.extract.timex.surroundings import Around, is_a
from onrecord.extract.timex.words import Words
from onrecord.grammar.phrase import phrase_of
from onrecord.model.document import Document

_DASHES = ("-", "‑")


def accept(m: Match, document: Document, narrative: bool, people: frozenset[str]) -> bool:
    """Say whether a match is a time expression in this document; `people`: what the people in it are called, each word."""
    check = CHECKS.get(m.rule)
    return not _glued(m) and (check is None or check(Around(m, document, narrative, people)))


def _glued(m: Match) -> bool:
    """Tell a piece of a longer sign: the "2009 H" before "1N1", the "March 2" of the rocket "Long March 2F"."""
    words = m.words
    return words.near(m.last) and words.lowers[m.last].isalnum() and words.lowers[m.last - 1].isalnum()


def month(a: Around) -> bool:
    """A month's name alone: capital, no verb, no person ("Theresa May", "April said"), no march."""
    first = a.first_of("month")
    word, words = a.m.words.lowers[first], a.m.words
    if not words.capital(first) or (a.m.last - a.m.first == 1 and _named_for(a)):
        return False
    if a.m.last - a.m.first > 1 and word not in ("may", "march"):
        return len(word) > 4 or is_a("leads month", a.before())  # an abbreviation with its dot
    if not is_a("common name", word):
        return True
    token = a.token()
    if token is not None and (token.upos in ("AUX", "VERB") or (token.name is not None and token.name.label == "PERSON")):
        return False
    if word in a.people and a.after() in ("'s", "’s"):
        return False  # "Theresa May resigned. ... *May*'s deal"
    if is_a("leads month", a.before()):
        return word != "march" or a.after() not in ("for", "of")
    described = token is not None and any(c.role.determiner or c.role.adjective for c in phrase_of(token).words)
    noun = word in ("may", "march") and (token is None or token.upos != "PROPN" or described)
    return not noun and a.after() != "said" and not _in_name(a, first)


def _in_name(a: Around, first: int) -> bool:
    """Say whether the word is part of a capitalised name: "Theresa May", "Mrs. May", "May Day Parade"."""
    words, before = a.m.words, a.m.words.lower(first - 1)
    if before == "." and is_a("titles person", words.lower(first - 2)):
        return True
    if first and before.isalpha() and words.capital(first - 1) and not is_a("preposition", before):
        return True
    return a.after().isalpha() and words.capital(a.m.last) and not is_a("leads month", a.after())


def month_day(a: Around) -> bool:
    """A month with a number: capital, and the number counts nothing ("may 5 million")."""
    words = a.m.words
    if a.m.at("year") is None and _named_for(a):
        return False  # "the March 23 Movement"
    if a.before() == "in" and a.m.rule == "date/month-day-year" and a.m.at("year") is None:
        counted = a.token_of(a.m.last)
        if counted is not None and counted.form.plural:
            return False  # "in June 12 people died": a month is led in so, a day is not
    return words.capital(a.first_of("month")) and (a.m.at("year") is not None or not a.follows("scale", "percent"))


def _named_for(a: Around) -> bool:
    """Say whether a body or a place is named for the day: "the March 23 *Movement*", "July 14 *Street*"; a history dates them."""
    at = a.m.last + (a.after().isdigit() and a.m.rule == "date/month")
    return not a.narrative and is_a("named for a day", a.m.words.lower(at))


def day_range(a: Around) -> bool:
    """ "April 24 and 25", but not "on April 24 and 25 people"."""
    words = a.m.words.lowers[a.m.first : a.m.last]
    token = a.token_of(a.m.last)
    counts = (token is not None and token.form.plural) or a.follows(*extent.MEASURES)
    listed = ("and" in words or "or" in words) and a.m.rule == "date/range-month-day" and not a.m.at("year")
    return month_day(a) and not (listed and counts)


def two_digit_year(a: Around) -> bool:
    """ "04 FEB 90": the month in capitals, and nothing that the last number could count."""
    return a.m.words.capital(a.first_of("month")) and (not a.after().isalpha() or is_a("preposition", a.after()))


def season(a: Around) -> bool:
    """A season alone: after a word that leads one in, no verb ("prices fall"), no name ("Winter Olympics")."""
    token = a.token("season")
    if is_a("seasonal", a.after()):
        return False
    if token is not None and (token.upos not in ("NOUN", "PROPN") or (token.role.compound and token.head.upos == "PROPN")):
        return False
    lead = is_a("leads season", a.before())
    attribute = token is not None and token.role.modifier and token.head.i > token.i
    if attribute and not a.narrative and not is_a("owns", a.before()) and a.before() not in ("this", "last", "next", "coming"):
        return False  # "a winter storm", not "the summer offensive"
    if a.m.word("season") in ("fall", "spring"):
        return lead and a.after() not in ("in", "of", "to", "from", "by")
    return lead or token is not None


def year(a: Around) -> bool:
    """Four digits alone: a year unless they count, price or number something."""
    at, words = a.m.at("year"), a.m.words
    if at is None:
        return True
    if words.marks[a.m.first - 1 : a.m.first] == a.m.lexicon.chars("money") or is_a("numbers", a.before()) or is_a("measured", a.after()):
        return False
    if words.near(a.m.last) and words.near(a.m.last + 1) and a.after() in (*_DASHES, "/", ":") and not _range_follows(a):
        return a.after() == "-" and not _coded(a.m.words, a.m.last + 1)
    if words.near(a.m.first) and a.before() in ("-", "/", ":", "."):
        return a.before() == "-" and (a.before(2) in ("mid", "post", "pre") or _is_year(a.before(2)))
    plausible = 1500 <= int(words.lowers[at[0]]) <= 2100 or a.narrative or is_a("leads year", a.before())
    return plausible and not _counts(a)


def _coded(words: Words, i: int) -> bool:
    """Tell a word with a capital inside, as codes have it: "2019-nCoV"."""
    return any(c.isupper() for c in words.text[words.starts[i] + 1 : words.ends[i]])


def _is_year(word: str) -> bool:
    return len(word) == 4 and "1000" <= word < "2200"


def _range_follows(a: Around) -> bool:
    """Say whether the year is the first of two ("1914-1918", "1990-94")."""
    return a.after(1).isdigit() and len(a.after(1)) in (2, 4)


def _counts(a: Around) -> bool:
    """Say whether the parse takes the number as a count ("1990 shares", "2000 Thai stores"); "the 2014 protests" is none."""
    token = a.token("year")
    if token is None or not token.role.count or is_a("owns year", a.before()) or not token.head.form.plural:
        return False
    between = a.document.tokens[token.i + 1 : token.head.i]
    return token.head.i == token.i + 1 or (0 < len(between) <= 2 and between[0].upos == "ADJ" and a.before() != "as")


def year_second(a: Around) -> bool:
    """The "94" of "1990-94" or "1993/94"."""
    return a.before() in (*_DASHES, "–", "/") and _is_year(a.before(2))


def year_short(a: Around) -> bool:
    """ "in '99"."""
    return is_a("leads year", a.before())


def decade(a: Around) -> bool:
    """ "the 80s", not "in her 80s", "in his forties"."""
    word = a.m.word("decade") or ""
    return not is_a("owns age", a.before()) or (word[0].isdigit() and len(word) > 4)


def era_year(a: Around) -> bool:
    """ "480 BC", "AD 842"; "ad" in small letters is an advertisement."""
    at, words = a.m.at("era"), a.m.words
    return at is None or words.text[words.starts[at[0]] : words.ends[at[0]]].isupper()


def weekday(a: Around) -> bool:
    """A weekday: not one with a name of its own ("Black Friday", "Bloody Sunday")."""
    first = a.first_of("wday")
    named = is_a("named day", a.m.words.lower(first - 1)) and a.m.words.capital(first - 1)
    return not named and not _titled(a, "wday") and not _given_name(a)


def _given_name(a: Around) -> bool:
    """See a day as somebody's first name: "*Wednesday* Addams was ...", where nothing before calls her by that surname alone."""
    day, name = a.token(), a.token_of(a.m.last)
    if day is None or name is None or name.name is None or name.name.label != "PERSON" or len(name.name.tokens) > 1:
        return False
    first = day.i == day.sentence.tokens[0].i and name.i == day.i + 1 and name.sentence is day.sentence
    return first and name.lower not in a.people


def _titled(a: Around, label: str) -> bool:
    """Say whether a day is part of a longer name ("the *Sunday* Times", "Ruby *Tuesday*") or a title in quotes ("Yesterday")."""
    words, first, last = a.m.words, a.first_of(label), a.m.last
    if not words.capital(first):
        return False
    before, after = words.lower(first - 1), words.lower(last)
    titled = after in _CLOSING or (len(after) > 1 and words.capital(last) and after.isalpha())
    opens = first - (before.isalpha() and words.capital(first - 1))  # "Ruby Tuesday"
    if words.lower(opens - 1) in _OPENING and words.near(opens) and titled:
        return True
    token = a.token_of(first)
    if token is None:
        return False
    name, head = token.name, token.head
    if token.role.compound and token.i < head.i <= token.i + 3 and token.sentence.part.kind not in ("title", "subheading"):
        run = token.sentence.tokens[token.i - token.sentence.tokens[0].i : head.i - token.sentence.tokens[0].i + 1]
        if before == "the" and all(t.text[0].isupper() for t in run):
            return True  # "the *Monday* Club", whatever kind of name that is; "the Monday EU summit" is no name
    return name is not None and name.label in _NAMES_THINGS and any(t is not token and t.upos in ("PROPN", "NOUN") for t in name.tokens)


_OPENING, _CLOSING = frozenset(('"', "“", "‘", "'")), frozenset(('"', "”", "’", "'", ",", ".", "!"))
_NAMES_THINGS = frozenset(("ORG", "ORGANIZATION", "WORK_OF_ART", "FAC", "FACILITY", "PRODUCT", "PERSON"))


def weekday_abbreviation(a: Around) -> bool:
    """ "on Sat.": capital and led in."""
    return a.m.words.capital(a.m.first) and is_a("leads weekday", a.before())


def weekdays(a: Around) -> bool:
    """ "Mondays": capital."""
    return a.m.words.capital(a.m.first)


def day_alone(a: Around) -> bool:
    """ "on the 20th": not "the 20th floor"."""
    if a.before() != "the" or not is_a("leads day", a.before(2)):
        return False
    return not a.after().isalpha() or is_a("preposition", a.after()) or is_a("after the day", a.after())


def clock(a: Around) -> bool:
    """ "at 10:30", not a score or a verse."""
    return len(a.m.words.lowers[a.m.first]) >= 4 and is_a("leads clock", a.before())


def hour(a: Around) -> bool:
    """ "at 4 in the morning"."""
    return a.m.at("hm") is not None or is_a("leads hour", a.before())


def noon(a: Around) -> bool:
    """ "noon", not "High Noon"."""
    return a.before() != "high"


def related(a: Around) -> bool:
    """ "last week", "this Friday": not "said that year-end ...", "to last a week", "This Week With ..."."""
    first, words = a.first_of("rel"), a.m.words
    word, token, unit = words.lowers[first], a.token("rel"), a.m.value("unit")
    if token is not None and token.upos in ("SCONJ", "VERB") and word in ("that", "last", "current"):
        return False
    if word == "past" and unit and unit != "WE" and a.m.last - a.m.first == 2:
        return False  # "the past year": a duration
    if word in ("following", "preceding", "prior", "previous") and not is_a("owns", a.before()):
        return False
    if word == "last" and a.before() == "the" and (a.after() == "of" or (unit and unit != "WE" and is_a("lasts", a.before(2)))):
        return False  # "the last week of the campaign", "over the last week"
    if is_a("seasonal", a.after()):
        return False
    if unit and words.capital(a.m.last - 1) and a.before() not in (".", "") and words.capital(first):
        return False  # the name of a programme
    return a.m.at("month") is None or words.capital(a.first_of("month"))


def day_word(a: Around) -> bool:
    """ "today", "last night": not a programme or a paper ("USA Today"), not "said that night"."""
    words, first = a.m.words, a.m.first
    word = words.lowers[first]
    if a.m.at("rel"):
        token = a.token()
        clause = word == "that" and token is not None and token.upos == "SCONJ"
        return word in ("this", "last", "next", "that", "following", "previous") and not clause
    named = first > 0 and words.capital(first) and words.capital(first - 1)
    return not (named and word in ("today", "tomorrow"))


def holiday(a: Around) -> bool:
    """ "Christmas", not "the Christmas Appeal Fund", "the Orchestra of Christmas Charity"."""
    words = a.m.words
    if is_a("festive", a.after()):
        return False  # "a Christmas market"
    if a.m.last - a.m.first > 1 or not words.lower(a.m.last).isalpha() or not words.capital(a.m.last):
        return True
    token = a.token_of(a.m.last - 1)
    return token is None or not (token.role.compound or token.role.flat) or token.head.upos != "PROPN" or token.head.i < token.i


CHECKS: dict[str, Callable[[Around], bool]] = {
    "date/holiday": holiday, "date/day-mon-year": month_day,
    "date/month": month, "date/month-day-year": month_day, "date/day-month-year": month_day, "date/month-dayword": month_day,
    "date/month-year": month_day, "date/month-of-rel-year": month_day, "date/range-month": month_day, "date/range-month-day": day_range,
    "date/range-day-month": day_range, "date/day-month-2year": two_digit_year, "date/day-of-month": day_alone, "date/season": season,
    "date/year": year, "date/year-short": year_short, "date/year-second": year_second, "date/decade": decade,
    "date/decade-word": decade, "date/year-era": era_year,
    "date/era-year": era_year, "date/weekday": weekday, "date/weekday-abbr": weekday_abbreviation, "date/day": day_word,
    "date/rel-month": related, "date/rel-season": related, "date/rel-weekday": related, "date/rel-unit": related,
    "date/the-unit": extent.the_unit, "date/the-part": extent.the_part, "date/later": extent.later, "date/units-later": extent.later,
    "date/unit-before": extent.later, "time/clock": clock, "time/hour-part": hour, "time/word": noon, "duration/number": extent.number,
    "duration/compound": extent.compound,
    "duration/adjective": extent.number, "duration/range": extent.number, "duration/article-half": extent.article,
    "duration/unit-long": extent.number,
    "duration/plural": extent.plural, "duration/rel": extent.stretch, "duration/rel-one": extent.stretch, "duration/open": extent.stretch,
    "set/word": extent.set_word, "set/weekdays": weekdays, "ref/past": extent.the_past, "ref/future": extent.the_future,
}  # fmt: skip
"""Rule (time_patterns.csv) -> what else must hold."""
