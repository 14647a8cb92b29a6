"""Who speaks in each attribution: behind names, descriptions and pronouns, and through quotes that carry on."""

from __future__ import annotations

from onrecord.grammar.phrase import phrase_of
from onrecord.model.document import Token, span_of
from onrecord.model.drafts import AttributionDraft, UnresolvedDraft
from onrecord.model.record import ActorType, Span
from onrecord.resolve import lexicon, nouns
from onrecord.resolve.entities import Actor
from onrecord.resolve.lexicon import word_set
from onrecord.resolve.papers import DEFINITE, PAPERS, THINGS, Papers, author, described, issuer, of_press
from onrecord.resolve.phrase import read_phrase
from onrecord.resolve.pronouns import KINDS
from onrecord.resolve.scene import Scene
from onrecord.resolve.world import folded

Speakers = dict[int, Actor]
Joining = dict[int, list[Actor]]


def find_speakers(scene: Scene, attributions: list[AttributionDraft]) -> tuple[Speakers, Joining, list[UnresolvedDraft]]:
    """Give each attribution's speaker by id(attribution), who says it with that speaker, and what could not be settled, with the reason."""
    speakers: Speakers = {}
    joining: Joining = {}
    unresolved: list[UnresolvedDraft] = []
    last: tuple[AttributionDraft, Actor] | None = None
    papers = Papers(scene)
    for attribution in attributions:
        together = _joint(scene, attribution) or papers.makers(attribution)
        if together:
            joining[id(attribution)] = together[1:]
        actor, reason = (together[0], "") if together else _speaker(scene, attribution, speakers)
        actor = actor or _goes_on(attribution, last) or _of_statement(scene, attribution, last) or _of_its_paper(papers, attribution, last)
        if actor is not None:
            speakers[id(attribution)] = actor
            last = attribution, actor
            if attribution.source_head is not None:
                papers.learn(attribution.source_head, actor)
        elif _mute(attribution):
            attribution.uttered = False
        elif attribution.source is not None and attribution.uttered:
            unresolved.append(UnresolvedDraft("speaker", attribution.source, reason))
    for attribution in attributions:  # what carries on may stand before its first part
        if id(attribution) not in speakers and attribution.inherited is not None:
            actor = _inherited(attribution, speakers)
            if actor is not None:
                speakers[id(attribution)] = actor
    for attribution in attributions:
        if id(attribution) not in speakers and attribution.source is None and attribution.uttered:
            span = attribution.content[0] if attribution.content else attribution.cue[0]
            unresolved.append(UnresolvedDraft("speaker", span, "the text names no source in reach"))
    return speakers, joining, unresolved


def _goes_on(attribution: AttributionDraft, last: tuple[AttributionDraft, Actor] | None) -> Actor | None:
    """Give the body that spoke last for an "it" that speaks and fits nobody else: "…, said a ministry statement. “…,” *it* said."."""
    head = attribution.source_head
    if last is None or head is None or head.lower != "it" or last[1].type == "person":
        return None
    return last[1] if _within(SAME_SPEAKER, head, last[0]) else None


def _within(reach: int, head: Token, last: AttributionDraft) -> bool:
    """Tell whether a source stands so many characters at most after that of the attribution before it."""
    return last.source is not None and 0 < head.start - last.source[1] < reach


def _of_statement(scene: Scene, attribution: AttributionDraft, last: tuple[AttributionDraft, Actor] | None) -> Actor | None:
    """Give whose words "the statement" is where nobody issues it in the text: who spoke last, near before it."""
    head = attribution.source_head
    if head is None or last is None or head.lower not in word_set(STATEMENTS):
        return None
    around = phrase_of(head)
    if around.attributes or around.reduced or around.relatives:
        return None
    opener = scene.document.tokens[head.i - 1] if head.i else head
    if opener.lower in ("a", "another"):
        return last[1] if last[1].type != "person" and _within(SAME_SPEAKER, head, last[0]) else None
    return last[1] if opener.lower in DEFINITE and _within(STATEMENT_REACH, head, last[0]) else None


def _of_its_paper(papers: Papers, attribution: AttributionDraft, last: tuple[AttributionDraft, Actor] | None) -> Actor | None:
    """Give whose "the report" is that nobody told of before: the body that spoke last ("*The group* accuses them. *The report* says …").

    Not where it only denied something: then the report is another's.
    """
    head = attribution.source_head
    if head is None or last is None or head.lower not in word_set(PAPERS) or head.lower in word_set(STATEMENTS):
        return None
    opener = next((c for c in phrase_of(head).determiners if c.i < head.i), None)
    fixed = opener is not None and opener.lower in DEFINITE and not phrase_of(head).attributes
    barred = last[1].sector == "JRN" or last[1].type not in ("organization", "group")
    if not fixed or barred or last[0].act in ("deny", "decline_to_say"):
        return None
    return last[1] if papers.untold(head) and _within(SAME_SPEAKER, head, last[0]) else None


def _mute(attribution: AttributionDraft) -> bool:
    """Tell whether a thing nobody stands behind is all that speaks ("the results suggest", "the model shows")."""
    head = attribution.source_head
    if attribution.rule == "quote/indirect/according-to":
        return False  # "according to emails seen by …": whatever it is, the text gives it as the source
    return head is not None and head.upos == "NOUN" and not _animate(head) and head.lower not in word_set(PAPERS) | word_set(REPORTS)


PRESS = "speakers-press"
"""Words for the press as a whole ("local *media* reported"): they speak, whoever of them it was."""
STATEMENTS, REPORTS = "speakers-statements", "speakers-reports"
"""What carries on a speech ("the statement"), and what is quoted though nobody stands behind it ("reports said")."""
STATEMENT_REACH = 1500
"""Characters from a speaker to "the statement said" that goes on with the same statement: a statement quoted over paragraphs."""
SAME_SPEAKER = 600
"""Characters from a speaker to an "it" that carries on: three or four sentences."""


def _joint(scene: Scene, attribution: AttributionDraft) -> list[Actor]:
    """Give all who say it together ("*A* and *B*, *C* and *D* said"), in text order; none where one alone speaks."""
    if attribution.source is None:
        return []
    tokens = scene.document.tokens_in(attribution.source)
    if len(tokens) == 1 and tokens[0].i in scene.together:
        return scene.together[tokens[0].i]
    inside = {t.i for t in tokens}
    tops = [t for t in tokens if t.head is t or t.head.i not in inside]
    members = {tops[0].i} if len(tops) == 1 else set()
    for token in tokens:  # a conjunct hangs on an earlier one
        if token.role.conjunct and token.head.i in members:
            members.add(token.i)
    found = [m.actor for i in sorted(members) if (m := scene.at.get(i)) is not None and m.actor is not None]
    together = list({id(a): a for a in found}.values())
    return together if len(members) > 1 and len(together) > 1 else []


def _inherited(attribution: AttributionDraft, speakers: dict[int, Actor]) -> Actor | None:
    at: AttributionDraft | None = attribution
    for _ in range(64):
        if at is None:
            return None
        if id(at) in speakers:
            return speakers[id(at)]
        at = at.inherited
    return None


def _speaker(scene: Scene, attribution: AttributionDraft, speakers: dict[int, Actor]) -> tuple[Actor | None, str]:
    head = attribution.source_head
    if head is None:
        return _inherited(attribution, speakers), "the text names no source in reach"
    mention = scene.at.get(head.i)
    if mention is not None and mention.actor is not None:
        return mention.actor, ""
    if head.lower in word_set(PRESS) and head.name is None:
        return _new(scene, head, "group", "JRN"), ""
    if head.lower in word_set(THINGS) and (head.upos == "NOUN" or head is head.sentence.tokens[0]):
        return _behind(scene, head) or _study(scene, head), f"'{head.text}' is not known to be somebody who speaks"
    inside = _inside(scene, attribution.source, head)
    if inside is not None and head.upos == "PROPN":
        return inside, ""
    named = scene.named_at.get(head.i)
    if named is not None and named.entries and named.entries[0].country and head.lower not in KINDS:
        if inside is None:
            inside = scene.state(named.entries[0].country)
            scene.add(inside, span_of(named.tokens), "name", head, "source/country", named.tokens)
        return inside, ""
    whose = _antecedent(head)
    if whose is not None:
        return _of_relative(scene, whose), f"'{whose.text}' is not known to be somebody who speaks"
    if head.lower in KINDS:
        return None, f"'{head.text}': nobody near fits, or several do"
    open_ended = head.upos != "PROPN" and head.lower in word_set(nouns.COUNTERS) | word_set(ANYBODY)
    if open_ended and _of_whom(head, scene.document.tokens) is None:
        counted = next((m.actor for c in phrase_of(head).attributes if (m := scene.at.get(c.i)) is not None), None)
        return counted, f"'{head.text}' says not who speaks"
    capital = head.text[0].isupper() and head.text[1:].islower() and head.upos == "NOUN" and head.lower not in word_set(THINGS)
    if capital and head.form.plural and head is head.sentence.tokens[0]:
        return _new(scene, head), ""  # "*Friends* say": a capital there makes no name
    if head.upos == "PROPN" or capital:
        return _new_name(scene, head), ""
    if head.lower in word_set(THINGS) or not _animate(head):
        return described(scene, head) or issuer(scene, head), f"'{head.text}' is not known to be somebody who speaks"
    return _new(scene, head), ""


def _antecedent(head: Token) -> Token | None:
    """Give the noun that a relative pronoun takes up: "a *source* who had said so", "the *reports* that claimed it"."""
    clause = head.head
    noun = clause.head if KINDS.get(head.lower) in ("r", "w") and clause.role.relative and head.role.subject else None
    return noun if noun is not None and noun.upos in ("NOUN", "PROPN") and noun.i < head.i else None


def _of_relative(scene: Scene, noun: Token) -> Actor | None:
    """Give who the noun before a relative pronoun is, a new actor where nothing else has found somebody."""
    mention = scene.at.get(noun.i)
    if mention is not None:
        return mention.actor
    if noun.lower in word_set(THINGS):
        return _behind(scene, noun)
    return _new(scene, noun) if noun.upos == "NOUN" and _animate(noun) else None


ANIMATE = ("er", "ers", "or", "ors", "ist", "ists", "ian", "ians", "eer", "eers", "ee", "ees", "man", "men", "woman", "women")
SOMEBODY = "speakers-somebody"


def _animate(head: Token) -> bool:
    """Tell a source word that no lexicon knows but that can only be somebody, by its ending or as a word for some people."""
    return head.lower in word_set(SOMEBODY) or (
        head.upos in ("NOUN", "ADJ") and head.lower.endswith(ANIMATE) and head.lower not in word_set(INANIMATE)
    )


INANIMATE, ANYBODY = "speakers-inanimate", "speakers-anybody"
"""Words that end like somebody's and are things; words that leave open who of several speaks ("*some* said")."""


def _new_name(scene: Scene, head: Token) -> Actor:
    """Start (or find again) the person behind a name that only its place beside a verb of speech gives away."""
    known = scene.by_word.get(folded(head.text), [])
    tokens = scene.document.tokens
    first = head
    while first.i > head.sentence.tokens[0].i and tokens[first.i - 1].text[0].isupper() and tokens[first.i - 1].upos in ("PROPN", "NOUN"):
        first = tokens[first.i - 1]
    run = tokens[first.i : head.i + 1]
    span = (first.start, head.end)
    if len(known) == 1:
        actor = known[0]
    else:
        actor = Actor(" ".join(t.text for t in run), "person", rule="actor/source", confidence=0.6)
        actor.words = tuple(folded(t.text) for t in run)
        for word in actor.words:
            scene.by_word.setdefault(word, []).append(actor)
    scene.add(actor, span, "name", head, "source/name", [t for t in run if t.i not in scene.at])
    return actor


def _inside(scene: Scene, source: Span | None, head: Token) -> Actor | None:
    """Give the actor inside a source's phrase: the owner of a statement, the name beside a badly parsed head."""
    if source is None:
        return None
    for token in scene.document.tokens_in(source):
        mention = scene.at.get(token.i)
        if mention is not None and mention.actor is not None and mention.form != "pronoun":
            return mention.actor
    return None


def _behind(scene: Scene, thing: Token) -> Actor | None:
    """Give who stands behind a paper, a new actor where it names somebody that nothing else has found."""
    head = author(scene, thing)
    if head is None:
        return described(scene, thing) or issuer(scene, thing)
    mention = scene.at.get(head.i)
    if mention is not None:
        return mention.actor
    if head.lower in KINDS:
        return None
    return _new_name(scene, head) if head.upos == "PROPN" else _new(scene, head) if _animate(head) or of_press(scene, head) else None


def _study(scene: Scene, head: Token) -> Actor | None:
    """Start a study that the report gives as its source without naming who wrote it: it speaks for itself."""
    return _new(scene, head, "organization", "EDU") if head.lower == "study" else None


def _of_whom(head: Token, tokens: list[Token]) -> Token | None:
    """Give the noun that says who "*one* of the military sources" or "*some* of the villagers" is, where it ends the phrase."""
    if head.upos not in ("NUM", "PRON", "DET"):
        return None
    noun = next((c for c in phrase_of(head).attributes if c.i > head.i and tokens[head.i + 1].lower == "of"), None)
    return noun if noun is not None and noun.i - head.i <= REACH and noun.name is None else None


REACH = 6
"""Words of a phrase like "one of the senior army officers"."""


def _new(scene: Scene, head: Token, known: ActorType | None = None, sector: str | None = None) -> Actor:
    """Start an actor for a source that no lexicon knows: "a source", "the pair", "Zorblatt"; `known`: its type where the word tells."""
    tokens = scene.document.tokens
    first = tokens[nouns.left_edge(head, tokens)]
    last = _of_whom(head, tokens) or head
    span = (first.start, last.end)
    reading = read_phrase([t.text for t in tokens[first.i : last.i + 1]], last.i - first.i)
    plural = head.form.plural
    proper = head.upos == "PROPN"
    kind = reading.type if reading.noun else "group" if plural else "person"
    kind = "person" if head.lower == "one" and kind == "group" else kind
    text = scene.document.text[span[0] : span[1]]
    for opener in ("the ", "The ", "a ", "A ", "an ", "An "):
        text = text.removeprefix(opener)
    country = scene.as_meant(reading.country, (t.text for t in tokens[first.i : last.i + 1]))
    actor = Actor(" ".join(text.split()), known or kind, country, sector or reading.sector, rule="actor/source", confidence=0.6)
    actor.number = "plur" if plural else "sing"
    actor.nouns.add(lexicon.singulars(head.lower)[-1][0])
    scene.add(actor, span, "name" if proper else "description", head, "source/new", [head])
    return actor
