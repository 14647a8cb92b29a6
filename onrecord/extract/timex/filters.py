"""Turns down what looks like a time expression but is none: "may" and "march" as verbs, "a second term", "1990 shares", "$5 a day"."""

from __future__ import annotations

from collections.abc import Callable

from onrecord.extract.timex.patterns import Match
from onrecord.model.document import Document, Token

_PREPOSITIONS = frozenset(
    "in since by until till of last this next early late mid from to and through during before after between around about for at on over "
    "within under into past the that than or as per".split()
)
_MONTH_LEADS = frozenset("in since by until till of last this next early late mid from to and through during before after between around".split())
_COMMON_NAMES = frozenset(("may", "march", "april", "june", "august"))
_YEAR_LEADS = frozenset(
    "in since by until till of from to and through during before after between around about for late early mid the year fiscal as or than spring "
    "summer autumn fall winter circa season compared with against over".split()
)

_YEAR_OWNERS = frozenset(("the", "its", "his", "her", "their", "our", "'s", "’s", "and", "that", "this", "since"))
"""Words before a year that is no count even where a plural follows: "the 2014 protests"."""


class Filters:
    """Says of each match whether it is a time expression in this document."""

    def __init__(self, document: Document, narrative: bool) -> None:
        self.document = document
        self.narrative = narrative

    def accept(self, m: Match) -> bool:
        """Say whether the match is a time expression here."""
        check = _CHECKS.get(m.rule)
        return check is None or check(self, m)

    def token(self, m: Match, label: str | None = None) -> Token | None:
        """Give the parsed token at the match's start (or at a label), if the document has a parse there."""
        at = m.at(label) if label else None
        offset = m.words.starts[at[0] if at else m.first]
        token = self.document.token_at(offset) if self.document.tokens else None
        return token if token is not None and token.start <= offset < token.end else None

    def month(self, m: Match) -> bool:
        """A month's name alone: capital, no verb, no person ("Theresa May", "April said")."""
        first = (m.at("month") or (m.first, m.last))[0]
        if not m.words.capital(first):
            return False
        word, before, after = m.words.lowers[first], m.words.lower(first - 1), m.words.lower(m.last)
        if m.last - m.first > 1 or word not in _COMMON_NAMES and len(word) > 4:
            return before not in ("black",) or m.last - m.first > 1
        if word not in _COMMON_NAMES:  # an abbreviation with its dot
            return m.last - m.first > 1 or before in _MONTH_LEADS
        token = self.token(m)
        if token is not None and (token.upos in ("AUX", "VERB") or token.name is not None and token.name.label == "PERSON"):
            return False
        if before in _MONTH_LEADS:
            return True
        if word in ("may", "march"):
            return token is not None and token.upos == "PROPN" and after != "said" and not _name_around(m, first)
        return not _name_around(m, first)

    def month_day(self, m: Match) -> bool:
        """A month with a number: capital, or a day that cannot be a count."""
        first = (m.at("month") or (m.first, m.last))[0]
        return m.words.capital(first) and m.words.marks[m.last : m.last + 1] not in m.lexicon.chars("scale") + m.lexicon.chars("percent") or m.at("year") is not None  # fmt: skip

    def season(self, m: Match) -> bool:
        """A season alone: after a word that leads one in, and no verb ("prices fall")."""
        before = m.words.lower(m.first - 1)
        token = self.token(m, "season")
        if token is not None and token.upos not in ("NOUN", "PROPN"):
            return False
        if token is not None and token.dep == "compound" and token.head.upos == "PROPN":
            return False
        lead = before in _PREPOSITIONS
        if m.word("season") in ("fall", "spring"):
            return lead and before not in ("to", "a", "than", "as", "or", "and", "per") and m.words.lower(m.last) not in ("in", "of", "to", "from", "by")  # fmt: skip
        return lead or token is not None

    def year(self, m: Match) -> bool:
        """Four digits alone: a year unless they count or price something."""
        at = m.at("year")
        if at is None:
            return True
        before, after = m.words.lower(m.first - 1), m.words.lower(m.last)
        marks = m.words.marks
        if marks[m.first - 1 : m.first] in _chars(m, "money") and m.first or marks[m.last : m.last + 1] in _chars(m, "percent") and after:
            return False
        if before in ("no", "number", "flight", "room", "page", "+", "=", "top") or after in ("%", "degrees", "percent", "feet", "miles", "km"):
            return False
        if m.words.near(m.last) and after in ("-", "‑", "/", ":") and m.words.near(m.last + 1) and not self._range(m):
            return after == "-" and not m.words.lower(m.last + 1).isdigit()
        if m.words.near(m.first) and before in ("-", "/", ":", "."):
            return before == "-" and (m.words.lower(m.first - 2) in ("mid", "post", "pre") or m.words.lower(m.first - 2).isdigit() and len(m.words.lower(m.first - 2)) == 4)  # fmt: skip
        if before in _YEAR_LEADS:
            return not self._counts(m)
        value = int(m.words.lowers[at[0]])
        if not 1500 <= value <= 2100 and not self.narrative:
            return False
        return not self._counts(m)

    def _range(self, m: Match) -> bool:
        """Say whether the year is the first of two ("1914-1918")."""
        other = m.words.lower(m.last + 1)
        return other.isdigit() and len(other) in (2, 4)

    def _counts(self, m: Match) -> bool:
        """Say whether the parse takes the number as a count of something ("1990 shares")."""
        if m.words.lower(m.first - 1) in _YEAR_OWNERS:
            return False
        token = self.token(m, "year")
        if token is None or token.dep != "nummod" or token.head.i <= token.i:
            return False
        return token.head.xpos in ("NNS", "NNPS") and token.head.i == token.i + 1

    def year_short(self, m: Match) -> bool:
        return m.words.lower(m.first - 1) in _YEAR_LEADS

    def year_second(self, m: Match) -> bool:
        """The "94" of "1990-94"."""
        before = m.words.lower(m.first - 2)
        return m.words.lower(m.first - 1) in ("-", "–", "‑") and len(before) == 4 and before.isdigit() and 1000 <= int(before) < 2200

    def decade(self, m: Match) -> bool:
        """ "the 80s", not "in her 80s"."""
        return m.words.lower(m.first - 1) not in ("his", "her", "their", "its", "my", "your", "our") or len(m.word("decade") or "") > 4

    def range(self, m: Match) -> bool:
        """ "April 24 and 25", but not "on April 24 and 25 people"."""
        token = self.document.token_at(m.words.starts[m.last]) if self.document.tokens and m.last < len(m.words.starts) else None
        joined = "and" in m.words.lowers[m.first : m.last] or "or" in m.words.lowers[m.first : m.last]
        counts = token is not None and token.xpos == "NNS" or m.words.marks[m.last : m.last + 1] in self._measures(m) and m.last < len(m.words.starts)
        return self.month_day(m) and not (joined and counts and not m.at("year") and m.rule == "date/range-month-day")

    def era_year(self, m: Match) -> bool:
        """ "480 BC", "AD 842"; "ad" in small letters is an advertisement."""
        era = m.at("era")
        return era is None or m.words.text[m.words.starts[era[0]] : m.words.ends[era[0]]].isupper()

    def weekday_abbr(self, m: Match) -> bool:
        return m.words.capital(m.first) and m.words.lower(m.first - 1) in ("on", "last", "next", "this", "until", "since", "from", "by")

    def weekday(self, m: Match) -> bool:
        """A weekday: not one with a name of its own ("Black Friday", "Bloody Sunday")."""
        at = m.at("wday")
        first = at[0] if at else m.first
        before = m.words.lower(first - 1)
        return not (before in ("black", "bloody", "super", "cyber", "giving", "fat", "sheffield") and m.words.capital(first - 1))

    def clock_alone(self, m: Match) -> bool:
        return len(m.words.lowers[m.first]) >= 4 and m.words.lower(m.first - 1) in ("at", "by", "from", "to", "until", "till", "around", "about", "before", "after", "since", "and", "between")  # fmt: skip

    def hour_word(self, m: Match) -> bool:
        """ "4 in the morning", but not "three in the afternoon session"."""
        return m.words.lower(m.first - 1) in ("at", "around", "about", "by", "until", "from", "to", "after", "before", "nearly", "almost")

    def day_alone(self, m: Match) -> bool:
        """ "on the 20th", in a history: not "the 20th floor"."""
        token = self.token(m)
        follows = m.words.lower(m.last)
        return (
            m.words.lower(m.first - 1) == "the"
            and m.words.lower(m.first - 2) in ("on", "of", "until", "by", "from", "to", "between", "since")
            and (not follows.isalpha() or follows in _PREPOSITIONS or follows in ("when", "was", "he", "they", "she", "it", "a"))
            and (token is None or token.upos != "ADJ" or token.head.i <= token.i or True)
        )

    def article_unit(self, m: Match) -> bool:
        """ "a year" as a stretch, not as a rate ("$5 a day"), an ordinal ("a second term") or the start of "a minute book"."""
        n = m.at("n")
        unit = m.value("unit")
        if unit == "TS" and m.word("unit") == "second" and (n is None or m.words.lowers[n[0]] in ("a", "few", "many", "some", "several")):
            return False
        if unit == "Q" and n and m.words.lowers[n[0]] in ("a", "one", "three") and m.words.lower(m.last) in ("of", "century"):
            return False
        if m.words.lower(m.last) in ("-", "‑") and m.words.near(m.last) and m.rule == "duration/number":
            return False  # "a year-earlier loss"
        if n is not None and m.words.marks[n[0]] in m.lexicon.chars("year4") and n[1] - n[0] == 1 and m.word("unit") in ("day", "year", "month", "week", "quarter"):
            return False  # "World Cup 2018 day five"
        if n is None or m.words.lowers[n[0]] not in ("a", "an") or n[1] - n[0] > 1:
            return True
        return not self._rate(m)

    def _rate(self, m: Match) -> bool:
        before = m.words.lower(m.first - 1)
        if before in _PREPOSITIONS or not before:
            return False
        if before.isdigit() or before in ("%", "percent", "times", "once", "twice", "cents", "million", "billion", "thousand", "hundred", "share", "barrels", "tons", "euros", "dollars", "pounds", "miles", "kilometers", "kilometres", "tonnes", "people", "units"):  # fmt: skip
            return True
        token = self.document.token_at(m.words.starts[m.first - 1]) if self.document.tokens and m.first else None
        if token is None or token.upos not in ("NOUN", "NUM", "SYM", "PROPN"):
            return False
        return any(c.upos == "NUM" for c in token.children) or token.upos in ("NUM", "SYM")

    def number_unit(self, m: Match) -> bool:
        return self.article_unit(m) and not self._old(m)

    def _old(self, m: Match) -> bool:
        """Ages are figures, not times: TimeBank marks none of 36."""
        after, next_ = m.words.lower(m.last), m.words.lower(m.last + 1)
        return after == "old" or after in ("-", "‑") and next_ in ("old", "olds") or after == "of" and next_ == "age"

    def later(self, m: Match) -> bool:
        """ "two days before," stands alone; "two days before the vote" is a duration tied to an event."""
        after = m.words.lower(m.last)
        return m.words.lowers[m.last - 1] not in ("before", "after") or after in (",", ".", ";", ":", ")", "”", '"', "?", "!", "", "and", "but")

    def plural_unit(self, m: Match) -> bool:
        """ "years" alone: after a word that takes a stretch of time."""
        before = m.words.lower(m.first - 1)
        if m.value("unit") in ("TS", "WE") or self._old(m):
            return False
        if m.last - m.first > 1:
            return True
        return before in ("for", "in", "after", "over", "within", "of", "last", "take", "took", "takes", "spent", "spend", "or", "and", "the", "despite", "following", "during", "weeks", "months")  # fmt: skip

    def stretch(self, m: Match) -> bool:
        """ "last" is a verb in "to last two years"; "first" and "final" need an article."""
        at = m.at("stretch") or m.at("open")
        token = self.token(m, "stretch" if m.at("stretch") else "open")
        if token is not None and token.upos in ("VERB", "AUX") and token.lower == "last":
            return False
        if m.rule == "duration/rel-one" and at:
            return m.words.lower(m.first - 1) in ("the", "this", "over", "in", "during", "for")
        if m.at("unit") and m.value("unit") == "TS" and m.word("unit") == "second":
            return False
        return self.article_unit(m)

    def relation(self, m: Match) -> bool:
        """ "that" may join clauses ("said that year-end ..."), "last" may be a verb, "the past" may be a noun."""
        at = m.at("rel")
        word = m.words.lowers[at[0]] if at else ""
        token = self.token(m, "rel")
        if word == "that" and token is not None and token.upos == "SCONJ":
            return False
        if word == "that" and m.at("month"):
            return False
        if word in ("same",) and m.value("unit") not in ("D", "W", "M", "Q", "Y", "WE", "DE", "CE") and m.value("unit"):
            return False
        if word in ("past",) and m.at("unit") and m.value("unit") not in ("WE",) and m.last - m.first == 2:
            return False  # "the past year": a duration
        if token is not None and word in ("last", "current") and token.upos == "VERB":
            return False
        if m.at("month"):
            return self._month_name(m)
        return not (word in ("following", "preceding", "prior", "previous") and m.words.lower(m.first - 1) not in ("the", "its", "their", "his", "her"))  # fmt: skip

    def _month_name(self, m: Match) -> bool:
        first = (m.at("month") or (m.first, m.last))[0]
        return m.words.capital(first)

    def the_unit(self, m: Match) -> bool:
        """ "the year", "the quarter", "the weekend": what the text told of; not "the day", "a quarter", "the year that"."""
        before, after, unit = m.words.lower(m.first - 1), m.words.lower(m.last), m.value("unit")
        bound = before == "the" and m.words.lower(m.first - 2) == "of" and ("bound", m.words.lower(m.first - 3)) in m.lexicon.values
        if before not in ("the", "its") and not (unit == "Q" and "fiscal" in m.words.lowers[m.first : m.last]):
            return False
        if bound:
            return True
        if after in ("of", "that", "when", "after", "before", "since", "he", "she", "they", "it", "in", "-", "‑") and unit != "Q" and not (after == "in"):
            return False
        if unit == "Q":
            return after not in ("of", "century", "mile", "final", "finals", "-")
        return unit in ("Y", "WE") or (unit in ("W",) and after in (",", ".", ""))

    def the_part(self, m: Match) -> bool:
        return m.words.lower(m.first - 1) == "the" and m.words.lower(m.first - 2) in ("in", "during", "of", "into") and m.words.lower(m.last) not in ("of", "after", "before", "sky")  # fmt: skip

    def word_of_day(self, m: Match) -> bool:
        """ "today", "last night": not a programme or a paper ("USA Today")."""
        word = m.words.lowers[m.first]
        if m.at("rel") and word in ("same", "current", "past", "coming", "upcoming", "prior", "latest"):
            return False
        if m.at("rel") and word == "that":
            token = self.token(m)
            if token is not None and token.upos == "SCONJ":
                return False
        return not (m.words.capital(m.first) and m.first and m.words.capital(m.first - 1) and m.words.lower(m.first - 1).isalpha() and word in ("today", "tomorrow"))  # fmt: skip

    def setword(self, m: Match) -> bool:
        """ "daily": not the name of a paper."""
        capital = m.words.capital(m.first)
        token = self.token(m)
        return not (capital and (m.words.capital(m.last) if m.last < len(m.words.starts) else False)) and not (token is not None and token.upos == "PROPN")

    def ref(self, m: Match) -> bool:
        word = m.words.lowers[m.last - 1]
        after = m.words.lower(m.last)
        if word == "past":
            token = self.document.token_at(m.words.starts[m.last - 1]) if self.document.tokens else None
            noun = token is None or token.upos == "NOUN" and token.dep not in ("amod", "compound")
            return noun and m.words.marks[m.last : m.last + 1] not in self._measures(m)
        if word == "current":
            token = self.token(m)
            return token is None or token.upos == "ADJ"
        return not (word == "now" and m.words.capital(m.first) and after not in (",",) and False)

    def _measures(self, m: Match) -> str:
        return "".join(m.lexicon.chars(c) for c in ("unit1", "unitn", "num", "int", "vague", "couple", "season", "part", "wdayname"))

    def set_weekdays(self, m: Match) -> bool:
        return m.words.capital(m.first)

    def times_rate(self, m: Match) -> bool:
        return True

    def short_year_month(self, m: Match) -> bool:
        """ "04 FEB 90" with a two-digit year: not "5 May 20 people", so only where the month is short and the day leads."""
        follows = m.words.lower(m.last)
        return m.words.capital((m.at("month") or (m.first, 0))[0]) and (not follows.isalpha() or follows in _PREPOSITIONS)


def _chars(m: Match, category: str) -> str:
    return m.lexicon.chars(category)


def _name_around(m: Match, first: int) -> bool:
    """Say whether the word is part of a capitalised name: "Theresa May", "Mrs. May", "May Day Parade"."""
    words = m.words
    before = words.lower(first - 1)
    if before == "." and words.lower(first - 2) in ("mr", "mrs", "ms", "dr", "sen", "rep", "gov"):
        return True
    if first and before.isalpha() and words.capital(first - 1) and before not in _PREPOSITIONS:
        return True
    return m.last < len(words.starts) and words.lower(m.last).isalpha() and words.capital(m.last) and words.lower(m.last) not in _MONTH_LEADS


_CHECKS: dict[str, Callable[[Filters, Match], bool]] = {
    "date/month": Filters.month, "date/rel-month": Filters.relation, "date/month-day-year": Filters.month_day,
    "date/day-month-year": Filters.month_day, "date/month-dayword": Filters.month_day, "date/month-year": Filters.month_day,
    "date/month-of-rel-year": Filters.month_day, "date/range-month-day": Filters.range, "date/range-day-month": Filters.range, "date/year-second": Filters.year_second,
    "date/decade": Filters.decade, "date/range-month": Filters.month_day,
    "date/day-month-2year": Filters.short_year_month, "date/day-of-month": Filters.day_alone, "date/season": Filters.season,
    "date/rel-season": Filters.relation, "date/year": Filters.year, "date/year-short": Filters.year_short, "date/year-era": Filters.era_year,
    "date/era-year": Filters.era_year, "date/weekday": Filters.weekday, "date/weekday-abbr": Filters.weekday_abbr,
    "date/rel-weekday": Filters.relation, "time/clock": Filters.clock_alone, "time/hour-part": Filters.hour_word,
    "duration/number": Filters.number_unit, "duration/article-half": Filters.article_unit, "duration/adjective": Filters.number_unit,
    "duration/plural": Filters.plural_unit, "duration/rel": Filters.stretch, "duration/rel-one": Filters.stretch, "duration/open": Filters.stretch,
    "duration/range": Filters.number_unit, "date/rel-unit": Filters.relation, "date/the-unit": Filters.the_unit, "date/the-part": Filters.the_part,
    "date/day": Filters.word_of_day, "set/word": Filters.setword, "ref/word": Filters.ref, "ref/past": Filters.ref,
    "set/weekdays": Filters.set_weekdays, "date/later": Filters.later, "date/units-later": Filters.later, "date/unit-before": Filters.later,
}  # fmt: skip
