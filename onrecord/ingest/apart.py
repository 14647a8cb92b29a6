"""Documents that are taken apart in another process than the one that found them: pages, mails, feeds, agencies' documents."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import replace

from onrecord.errors import OnRecordError
from onrecord.ingest.feeds import FEED_LISTING, SITEMAP_LISTING, listed, unpacked_entry
from onrecord.ingest.inputs import Input, unforeseen
from onrecord.ingest.kinds import Outcome, reader_of
from onrecord.ingest.page import page_source
from onrecord.ingest.walk import read_recognised
from onrecord.model.source import Source, Unread
from onrecord.settings import Settings


def take_apart(unread: Unread, settings: Settings) -> Iterator[Source | OnRecordError]:
    """Give the reports of a document; whatever goes wrong in it is its own error."""
    inside = replace(settings, apart=False, published=unread.published or settings.published)
    try:
        for found in _found(unread, inside):
            if isinstance(found, Source):
                hints = replace(found.hints, fetched=found.hints.fetched or unread.url)
                if unread.publisher:
                    hints = replace(hints, publisher=unread.publisher, given=tuple(dict.fromkeys((*hints.given, "publisher"))))
                yield replace(found, hints=hints, warnings=(*found.warnings, *unread.warnings))
            elif not isinstance(found, Unread):
                yield found
    except OnRecordError as error:
        error.report = error.report or unread.name
        yield error
    except MemoryError:
        raise
    except Exception as error:
        yield unforeseen(unread.name, error)


def _found(unread: Unread, settings: Settings) -> Iterator[Outcome]:
    source = Input(unread.name, io.BytesIO(unread.data), len(unread.data))
    if unread.kind in (FEED_LISTING, SITEMAP_LISTING):
        yield listed(unread.data, unread.name, unread.kind)
    elif unread.kind == "entry":
        yield unpacked_entry(unread.data, settings)
    elif unread.kind == "html" and (unread.url or unread.charset):
        yield page_source(unread.data, source, settings, url=unread.url, charset=unread.charset)
    elif unread.kind is None:
        yield from read_recognised(source, None, settings)
    else:
        yield from reader_of(unread.kind)(source, settings)
