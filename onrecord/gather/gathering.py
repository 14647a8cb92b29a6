"""The order in which mentions become things: actors first, since happenings are told apart by who takes part in them;
who belongs on record last, since it asks who takes part in what is left."""

from __future__ import annotations

from onrecord.gather.account import account_of
from onrecord.gather.actors import gather_actors, keep_who_belongs
from onrecord.gather.countries import settle_countries
from onrecord.gather.happenings import gather_happenings
from onrecord.gather.judging import judge_actors, judge_events, judge_statements
from onrecord.gather.mentions import Reads
from onrecord.gather.named_again import name_again
from onrecord.gather.taking_part import link_parties
from onrecord.model.document import Document
from onrecord.model.drafts import Drafts


def gather(document: Document, drafts: Drafts) -> Drafts:
    """Make one entry of everything that the report tells of more than once, leave out what nobody asked for, account for the rest.

    The finders' drafts are mentions; which of them are one thing is a judgement with a reason, made here and nowhere else.
    """
    reads = Reads(document)
    gather_actors(document, drafts, reads)
    gather_happenings(document, drafts)
    settle_countries(document, drafts)
    judge_statements(document, drafts)
    judge_events(document, drafts)
    name_again(document, drafts)
    link_parties(document, drafts, reads)
    judge_actors(document, drafts, keep_who_belongs(document, drafts, reads))
    drafts.account = account_of(document, drafts)
    return drafts
