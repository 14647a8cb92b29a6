"""Figures: the numbers in a report that count or measure something.

A number is found in the text as written (`quantities.numerals`), put aside where it is no count (`quantities.context`, and what
`extract.times` has claimed), and given its bound, its unit (money, measure unit or counted noun), its measure (killed, injured,
arrested ...) and the word that governs it. Plurals of scales are lower bounds: "dozens" is at least 24, "hundreds of thousands"
at least 200,000. The span holds the bound, the number and its currency or measure unit, not the counted noun. Shares ("two-thirds
of voters") have the unit `fraction` and a value between 0 and 1.
"""

from __future__ import annotations

import bisect
import itertools
import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from onrecord.extract.quantities.ages import leave_out_ages
from onrecord.extract.quantities.bounds import bound_after, bound_before
from onrecord.extract.quantities.compounds import Compound, compound_after, is_metres
from onrecord.extract.quantities.context import PRONOUN, in_name, is_year, no_count
from onrecord.extract.quantities.counted import counted_noun, counted_word, is_person, singular, total_of
from onrecord.extract.quantities.lexicon import words
from onrecord.extract.quantities.measures import Measure, find_measure, governing, happens, implied
from onrecord.extract.quantities.nounless import fill_units, same_again
from onrecord.extract.quantities.numerals import Numeral, numerals_in
from onrecord.extract.quantities.parts import how_badly, link_parts, take_over
from onrecord.extract.quantities.ranges import Range, pair_ranges
from onrecord.extract.quantities.sharing import share_measures
from onrecord.extract.quantities.standing import set_standing
from onrecord.extract.quantities.units import Unit, magnitude_before, money_before, unit_after
from onrecord.grammar.phrase import phrase_of
from onrecord.model.document import Document, Token
from onrecord.model.drafts import FigureDraft, TimeDraft
from onrecord.model.record import Bound, Rejected, Span

_SILENT_PARTS = frozenset({"header", "byline", "dateline", "credit", "boilerplate"})
"""Parts of a report whose numbers are dates, read counts, phone numbers."""

_MONTH_DAY = re.compile(r"[A-Za-z]\.? [0-3]?\d$")
_DAY_AFTER = re.compile(r"(?:, ?| and |, and |,? or )[0-3]?\d(?:[,.;:)\n]| (?:and|or|in|at|with|to|for) |$)")
_OF = re.compile(r" of(?= )")
_OF_A = re.compile(r"(?: of)? an?(?= )")
_STANDING = frozenset(
    {
        "object", "acting", "undergoing", "oblique", "attribute", "root", "conjunct", "apposition", "complement", "content", "agent",
        "indirect"
    }
)
"""Places in the tree where a number without a noun stands for what it counts ("three were freed")."""


def find_figures(document: Document, times: list[TimeDraft]) -> list[FigureDraft]:
    """Find the numbers that count or measure something, in text order."""
    scene = _Scene(document, times)
    drafts = [draft for found in scene.ranges() if (draft := scene.figure(found)) is not None]
    drafts = [d for n, d in enumerate(drafts) if n == 0 or not _converted(document.text, drafts[n - 1], d)]
    for left, right in itertools.pairwise(drafts):  # "5 $ 6": the sign belongs to the first
        right.span = (max(left.span[1], right.span[0]), right.span[1])
    link_parts(document, drafts)
    share_measures(document.text, drafts)
    take_over(document.text, drafts)
    fill_units(document, drafts)
    counted = {d.head.sentence.start for d in drafts if d.head is not None and d not in scene.doubtful}
    drafts = [d for d in drafts if d not in scene.doubtful or _tells(d, scene.doubtful[d], counted)]
    set_standing(document, drafts, times)
    return drafts


_BRACKET = re.compile(r"[ -]?\w{0,12} ?\(")


def _converted(text: str, before: FigureDraft, one: FigureDraft) -> bool:
    """Tell a measure that only says the one before it again in other units: "18 miles (*29 km*)"."""
    if not one.rule.endswith("/unit") or one.unit == before.unit or one.unit in ("percent", "magnitude"):
        return False
    between = text[before.span[1] : one.span[0]].rstrip("~")
    return _BRACKET.fullmatch(between) is not None and text[one.span[1] : one.span[1] + 1] in (")", ";")


def _tells(one: FigureDraft, pronoun: bool, counted: set[int]) -> bool:
    """Tell whether a lone "one" counts: by what happened to it ("one of them died"), as a part ("one critically"), beside other counts."""
    if one.of is not None or (one.measure in words("fate") - {"displaced"} and not one.rule.endswith(("/noun", "/head", "/of"))):
        return True
    return not pronoun and (one.measure is not None or (one.head is not None and one.head.sentence.start in counted))


class _Scene:
    """One document while its figures are read: its text, its time expressions, the countries that it names."""

    def __init__(self, document: Document, times: list[TimeDraft]) -> None:
        self.document = document
        self.text = document.text
        spans = sorted(t.span for t in times)
        self._time_starts = [s[0] for s in spans]
        self._time_ends = [s[1] for s in spans]
        fixed = [t.span for t in times if not t.value.endswith("_REF")]  # "two *current* ministers": a word like another
        self.blocked = {t.i for span in fixed for t in document.tokens_in(span)}
        self.doubtful: dict[FigureDraft, bool] = {}
        """Drafts of a lone "one" -> whether it stands for a noun ("one of them")."""
        self._lower: str | None = None
        self._named: dict[str, int] = {}

    def named(self, country: str) -> int:
        """Count how often the document names a country (lower case)."""
        if self._lower is None:
            self._lower = self.text.lower()
        if country not in self._named:
            self._named[country] = self._lower.count(country)
        return self._named[country]

    def ranges(self) -> Iterator[Range]:
        """Give the numbers and ranges of the parts that are news text, time expressions left out."""
        for stretch in self._stretches():
            yield from pair_ranges(self.text, list(leave_out_ages(self.text, list(self._undated(numerals_in(self.document, stretch))))))

    def _undated(self, numerals: Iterable[Numeral]) -> Iterator[Numeral]:
        """Leave out times, and the days that go on with a date ("on June 21, *23* and *25*")."""
        day = -1
        for numeral in numerals:
            if self._timed(numeral):
                i = bisect.bisect_left(self._time_starts, numeral.end) - 1
                day = self._time_ends[i] if _MONTH_DAY.search(self.text[self._time_starts[i] : self._time_ends[i]]) else -1
            elif 0 <= day <= numeral.start <= day + 6 and _DAY_AFTER.match(self.text[day : numeral.end + 6]):
                day = numeral.end
            else:
                yield numeral

    def _stretches(self) -> list[Span]:
        if not self.document.parts:
            return [(0, len(self.text))]
        return [p.span for p in self.document.parts if p.kind not in _SILENT_PARTS]

    def _timed(self, numeral: Numeral) -> bool:
        i = bisect.bisect_left(self._time_starts, numeral.end) - 1
        return i >= 0 and self._time_ends[i] > numeral.start

    def figure(self, found: Range) -> FigureDraft | None:
        """Read one number or range; None where it counts nothing."""
        text, low, end = self.text, found.low, found.end
        last = found.high or low
        money = money_before(text, low.start, self.named)
        of = end + _through(text, found)
        unit = money or unit_after(text, low.start, of, low.value, self.named) or magnitude_before(text, low.start, end)
        compound = compound_after(text, end) if unit is None else None
        if is_metres(text, last) and money is None:
            unit = Unit(low.start, end, "m", "unit", 1e-6)
        if found.vote:
            unit = Unit(low.start, end, "vote", "vote")
        why = no_count(text, last, found.low.start) if money is None and (unit is None or unit.rule == "unit") else None
        if why is not None and why != PRONOUN:
            return None
        if found.high is not None and text[low.start - 1 : low.start].isalnum() and money is None:
            return None
        span, bound = self._bound(found, unit, money)
        tokens = self._tokens(low.start, max(end, unit.end if unit else end))
        if unit is None and (in_name(tokens) or _is_counted(found, tokens) or _numbers_name(tokens)):
            return None
        if unit is None and compound is None and self._prefixes(end):
            return None
        draft = self._draft(found, span, bound, unit, compound, tokens)
        if draft is not None and unit is None and text[low.start : low.end].lower() == "one":
            self.doubtful[draft] = why == PRONOUN
        return draft

    def _prefixes(self, end: int) -> bool:
        """Tell whether the number is the first part of a compound that counts nothing ("five-star", "two-way")."""
        return self.text[end : end + 1] in ("-", "‑") and self.text[end + 1 : end + 2].isalpha() and bound_after(self.text, end) is None

    def _tokens(self, start: int, end: int) -> list[Token]:
        first = self.document.token_at(start)
        if first is None or first.start >= end:
            return []
        tokens = self.document.tokens_in((first.start, end))
        return [t for t in tokens if t.sentence is tokens[-1].sentence]

    def _bound(self, found: Range, unit: Unit | None, money: Unit | None) -> tuple[Span, Bound]:
        start = min(found.begin, money.start) if money else found.begin
        end = max(found.end, unit.end) if unit else found.end
        after = bound_after(self.text, found.end) or (bound_after(self.text, end) if unit else None)
        before = bound_before(self.text, start)
        bound: Bound = "between" if found.high is not None else found.low.bound
        if before is not None:
            start = before[0]
            bound = before[1] if found.high is None else bound
        elif after is not None and found.high is None:
            bound = after[1]
        return (start, max(end, after[0]) if after is not None and before is None else end), bound

    def _draft(
        self, found: Range, span: Span, bound: Bound, unit: Unit | None, compound: Compound | None, tokens: list[Token]
    ) -> FigureDraft | None:
        head, group = counted_noun(tokens, self.blocked) if tokens and compound is None else (None, [])
        measure = find_measure(tokens, head, group, own=_base(tokens)) if tokens and _may_count(unit, compound) else None
        if head is None and measure is not None and measure.governor.i == tokens[-1].i + 1 and measure.person:
            head = measure.governor  # "67 dead": the word that says what happened stands for those it happened to
        if measure is None and head is not None and unit is None and compound is None:
            measure = happens(head, group)
        if head is None and unit is None and compound is None and tokens:
            head = total_of(tokens)
            measure = measure or implied(head)
        if head is not None and head.lower == "times":
            measure = None  # "three times the rate of deaths" counts no deaths
        if measure is not None and measure.measure == "captured" and head is not None and is_person(head.lower):
            measure = replace(measure, measure="detained")  # fighters are taken prisoner, towns and tanks are not
        name = self._unit(found, unit, compound, head, measure, bool(tokens))
        if not self._counts(found, span, name, head, measure, tokens, unit):
            return None
        factor = unit.factor if unit else 1
        kind = unit.rule if unit else "compound" if compound else ""
        rules = [x for x in ("figure", found.low.kind, kind, measure.rule if measure else "") if x]
        return FigureDraft(
            span=span, value=_times(found.low.value, factor), bound=bound, unit=name,
            measure=measure.measure if measure else None, rule="/".join(rules),
            high=_times(found.high.value, factor) if found.high else None, head=head,
            governor=measure.governor if measure else (governing(tokens, head) if tokens else None),
            rejected=[Rejected(value=code, why="its country is named less often") for code in (unit.rejected[:3] if unit else ())],
        )  # fmt: skip

    def _unit(
        self, found: Range, unit: Unit | None, compound: Compound | None, head: Token | None, measure: Measure | None, parsed: bool
    ) -> str | None:
        if unit is not None:
            return unit.unit
        if compound is not None:
            return compound.unit
        if found.low.kind == "fraction":
            return "fraction"
        word = head.text if head is not None else None if parsed else counted_word(self.text, found.end)
        if word is None:
            return "person" if measure is not None and measure.person else None
        if measure is not None and head is measure.governor and not measure.rule.endswith(("noun", "head")):
            return "person"
        one = singular(word)
        lower = one if head is not None and head.upos == "PROPN" and not one.isupper() else one.lower()
        return "person" if lower.lower() in words("person") else lower

    def _counts(
        self,
        found: Range,
        span: Span,
        name: str | None,
        head: Token | None,
        measure: Measure | None,
        tokens: list[Token],
        unit: Unit | None,
    ) -> bool:
        """Tell whether a number is a count after all: years, lone "one"s and numbers in names are not."""
        bounded = span[0] < found.begin
        if unit is not None:
            return True
        if head is not None and found.low.value == 1 and head.name is not None and head.name.label == "PERSON":
            return False
        if head is not None and name is not None and measure is None and _sport(name, head):
            return False
        if name is None and measure is None and _age_told(found, tokens):
            return False
        if head is not None and measure is None and (_said_before(found, tokens) or _numbered_name(found, head, tokens)):
            return False
        if name is not None and name.lower() in words("time-noun"):
            return False
        if is_year(self.text, found.low):
            return bounded or (measure is not None and measure.person and head is not None)
        if name is not None or measure is not None:
            return True
        word = self.text[found.low.start : found.low.end].lower()
        if word == "one" and tokens:
            return not _labels(tokens[0])
        if not tokens or found.low.kind == "fraction":
            return False
        alone = tokens[-1].role.name in _STANDING and not _labels(tokens[0])
        return bounded or alone or how_badly(self.text, found.end) or same_again(self.text, found.end)


def _through(text: str, found: Range) -> int:
    """Give how many characters stand between a number and its unit: "billions *of* euros", "half *a* kilometre"."""
    pattern = _OF if found.low.kind == "plural" else _OF_A if found.low.kind == "fraction" else None
    match = pattern.match(text, found.end) if pattern is not None else None
    return len(match.group()) if match is not None else 0


def _may_count(unit: Unit | None, compound: Compound | None) -> bool:
    """Tell whether a figure can be killed, arrested ...: counted things and shares of them, not tonnes or dollars."""
    if compound is not None:
        return compound.unit == "person"
    return unit is None or unit.unit == "percent"


def _base(number: list[Token]) -> bool:
    """Tell whether a number is the whole that another is taken from: "20 of the *50* passengers were killed"."""
    tokens = number[0].sentence.tokens
    at = number[0].i - tokens[0].i
    back = tokens[max(0, at - 3) : at]
    if len(back) < 3 or back[0].upos not in ("NUM", "PRON") or back[1].lower != "of":
        return False
    return back[2].upos in ("DET", "PRON") or back[2].lower in ("some", "about")


def _said_before(found: Range, number: list[Token]) -> bool:
    """Tell whether a number only takes up two that were named ("between *the two* countries"): it counts nothing new."""
    tokens = number[0].sentence.tokens if number else []
    at = number[0].i - tokens[0].i if number else 0
    return found.low.value == 2 and found.low.kind == "words" and at > 0 and tokens[at - 1].lower in ("the", "these", "those", "both")


def _age_told(found: Range, number: list[Token]) -> bool:
    """Tell an age told by a bare number: "She was *86*.", "He is 41 and lives in Leeds."."""
    if len(number) != 1 or not 10 < found.low.value < 115 or found.high is not None:
        return False
    tokens = number[0].sentence.tokens
    at = number[0].i - tokens[0].i
    near = [t.lower for t in tokens[max(0, at - 3) : at]]
    copula = any(w in ("was", "is", "turned", "'s", "were", "am") for w in near[-2:])
    ends = at + 1 == len(tokens) or tokens[at + 1].upos in ("PUNCT", "CCONJ", "SCONJ", "ADV")
    if near[-1:] == ["at"] and near[-2:-1] and near[-2] in ("dies", "died", "dead"):
        return ends  # "dies at 78"
    told = phrase_of(number[0]).subjects
    named = any((c.name is not None and c.name.label == "PERSON") or (c.form.singular and is_person(c.lower)) for c in told)
    return copula and ends and (named or any(w in ("he", "she", "who", "i") for w in near))


def _sport(noun: str, head: Token) -> bool:
    """Tell whether a number counts what is won in a game: goals, wickets, "scored 83 *points*"."""
    verb = head.head
    return noun in words("sport") or (noun in ("point", "run") and verb.lower in ("scores", "scored", "score", "scoring", "hit"))


def _numbered_name(found: Range, head: Token, number: list[Token]) -> bool:
    """Tell whether a number belongs to the name after it, which is no plural: "36 Quai des Brumes", "51 Pegasi b", a "737 MAX crash"."""
    following = number[-1].sentence.tokens[number[-1].i - number[-1].sentence.tokens[0].i + 1 :][:12]
    if found.low.kind != "digits" or found.low.value == 1 or found.low.scale != 1 or not following or following[0].upos != "PROPN":
        return False
    if head.upos == "PROPN" and any(t.i < head.i and t.text.islower() for t in following):
        return True
    return not head.form.plural and not head.lower.endswith("s") and head.lower not in words("person")


def _is_counted(found: Range, tokens: list[Token]) -> bool:
    """Tell a word like "scores" that is itself what is meant: "*exam* scores of students", "the *pupils'* scores"."""
    if found.low.kind != "plural" or not tokens or tokens[0].i == tokens[0].sentence.tokens[0].i:
        return False
    around = phrase_of(tokens[0])
    return any(t.upos in ("NOUN", "PROPN") and (t.role.compound or t.role.possessor) for t in around.words)


def _numbers_name(number: list[Token]) -> bool:
    """Tell whether a number goes on with the name before it, both of them before a noun ("the *Brigade 93* group")."""
    if len(number) != 1:
        return False
    one = number[0]
    at = one.i - one.sentence.tokens[0].i
    before = one.sentence.tokens[at - 1] if at else one
    if one.role.flat:
        return before.upos == "PROPN"
    return before.upos == "PROPN" and before.role.compound and before.head is one.head


def _labels(number: Token) -> bool:
    """Tell whether a number stands right after the noun it numbers ("Article 5", "Room 101")."""
    tokens = number.sentence.tokens
    at = number.i - tokens[0].i
    return at > 0 and tokens[at - 1].upos in ("PROPN", "NOUN") and number.start - tokens[at - 1].end <= 1


def _times(value: float | int, factor: float) -> float | int:
    if factor == 1:
        return value
    product = round(value * factor, 6)
    return int(product) if product == int(product) else product
