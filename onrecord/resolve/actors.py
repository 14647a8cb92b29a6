"""The actors of a report: every name, description and pronoun that stands for somebody who can speak or act, and who speaks where."""

from __future__ import annotations

import bisect

from onrecord.grammar.clause import is_infinitive
from onrecord.grammar.phrase import phrase_of
from onrecord.grammar.speech import Speech
from onrecord.grammar.tree import above
from onrecord.heads.names import CLASSES, read_names
from onrecord.heads.nouns import asked, read_nouns
from onrecord.model.document import Document, Token, span_of
from onrecord.model.drafts import AttributionDraft, Cast, UnresolvedDraft
from onrecord.model.record import Rejected
from onrecord.resolve import lexicon
from onrecord.resolve.belonging import hang_by_context, hang_by_list, hang_by_owner
from onrecord.resolve.bodies import add_organisations, add_states
from onrecord.resolve.datelines import filed_in
from onrecord.resolve.descriptions import add_description, describe
from onrecord.resolve.entities import Actor, Mention
from onrecord.resolve.evidence import hang_by_evidence
from onrecord.resolve.kinds import THING, classify
from onrecord.resolve.known import hang_by_knowledge, holds_office
from onrecord.resolve.lexicon import word_set
from onrecord.resolve.named import Named
from onrecord.resolve.names import READ, find_names
from onrecord.resolve.nouns import COUNTERS, HYPHENS, MARKS
from onrecord.resolve.persons import link_persons
from onrecord.resolve.phrase import BACKED
from onrecord.resolve.pronouns import KINDS, WINDOW, choose, pleonastic
from onrecord.resolve.scene import Scene, set_context
from onrecord.resolve.several import joined_with, pair, several, suffering
from onrecord.resolve.speakers import find_speakers
from onrecord.resolve.titles import Title, share_titles, take_title

AS_NOUNS = frozenset({"military", "wounded", "injured", "dead", "displaced", "opposition", "elderly"})
"""Adjectives that stand for people or bodies where no noun follows; models waver between the two readings."""
NOMINAL = frozenset({"NOUN", "PROPN"})
CLIMB = 12
"""Steps up the tree from a relative pronoun to its clause."""
ANSWERED = ("praise", "criticize")
"""Acts without words after which whom they are done to may speak: "Chris praised *Maria*. *She* said …"."""
THING_CLASS = CLASSES.index("thing")
KILLING, DYING = "actors-killing", "linking-dying"
"""Verbs of those who kill, and of those who die: the dead say nothing more."""
RECENT = 64
"""Mentions kept in reach while sweeping through the text."""


def resolve_actors(
    document: Document, attributions: list[AttributionDraft], office_table: str | None = None
) -> tuple[Cast, list[UnresolvedDraft]]:
    """Find the actors with all their mentions, and who speaks in each attribution.

    Names first, over the whole report, so that a full name repairs short ones before and after it; then one sweep through the
    text for descriptions and pronouns, each looking back over a bounded number of mentions.
    """
    names = find_names(document)
    titles = classify(names, document.tokens, _things(document, names, office_table), in_georgia="GA" in filed_in(document))
    share_titles(names, titles, document.tokens)
    scene = Scene(document, names)
    scene.somebody = read_nouns(document, [t for t in asked(document) if _unlisted(t)])
    scene.note_meanings()
    for named in names:
        for token in named.tokens:
            scene.named_at[token.i] = named
    set_context(scene)
    _add_persons(scene, titles)
    add_organisations(scene)
    add_states(scene)
    hang_by_evidence(scene)
    hang_by_knowledge(scene, office_table)
    hang_by_context(scene)
    unresolved = _sweep(scene, attributions)
    hang_by_owner(scene, titles, names)
    hang_by_list(scene)
    speakers, joining, silent = find_speakers(scene, attributions)
    _stand_aside(scene)
    drafts = {id(a): a.draft() for a in scene.actors}
    cast = Cast(
        [drafts[id(a)] for a in scene.actors],
        {i: drafts[id(m.actor)] for i, m in sorted(scene.at.items()) if m.actor is not None},
        {key: drafts[id(a)] for key, a in speakers.items()},
        names,
        {key: [drafts[id(x)] for x in rest] for key, rest in joining.items()},
        {i: [drafts[id(x)] for x in actors] for i, actors in sorted(scene.together.items())},
    )
    return cast, unresolved + silent


def _things(document: Document, names: list[Named], office_table: str | None) -> dict[int, float]:
    """Give how likely each name is a thing's, by id(name); of those that the tables of the world and of offices do not know.

    The table of offices, which takes time to read, is only asked about names that the head takes for a thing's somewhere.
    """
    unlisted = [n for n in names if not n.entries]
    odds = [row[THING_CLASS] for row in read_names(document, [n.tokens for n in unlisted])]
    asked = list(zip(unlisted, odds, strict=False))
    doubted = {n.words for n, thing in asked if thing >= THING}
    return {id(n): thing for n, thing in asked if n.words not in doubted or not holds_office(n.text, office_table)}


def _unlisted(noun: Token) -> bool:
    """Tell a noun that the lexicon does not know, and that is no mere count of others."""
    return not lexicon.may_end_noun(noun.lower) and lexicon.singulars(noun.lower)[-1][0] not in word_set(COUNTERS)


def _stand_aside(scene: Scene) -> None:
    """Let the body that acts stand for the one it is only tied to, which the parse makes the head: "*Al Qaeda*-linked *al Shabaab*"."""
    tokens = scene.document.tokens
    for mention in [m for m in scene.mentions if m.form == "name" and m.covers]:
        last = max(t.i for t in mention.covers)
        acting = scene.at.get(last + 3)
        if acting is None or acting.form != "name" or acting.actor is mention.actor or tokens[last + 1].text not in HYPHENS:
            continue
        if tokens[last + 2].lower in word_set(BACKED) and acting.head.sentence is mention.head.sentence:
            below = {t.i for t in mention.covers}
            if any(t.head.i in below for t in acting.covers):
                scene.at.update(dict.fromkeys(below, acting))


def _add_persons(scene: Scene, titles: dict[int, list[Title]]) -> None:
    persons, of = link_persons(scene.names, titles)
    scene.by_word = persons.by_word
    for named in scene.names:
        actor = of.get(id(named))
        if actor is None:
            continue
        beside = titles[id(named)]
        covers = [*named.tokens, *(t for title in beside for t in _own_words(title))]
        scene.add(actor, span_of(named.style + named.tokens), "name", named.head, named.rule or "name/person", covers)
        for title in beside:
            take_title(actor, title)
        owner = _owning_country(scene, named)
        if owner is not None and not actor.country_sure:
            actor.belong(owner, "possessor")


def _owning_country(scene: Scene, named: Named) -> str | None:
    """Give the country of "France's Emmanuel Macron"."""
    i = named.tokens[0].i - 1
    if i < 1 or scene.document.tokens[i].lower not in MARKS:
        return None
    owner = scene.named_at.get(i - 1)
    return owner.entries[0].country if owner is not None and owner.entries and owner.kind in ("country", "place") else None


def _own_words(title: Title) -> list[Token]:
    """Give a title's nouns and adjectives after its possessor: in "the party's chairman" the party is somebody else."""
    run = title.tokens
    if any(t.lower in MARKS and t.i > title.head.i for t in run):
        run = [t for t in run if t.i <= title.head.i]  # "*the head* of the city's police"
    start = next((n + 1 for n in range(len(run) - 1, -1, -1) if run[n].lower in MARKS), 0)
    return [t for t in run[start:] if t.upos in ("NOUN", "PROPN", "ADJ") or t.lower == "one"]


def _sweep(scene: Scene, attributions: list[AttributionDraft]) -> list[UnresolvedDraft]:
    """Walk through the text once: known names come into reach, descriptions and pronouns are settled as they come."""
    by_head: dict[int, list[Mention]] = {}
    for mention in scene.mentions:
        by_head.setdefault(mention.head.i, []).append(mention)
    recent: list[Mention] = []
    things: list[Mention] = []
    speech = Speech(scene.document, attributions)
    unresolved: list[UnresolvedDraft] = []
    late: list[tuple[Token, AttributionDraft]] = []
    sources = {a.source_head.i for a in attributions if a.source_head is not None and (a.uttered or a.act not in ANSWERED)}
    own_words: dict[int, list[AttributionDraft]] = {}
    for a in attributions:
        if a.source_head is not None and a.form != "direct":
            own_words.setdefault(a.source_head.i, []).append(a)
    last_speaker: Actor | None = None
    for token in scene.document.tokens:
        known = by_head.get(token.i)
        if known is not None:
            recent.extend(known)
        elif (token.upos in NOMINAL or token.lower in KINDS or _noun(scene, token)) and token.sentence.part.kind in READ:
            near = _alive(token, _outside(own_words.get(token.i, []), recent, speech)) if token.i in sources else recent
            others = _named_in_words(scene, token, speech) if token.i in sources else set()
            settled = _settle(scene, token, near, others, things, speech.of(token), late, last_speaker if token.i in sources else None)
            if settled is not None:
                (things if settled.actor is not None and settled.actor.thing else recent).append(settled)
        if token.i in sources and (spoke := scene.at.get(token.i)) is not None:
            last_speaker = spoke.actor
        for seen in (recent, things):
            if len(seen) > 2 * RECENT:
                del seen[:-RECENT]
    for token, attribution in late:
        _first_person(scene, token, attribution)
    return unresolved


def _outside(own: list[AttributionDraft], recent: list[Mention], speech: Speech) -> list[Mention]:
    """Leave out who is named inside quoted words, a source's own or those before them: "“I do it for *my son*,” *he* said" is not the son.

    `own`: the source's words of which a part or none is quoted; of whom unquoted words are about he may speak himself.
    """
    said = [m for m in recent if not any(_told_of(a, m) for a in own)]
    return [m for m in said if not any(a.form == "direct" for a in speech.of(m.head))]


def _alive(source: Token, mentions: list[Mention]) -> list[Mention]:
    """Leave out of those who may speak whoever is told to have been killed, unless it is told what they *had* said."""
    if source.lower not in KINDS or phrase_of(source.head).auxiliaries:
        return mentions
    return [m for m in mentions if m.actor is None or not any(_killed(x.head) for x in m.actor.mentions)]


def _killed(word: Token) -> bool:
    verb, role = word.head, word.role
    if verb.upos != "VERB" or is_infinitive(verb) or phrase_of(verb).negated or verb.form.base:
        return False
    if role.object or role.undergoing:
        return verb.lemma in word_set(KILLING)
    return role.acting and verb.lemma in word_set(DYING)


def _told_of(own: AttributionDraft, mention: Mention) -> bool:
    """Tell who is named in somebody's words and not as what they are about: "They gave *the leader* no chance, he said"."""
    inside = any(start <= mention.head.start < end for start, end in own.content)
    return inside and (own.form == "mixed" or not mention.role.subject)


def _named_in_words(scene: Scene, token: Token, speech: Speech) -> set[int]:
    """Give who is named in what the subject of a main clause does or says: it is somebody else ("*the firm* denied that *Acme* had paid").

    A state is named for its country too, and in their own words bodies name themselves.
    """
    verb = token.head
    if not token.role.subject or not (verb.role.root or verb.role.conjunct or verb.role.content):
        return set()
    first, last = max(token.i, verb.i) + 1, min(token.sentence.tokens[-1].i, verb.i + FAR)
    out: set[int] = set()  # ids of actors
    for i in range(first, last + 1):
        mention = scene.at.get(i)
        actor = mention.actor if mention is not None and mention.form == "name" and mention.head.i == i else None
        if actor is None or mention is None or actor.type == "government" or not _of_its_own(mention.head):
            continue
        if all(a.form != "direct" for a in speech.of(mention.head)) and not _quoted(scene.document, mention.head):
            out.add(id(actor))
    return out


FAR = 40
"""Words after a verb of saying in which somebody named is looked for."""


def _quoted(document: Document, token: Token) -> bool:
    """Tell a word inside quotation marks."""
    regions = document.regions or []
    at = bisect.bisect_right(regions, token.start, key=lambda r: r.start) - 1
    return at >= 0 and token.start < regions[at].end


def _of_its_own(head: Token) -> bool:
    """Tell a name that stands for somebody by itself and not for whose something is ("*al-Shabaab* fighters")."""
    return head.role.argument or head.role.indirect or head.role.agent or head.role.joined


def _noun(scene: Scene, token: Token) -> bool:
    """Tell a word that may head a description."""
    return token.upos in NOMINAL or token.lower in AS_NOUNS


def _settle(
    scene: Scene,
    token: Token,
    recent: list[Mention],
    others: set[int],
    things: list[Mention],
    inside: list[AttributionDraft],
    late: list[tuple[Token, AttributionDraft]],
    last_speaker: Actor | None,
) -> Mention | None:
    if _noun(scene, token) and token.i not in scene.at and token.i not in scene.named_at:
        if two := pair(scene, token):
            return _linked_to_all(scene, token, two)
        described = describe(scene, token)
        said_by = _known_speaker(scene, inside[0]) if inside else None
        found = add_description(scene, described, recent, said_by, others) if described is not None else None
        role = token.role
        if found is None and token.upos == "NOUN" and (role.argument or role.conjunct or role.root or role.attribute):
            thing = Actor(token.lower, "group", number="plur" if token.form.plural else "sing", thing=True)
            return Mention(token.span, "description", token, "", [], thing)
        return found
    kind = KINDS.get(token.lower)
    if kind is None or token.text == "US":
        return None
    if kind in ("1", "1p"):
        if inside and inside[0].form != "indirect":
            late.append((token, inside[0]))
        return None
    if kind == "r":
        return _relative(scene, token)
    if kind == "w":
        return _which(scene, token)
    if kind == "2" or pleonastic(token):
        return None
    quote = inside[0] if inside else None
    speaker = _known_speaker(scene, quote) if quote is not None and quote.form != "direct" else last_speaker
    if kind == "p" and (together := suffering(scene, token)):
        return _linked_to_all(scene, token, together)
    if kind in ("m", "f") and inside and inside[0].form == "direct" and (own := _known_speaker(scene, inside[0])) is not None:
        recent = [m for m in recent if m.actor is not own]  # who speaks of "he" in his own words means another
    choice = choose(scene, token, recent if kind in ("m", "f") else _merged(recent, things), speaker, others)
    if choice.actor is None:
        return _several(scene, token) if kind == "p" else None
    if kind == "p" and (two := joined_with(scene, choice.actor, token)):
        return _linked_to_all(scene, token, two)
    if kind in ("m", "f") and choice.actor.gender is None and choice.confidence > 0.8:
        choice.actor.gender = "f" if kind == "f" else "m"
    linked = scene.add(choice.actor, token.span, "pronoun", token, f"pronoun/{choice.confidence:.1f}", [token])
    if choice.confidence < 0.7 and choice.rejected and len(choice.actor.rejected) < 4:
        choice.actor.rejected.append(Rejected(value=choice.rejected[0][0], why=f"'{token.text}' at {token.start}: {choice.rejected[0][1]}"))
    return linked


def _several(scene: Scene, token: Token) -> Mention | None:
    """Link "they" to each of the people who were named together."""
    return _linked_to_all(scene, token, several(scene, token))


def _linked_to_all(scene: Scene, token: Token, actors: list[Actor]) -> Mention | None:
    mentions = [scene.add(actor, token.span, "pronoun", token, "pronoun/several", [token]) for actor in actors]
    if len(mentions) < 2:
        return mentions[0] if mentions else None
    scene.at[token.i], scene.together[token.i] = mentions[0], actors
    return mentions[0]


def _merged(recent: list[Mention], things: list[Mention]) -> list[Mention]:
    return sorted(recent[-WINDOW:] + things[-8:], key=lambda m: m.head.i)


def _relative(scene: Scene, token: Token) -> Mention | None:
    """Link "who" to the noun its clause hangs on, or to the mention right before it."""
    clause = next((t for t in above(token, CLIMB) if t.role.relative), None)
    described = clause.head if clause is not None else None
    for candidate in ([described] if described is not None else []) + _before(scene, token):
        mention = scene.at.get(candidate.i)
        if mention is None or mention.actor is None or candidate.i >= token.i:
            continue
        if candidate is described or mention.actor.type in ("person", "group"):  # "the *navy*, who told reporters"
            return scene.add(mention.actor, token.span, "pronoun", token, "pronoun/relative", [token])
    return None


def _which(scene: Scene, token: Token) -> Mention | None:
    """Link a relative "which" or "that" to the body whose name or description ends right before it."""
    if token.upos != "PRON" or (token.lower == "that" and not (token.role.subject or token.role.object)):
        return None
    tokens = scene.document.tokens
    i = token.i - 1
    if i > 0 and tokens[i].text == ",":
        i -= 1
    mention = scene.at.get(i) if i >= token.sentence.tokens[0].i else None
    if mention is None or mention.actor is None or mention.actor.type == "person" or mention.form == "pronoun":
        return None
    return scene.add(mention.actor, token.span, "pronoun", token, "pronoun/relative", [token])


def _before(scene: Scene, token: Token) -> list[Token]:
    tokens = scene.document.tokens
    return [tokens[i] for i in range(token.i - 1, max(-1, token.i - 10), -1) if tokens[i].sentence is token.sentence]


def _known_speaker(scene: Scene, attribution: AttributionDraft) -> Actor | None:
    head = attribution.source_head
    mention = scene.at.get(head.i) if head is not None else None
    if mention is None and attribution.inherited is not None:
        head = attribution.inherited.source_head
        mention = scene.at.get(head.i) if head is not None else None
    return mention.actor if mention is not None else None


def _first_person(scene: Scene, token: Token, attribution: AttributionDraft) -> None:
    """Link "I" and "we" inside quoted words to the speaker."""
    at: AttributionDraft | None = attribution
    for _ in range(64):
        if at is None:
            return
        mention = scene.at.get(at.source_head.i) if at.source_head is not None else None
        if mention is not None and mention.actor is not None:
            scene.add(mention.actor, token.span, "pronoun", token, "pronoun/speaker", [token])
            return
        at = at.inherited


__all__ = ["Named", "resolve_actors"]
