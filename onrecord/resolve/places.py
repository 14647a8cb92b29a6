"""The places of a report: names that say where, with country, GeoNames id and position as fine as the text supports and no finer."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from onrecord.grammar.phrase import phrase_of
from onrecord.heads.pairs import PairHead, pair_head
from onrecord.model.document import Document, Token, span_of
from onrecord.model.drafts import Cast, MentionDraft, PlaceDraft
from onrecord.resolve.datelines import dateline_names
from onrecord.resolve.kinds import neighbour
from onrecord.resolve.lexicon import word_set
from onrecord.resolve.locating import hints_of, larger, locate, within_of
from onrecord.resolve.named import REGIONS, SITES, Named
from onrecord.resolve.place_features import may_be_places, place_pairs
from onrecord.resolve.place_names import FEATURES, SEAS, STREETS, is_place
from onrecord.text import fold

FILE = "places.npz"
KEPT, ADDED = 0.5, 0.8
"""By folds. How likely a name must say where that rules take for a place, and one that they do not."""


def resolve_places(document: Document, cast: Cast) -> list[PlaceDraft]:
    """Find the places on the map. Names that only stand for a government or a person there are no places."""
    names = places_among(document, cast)
    datelines = list(dateline_names(document))
    hints = hints_of([n for n in cast.names if isinstance(n, Named)] + [n for pair in datelines for n in pair if n is not None])
    drafts: dict[tuple[str, str | None, int | None], PlaceDraft] = {}
    settled: dict[str, PlaceDraft] = {}
    for named, beyond in datelines:
        for name, around in ((named, beyond), *(((beyond, None),) if beyond is not None else ())):
            draft = locate(name, larger(around), hints)
            if draft is not None:
                draft = drafts.setdefault((draft.name, draft.country, draft.geonames), draft)
                draft.mentions.append(MentionDraft(span_of(name.tokens), "name", None, "place/dateline"))
                settled.setdefault(fold(name.text), draft)
    for n, named in enumerate(names):
        if n and drafts and _its_district(names[n - 1], named):
            continue
        within = within_of(names, n, document.tokens)
        around = _around(named, document.tokens)
        key = fold(named.text) + (" region" if around else "")
        draft = settled.get(key) if within is None else None
        if draft is None:
            made = locate(named, within, hints, region=around)
            if made is not None and around and made.rule == "place/town":
                made = PlaceDraft(made.name, made.country, None, None, None, [], "place/region-around-town", made.confidence)
            if made is None:
                continue
            draft = drafts.setdefault((made.name, made.country, made.geonames), made)
            settled.setdefault(key, draft)
        draft.mentions.append(MentionDraft(span_of(named.tokens), "name", named.head, "place/name"))
    placed = sorted(_merged(drafts.values()), key=lambda d: d.mentions[0].span)
    _guess_countries(placed, document, [n for n in cast.names if isinstance(n, Named)])
    return placed


def places_among(document: Document, cast: Cast, head: PairHead | None = None) -> list[Named]:
    """Give the names that say where: what rules take for one unless the learned head is sure that it is none, and what that is sure of.

    Recipe and figures of the head: training/pairs.py and the model card. Rules decide alone where the parser tells no meanings.
    """
    names = [n for n in cast.names if isinstance(n, Named)]
    maybe = may_be_places(names)
    ruled = [is_place(n, document.tokens, cast) for n in maybe]
    head = head or pair_head(FILE)
    if head is None or not document.meanings:
        return [n for n, is_one in zip(maybe, ruled, strict=True) if is_one]
    odds = head(document, place_pairs(document, maybe, ruled, cast))
    return [n for n, is_one, sure in zip(maybe, ruled, odds, strict=True) if sure[1] >= (KEPT if is_one else ADDED)]


def _its_district(before: Named, named: Named) -> bool:
    """Tell "D.C." after Washington, which it belongs to."""
    return named.text in ("D.C.", "DC", "D.C") and 0 < named.tokens[0].i - before.tokens[-1].i <= 2 and before.text == "Washington"


NAMESAKES = 8
"""Longer names that begin or end as a short one does that it is held against, which bounds the work."""


def _merged(drafts: Iterable[PlaceDraft]) -> list[PlaceDraft]:
    """One entry a place: a name told once with its country and once without is one, and so are a whole name and its short form."""
    rows = list(drafts)
    known = {fold(d.name): d for d in reversed(rows) if d.country is not None}
    left: list[PlaceDraft] = []
    for draft in rows:
        twin = known.get(fold(draft.name))
        if draft.country is None and draft.rule == "place/unknown" and twin is not None:
            twin.mentions = sorted([*twin.mentions, *draft.mentions], key=lambda m: m.span)
        else:
            left.append(draft)
    longer: dict[str, list[PlaceDraft]] = {}
    for draft in left:
        words = fold(draft.name).split()
        for end in dict.fromkeys((words[0], words[-1]) if len(words) > 1 else ()):
            longer.setdefault(end, []).append(draft)
    out: list[PlaceDraft] = []
    for draft in left:
        words = fold(draft.name).split()
        near = [d for end in dict.fromkeys(words[:1] + words[-1:]) for d in longer.get(end, ())[:NAMESAKES]]
        whole = next((d for d in near if _short_for(draft, d)), None)
        if whole is None:
            out.append(draft)
        else:
            whole.mentions = sorted([*whole.mentions, *draft.mentions], key=lambda m: m.span)
    return out


def _short_for(short: PlaceDraft, whole: PlaceDraft) -> bool:
    """See the short form of a whole name: "Bradley Airport" of "Bradley International Airport", "the Channel" of "the English Channel",
    "Abaco" of "the Abaco Islands"; "Virginia" is none of "West Virginia", nor the town of Luhansk of its region.
    """
    words, all_words = fold(short.name).split(), fold(whole.name).split()
    if len(words) >= len(all_words) or (short.country and whole.country and short.country != whole.country):
        return False
    if all_words[-1] == words[-1] and set(words) <= set(all_words):
        called = any(words[-1] in word_set(kind) for kind in (SITES, STREETS, FEATURES, SEAS))
        return called and (len(words) > 1 or whole.country is None)
    rest = all_words[len(words) :]
    kinds = word_set(FEATURES) | word_set(STREETS)
    unlocated = short.rule.startswith(("place/unknown", "place/region"))
    return unlocated and all_words[: len(words)] == words and all(w in kinds for w in rest)


WITH = "with"
"""Before the country on the other side of a border: "near the border *with* Pakistan"."""
GUESSED = 0.4
"""How sure a place is whose country is that of the places told of beside it."""


def _guess_countries(drafts: Sequence[PlaceDraft], document: Document, names: Sequence[Named]) -> None:
    """Give a place that no table has the country of the places in its sentence, else of most in the report. Changes the drafts.

    Where no other place is told of, the countries and peoples that are named say it ("Thai soldiers in Chong Mek").
    """
    mentions = ((m, d.country) for d in drafts for m in d.mentions)
    beside = _by_sentence(document, ((m.span[0], c) for m, c in mentions if m.head is None or phrase_of(m.head).preposition != WITH))
    states = [n for n in names if n.kind in ("country", "people") and n.entries and phrase_of(n.head).preposition != WITH]
    told = [(n.tokens[0].start, n.entries[0].country) for n in states]
    peoples = _by_sentence(document, told)
    places = Counter(c for row in beside.values() for c in row.elements())
    named = Counter(c for row in peoples.values() for c in row.elements())
    for draft in drafts:
        if draft.country is not None or draft.rule != "place/unknown":
            continue
        sentence = document.sentence_at(draft.mentions[0].span[0])
        start = sentence.start if sentence is not None else -1
        best = (beside.get(start) or places or peoples.get(start) or named).most_common(2)
        if best and (len(best) == 1 or best[0][1] > best[1][1]):
            draft.country, draft.rule, draft.confidence = best[0][0], "place/unknown/beside", GUESSED


def _by_sentence(document: Document, told: Iterable[tuple[int, str | None]]) -> dict[int, Counter[str]]:
    """Count the countries that stand in each sentence, by where it starts."""
    out: dict[int, Counter[str]] = {}
    for at, country in told:
        sentence = document.sentence_at(at)
        if country is not None and sentence is not None:
            out.setdefault(sentence.start, Counter())[country] += 1
    return out


def _around(named: Named, tokens: list[Token]) -> bool:
    """Tell "the Luhansk region" from Luhansk: it has the town's name but not its place on the map."""
    after = neighbour(named, tokens, 1)
    return after is not None and after.lower in word_set(REGIONS)


__all__ = ["resolve_places"]
