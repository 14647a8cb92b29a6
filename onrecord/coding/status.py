"""How real an act is (reported, claimed, denied, planned, hypothetical, negated), by the words around it and its statements."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from onrecord.coding.lexicon import support_verbs
from onrecord.coding.matching import lemma
from onrecord.grammar.clause import is_infinitive
from onrecord.grammar.governors import Governor, governor_of, governors_of, said_meanwhile
from onrecord.grammar.lexicon import verb_lemmas, word_class
from onrecord.grammar.phrase import phrase_of
from onrecord.grammar.tree import around
from onrecord.model.document import Token
from onrecord.model.drafts import AttributionDraft
from onrecord.model.record import Status

MAX_CLIMB = 12
"""Words climbed at most above an act; keeps the judgement linear on hostile trees."""

FUTURE = frozenset(("will", "shall", "'ll", "’ll", "wo"))
PROMISE = frozenset(("would", "'d", "’d"))
MODAL = frozenset(("could", "might", "may", "can", "should", "must", "ca", "ought"))
NEGATION = frozenset(("not", "n't", "n’t", "never", "neither", "nor", "hardly", "scarcely", "no", "without"))
NONE = frozenset(("no", "neither"))
ONLY = frozenset(("only", "just", "merely", "simply"))
"""After these *not* denies nothing: "did *not only* send doctors"."""
BEFORE_IT = frozenset(("once", "when", "until", "till", "before", "after", "as"))
"""With a present tense these put an act before another that is itself still to come: "*once* they withdraw, talks will begin"."""
CONDITIONAL = frozenset(("if", "unless", "whether", "lest", "until", "till"))
PLANNED = frozenset(("planned", "upcoming", "scheduled", "future", "proposed", "forthcoming"))
UNREAL = frozenset(("possible", "potential", "threatened", "looming", "imminent", "likely", "any", "prospective"))
LINKING = frozenset(("be", "become", "look", "remain", "seem"))
NOBODY = frozenset(("nobody", "none", "neither", "nothing"))
BE = frozenset(("was", "were", "is", "are"))
RANKS = frozenset(("first", "last", "only", "latest"))
"""Who was the first *to do* something did it."""
GOVERNED = frozenset(("of", "from", "for", "against", "about", "on", "to", "with", "into", "over", "in", "out"))
TELLING = frozenset(
    {"tell", "warn", "suggest", "claim", "admit", "confirm", "acknowledge", "ask", "appear", "seem", "report", "see", "hear"}
)
"""With a finite clause these only say so, whatever they make of an infinitive ("told them that", "told them to")."""

KNOWING = frozenset(("know", "realise", "realize", "notice", "remember", "forget", "regret", "understand", "mind", "hide", "conceal"))
"""What is denied of these leaves what was known as it was: "did not *know* that it had fallen"."""

STRENGTH: dict[Status, int] = {"reported": 0, "claimed": 1, "planned": 2, "hypothetical": 3, "negated": 4, "denied": 5}


@dataclass(slots=True)
class Reality:
    """Status of an act and, where it is not plainly reported, the word that made it so."""

    status: Status = "reported"
    because: Token | None = None
    future: Token | None = None
    """An auxiliary (will, would) puts the act ahead: announcing it is itself a promise or a threat."""
    negated: Token | None = None
    wished: bool = False
    """The act stands inside another's hope, demand or fear: its actor has announced nothing."""

    def weaken(self, status: Status, because: Token | None) -> None:
        """Take a weaker status; the weakest seen wins."""
        if STRENGTH[status] > STRENGTH[self.status]:
            self.status, self.because = status, because


def reality_of(trigger: Token, support: Token | None, attributions: Sequence[AttributionDraft]) -> Reality:
    """Judge an act. `support` is the verb that carries a noun ("*carried out* strikes"), whose modality is the act's own."""
    out = Reality()
    _own_words(trigger, out)
    token = trigger
    if support is not None and support is not trigger:
        _own_words(support, out)
        if support_verbs().get(verb_lemmas().get(support.lower, "")) in ("plans", "ends") and (ahead := governor_of(support)) is not None:
            out.weaken(_effect(ahead, support), support)  # "*proposed* talks"
        if verb_lemmas().get(support.lower) == "face" and not support.form.past and _bare(trigger):  # "*faces* trial"
            out.weaken("planned", support)
        if verb_lemmas().get(support.lower) in ("claim", "deny"):  # "claimed responsibility for the attack"
            out.weaken("denied" if verb_lemmas().get(support.lower) == "deny" else "claimed", support)
        token = support
    for _ in range(MAX_CLIMB):
        parent = token.head
        if parent is token or not _step(token, parent, out):
            break
        token = parent
    if any(t.text == "?" for t in trigger.sentence.tokens[-3:]):
        out.weaken("hypothetical", trigger.sentence.tokens[-1])
    if out.future is not None and out.future.lower in PROMISE and not attributions and not _promised(trigger):
        out.weaken("hypothetical", out.future)
    for attribution in attributions:
        _vouched(attribution, trigger, out)
    return out


def _promised(trigger: Token) -> bool:
    """Say whether a *would* stands in a clause that somebody says or decides; alone it only supposes ("would surely resign")."""
    return any(t.role.content or t.role.describing for t in (trigger, trigger.head))


def _vouched(attribution: AttributionDraft, trigger: Token, out: Reality) -> None:
    if attribution.form == "direct" and (_imperative(trigger) or _asked(attribution, trigger)):
        out.weaken("hypothetical", attribution.cue_head)
    if attribution.act == "praise" and trigger.head is attribution.cue_head and trigger.role.object:
        return  # what is welcomed has happened
    if attribution.act == "deny" and _said_itself(trigger, attribution.cue_head):
        refused = attribution.cue_head is not None and (cue := governor_of(attribution.cue_head)) is not None and cue.effect == "negated"
        out.weaken("negated" if refused else "claimed" if attribution.negated else "denied", attribution.cue_head)
    elif attribution.hypothetical:
        out.weaken("hypothetical", attribution.cue_head)
    else:
        out.weaken("claimed", attribution.cue_head)


def _imperative(verb: Token) -> bool:
    """See what a speaker tells others to do: "*Release* the prisoners"."""
    around_it = phrase_of(verb)
    bare = not (around_it.subjects or around_it.auxiliaries or around_it.marks)
    return bare and verb.form.base and (verb.role.content or verb.role.root)


def _asked(attribution: AttributionDraft, trigger: Token) -> bool:
    """Say whether the words that hold an act are a question: "*Why did you arrest him?*" she asked."""
    ends = [end for start, end in attribution.content if start <= trigger.start < end]
    inside = [t for t in around(trigger) if t.i > trigger.i and any(t.end <= end for end in ends)]
    return any(t.text == "?" for t in inside[-2:])


def _said_itself(trigger: Token, cue: Token | None) -> bool:
    """Say whether a denial concerns the act itself, not one that is only mentioned inside ("rejected the trial of men who attacked")."""
    token = trigger
    for _ in range(MAX_CLIMB):
        if token is cue or token.head is token:
            return True
        if token.role.relative or ((token.role.reduced or token.role.attribute) and not governors_of(token.head)):
            return False
        token = token.head
    return False


def _own_words(token: Token, out: Reality) -> None:
    no = negation_of(token)
    if no is not None:
        out.negated = out.negated or (no if not (no.role.subject or no.role.object) else None)
        out.weaken("negated", no)
    for child in phrase_of(token).words:
        word = child.lower
        if (word in FUTURE and child.upos in ("AUX", "VERB")) or (word in PROMISE and child.role.auxiliary):
            out.future = out.future or child
            out.weaken("hypothetical" if word in PROMISE and _perfect(token) else "planned", child)
        elif word in MODAL and child.role.auxiliary and child.text != "May":
            out.weaken("hypothetical", child)
        elif word == "due" and child.role.adverb and any(c.lower == "to" for c in phrase_of(child).words):
            out.weaken("planned", child)
        elif _conditional(child, token):
            out.weaken("hypothetical", child)
        elif _not_quite(child, token):
            out.weaken("negated", child)
        elif word in word_class("hearsay-adverb") or (child.role.modifier and word in word_class("alleged")):
            out.weaken("claimed", child)
        elif (child.role.adjective or child.role.determiner) and word in PLANNED | UNREAL:
            out.weaken("planned" if word in PLANNED else "hypothetical", child)
        elif word == "to" and any(c.lower in BE for c in phrase_of(token).words):  # "the talks *are to* begin"
            out.weaken("planned", child)


def _conditional(word: Token, token: Token) -> bool:
    """See a word that puts an act under a condition or in doubt: *if*, *in case*, *provided*, *perhaps*."""
    if word.role.adverb and word.lower in word_class("perhaps"):
        return True
    if word.role.mark and (word.lower in word_class("provided") or (word.lower == "in" and _word_behind(word) == "case")):
        return True
    opens = word.role.mark or word.role.adverb or word.role.preposition
    return opens and word.lower in CONDITIONAL and not _told(word.lower, token)


def _not_quite(word: Token, token: Token) -> bool:
    """See what came close and no more: "*almost* shot down an airliner", "has *yet* to sign"."""
    if not word.role.adverb or word.i > token.i:
        return False
    if word.lower in word_class("almost"):  # but "*nearly* captured all of the town" is nearly all of it
        counted = (c for o in phrase_of(token).objects for c in (o, *phrase_of(o).words))
        return word.i == token.i - 1 and not any(c.upos == "NUM" or c.lower in word_class("wholes") for c in counted)
    return word.lower == "yet" and is_infinitive(token)


def _perfect(verb: Token) -> bool:
    """See what did not come to pass: "would *have* fallen"."""
    return any(c.lower in ("have", "'ve", "’ve") for c in phrase_of(verb).auxiliaries)


def negation_of(token: Token) -> Token | None:
    """Give the word that denies a verb or noun: *not*, *never*, *no longer*, *nobody* as its subject, *no* before a subject or object."""
    for child in phrase_of(token).words:
        word = child.lower
        role = child.role
        denies = word in NEGATION and (role.adverb or role.determiner or role.conjunction or role.auxiliary or role.loose)
        nobody = (role.subject or role.object) and (word in NOBODY or any(_none(c) for c in phrase_of(child).words))
        no_longer = word == "longer" and any(c.lower == "no" for c in phrase_of(child).words)
        if nobody or no_longer or (denies and not (word != "no" and _word_behind(child) in ONLY)):
            return child
    return None


def _none(token: Token) -> bool:
    """See what makes nobody of a noun: "*no* group", "*neither* side", "*not one* soldier"."""
    return (token.lower in NONE and token.role.determiner) or (token.lower == "not" and _word_behind(token) in ("one", "a", "a single"))


def _word_behind(token: Token) -> str | None:
    tokens = token.sentence.tokens
    at = token.i - tokens[0].i + 1
    return tokens[at].lower if at < len(tokens) else None


def _step(token: Token, parent: Token, out: Reality) -> bool:
    """Let the word above speak; say whether to climb on (not out of a finite clause)."""
    role = token.role
    if role.conjunct:
        if any(c.lower in ("rather", "instead") for c in phrase_of(token).conjunctions):
            out.weaken("negated", token)
        elif not finite(token):
            _own_words(parent, out)
        return True
    if role.relative:
        return _relative_step(token, parent, out)
    if role.clausal or ((role.joined or role.beside) and (token.form.base or token.form.gerund)):
        return _clause_step(token, parent, out)
    if role.acting and parent.upos == "ADJ":
        return _predicate_step(parent, out)
    if role.acting and (ahead := _called(parent)) is not None:
        out.weaken("hypothetical", ahead)
        return False
    if role.acting and parent.form.participle and not (phrase_of(parent).auxiliaries or phrase_of(parent).copulas):
        return _noun_step(token, parent, out)  # headlines: "Port strike *averted*"
    if role.patient or role.joined or role.apposition or role.compound:
        return _noun_step(token, parent, out)
    return False


def _relative_step(verb: Token, noun: Token, out: Reality) -> bool:
    """See what anybody may do, and who it was not: "*anyone* who attacks", "it was *not the army* that attacked"."""
    if noun.lower in word_class("anybody") and verb.form.present and not phrase_of(verb).auxiliaries:
        out.weaken("hypothetical", noun)
    around_it = phrase_of(noun)
    if around_it.copulas and any(c.lower == "it" for c in around_it.subjects) and (no := negation_of(noun)) is not None:
        out.weaken("negated", no)
    return False


def _called(linking: Token) -> Token | None:
    """Give the noun for what may come that something is said to be, or the verb for what is pending."""
    if linking.lemma in word_class("pending"):
        return linking
    nouns = (linking,) if phrase_of(linking).copulas else phrase_of(linking).words if linking.lemma in LINKING else ()
    return next((n for n in nouns if n.upos == "NOUN" and n.lemma in word_class("to-come")), None)


def _bare(noun: Token) -> bool:
    """Tell a noun in the singular without a word before it: "face *trial*"."""
    around_it = phrase_of(noun)
    before = (*around_it.determiners, *around_it.possessors, *around_it.modifiers, *around_it.counts)
    return noun.upos == "NOUN" and not noun.form.plural and not before


def _goes_into(verb: Token, opened: str | None) -> bool:
    """Tell a verb that makes one act with a bare noun: "*go on* strike", "*go to* war"; what only *led to* unrest is another act."""
    travels = support_verbs().get(verb_lemmas().get(verb.lower, "")) == "travels"
    return opened in word_class("goes-into") or (opened == "to" and travels)


def _inverted(token: Token) -> bool:
    """See a condition whose auxiliary stands before its subject: "*had* they known"."""
    around_it = phrase_of(token)
    first = next(iter((*around_it.auxiliaries, *around_it.copulas)), None)
    return first is not None and first.lower in word_class("inverting") and any(first.i < c.i < token.i for c in around_it.subjects)


def _clause_step(token: Token, parent: Token, out: Reality) -> bool:
    mark = phrase_of(token).mark or phrase_of(token).preposition
    if mark in CONDITIONAL and not _told(mark, token):
        out.weaken("hypothetical", parent)
        return False
    if token.role.adverbial and mark is None and _inverted(token):
        out.weaken("hypothetical", parent)
        return False
    if mark in BEFORE_IT and token.role.adverbial and _still_to_come(token, parent):
        out.weaken("hypothetical", parent)
        return False
    judged = mark == "for" and verb_lemmas().get(parent.lower) in word_class("judging")
    if judged:
        out.weaken("claimed", parent)
    if mark in ("without", "instead"):
        out.weaken("negated", parent)
    governor = governor_of(parent, mark)
    purpose = is_infinitive(token)
    unsaid = parent.lemma not in KNOWING and (governor is None or governor.effect != "denied")
    if token.role.content and finite(token) and negation_of(parent) is not None and unsaid:
        out.weaken("hypothetical", parent)  # "*nothing suggests* that", "did *not say* that"
    if token.role.content and finite(token) and verb_lemmas().get(parent.lower) in TELLING:
        return False
    if purpose and said_meanwhile(parent, token):
        return True
    asked = (token.role.clausal and not token.role.adverbial) or mark in GOVERNED or _bare_gerund(token)
    if governor is not None and not judged and (purpose or asked):
        effect = _effect(governor, parent)
        out.weaken(effect, parent)
        out.wished |= token.role.content and finite(token) and effect in ("planned", "hypothetical")
    if purpose and (beside := _noun_before(token)) is not None and beside is not parent and beside.head is parent:
        owned = governor_of(beside)  # "came under *pressure* to recall him"
        if owned is not None:
            out.weaken(_effect(owned, beside), beside)
    ranked = any(t.lower in RANKS for t in (parent, *phrase_of(parent).words))
    if governor is None and purpose and (token.role.adverbial or token.role.reduced or token.role.joined) and not ranked:
        out.weaken("planned", parent)
    if purpose and parent.lower == "going":  # "is *going to* sign"
        out.weaken("planned", parent)
    if purpose and parent.lemma == "remain" and any(c.lower == "be" for c in phrase_of(token).auxiliaries):  # "*remains* to be signed"
        out.weaken("negated", parent)
    if purpose and _never_came(token, parent):
        out.weaken("negated", parent)
    if token.role.content and _subjunctive(token):  # "demand that he *be* freed", "recommends that it *pay*"
        out.weaken("hypothetical", parent)
        out.wished = True
    if token.role.content and (governor is None or governor.effect == "real"):
        for noun in phrase_of(parent).objects:
            owned = governor_of(noun) if noun.upos == "NOUN" else None
            if owned is not None:
                out.weaken(_refuted(noun, owned) or _effect(owned, noun), noun)
    if token.role.reduced and parent.upos in ("NOUN", "PRON"):
        if governor is not None and (refuted := _refuted(parent, governor)):
            out.weaken(refuted, parent)
        elif mark is not None and governor is None and negation_of(parent) is not None:  # "there is *no point* in talking"
            out.weaken("negated", parent)
    if finite(token) or (token.role.reduced and mark is None and token.form.participle):
        return False
    if parent.upos in ("VERB", "AUX", "ADJ") and (governor is None or governor.effect == "real"):
        _own_words(parent, out)
    return True


def _effect(governor: Governor, word: Token) -> Status:
    """Give what a governing word makes of the act inside it; where it is itself denied, what its opposite makes of it."""
    denied = negation_of(word) is not None
    return _STATUS[(governor.denied or OPPOSITE[governor.effect]) if denied else governor.effect]


OPPOSITE = {
    "real": "negated", "planned": "negated", "hypothetical": "negated", "negated": "real", "claimed": "hypothetical", "denied": "claimed",
}  # fmt: skip
"""What a governing word makes of an act if it is denied: who did *not agree to* pay has not paid, who did *not fail to* has."""


def _refuted(claim: Token, governor: Governor) -> Status | None:
    """See claims, reports and rumours that somebody calls untrue: "*dismissed* reports that ...", "claims that ... are *baseless*"."""
    if governor.effect != "claimed":
        return None
    above = (claim.head, *phrase_of(claim.head).words) if claim.head is not claim else ()
    above = tuple(t for t in (*above, *phrase_of(claim).words) if t is claim.head or t.upos == "ADJ")
    found = [g for t in above if t is not claim and (g := governor_of(t)) is not None and negation_of(t) is None]
    return "denied" if any(g.effect in ("denied", "negated") for g in found) else None


def _noun_before(infinitive: Token) -> Token | None:
    """Give the noun right before the *to* of an infinitive."""
    to = next((c for c in phrase_of(infinitive).words if c.lower == "to" and c.i < infinitive.i), infinitive)
    tokens = to.sentence.tokens
    at = to.i - tokens[0].i - 1
    return tokens[at] if at >= 0 and tokens[at].upos == "NOUN" else None


def _never_came(token: Token, parent: Token) -> bool:
    """See an infinitive after *too* much, or that has *yet to* come: "came *too late* to help", "have *yet* to sign"."""
    before = (c for c in (*phrase_of(parent).words, *phrase_of(token).words) if c.i < token.i)
    return any(c.lower == "yet" or (c.lower == "too" and c.head is parent) for c in before) or parent.lower in ("nothing", "little")


def _bare_gerund(token: Token) -> bool:
    """See a gerund right behind its verb: "ruled out *negotiating*"; behind a comma it only tells what else was done."""
    tokens = token.sentence.tokens
    at = token.i - tokens[0].i
    return token.form.gerund and token.role.adverbial and at > 0 and tokens[at - 1].upos in ("VERB", "ADP", "ADV")


def _subjunctive(token: Token) -> bool:
    """See a bare form with a subject of its own, which tells what ought to be: "demands that it *withdraw*", "that they *be* released"."""
    around_it = phrase_of(token)
    auxiliaries = (*around_it.auxiliaries, *around_it.copulas)
    bare = (token.form.base and not auxiliaries) or any(c.lower == "be" for c in auxiliaries[:1])
    return bare and around_it.mark == "that" and bool(around_it.subjects)


def _still_to_come(token: Token, parent: Token) -> bool:
    """See "*once* they withdraw, it will begin": a present tense beside a clause that is itself ahead."""
    main = parent.head if parent.upos == "ADV" else parent
    tensed = next(iter((*phrase_of(token).auxiliaries, *phrase_of(token).copulas)), token)
    return tensed.form.present and any(c.lower in FUTURE | PROMISE | MODAL for c in phrase_of(main).auxiliaries)


def _predicate_step(predicate: Token, out: Reality) -> bool:
    """See what is said of an act itself: "a strike is *unlikely*"; not what it may do ("the strike is *likely to* hit trade")."""
    governor = governor_of(predicate)
    if governor is not None and not any(c.role.clausal for c in phrase_of(predicate).words):
        out.weaken(_effect(governor, predicate), predicate)
    return False


def _told(mark: str, token: Token) -> bool:
    """See "held *until* she was released": a past tense under a verb that is itself told has come to pass."""
    if mark not in ("until", "till") or not finite(token.head):
        return False
    past = token.form.past or any(c.form.past for c in (*phrase_of(token).auxiliaries, *phrase_of(token).copulas))
    ahead = FUTURE | PROMISE | MODAL | NEGATION
    return past and not any(c.lower in ahead for c in (*phrase_of(token.head).words, *phrase_of(token).words))


def _noun_step(token: Token, parent: Token, out: Reality) -> bool:
    """See what "the threat of attacks", "called for talks", "refused talks" make of a noun."""
    opened = phrase_of(token).preposition
    governor = governor_of(parent, opened)
    if opened == "including" or (opened == "of" and lemma(parent) in word_class("measure") | word_class("container")):
        return True
    carries = support_verbs().get(verb_lemmas().get(parent.lower, "")) in ("does", "happens")
    if governor is None and carries and token.role.patient:
        _own_words(parent, out)  # "called on it to *take steps* including the withdrawal"
        return True
    if (governor is None or governor.effect == "real") and token.role.oblique and _bare(token) and _goes_into(parent, opened):
        _own_words(parent, out)  # "may *go on* strike"
        return True
    if governor is None or (not governor.alone and not _governed_noun(token, opened)):
        return False
    if governor.effect == "claimed" and not governor.denied and negation_of(parent) is not None:
        return False  # "no group has claimed *the attack*": there was one
    if token.role.undergoing and any(c.role.clausal for c in phrase_of(parent).words):  # "the attack is expected *to raise* prices"
        return False
    out.weaken(_refuted(parent, governor) or _effect(governor, parent), parent)
    return parent.upos in ("NOUN", "PROPN")


def _governed_noun(token: Token, opened: str | None) -> bool:
    if token.role.oblique:
        return opened in ("for", "of", "from", "to", "with")
    return not token.role.attribute or opened in ("of", "for", "to", "about")


_STATUS: dict[str, Status] = {
    "planned": "planned", "hypothetical": "hypothetical", "negated": "negated",
    "claimed": "claimed", "denied": "denied", "real": "reported",
}  # fmt: skip


def finite(token: Token) -> bool:
    """Say whether a verb heads a finite clause."""
    if token.upos not in ("VERB", "AUX"):
        return bool(phrase_of(token).copulas)
    return token.form.finite or any(c.lower not in ("to", "being", "having", "been", "be") for c in phrase_of(token).auxiliaries)
