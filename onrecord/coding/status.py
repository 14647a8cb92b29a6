"""How real an act is (reported, claimed, denied, planned, hypothetical, negated), by the words around it and its statements."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from onrecord.coding.clause import infinitive, mark_of, preposition_of
from onrecord.coding.governors import Governor, governor_of, governors_of, said_meanwhile
from onrecord.coding.lexicon import support_verbs, verb_lemmas, word_class
from onrecord.coding.matching import lemma
from onrecord.coding.tree import around, kids
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
HEARSAY = frozenset(("allegedly", "reportedly", "purportedly", "supposedly", "apparently"))
ALLEGED = frozenset(("alleged", "suspected", "supposed", "purported", "reported"))
PLANNED = frozenset(("planned", "upcoming", "scheduled", "future", "proposed", "forthcoming"))
UNREAL = frozenset(("possible", "potential", "threatened", "looming", "imminent", "likely", "any", "prospective"))
NOBODY = frozenset(("nobody", "none", "neither", "nothing"))
SUBJECTS = frozenset(("nsubj", "nsubj:pass"))
BE = frozenset(("was", "were", "is", "are"))
RANKS = frozenset(("first", "last", "only", "latest"))
"""Who was the first *to do* something did it."""
GOVERNED = frozenset(("of", "from", "for", "against", "about", "on", "to", "with", "into", "over", "in", "out"))
CLAUSAL = frozenset(("xcomp", "ccomp", "advcl", "acl", "csubj", "csubj:pass"))
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
    return any(t.dep in ("ccomp", "acl", "acl:relcl") for t in (trigger, trigger.head))


def _vouched(attribution: AttributionDraft, trigger: Token, out: Reality) -> None:
    if attribution.form == "direct" and (_imperative(trigger) or _asked(attribution, trigger)):
        out.weaken("hypothetical", attribution.cue_head)
    if attribution.act == "praise" and trigger.head is attribution.cue_head and trigger.dep == "obj":
        return  # what is welcomed has happened
    if attribution.act == "deny" and _said_itself(trigger, attribution.cue_head):
        refused = attribution.cue_head is not None and (cue := governor_of(attribution.cue_head)) is not None and cue.effect == "negated"
        out.weaken("negated" if refused else "denied", attribution.cue_head)
    elif attribution.hypothetical:
        out.weaken("hypothetical", attribution.cue_head)
    else:
        out.weaken("claimed", attribution.cue_head)


def _imperative(verb: Token) -> bool:
    """See what a speaker tells others to do: "*Release* the prisoners"."""
    bare = not any(c.dep in (*SUBJECTS, "aux", "aux:pass", "mark") for c in kids(verb))
    return bare and verb.xpos == "VB" and verb.dep in ("ccomp", "root")


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
        if token.dep == "acl:relcl" or (token.dep in ("acl", "nmod") and not governors_of(token.head)):
            return False
        token = token.head
    return False


def _own_words(token: Token, out: Reality) -> None:
    no = negation_of(token)
    if no is not None:
        out.negated = out.negated or (no if no.dep not in (*SUBJECTS, "obj") else None)
        out.weaken("negated", no)
    for child in kids(token):
        word = child.lower
        if (word in FUTURE and child.upos in ("AUX", "VERB")) or (word in PROMISE and child.dep == "aux"):
            out.future = out.future or child
            out.weaken("hypothetical" if word in PROMISE and _perfect(token) else "planned", child)
        elif word in MODAL and child.dep == "aux" and child.text != "May":
            out.weaken("hypothetical", child)
        elif word == "due" and child.dep == "advmod" and any(c.lower == "to" for c in kids(child)):
            out.weaken("planned", child)
        elif child.dep in ("mark", "advmod", "case") and word in CONDITIONAL and not _told(word, token):
            out.weaken("hypothetical", child)
        elif word in HEARSAY or (child.dep in ("amod", "compound") and word in ALLEGED):
            out.weaken("claimed", child)
        elif child.dep in ("amod", "det") and word in PLANNED | UNREAL:
            out.weaken("planned" if word in PLANNED else "hypothetical", child)
        elif word == "to" and any(c.lower in BE for c in kids(token)):  # "the talks *are to* begin"
            out.weaken("planned", child)


def _perfect(verb: Token) -> bool:
    """See what did not come to pass: "would *have* fallen"."""
    return any(c.lower in ("have", "'ve", "’ve") and c.dep == "aux" for c in kids(verb))


def negation_of(token: Token) -> Token | None:
    """Give the word that denies a verb or noun: *not*, *never*, *no longer*, *nobody* as its subject, *no* before a subject or object."""
    for child in kids(token):
        word = child.lower
        denies = word in NEGATION and child.dep in ("advmod", "det", "cc", "cc:preconj", "aux", "dep")
        nobody = child.dep in (*SUBJECTS, "obj") and (word in NOBODY or any(_none(c) for c in kids(child)))
        no_longer = word == "longer" and any(c.lower == "no" for c in kids(child))
        if nobody or no_longer or (denies and not (word != "no" and _word_behind(child) in ONLY)):
            return child
    return None


def _none(token: Token) -> bool:
    """See what makes nobody of a noun: "*no* group", "*neither* side", "*not one* soldier"."""
    return (token.lower in NONE and token.dep == "det") or (token.lower == "not" and _word_behind(token) in ("one", "a", "a single"))


def _word_behind(token: Token) -> str | None:
    tokens = token.sentence.tokens
    at = token.i - tokens[0].i + 1
    return tokens[at].lower if at < len(tokens) else None


def _step(token: Token, parent: Token, out: Reality) -> bool:
    """Let the word above speak; say whether to climb on (not out of a finite clause)."""
    dep = token.dep
    if dep == "conj":
        if any(c.lower in ("rather", "instead") for c in kids(token) if c.dep == "cc"):
            out.weaken("negated", token)
        elif not finite(token):
            _own_words(parent, out)
        return True
    if dep in CLAUSAL or (dep in ("obl", "nmod", "parataxis") and token.xpos in ("VB", "VBG")):
        return _clause_step(token, parent, out)
    if dep == "nsubj" and parent.upos == "ADJ":
        return _predicate_step(parent, out)
    if dep == "nsubj" and parent.xpos == "VBN" and not any(c.dep in ("aux", "cop") for c in kids(parent)):
        return _noun_step(token, parent, out)  # headlines: "Port strike *averted*"
    if dep in ("obj", "nmod", "obl", "nsubj:pass", "appos", "compound"):
        return _noun_step(token, parent, out)
    return False


def _clause_step(token: Token, parent: Token, out: Reality) -> bool:
    mark = mark_of(token) or preposition_of(token)
    if mark in CONDITIONAL and not _told(mark, token):
        out.weaken("hypothetical", parent)
        return False
    if mark in BEFORE_IT and token.dep == "advcl" and _still_to_come(token, parent):
        out.weaken("hypothetical", parent)
        return False
    judged = mark == "for" and verb_lemmas().get(parent.lower) in word_class("judging")
    if judged:
        out.weaken("claimed", parent)
    if mark in ("without", "instead"):
        out.weaken("negated", parent)
    governor = governor_of(parent, mark)
    purpose = infinitive(token)
    if token.dep == "ccomp" and finite(token) and negation_of(parent) is not None and parent.lemma not in KNOWING:
        out.weaken("hypothetical", parent)  # "*nothing suggests* that", "did *not say* that"
    if token.dep == "ccomp" and finite(token) and verb_lemmas().get(parent.lower) in TELLING:
        return False
    if purpose and said_meanwhile(parent, token):
        return True
    if governor is not None and not judged and (purpose or token.dep in OF_GOVERNORS or mark in GOVERNED or _bare_gerund(token)):
        effect = _effect(governor, parent)
        out.weaken(effect, parent)
        out.wished |= token.dep == "ccomp" and finite(token) and effect in ("planned", "hypothetical")
    if purpose and (beside := _noun_before(token)) is not None and beside is not parent and beside.head is parent:
        owned = governor_of(beside)  # "came under *pressure* to recall him"
        if owned is not None:
            out.weaken(_effect(owned, beside), beside)
    ranked = any(t.lower in RANKS for t in (parent, *kids(parent)))
    if governor is None and purpose and token.dep in ("advcl", "acl", "obl", "nmod") and not ranked:
        out.weaken("planned", parent)
    if purpose and parent.lower == "going":  # "is *going to* sign"
        out.weaken("planned", parent)
    if purpose and _never_came(token, parent):
        out.weaken("negated", parent)
    if token.dep == "ccomp" and _subjunctive(token):  # "demand that he *be* freed", "recommends that it *pay*"
        out.weaken("hypothetical", parent)
        out.wished = True
    if token.dep == "ccomp" and (governor is None or governor.effect == "real"):
        for noun in kids(parent):
            owned = governor_of(noun) if noun.dep == "obj" and noun.upos == "NOUN" else None
            if owned is not None:
                out.weaken(_refuted(noun, owned) or _effect(owned, noun), noun)
    if token.dep == "acl" and parent.upos in ("NOUN", "PRON"):
        if governor is not None and (refuted := _refuted(parent, governor)):
            out.weaken(refuted, parent)
        elif mark is not None and governor is None and negation_of(parent) is not None:  # "there is *no point* in talking"
            out.weaken("negated", parent)
    if finite(token) or (token.dep == "acl" and mark is None and token.xpos == "VBN"):
        return False
    if parent.upos in ("VERB", "AUX", "ADJ") and (governor is None or governor.effect == "real"):
        _own_words(parent, out)
    return True


OF_GOVERNORS = frozenset(("xcomp", "ccomp", "acl", "csubj", "csubj:pass"))


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
    above = (claim.head, *(c for c in kids(claim.head) if c.upos == "ADJ")) if claim.head is not claim else ()
    found = [g for t in above if t is not claim and (g := governor_of(t)) is not None and negation_of(t) is None]
    return "denied" if any(g.effect in ("denied", "negated") for g in found) else None


def _noun_before(infinitive: Token) -> Token | None:
    """Give the noun right before the *to* of an infinitive."""
    to = next((c for c in kids(infinitive) if c.lower == "to" and c.i < infinitive.i), infinitive)
    tokens = to.sentence.tokens
    at = to.i - tokens[0].i - 1
    return tokens[at] if at >= 0 and tokens[at].upos == "NOUN" else None


def _never_came(token: Token, parent: Token) -> bool:
    """See an infinitive after *too* much, or that has *yet to* come: "came *too late* to help", "have *yet* to sign"."""
    before = (c for c in (*kids(parent), *kids(token)) if c.i < token.i)
    return any(c.lower == "yet" or (c.lower == "too" and c.head is parent) for c in before) or parent.lower in ("nothing", "little")


def _bare_gerund(token: Token) -> bool:
    """See a gerund right behind its verb: "ruled out *negotiating*"; behind a comma it only tells what else was done."""
    tokens = token.sentence.tokens
    at = token.i - tokens[0].i
    return token.xpos == "VBG" and token.dep == "advcl" and at > 0 and tokens[at - 1].upos in ("VERB", "ADP", "ADV")


def _subjunctive(token: Token) -> bool:
    """See a bare form with a subject of its own, which tells what ought to be: "demands that it *withdraw*", "that they *be* released"."""
    auxiliaries = [c for c in kids(token) if c.dep in ("aux", "aux:pass", "cop")]
    bare = (token.xpos == "VB" and not auxiliaries) or any(c.lower == "be" for c in auxiliaries[:1])
    return bare and mark_of(token) == "that" and any(c.dep in SUBJECTS for c in kids(token))


def _still_to_come(token: Token, parent: Token) -> bool:
    """See "*once* they withdraw, it will begin": a present tense beside a clause that is itself ahead."""
    main = parent.head if parent.upos == "ADV" else parent
    tensed = next((c for c in kids(token) if c.dep in ("aux", "aux:pass", "cop")), token)
    return tensed.xpos in ("VBZ", "VBP") and any(c.lower in FUTURE | PROMISE | MODAL and c.dep == "aux" for c in kids(main))


def _predicate_step(predicate: Token, out: Reality) -> bool:
    """See what is said of an act itself: "a strike is *unlikely*"; not what it may do ("the strike is *likely to* hit trade")."""
    governor = governor_of(predicate)
    if governor is not None and not any(c.dep in CLAUSAL for c in kids(predicate)):
        out.weaken(_effect(governor, predicate), predicate)
    return False


def _told(mark: str, token: Token) -> bool:
    """See "held *until* she was released": a past tense under a verb that is itself told has come to pass."""
    if mark not in ("until", "till") or not finite(token.head):
        return False
    past = token.xpos == "VBD" or any(c.dep in ("aux", "aux:pass", "cop") and c.xpos == "VBD" for c in kids(token))
    ahead = FUTURE | PROMISE | MODAL | NEGATION
    return past and not any(c.lower in ahead for c in (*kids(token.head), *kids(token)))


def _noun_step(token: Token, parent: Token, out: Reality) -> bool:
    """See what "the threat of attacks", "called for talks", "refused talks" make of a noun."""
    opened = preposition_of(token)
    governor = governor_of(parent, opened)
    if opened == "including" or (opened == "of" and lemma(parent) in word_class("measure") | word_class("container")):
        return True
    carries = support_verbs().get(verb_lemmas().get(parent.lower, "")) in ("does", "happens")
    if governor is None and carries and token.dep in ("obj", "nsubj:pass"):
        _own_words(parent, out)  # "called on it to *take steps* including the withdrawal"
        return True
    if governor is None or (not governor.alone and not _governed_noun(token, opened)):
        return False
    if governor.effect == "claimed" and not governor.denied and negation_of(parent) is not None:
        return False  # "no group has claimed *the attack*": there was one
    if token.dep == "nsubj:pass" and any(c.dep in CLAUSAL for c in kids(parent)):  # "the attack is expected *to raise* prices"
        return False
    out.weaken(_refuted(parent, governor) or _effect(governor, parent), parent)
    return parent.upos in ("NOUN", "PROPN")


def _governed_noun(token: Token, opened: str | None) -> bool:
    if token.dep == "obl":
        return opened in ("for", "of", "from", "to", "with")
    return token.dep != "nmod" or opened in ("of", "for", "to", "about")


_STATUS: dict[str, Status] = {
    "planned": "planned", "hypothetical": "hypothetical", "negated": "negated",
    "claimed": "claimed", "denied": "denied", "real": "reported",
}  # fmt: skip


def finite(token: Token) -> bool:
    """Say whether a verb heads a finite clause."""
    if token.upos not in ("VERB", "AUX"):
        return any(c.dep == "cop" for c in kids(token))
    return token.xpos in ("VBD", "VBZ", "VBP", "MD") or any(
        c.dep in ("aux", "aux:pass") and c.lower not in ("to", "being", "having", "been", "be") for c in kids(token)
    )
