"""The dead and hurt whom a bare number tells of: "killing at least *83*", "wounded *three*"."""

from __future__ import annotations

from onrecord.model.document import Document
from onrecord.model.drafts import ActorDraft, Cast, EventDraft, MentionDraft

HARM = frozenset(("killed", "injured"))


def counted_victims(event: EventDraft, document: Document, cast: Cast) -> list[ActorDraft]:
    """Give the group that an attack's toll counts where no noun names it, and not by how many it rose; it joins the cast."""
    for figure in event.figures:
        if figure.measure not in HARM or figure.standing == "part" or figure.head is not None or figure.unit not in (None, "person"):
            continue
        token = next((t for t in document.tokens_in(figure.span) if t.upos == "NUM"), None)
        if token is None or cast.of(token) is not None:
            continue
        mention = MentionDraft(figure.span, "description", token, "event/counted")
        victims = ActorDraft(document.words(figure.span), "group", None, "CVL", [mention], "event/counted")
        cast.actors.append(victims)
        cast.by_token[token.i] = victims
        return [victims]
    return []
