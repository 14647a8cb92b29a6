"""Who takes part in a happening, and on which side: rules read it from the clause, a learned head from all that stands around.

Rules find two parties in three and are seldom wrong; what they miss is mostly a doer or victim named outside the clause ("the perpetrator"
in the next sentence, "in clashes between"). So the head keeps what rules say unless it is sure of another side or of none, and adds whom
it is surer of. Recipe and figures: training/pairs.py and the model card.
"""

from __future__ import annotations

from itertools import groupby

from onrecord.coding.lexicon import noun_frames
from onrecord.gather.mentions import Reads
from onrecord.gather.parties import same
from onrecord.gather.party_features import Candidate, candidates, on_side
from onrecord.grammar.phrase import told_about
from onrecord.grammar.tree import above
from onrecord.heads.pairs import PairHead, pair_head
from onrecord.model.document import Document, Token
from onrecord.model.drafts import ActorDraft, Cast, Drafts, EventDraft
from onrecord.model.record import Rejected
from onrecord.ontology import PLOVER
from onrecord.resolve.lexicon import word_set
from onrecord.resolve.scene import BACKED, TAILS
from onrecord.text import HYPHENS

FILE = "parties.npz"
NONE, ACTOR, RECIPIENT = 0, 1, 2
"""The head's classes. In acts without sides (meetings, agreements) whoever takes part is an actor to it."""
KEPT, ADDED, BESIDE, BLAMED = 0.05, 0.6, 0.75, 0.7
"""How likely somebody must take part whom rules name; whom they do not, on a side where they name nobody, beside those they name; and
whom they do not blame for an attack: on reports not seen 19 of 22 that the head was so sure of had done it. A wrong attacker costs most."""
NEVER = 2.0
STEPS = 6
"""Steps up from a word to those it stands in the words of."""


def link_parties(document: Document, drafts: Drafts, reads: Reads | None = None, head: PairHead | None = None) -> None:
    """Settle the parties of each happening; nothing changes where the parser tells no meanings."""
    head = head or pair_head(FILE)
    if head is None or not document.meanings or not drafts.events:
        return
    found = candidates(document, drafts, reads)
    odds = head(document, [c.pair for c in found])
    for _, group in groupby(zip(found, odds, strict=True), key=lambda pair: id(pair[0].event)):
        judged = list(group)
        _settle(judged[0][0].event, document, drafts, judged)


def _settle(event: EventDraft, document: Document, drafts: Drafts, judged: list[tuple[Candidate, list[float]]]) -> None:
    actors, recipients, said = list(event.actors), list(event.recipients), []
    sideless = event.event in PLOVER.mutual
    for candidate, odds in judged:
        who = candidate.actor
        acts, suffers = on_side(who, event.actors), on_side(who, event.recipients)
        if acts or suffers:  # rules seldom take the one side for the other
            stays = (1 - odds[NONE] if sideless else odds[ACTOR if acts else RECIPIENT]) >= KEPT
            as_actor, as_recipient = acts and stays, suffers and stays
        else:
            head = document.tokens[candidate.pair.words[-1]]
            least = NEVER if _tied(document, who, head) or _pitied(who, head, event, drafts) else 0.0
            as_actor = odds[ACTOR] >= max(least, _least(who, head, event.actors), _least_to_blame(who, event, drafts.cast))
            as_actor = as_actor and not _condemns(who, event, drafts)
            as_recipient = not as_actor and odds[RECIPIENT] >= max(least, _least(who, head, event.recipients))
        if (as_actor, as_recipient) == (acts, suffers):
            continue
        _put(actors, who, as_actor)
        _put(recipients, who, as_recipient)
        sure = odds[ACTOR] if as_actor else odds[RECIPIENT] if as_recipient else odds[NONE]
        said.append(f"{who.name} {'actor' if as_actor else 'recipient' if as_recipient else 'no party'} {sure:.2f}")
        if not (as_actor or as_recipient):
            event.rejected.append(Rejected(value=who.name, why=f"head/parties: no party {odds[NONE]:.2f}"))
    if said:
        event.actors, event.recipients = actors, recipients
        event.rule = f"{event.rule}; head/parties: {', '.join(said)}"


def _least(who: ActorDraft, head: Token, side: list[ActorDraft]) -> float:
    """Give how likely somebody must stand on a side.

    Nobody is added who may be another entry of one there, who is a state beside its arm, or who stands in the words of one there
    ("opponents of the *Senate*").
    """
    if any(same(who, a) or (a.country and a.country == who.country and "government" in (a.type, who.type)) for a in side):
        return NEVER
    if _inside(head, side):
        return NEVER
    return BESIDE if side else ADDED


def _tied(document: Document, who: ActorDraft, head: Token) -> bool:
    """Tell one who only says whose somebody is: "*Al Qaeda*-linked fighters", "*Iran*-backed"."""
    for mention in who.mentions:
        if mention.head is head:
            after = [t for t in document.tokens[document.tokens_in(mention.span)[-1].i + 1 :][:2] if t.sentence is head.sentence]
            return len(after) > 1 and after[0].text in HYPHENS and after[1].lower in word_set(TAILS) | word_set(BACKED)
    return False


def _pitied(who: ActorDraft, head: Token, event: EventDraft, drafts: Drafts) -> bool:
    """Tell one who suffers by force what others protest against or condemn, or whose release they demand: it is not turned on them."""
    if event.event == PLOVER.demand:
        return any(f.mode == "release" for word in above(head, STEPS) for f in noun_frames().get(word.lower, ()))
    if event.event not in (PLOVER.protest, PLOVER.accusation):
        return False
    return any(e.event in PLOVER.forceful and on_side(who, e.recipients) for e in drafts.events)


def _condemns(who: ActorDraft, event: EventDraft, drafts: Drafts) -> bool:
    """Tell one who condemns or protests against the very act: it is another's ("criticised the dissolution of the party")."""
    if event.event not in PLOVER.hostile:
        return False
    words = {e.trigger_head.i for e in drafts.events if e.event in (PLOVER.protest, PLOVER.accusation) and on_side(who, e.actors)}
    return any(word.i in words for t in event.mentions or [event] for word in above(t.trigger_head, STEPS))


def _inside(token: Token, side: list[ActorDraft]) -> bool:
    """Tell a word that hangs on one of a side, but for one that is coordinated with it."""
    heads = {m.head.i for a in side for m in a.mentions if m.head is not None}
    for _ in range(STEPS):
        if token.role.conjunct or token.head is token:
            return False
        token = token.head
        if token.i in heads:
            return True
    return False


def _least_to_blame(who: ActorDraft, event: EventDraft, cast: Cast) -> float:
    """Give how likely somebody must be an attacker: who only tells of the attack ("Chad accuses Sudan of the raid") is none."""
    if event.event != PLOVER.violence:
        return 0.0
    told = any(cast.speaker(a) is who for t in event.mentions or [event] for a in t.attributed_to)
    told = told or any(m.head is not None and told_about(m.head.head) for m in who.mentions)
    return NEVER if told else BLAMED


def _put(side: list[ActorDraft], who: ActorDraft, belongs: bool) -> None:
    """Make somebody stand on a side, last, or not stand there."""
    if belongs and not on_side(who, side):
        side.append(who)
    elif not belongs:
        side[:] = [a for a in side if a is not who]
