"""How real an act is (reported, claimed, denied, planned, hypothetical, negated), by the words around it and its statements."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from onrecord.coding.clause import infinitive, mark_of, preposition_of
from onrecord.coding.governors import governor_of, governors_of, said_meanwhile
from onrecord.coding.lexicon import verb_lemmas, word_class
from onrecord.coding.tree import kids
from onrecord.model.document import Token
from onrecord.model.drafts import AttributionDraft
from onrecord.model.record import Status

MAX_CLIMB = 12
"""Words climbed at most above an act; keeps the judgement linear on hostile trees."""

FUTURE = frozenset(("will", "shall", "'ll", "’ll", "wo"))
PROMISE = frozenset(("would", "'d", "’d"))
MODAL = frozenset(("could", "might", "may", "can", "should", "must", "ca", "ought"))
NEGATION = frozenset(("not", "n't", "n’t", "never", "neither", "nor", "hardly", "no", "without"))
CONDITIONAL = frozenset(("if", "unless", "whether", "lest", "until", "till"))
HEARSAY = frozenset(("allegedly", "reportedly", "purportedly", "supposedly", "apparently"))
ALLEGED = frozenset(("alleged", "suspected", "supposed", "purported", "reported"))
PLANNED = frozenset(("planned", "upcoming", "scheduled", "future", "proposed", "forthcoming"))
UNREAL = frozenset(("possible", "potential", "threatened", "looming", "imminent", "likely", "any", "prospective"))
NOBODY = frozenset(("nobody", "none", "neither"))
SUBJECTS = frozenset(("nsubj", "nsubj:pass"))
BE = frozenset(("was", "were", "is", "are"))
GOVERNED = frozenset(("of", "from", "for", "against", "about", "on", "to", "with", "into"))
CLAUSAL = frozenset(("xcomp", "ccomp", "advcl", "acl", "csubj", "csubj:pass"))
TELLING = frozenset(
    {"tell", "warn", "suggest", "claim", "admit", "confirm", "acknowledge", "ask", "appear", "seem", "report", "see", "hear"}
)
"""With a finite clause these only say so, whatever they make of an infinitive ("told them that", "told them to")."""

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
    if attribution.act == "deny" and _said_itself(trigger, attribution.cue_head):
        out.weaken("denied", attribution.cue_head)
    elif attribution.hypothetical:
        out.weaken("hypothetical", attribution.cue_head)
    else:
        out.weaken("claimed", attribution.cue_head)


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
    for child in kids(token):
        word = child.lower
        if (word in FUTURE and child.upos in ("AUX", "VERB")) or (word in PROMISE and child.dep == "aux"):
            out.future = out.future or child
            out.weaken("planned", child)
        elif word in MODAL and child.dep == "aux" and child.text != "May":
            out.weaken("hypothetical", child)
        elif word in NEGATION and child.dep in ("advmod", "det", "cc", "cc:preconj", "aux", "dep"):
            out.negated = out.negated or child
            out.weaken("negated", child)
        elif word in NOBODY or (child.dep in SUBJECTS and any(c.lower == "no" and c.dep == "det" for c in kids(child))):
            if child.dep in SUBJECTS:
                out.weaken("negated", child)
        elif child.dep == "obj" and any(c.lower == "no" and c.dep == "det" for c in kids(child)):
            out.weaken("negated", child)
        elif word == "due" and child.dep == "advmod" and any(c.lower == "to" for c in kids(child)):
            out.weaken("planned", child)
        elif child.dep in ("mark", "advmod", "case") and word in CONDITIONAL and not _told(word, token):
            out.weaken("hypothetical", child)
        elif word in HEARSAY or (child.dep in ("amod", "compound") and word in ALLEGED):
            out.weaken("claimed", child)
        elif child.dep in ("amod", "det") and word in PLANNED | UNREAL:
            out.weaken("planned" if word in PLANNED else "hypothetical", child)
        elif word == "to" and token.dep == "root" and any(c.lower in BE for c in kids(token)):
            out.weaken("planned", child)


def _step(token: Token, parent: Token, out: Reality) -> bool:
    """Let the word above speak; say whether to climb on (not out of a finite clause)."""
    dep = token.dep
    if dep == "conj":
        if not finite(token):
            _own_words(parent, out)
        return True
    if dep in CLAUSAL or (dep in ("obl", "nmod", "parataxis") and token.xpos in ("VB", "VBG")):
        return _clause_step(token, parent, out)
    if dep in ("obj", "nmod", "obl", "nsubj:pass", "appos", "compound"):
        return _noun_step(token, parent, out)
    return False


def _clause_step(token: Token, parent: Token, out: Reality) -> bool:
    mark = mark_of(token) or preposition_of(token)
    if mark in CONDITIONAL and not _told(mark, token):
        out.weaken("hypothetical", parent)
        return False
    if mark == "for" and verb_lemmas().get(parent.lower) in word_class("judging"):
        out.weaken("claimed", parent)
    if mark in ("without", "instead"):
        out.weaken("negated", parent)
    governor = governor_of(parent)
    purpose = infinitive(token)
    if token.dep == "ccomp" and finite(token) and verb_lemmas().get(parent.lower) in TELLING:
        return False
    if purpose and said_meanwhile(parent, token):
        return True
    if governor is not None and (purpose or token.dep in ("xcomp", "ccomp", "acl") or mark in GOVERNED):
        out.weaken(_STATUS[governor.effect], parent)
        out.wished |= token.dep == "ccomp" and finite(token) and governor.effect in ("planned", "hypothetical")
    elif purpose and token.dep in ("advcl", "acl", "obl", "nmod"):
        out.weaken("planned", parent)
    if token.dep == "ccomp" and (governor is None or governor.effect == "real"):
        for noun in kids(parent):
            owned = governor_of(noun) if noun.dep == "obj" and noun.upos == "NOUN" else None
            if owned is not None:
                out.weaken(_STATUS[owned.effect], noun)
    if finite(token):
        return False
    if parent.upos in ("VERB", "AUX", "ADJ") and (governor is None or governor.effect == "real"):
        _own_words(parent, out)
    return True


def _told(mark: str, token: Token) -> bool:
    """See "held *until* she was released": a past tense under a verb that is itself told has come to pass."""
    if mark not in ("until", "till") or not finite(token.head):
        return False
    past = token.xpos == "VBD" or any(c.dep in ("aux", "aux:pass", "cop") and c.xpos == "VBD" for c in kids(token))
    ahead = FUTURE | PROMISE | MODAL | NEGATION
    return past and not any(c.lower in ahead for c in (*kids(token.head), *kids(token)))


def _noun_step(token: Token, parent: Token, out: Reality) -> bool:
    """See what "the threat of attacks", "called for talks", "refused talks" make of a noun."""
    governor = governor_of(parent)
    if governor is None or (token.dep == "obl" and preposition_of(token) not in ("for", "of", "from", "to", "with")):
        return False
    if token.dep == "nmod" and preposition_of(token) not in ("of", "for", "to", "about"):
        return False
    out.weaken(_STATUS[governor.effect], parent)
    return parent.upos in ("NOUN", "PROPN")


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
