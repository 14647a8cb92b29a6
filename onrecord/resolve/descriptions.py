"""Actors named by common nouns: "the leftist leader", "police", "two soldiers", "the government"; new ones, or ones met before."""

from __future__ import annotations

from collections.abc import Collection

from onrecord.grammar.phrase import phrase_of
from onrecord.heads.nouns import Seen
from onrecord.model.document import Token
from onrecord.resolve import lexicon, nouns, world
from onrecord.resolve.antecedents import find_antecedent
from onrecord.resolve.described import Described
from onrecord.resolve.entities import Actor, Mention
from onrecord.resolve.evidence import nation_after
from onrecord.resolve.lexicon import word_set
from onrecord.resolve.named import Named
from onrecord.resolve.phrase import BACKED, MINDS, Reading, read_phrase
from onrecord.resolve.scene import MAIN_SCENE, SCENE, Scene, country_here

CIVILIAN = "CVL"
"""People of whom no noun tells more."""
DOMESTIC = frozenset({"GOV", "COP", "LEG", "JUD", "SPY", "OPP"})
"""Sectors whose bodies belong to the country a report is set in, where it names no other."""
REGIONAL = "descriptions-regional"
"""Adjectives of those who are not only of the country where things happen."""
FIGHTERS = frozenset({"rebel", "militant", "insurgent", "guerrilla", "fighter", "rebel force", "jihadist"})
RULING = "linking-ruling"
"""What is said of the one government of a state ("current", "federal")."""
SENDING, FEASTS, ENVOYS = "descriptions-sending", "descriptions-feasts", "belonging-envoys"
ABSTRACT = "descriptions-abstract"
"""Nouns that, bare and single, name no body: "use of force", "in court", "business as usual"."""
KINDS = "descriptions-kinds"
SOLE = 0.75
"""Share of country mentions from which even soldiers, who are often abroad, are taken to be the setting's."""
LEAD = 4
"""Paragraphs over which a dateline still says where things happen."""
LOCAL = frozenset({"local", "regional", "state", "provincial", "city", "municipal", "district"})
BEFORE_NOUNS = frozenset({"DET", "NUM", "ADJ", "PART"})
"""What stands before an adjective that is used as a noun, and not before a verb."""
PLACELIKE = "descriptions-placelike"


def describe(scene: Scene, head: Token) -> Described | None:
    """Read the noun phrase at `head` as an actor; None where it is none."""
    seen = scene.somebody.get(head.i)
    if seen is None and not lexicon.may_end_noun(head.lower):
        return None
    tokens = scene.document.tokens
    if head.lower == "opposition" and head.i + 1 < len(tokens) and tokens[head.i + 1].lower == "to":
        return None
    if head.role.object and head.head.lemma in ("become", "remain"):
        return None
    if not nouns.is_head(head, tokens) or head.role.complement or phrase_of(head).copulas:
        return None
    start = nouns.left_edge(head, tokens)
    run = tokens[start : head.i + 1]
    unlisted = _unlisted(head, seen) if seen is not None else None
    found = lexicon.find_noun([t.lower for t in run], len(run) - 1) or unlisted
    if found is None or (
        head.upos == "PROPN" and head.name is not None and head.i not in scene.named_at and head.name.label in ("PERSON", "WORK_OF_ART")
    ):
        return None
    first = tokens[start]
    if first.lower == "no" and first.role.determiner and first.head is head:
        return None  # "no nurse will be punished": nobody
    if head.upos in ("ADJ", "VERB") and nouns.article(first, head, tokens) == "bare":
        return None  # "the dead" are somebody, "far from dead" and "were wounded" nobody
    if head.upos == "VERB" and tokens[head.i - 1].upos not in BEFORE_NOUNS:
        return None  # "the bomb injured"
    if found.noun.noun == "party" and len(run) > 1 and run[-2].lower in word_set(FEASTS):
        return None
    if found.noun.noun == "intelligence" and len(run) > 1 and run[-2].lower in word_set(MINDS):
        return None  # "artificial intelligence", "market intelligence"
    if len(run) == found.words and found.number == "sing" and found.noun.noun in word_set(ABSTRACT):
        return None
    if found.noun.noun in ("body", "figure") and found.words == 1 and _corpses_or_numbers(head, run, found):
        return None
    if found.noun.noun == "movement" and len(run) <= 2 and head.i + 1 < len(tokens) and tokens[head.i + 1].lower == "of":
        return None
    owner_token = nouns.possessor(first, head, tokens)
    if owner_token is not None and owner_token in run[len(run) - _span_of_noun(run, found.words) :]:
        owner_token = None  # "sheriff's deputies": the noun itself, not the deputies of a sheriff
    owner = mention.actor if owner_token is not None and (mention := scene.at.get(owner_token.i)) is not None else None
    own = run if owner is None or owner.type != "person" else run[_after(owner_token, run) :]
    complement = _complement(head, tokens)
    reading = read_phrase([t.text for t in own] + [t.text for t in complement], len(own) - 1, by_town=False, unlisted=unlisted)
    country = scene.as_meant(reading.country, (t.text for t in own)) if not reading.follows else None
    if country is None:
        country = next((c for t in own[:-1] if (c := _town_of(scene, t))), None)
    evidence = "own-words"
    if country is None and _belongs_by(complement, reading):
        several, country = _countries_after(scene, complement)
        evidence = SEVERAL if several else evidence
        if not several and country is None and (body := _body_of(scene, complement)) is not None:
            country, evidence = body.country, "body" if body.country is not None else SEVERAL
    if country is None and owner is not None:
        country, evidence = owner.country, "possessor"
    modifiers = frozenset(t.lower for t in run[:-1] if t.upos in ("ADJ", "NOUN", "PROPN") and t.lower not in word_set(nouns.COUNTERS))
    return Described(
        head,
        first,
        nouns.article(first, head, tokens),
        found,
        reading,
        country,
        evidence,
        _base(scene, run),
        _body_of(scene, complement),
        owner,
        owner_token is not None,
        modifiers,
        _plain(head, tokens),
    )


WHENCE = "bodies-whence"


def _base(scene: Scene, run: list[Token]) -> str | None:
    """Give the country that a hyphen ties to where something is: "the *US*-based group", "the *London*-based firm"."""
    for before, hyphen, word in zip(run, run[1:], run[2:], strict=False):
        if hyphen.text in nouns.HYPHENS and word.lower in word_set(WHENCE) and (named := scene.named_at.get(before.i)) is not None:
            return scene.country_of(named)
    return None


def _unlisted(head: Token, seen: Seen) -> lexicon.Found:
    """Give the noun of no list that the head takes for somebody."""
    form, number = lexicon.singulars(head.lower)[-1]
    noun = lexicon.Noun(form, "person", CIVILIAN, "weak") if seen.kind == "person" else lexicon.Noun(form, "organization", None, "weak")
    return lexicon.Found(noun, 1, number)


def _corpses_or_numbers(head: Token, run: list[Token], found: lexicon.Found) -> bool:
    """Tell "three more bodies", "a body was found" and "new figures" from "the governing body" and "senior party figures"."""
    said_of = {t.lower for t in run[:-1] if t.upos in ("ADJ", "NOUN", "PROPN", "VERB")} - word_set(nouns.COUNTERS)
    if found.noun.noun == "figure":
        return found.number == "plur" and not said_of & word_set(NOTABLE)
    return not said_of or said_of <= word_set(BODILY) or head.head.lemma in word_set(CORPSES)


NOTABLE, BODILY, CORPSES = "descriptions-notable", "descriptions-bodily", "descriptions-corpses"
"""What is said of figures who are people; of bodies that are corpses; and what is done with corpses."""


def _span_of_noun(run: list[Token], words: int) -> int:
    """Give how many tokens of a phrase a lexicon noun of so many words takes: hyphens count for none, but possessive marks do."""
    size = 0
    for token in reversed(run):
        if words <= 0:
            break
        size += 1
        words -= token.text not in nouns.HYPHENS
    return size


def _town_of(scene: Scene, token: Token) -> str | None:
    """Give the country of the town, or of the body of which several countries have one, that a word of a phrase is ("Shanghai police")."""
    named = scene.named_at.get(token.i)
    if named is not None and named.entries and named.entries[0].scope == "context" and (body := scene.at.get(token.i)) is not None:
        return body.actor.country if body.actor is not None else None
    return scene.country_of(named) if named is not None and named.kind == "place" else None


def _plain(head: Token, tokens: list[Token]) -> bool:
    """Tell that nothing follows the noun that tells it from others: "the president of that country", "people who eat a lot"."""
    i = head.i + 1
    if i >= len(tokens) or tokens[i].sentence is not head.sentence:
        return True
    after = tokens[i]
    if after.lower in ("of", "from", "who", "whose", "that", "near", "living", "with") and after.lemma != "say":
        return False
    return not (after.upos == "VERB" and after.role.reduced)


def _after(owner: Token | None, run: list[Token]) -> int:
    return next((n + 1 for n, t in enumerate(run) if t is owner), 0) if owner is not None else 0


def _complement(head: Token, tokens: list[Token]) -> list[Token]:
    """Give the prepositional phrase that belongs to the noun: "of Kenya", "in Nairobi", "from the ruling party"."""
    i = head.i + 1
    if i >= len(tokens) or tokens[i].sentence is not head.sentence or tokens[i].lower not in ("of", "in", "from", "at", "for"):
        return []
    out = [tokens[i]]
    for token in tokens[i + 1 : i + 8]:
        ends = token.upos in ("VERB", "AUX", "ADP", "CCONJ", "SCONJ", "PRON") and not (token.upos == "VERB" and token.role.adjective)
        if ends or token.sentence is not head.sentence:
            break
        if token.upos == "PUNCT" and token.text not in nouns.HYPHENS:
            break
        out.append(token)
    return out


ANYWHERE = frozenset({None, "CVL", "CRM", "UAF", "REF", "JRN", "LAB", "EDU", "BUS"})
"""Sectors whose people may be from anywhere, whatever they are "in": "tourists in Peru", not "police in Kenya", "rebels in Mali"."""


def _belongs_by(complement: list[Token], reading: Reading) -> bool:
    """Tell a phrase after the noun that says whose it is: "residents *of* Gaza"; "in" says so only of the state's people and bodies."""
    if not complement:
        return False
    body = reading.type == "organization" and reading.noun is not None
    return body or complement[0].lower in ("of", "from") or reading.sector not in ANYWHERE


SEVERAL = "several"
"""Evidence for no country: the text names more than one, or a body of an unknown one."""


def _countries_after(scene: Scene, complement: list[Token]) -> tuple[bool, str | None]:
    """Give the country that the phrase after the noun names, and whether it goes on to another ("from *Chad, Niger and Mali*")."""
    if any(t.lower in ("countries", "nations", "states") for t in complement):
        return True, None
    for token in complement:
        named = scene.named_at.get(token.i)
        country = scene.country_of(named) if named is not None else None
        if named is not None and country is not None and _only_backs(scene, named):
            return True, None
        if named is None or country is None:
            continue
        tokens, at = scene.document.tokens, named.tokens[-1].i + 1
        while at < len(tokens) and tokens[at].lower in (",", "and", "the") and tokens[at].sentence is token.sentence:
            at += 1
            other = scene.named_at.get(at)
            if other is not None and other.entries and other.entries[0].kind == "country" and other.entries[0].country != country:
                return (True, None) if named.entries and named.entries[0].kind == "country" else (False, country)
        return False, country
    return False, None


def _only_backs(scene: Scene, named: Named) -> bool:
    """Tell a country that only backs somebody: "leaders of the *Iran*-backed militia"."""
    after = scene.document.tokens[named.tokens[-1].i + 1 : named.tokens[-1].i + 3]
    return len(after) == 2 and after[0].text in nouns.HYPHENS and after[1].lower in word_set(BACKED)


def _body_of(scene: Scene, complement: list[Token]) -> Actor | None:
    """Give the named body that somebody is of: "two members of the *Coast Guard*"."""
    for token in complement:
        mention = scene.at.get(token.i)
        actor = mention.actor if mention is not None else None
        if actor is not None and actor.type in ("organization", "group") and mention is not None and mention.form == "name":
            return actor
    return None


def add_description(
    scene: Scene, d: Described, recent: list[Mention], speaker: Actor | None = None, others: Collection[int] = ()
) -> Mention | None:
    """Link a described actor to one met before, or start a new one; None where it is too weak to be one.

    `others`: ids of actors that hardly are meant, being named in what the described one says or does.
    """
    span = (d.first.start, d.head.end)
    covers = [t for t in scene.document.tokens[d.first.i : d.head.i + 1] if t.upos in ("NOUN", "PROPN", "ADJ")]
    if d.owner is not None:
        covers = [t for t in covers if t.i not in scene.at]
    covers = [*covers, *(t for t in _rest_of_office(d.head, scene.document.tokens) if t.i not in scene.at)]
    state = _state_of(scene, d, speaker)
    if state is not None:
        return scene.add(state, span, "description", d.head, "description/government", covers)
    beside = _named_inside(scene, d) or _apposed(scene, d) or _agency(scene, d, recent)
    likely = [m for m in recent if id(m.actor) not in others] if others else recent
    antecedent = beside or find_antecedent(d, likely) or (find_antecedent(d, recent) if others else None) or _only_one(scene, d)
    if antecedent is not None:
        antecedent.nouns.add(d.noun)
        return scene.add(antecedent, span, "description", d.head, f"description/{d.found.noun.type}", covers)
    if d.found.noun.force == "vehicle" and d.country is None and not _of_force(d, scene):
        return None
    several = d.article == "counted" and d.found.noun.type == "person"  # "killed *five colleagues*"
    if d.found.noun.force == "link" and not several and not _foreign_counterpart(d):
        return None
    if d.found.words == 1 and d.noun in ("man", "woman") and d.head.i + 1 == len(scene.document.tokens):
        return None
    actor = _new(scene, d)
    seen = scene.somebody.get(d.head.i)
    return scene.add(actor, span, "description", d.head, f"description/seen/{seen.sure}" if seen is not None else "description/new", covers)


def _only_one(scene: Scene, d: Described) -> Actor | None:
    """Give the one body that is named with this noun so far: "the *ministry* said", however far below "the Russian Foreign Ministry"."""
    if d.article != "definite" or not d.plain or d.modifiers or d.country is not None or d.found.noun.type != "organization":
        return None
    if d.found.number == "plur":
        return None
    named = [a for a in scene.actors if a.type == "organization" and d.noun in a.words and a.mentions[0].head.i < d.head.i]
    return named[0] if len(named) == 1 else None


def _of_force(d: Described, scene: Scene) -> bool:
    """Tell vehicles of which a force is said to be the owner: "*Army* jets", "*navy* ships"."""
    run = _run(scene, d)
    found = [lexicon.find_noun([t.lower], 0) for t in run if t.upos in ("NOUN", "PROPN") and t.i not in scene.at]
    return d.found.number == "plur" and any(f is not None and f.noun.sector in FORCES and f.noun.force != "vehicle" for f in found)


FORCES = frozenset({"MIL", "REB", "COP"})


def _foreign_counterpart(d: Described) -> bool:
    """Tell the holder of the same office elsewhere, who is somebody of his own: "his *Turkish* counterpart"."""
    return d.noun == "counterpart" and d.country is not None and d.evidence == "own-words"


def _rest_of_office(head: Token, tokens: list[Token]) -> list[Token]:
    """Give the words of an office after its head: "chief *of the defence staff*" names one person and no staff."""
    run = [t for t in tokens[head.i : head.i + 7] if t.sentence is head.sentence]
    if len(run) < 3 or run[1].lower != "of":
        return []
    for n in range(len(run), 2, -1):
        if lexicon.office_of([t.lower for t in run[:n] if t.lower != "the"]) is not None:
            return run[2:n]
    return []


def _state_of(scene: Scene, d: Described, speaker: Actor | None) -> Actor | None:
    """Give the country actor behind "the French government", "his government", "the country"."""
    if d.found.noun.type != "government":
        return None
    country = d.country
    several = d.found.number == "plur" and d.noun != "authorities" and d.country is None
    if d.noun in word_set(PLACELIKE) or several or d.modifiers & LOCAL:
        return None
    if d.found.words > 1 and d.noun != "military junta":
        return None
    if d.noun == "authorities" and any(m not in word_set(RULING) and not world.scan([m.title()]) for m in d.modifiers):
        return None  # "medical authorities" are a part of the state
    if country is None and d.owner is None:
        holder = next((m.actor for t in _run(scene, d) if (m := scene.at.get(t.i)) is not None), None)
        country = holder.country if holder is not None and holder.type == "person" else None
        if country is None and d.noun == "administration" and any(t.upos == "PROPN" and t.text[0].isupper() for t in _run(scene, d)):
            country = "USA"  # "the NAME administration" is how American governments, hardly any others, are called in English
    fixed = d.article in ("definite", "possessive") or d.noun == "authorities"
    if country is None and fixed and speaker is not None and speaker.country not in world.SUPRANATIONAL:
        country = speaker.country
    if country is None and fixed and (d.owner is None or d.owner.type != "person"):
        country = country_here(scene, d.head)
    if country is None or country in world.SUPRANATIONAL:
        return None
    return scene.state(country)


def _named_inside(scene: Scene, d: Described) -> Actor | None:
    """Give the body that its own kind only follows: "the CGT union", "the Fianna Fáil party", "the Wagner group"."""
    before = scene.at.get(d.head.i - d.found.words)
    if before is None or before.form != "name" or before.actor is None or before.head.sentence is not d.head.sentence:
        return None
    if d.noun in word_set(AGENCIES) and before.actor.country == "IGO":
        return None  # "the UN *agency*" is one of many
    if before.actor.sector in ("REB", "PRM", "UAF") and d.noun in FIGHTERS:
        return before.actor
    if d.found.number == "plur" or d.noun not in word_set(KINDS) or before.actor.type not in ("organization", "group"):
        return None
    return before.actor


AGENCIES = "descriptions-agencies"
"""Nouns for a part of a body of many countries."""


def _agency(scene: Scene, d: Described, recent: list[Mention]) -> Actor | None:
    """Give the body of the United Nations that was named last, for "the UN *agency*"."""
    whole = scene.at.get(d.head.i - d.found.words)
    if d.article != "definite" or d.noun not in word_set(AGENCIES) or whole is None or whole.actor is None or whole.actor.country != "IGO":
        return None
    named = (m.actor for m in reversed(recent) if m.form == "name" and m.actor is not None and m.actor is not whole.actor)
    return next((a for a in named if a.country == "IGO" and a.type == "organization"), None)


def _apposed(scene: Scene, d: Described) -> Actor | None:
    """Give the organisation named beside the phrase: "the company, Acme Corp,", "Acme Corp, the oil giant,"."""
    if (d.found.noun.type == "person" and d.found.number == "sing") or d.article == "bare":
        return None
    tokens = scene.document.tokens
    for comma, name in ((d.head.i + 1, d.head.i + 2), (d.first.i - 1, d.first.i - 2)):
        if not (0 <= name < len(tokens) and comma >= 0 and tokens[comma].text == "," and tokens[name].sentence is d.head.sentence):
            continue
        mention = scene.at.get(name)
        if mention is None or mention.form != "name" or mention.actor is None or mention.actor.type in ("person", "government"):
            continue
        edge = mention.covers[-1].i + 1 if name > comma else d.head.i + 1
        if edge < len(tokens) and tokens[edge].text in (",", ".", ")"):
            return mention.actor
    return None


def _new(scene: Scene, d: Described) -> Actor:
    text = scene.document.text[d.first.start : d.head.end]
    for opener in ("the ", "The ", "a ", "A ", "an ", "An "):
        text = text.removeprefix(opener)
    kind = d.reading.type if d.reading.noun else d.found.noun.type
    if kind == "person" and d.found.number == "plur":
        kind = "group"
    actor = Actor(" ".join(text.split()), kind, d.country, d.reading.sector, d.found.noun.gender, d.found.number, rule="actor/described")
    if d.country is not None:
        actor.belong(d.country, d.evidence)
    actor.nouns.add(d.noun)
    if actor.country is None and kind == "person" and d.article != "bare":
        actor.belong(nation_after(scene.document.tokens, d.head.i), "apposition")
    if d.body is not None and (actor.sector is None or (d.found.noun.force == "weak" and actor.sector == "CVL")):
        actor.sector = d.body.sector
    if actor.sector is None and d.noun == "counterpart" and d.owner is not None:
        actor.sector = d.owner.sector
    actor.modifiers = d.modifiers
    actor.owner = d.owner
    if actor.country is None:
        country, rule = _setting(scene, d, actor)
        actor.belong(country, rule, sure=False, confidence={"scene": SCENE, "main-scene": MAIN_SCENE}.get(rule))
    return actor


def _run(scene: Scene, d: Described) -> list[Token]:
    return scene.document.tokens[d.first.i : d.head.i]


def _sender(scene: Scene, d: Described) -> Actor | None:
    """Give who sends: "Norway dispatched inspectors", whose inspectors are not those of the place they are sent to."""
    verb = d.head.head
    if not d.head.role.object or verb.lemma not in word_set(SENDING):
        return None
    subject = phrase_of(verb).doer
    mention = scene.at.get(subject.i) if subject is not None else None
    return mention.actor if mention is not None else None


def _setting(scene: Scene, d: Described, actor: Actor) -> tuple[str | None, str]:
    """Give the country of the scene for a body of the state, and the evidence; whoever only is there may be from anywhere."""
    if d.evidence == SEVERAL or world.scan([t.text for t in _run(scene, d)]):  # a region, or a country that only backs or is opposed
        return None, ""
    if any(t.lower in word_set(REGIONAL) for t in _run(scene, d)):
        return None, ""
    if d.article == "counted" and (d.found.noun.type == "government" or d.noun in word_set("belonging-heads")):
        return None, ""  # "the two governments", "both presidents": of one country is just what they are not
    if d.found.noun.force == "vehicle":
        return None, ""  # whose jets they are the place that they bomb does not say
    sender = _sender(scene, d)
    if sender is not None:
        return sender.country, "possessor"
    if d.noun in word_set(ENVOYS):
        return None, ""  # where an ambassador is, is just where he is not from
    sentence = d.head.sentence
    filed = scene.dateline if scene.dateline_named or scene.focus in (None, scene.dateline) else None  # not where another's acts are told
    local = scene.local.get(id(sentence)) or (filed if sentence.block < LEAD else None)
    domestic = actor.sector in DOMESTIC or (actor.sector == "JRN" and bool(d.modifiers & LOCAL))  # "state media"
    if local is not None and (domestic or actor.sector == "MIL"):
        return local, "scene"
    if domestic:
        return scene.main(d.head), "main-scene"
    armed = actor.sector == "MIL" or (actor.sector == "REB" and actor.type == "group")
    return scene.main(d.head) if armed and scene.share >= SOLE else None, "main-scene"
