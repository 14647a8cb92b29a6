"""From sources to records: the one order in which the stages run, and the one place where a report's failure is caught."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from functools import partial
from typing import TypeVar

from onrecord import __version__
from onrecord.assemble import assemble
from onrecord.coding.events import code_events
from onrecord.errors import OnRecordError
from onrecord.extract.attributions import find_attributions
from onrecord.extract.figures import find_figures
from onrecord.extract.times import find_times
from onrecord.gather.gathering import gather
from onrecord.grammar.build import build_document
from onrecord.lang import use
from onrecord.model.document import BlockParse, Document, Parser
from onrecord.model.drafts import ActorDraft, Drafts, PlaceDraft
from onrecord.model.record import LexiconInfo, PipelineInfo, Record, Report, Span, Warn
from onrecord.model.source import Anatomy, Source
from onrecord.parse.anatomy import read_anatomy
from onrecord.resolve.actors import resolve_actors
from onrecord.resolve.places import resolve_places
from onrecord.settings import Settings
from onrecord.timing import StageTimes

BATCH = 32
"""Reports parsed in one call of the language pipeline: enough for full batches, little enough to stay in memory."""

Outcome = tuple[Source, Record | OnRecordError]
T = TypeVar("T")
D = TypeVar("D")


class Reader:
    """Reads sources into records with one loaded language pipeline."""

    def __init__(self, settings: Settings | None = None, parser: Parser | None = None) -> None:
        self.settings = settings or Settings()
        self.times = StageTimes()
        self._parser = parser

    @property
    def parser(self) -> Parser:
        if self._parser is None:
            from onrecord.parse.load import load

            self._parser = self.times.run("load", load, self.settings.model)
        return self._parser

    def read(self, source: Source) -> Record:
        """Read one source. Raises `OnRecordError` where it cannot be read."""
        [(_, result)] = self.read_batch([source])
        if isinstance(result, OnRecordError):
            raise result
        return result

    def read_all(self, sources: Iterable[Source]) -> Iterator[Outcome]:
        """Read a stream of sources in order, holding one batch in memory."""
        batch: list[Source] = []
        for source in sources:
            batch.append(source)
            if len(batch) >= BATCH:
                yield from self.read_batch(batch)
                batch = []
        if batch:
            yield from self.read_batch(batch)

    def read_batch(self, sources: Sequence[Source]) -> list[Outcome]:
        """Read sources with one call of the parser. Each gives a record or the error that stopped it."""
        run, settings = self.times.run, self.settings
        with use(settings.lexicon):
            anatomies = [_guard(source, "anatomy", partial(run, "anatomy", read_anatomy, source, settings)) for source in sources]
        parses = self._parse(anatomies)
        with use(settings.lexicon):
            return [(s, self._outcome(s, a, p)) for s, a, p in zip(sources, anatomies, parses, strict=True)]

    def _outcome(self, source: Source, anatomy: Anatomy | OnRecordError, parse: list[BlockParse] | OnRecordError) -> Record | OnRecordError:
        if isinstance(anatomy, OnRecordError):
            return anatomy
        if isinstance(parse, OnRecordError):
            parse.report = parse.report or source.source
            return parse
        return _guard(source, "read", partial(self._read, anatomy, parse))

    def _parse(self, anatomies: Sequence[Anatomy | OnRecordError]) -> list[list[BlockParse] | OnRecordError]:
        """Parse all blocks of the batch in one call; where that fails, report by report, so that one bad text stops only itself."""
        texts = [_block_texts(a) for a in anatomies]
        try:
            flat = self._parse_blocks([b for blocks in texts for b in blocks]) if any(texts) else []
        except MemoryError:
            raise
        except Exception:
            return [_guard(None, "parse", partial(self._parse_blocks, blocks)) for blocks in texts]
        rows = iter(flat)
        return [[next(rows) for _ in blocks] for blocks in texts]

    def _parse_blocks(self, blocks: list[str]) -> list[BlockParse]:
        parser = self.parser
        return self.times.run("parse", parser.parse_blocks, blocks)

    def _read(self, anatomy: Anatomy, parses: list[BlockParse]) -> Record:
        document = self.times.run("document", document_of, anatomy, parses)
        drafts = run_stages(document, self.settings.office_table, self.times)
        model = self.parser.name if document.tokens else None
        made = PipelineInfo(version=__version__, model=model, lexicon=_lexicon_info(self.settings, drafts))
        record = self.times.run("assemble", _record, anatomy.report, drafts, made)
        document.let_go()
        return record


def _lexicon_info(settings: Settings, drafts: Drafts) -> LexiconInfo | None:
    """Say which words of the user's own were read with, and of the types those that events have."""
    if settings.lexicon is None:
        return None
    met = {e.own for e in drafts.events}
    return LexiconInfo(digest=settings.lexicon.digest, event_types=tuple(t for t in settings.lexicon.types if t.name in met))


def run_stages(document: Document, office_table: str | None = None, stage_times: StageTimes | None = None) -> Drafts:
    """Run every reading stage on a parsed document, each on what the ones before it found.

    `office_table`: see `Settings`; `stage_times`: where to count what each costs.
    """
    run = (stage_times or StageTimes()).run
    limits: list[Warn] = []
    attributions = _first(run("attributions", find_attributions, document), "statements", lambda a: a.content[0], limits)
    times = _first(run("times", find_times, document, attributions), "times", lambda t: t.span, limits)
    cast, unresolved = run("actors", resolve_actors, document, attributions, office_table)
    places = run("places", resolve_places, document, cast)
    figures = _first(run("figures", find_figures, document, times), "figures", lambda f: f.span, limits)
    events = run("events", code_events, document, cast, attributions, times, figures, places)
    drafts = run("gather", gather, document, Drafts(attributions, times, figures, cast, places, events, unresolved))
    return _limited(drafts, limits)


MOST_ITEMS = 5_000
"""Items of each kind that a record holds, in the order of the text: five times those of the longest report met (a transcript)."""


def _first(drafts: list[D], what: str, where: Callable[[D], Span], limits: list[Warn]) -> list[D]:
    """Give the first items of a kind, as many as a record holds; note how many more there were."""
    if len(drafts) <= MOST_ITEMS:
        return drafts
    kept = sorted(drafts, key=where)[:MOST_ITEMS]
    message = f"{len(drafts):,} {what} were found, the first {MOST_ITEMS:,} are kept; split the report to have the rest"
    limits.append(Warn(code="ITEM_LIMIT", message=message, span=where(kept[-1])))
    return kept


def _limited(drafts: Drafts, limits: list[Warn]) -> Drafts:
    """Keep the first of what the stages made, and say where there was more."""

    def begin(draft: ActorDraft | PlaceDraft) -> Span:
        return min((m.span for m in draft.mentions), default=(0, 0))

    drafts.events = _first(drafts.events, "events", lambda e: e.trigger[0], limits)
    drafts.cast.actors = _first(drafts.cast.actors, "actors", begin, limits)
    drafts.places = _first(drafts.places, "places", begin, limits)
    drafts.unresolved = _first(drafts.unresolved, "unsettled words", lambda u: u.span, limits)
    if drafts.account is not None:
        left = _first(list(drafts.account.left_out), "quotations, numbers and dates without an item", lambda x: x.span, limits)
        drafts.account = replace(drafts.account, left_out=tuple(left))
    drafts.limited = tuple(limits)
    return drafts


def _record(report: Report, drafts: Drafts, pipeline: PipelineInfo) -> Record:
    placed = _place_datelines(report, drafts.places)
    return assemble(replace(placed, account=drafts.account, warnings=(*report.warnings, *drafts.limited)), drafts, pipeline)


def document_of(anatomy: Anatomy, parses: list[BlockParse]) -> Document:
    """Hang the parses of a report's blocks on its text."""
    report = anatomy.report
    blocks = anatomy.blocks if parses else ()
    return build_document(
        report.text,
        report.parts,
        blocks,
        parses,
        published=report.published,
        publisher=report.publisher,
        language=report.language,
        title=report.title,
    )


def _block_texts(anatomy: Anatomy | OnRecordError) -> list[str]:
    """Give the blocks to parse: none for a report in another language, whose language-free parts alone are read."""
    if isinstance(anatomy, OnRecordError) or (anatomy.report.language or "en") != "en":
        return []
    return [anatomy.report.text[a:b] for a, b in anatomy.blocks]


def _place_datelines(report: Report, places: Sequence[PlaceDraft]) -> Report:
    """Point each dateline at its place. Ids are given in order of first mention, as `assemble` does."""
    order = sorted((p for p in places if p.mentions), key=lambda p: min(m.span for m in p.mentions))
    parts = list(report.parts)
    for n, part in enumerate(parts):
        if part.kind != "dateline":
            continue
        for number, place in enumerate(order, 1):
            if any(part.span[0] <= m.span[0] < part.span[1] for m in place.mentions):
                parts[n] = replace(part, place=f"P{number}")
                break
    return replace(report, parts=tuple(parts))


def _guard(source: Source | None, stage: str, work: Callable[[], T]) -> T | OnRecordError:
    """Run one report's stage; whatever goes wrong becomes that report's error and nobody else's."""
    try:
        return work()
    except OnRecordError as error:
        if error.report is None and source is not None:
            error.report = source.source
        return error
    except MemoryError:
        raise  # what is left of the process cannot be relied on
    except Exception as error:  # the per-report boundary: the only place that catches everything
        failed = OnRecordError(
            f"{type(error).__name__}: {error}"[:300],
            report=source.source if source else None,
            stage=stage,
            code="INTERNAL",
            remedy="the other reports were read; please report this as a bug, --debug shows where it happened",
        )
        failed.__cause__ = error
        return failed
