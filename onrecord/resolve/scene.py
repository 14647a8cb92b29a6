"""What resolution knows of a report while it works: its actors so far, who stands at which token, and where it is set."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Literal

from onrecord.grammar.phrase import phrase_of
from onrecord.heads.nouns import Seen
from onrecord.lang import per_language, rows
from onrecord.model.document import Document, Token
from onrecord.model.record import MentionForm, Span
from onrecord.resolve import lexicon, world
from onrecord.resolve.datelines import dateline_names
from onrecord.resolve.entities import Actor, Mention
from onrecord.resolve.gazetteer import country_of_town, towns
from onrecord.resolve.lexicon import word_set
from onrecord.resolve.named import Named
from onrecord.text import HYPHENS

WHERE, ABROAD = "scene-where", "scene-abroad"
TAILS, BACKED = "names-tails", "phrase-backed"
NEARBY = 20
"""Thousands of people from which a town of a country named in the report is meant rather than a bigger namesake."""
CLEAR = 0.5
"""Share of a report's country mentions from which one country counts as its setting."""


SCENE, MAIN_SCENE = 0.8, 0.9
"""How often the country is right that an actor without one gets from where its sentence, or its whole report, is set."""


@dataclass(slots=True)
class Scene:
    """Actors and mentions of one report under construction."""

    document: Document
    names: list[Named]
    actors: list[Actor] = field(default_factory=list)
    mentions: list[Mention] = field(default_factory=list)
    at: dict[int, Mention] = field(default_factory=dict)
    """Token index -> the mention it heads or belongs to."""
    together: dict[int, list[Actor]] = field(default_factory=dict)
    """Token index of a pronoun -> the several people that it stands for."""
    somebody: dict[int, Seen] = field(default_factory=dict)
    """Token index of a noun that no list holds -> what the head of nouns takes it for."""
    states: dict[str, Actor] = field(default_factory=dict)
    """ISO code -> the country as an actor."""
    provinces: dict[str, Actor] = field(default_factory=dict)
    """Name of a region -> its government as an actor."""
    peoples: dict[str, Actor] = field(default_factory=dict)
    """ISO code -> a country's people as a group ("the Kenyans")."""
    named_at: dict[int, Named] = field(default_factory=dict)
    by_word: dict[str, list[Actor]] = field(default_factory=dict)
    """Folded word of a person's name -> the persons who bear it."""
    named: frozenset[str] = frozenset()
    """Countries that world names in the report point to."""
    focus: str | None = None
    since: Named | None = None
    """The first name that points to the focus."""
    share: float = 0.0
    """Share of the report's country mentions that name the focus."""
    meant: dict[tuple[str, str], str] = field(default_factory=dict)
    """(Word, country that it names by itself) -> country meant in this report: Georgia, the US state."""
    dateline: str | None = None
    headline: str | None = None
    """The first country that the title names."""
    dateline_named: bool = False
    """The dateline's country is named in the text too."""
    local: dict[int, str | None] = field(default_factory=dict)
    """id(sentence) -> the one country named in it."""

    def note_meanings(self) -> None:
        """Note which names the report as a whole gives to another country than their words alone (`kinds.classify`)."""
        for named in self.names:
            usual = world.scan([t.text for t in named.tokens]) if named.entries and len(named.words) == 1 else []
            country, other = (usual[0].entries[0].country, named.entries[0].country) if usual else (None, None)
            if country and other and country != other:
                self.meant[named.words[0], country] = other

    def as_meant(self, country: str | None, words: Iterable[str]) -> str | None:
        """Give the country that words mean in this report; `country`: what they mean by themselves."""
        if country is None or not self.meant:
            return country
        return next((self.meant[w.lower(), country] for w in words if (w.lower(), country) in self.meant), country)

    def add(self, actor: Actor, span: Span, form: MentionForm, head: Token, rule: str, covers: list[Token]) -> Mention:
        """Add a mention of an actor; tokens that already lead to another mention keep it."""
        if not actor.mentions:
            self.actors.append(actor)
        mention = Mention(span, form, head, rule, covers)
        mention.link(actor)
        self.mentions.append(mention)
        self.at[head.i] = mention
        for token in covers:
            self.at.setdefault(token.i, mention)
        return mention

    def country_of(self, named: Named) -> str | None:
        """Give the country that a name points to: its world meaning, or that of the town it is, one of a named country first."""
        if named.entries:
            return named.entries[0].country
        if named.kind != "place":
            return None
        near = next((t.country for t in towns(named.text) if t.country in self.named and t.population >= NEARBY), None)
        return near or country_of_town(named.text)

    def main(self, token: Token) -> str | None:
        """Give the country of the main scene for an actor at a token.

        None where the sentence names it only later, for the first time, and as another's: "The army shot down a *Russian* drone".
        """
        since = self.since
        if since is None or self.focus in (self.dateline, self.headline):
            return self.focus
        head = since.head
        other = bool(since.entries) and (since.entries[0].kind == "people" or head.role.object)
        return None if other and head.sentence is token.sentence and head.i > token.i else self.focus

    def state(self, iso3: str) -> Actor:
        """Give the actor that stands for a country's government."""
        actor = self.states.get(iso3)
        if actor is None:
            actor = Actor(world.main_name(iso3), "government", iso3, "GOV", rule="actor/country", country_sure=True, country_rule="name")
            self.states[iso3] = actor
        return actor


def set_context(scene: Scene) -> None:
    """Find the country a report is mainly about, and each sentence's one country."""
    counts: Counter[str] = Counter()
    solid: set[str] = set()
    first: dict[str, Named] = {}
    scene.named = frozenset(n.entries[0].country for n in scene.names if n.entries and n.entries[0].country)
    for named, larger in dateline_names(scene.document):
        country = (scene.country_of(larger) if larger is not None else None) or scene.country_of(named)
        if country is not None:
            scene.dateline = scene.dateline or country
    for named in scene.names:
        country = scene.country_of(named)
        if country is None or country in world.SUPRANATIONAL:
            continue
        if _not_there(scene, named):
            continue
        aside = _aside(scene, named)
        if aside == "else":
            continue
        sentence = named.tokens[0].sentence
        scene.dateline_named = scene.dateline_named or country == scene.dateline
        if sentence.part.kind == "title" and scene.headline is None:
            scene.headline = country
        weight = 3 if sentence.part.kind in ("dateline", "title") else 2 if sentence.block < 3 else 1
        unsure = bool(named.entries) and named.entries[0].scope == "context"  # "the Foreign Office": many countries have one
        bound = _bound_for(scene, named)
        medium = bool(named.entries) and named.entries[0].sector == "JRN"  # a paper reports from anywhere
        if not unsure and not bound and not medium and aside != "venue" and (not _adjective_only(scene, named) or _of_state(scene, named)):
            solid.add(country)
        first.setdefault(country, named)
        counts[country] += 1 if aside == "venue" else weight
        before = scene.document.tokens[named.tokens[0].i - 1] if named.tokens[0].i > sentence.tokens[0].i else None
        if before is not None and before.lower == "the" and before.i > sentence.tokens[0].i:
            before = scene.document.tokens[before.i - 1]
        where = before is not None and before.lower in word_set(WHERE) and aside is None
        if where and not _adjective_only(scene, named):
            key = id(sentence)
            scene.local[key] = country if scene.local.get(key, country) == country else None
    if scene.dateline is not None and (scene.dateline_named or not counts):
        counts[scene.dateline] += 3
        solid.add(scene.dateline)
    if counts:
        best, n = counts.most_common(1)[0]
        scene.share = n / counts.total()
        scene.since = first.get(best)
        scene.focus = best if scene.share >= CLEAR and best in solid else None


def _aside(scene: Scene, named: Named) -> Literal["venue", "else"] | None:
    """Tell where people of any country meet ("talks in *Cuba*"), and where something else lies ("flats he owned in *Spain*")."""
    token = named.head
    whose = bool(named.entries) and named.entries[0].kind in ("people", "organisation")
    if whose or token.sentence.part.kind in ("title", "dateline"):
        return None
    for _ in range(CLIMB):
        if token.role.relative or token.head is token:
            break
        token = token.head
        around = phrase_of(token)
        if any(c.lemma.lower() in word_set(VENUE) for c in (token, *around.objects, *around.subjects)):
            return "venue"
    return "else" if token.role.relative or _had_of_thing(named.head) else None


def _had_of_thing(token: Token) -> bool:
    """Tell what only says of a thing where it comes from: "jailed over weapons *bought* in Bulgaria"."""
    while token.head is not token and token.role.joined:
        token = token.head
    thing = token.head
    bought = token.role.reduced and (token.form.participle or token.form.past)
    if not bought or thing.upos != "NOUN" or not (thing.role.joined or thing.role.object):
        return False
    return lexicon.find_noun([thing.lower], 0) is None and thing.lemma.lower() not in _acts()


CLIMB = 3
"""Steps up the tree from where something happens to what happens there."""
VENUE, PLACES = "scene-venue", "scene-places"
"""Acts whose place says nothing of who takes part; nouns that make an adjective of country a place ("in *Kenyan* waters")."""


def _adjective_only(scene: Scene, named: Named) -> bool:
    """Tell an adjective of country that says whose something is, and not where: "claims in *Indian* media"."""
    if not named.entries or named.entries[0].kind != "people":
        return False
    after = scene.document.tokens[named.tokens[-1].i + 1 : named.tokens[-1].i + 1 + PHRASE]
    return not any(t.lemma.lower() in word_set(PLACES) for t in after if t.sentence is named.tokens[-1].sentence)


def _bound_for(scene: Scene, named: Named) -> bool:
    """Tell where somebody or something only goes to or comes from: "fled to *Panama*"."""
    i = named.tokens[0].i - 1
    token = scene.document.tokens[i] if i >= 0 else None
    if token is None or token.sentence is not named.tokens[0].sentence or (named.entries and named.entries[0].kind == "people"):
        return False
    return token.lower in ("to", "into", "towards", "toward", "for", "via")


def _of_state(scene: Scene, named: Named) -> bool:
    """Tell an adjective of country before somebody who acts there: "*Kenyan* police", "the *Peruvian* president"."""
    last = named.tokens[-1]
    run = [t for t in scene.document.tokens[last.i + 1 : last.i + 1 + PHRASE] if t.sentence is last.sentence]
    found = (lexicon.find_noun([t.lower], 0) for t in run if t.upos in ("NOUN", "PROPN"))
    return any(f is not None and f.noun.sector not in (None, "JRN", "CVL") for f in found) or any(t.lower in lexicon.offices() for t in run)


def _not_there(scene: Scene, named: Named) -> bool:
    """Tell a country named for those it has abroad ("the *Iranian* embassy", "*Polish* tourists", "a *UK*-based group") or as a topic."""
    after, tokens = named.tokens[-1].i + 1, scene.document.tokens
    if after + 1 < len(tokens) and tokens[after].text in HYPHENS and tokens[after + 1].lower in word_set(TAILS) | word_set(BACKED):
        return True
    return 0 < after < len(tokens) and tokens[after].lower in word_set(ABROAD) and tokens[after].sentence is named.tokens[-1].sentence


@per_language
def _acts() -> frozenset[str]:
    return frozenset(r["lemma"] for r in rows("event_nouns"))


PHRASE = 4
"""Words of a noun phrase after an adjective of country."""


def country_here(scene: Scene, token: Token) -> str | None:
    """Give the country that an actor without one belongs to by context: its sentence's only one, else the report's."""
    return scene.local.get(id(token.sentence)) or scene.main(token)
