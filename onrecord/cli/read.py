"""`onrecord read`: from paths to results on standard output or in files."""

from __future__ import annotations

import sys
import traceback
from argparse import Namespace
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from onrecord.cli import READ_ALL, READ_NOTHING, SOME_FAILED
from onrecord.cli.output import Sink, open_sink
from onrecord.cli.progress import Progress
from onrecord.cli.reading_options import settings_of
from onrecord.errors import OnRecordError, UsageError
from onrecord.ingest import read_documents, read_sources
from onrecord.model.record import Record
from onrecord.model.source import Source
from onrecord.settings import Settings
from onrecord.timing import StageTimes
from onrecord.workers import Outcome, read_stream


@dataclass(slots=True)
class Tally:
    """How many reports were read and how many failed."""

    read: int = 0
    failed: int = 0

    @property
    def exit_code(self) -> int:
        if not self.failed and self.read:
            return READ_ALL
        return SOME_FAILED if self.read else READ_NOTHING


def run_read(options: Namespace) -> int:
    """Read the reports that the paths name and write what was asked for. Gives the exit code."""
    settings = settings_of(options)
    kind = None if options.input_format == "auto" else options.input_format
    if options.profile:
        return _profile(read_sources(options.paths, input_format=kind, settings=settings), settings, options)
    sources = read_documents(options.paths, input_format=kind, settings=settings)
    outcomes = read_stream(sources, settings, workers=options.workers)
    return _explain(outcomes, options) if options.explain else _write(outcomes, options, StageTimes()).exit_code


def _profile(sources: Iterable[Source | OnRecordError], settings: Settings, options: Namespace) -> int:
    """Read in this process, without the budget of a report, and say at the end what each stage took."""
    from onrecord.child import spare_collections
    from onrecord.pipeline import Reader

    if options.workers > 1 or options.explain:
        raise UsageError("--profile with --workers or --explain", code="BAD_OPTIONS", remedy="leave the other option out")
    spare_collections()
    reader = Reader(settings)
    tally = _write(read_stream(reader.times.each("ingest", sources), settings, reader=reader), options, reader.times)
    sys.stderr.write(reader.times.table(tally.read))
    return tally.exit_code


def _write(outcomes: Iterable[Outcome], options: Namespace, times: StageTimes) -> Tally:
    """Write what was read as it comes; tell of what was not."""
    tally = Tally()
    with Progress(options.paths, shown=not options.quiet) as progress, open_sink(options) as sink:
        for source, result in outcomes:
            progress.step()
            times.run("output", _take, sink, (source, result), tally, progress, debug=options.debug)
    if not tally.read and not tally.failed:
        print("onrecord: nothing to read there (name a file, a folder with reports in it, or - for standard input)", file=sys.stderr)
    elif tally.failed and tally.read + tally.failed > 1:
        print(f"onrecord: {tally.read} read, {tally.failed} failed", file=sys.stderr)
    return tally


def _take(sink: Sink, outcome: Outcome, tally: Tally, progress: Progress, *, debug: bool) -> None:
    source, result = outcome
    if isinstance(result, Record):
        try:
            sink.add(source, result)
            tally.read += 1
            return
        except (OSError, OnRecordError):
            raise
        except Exception as error:  # a record that cannot be shown must not end a run over many
            result = _not_written(result, error)
    tally.failed += 1
    progress.say(str(result))
    if debug and result.trace:
        progress.say(result.trace)
    sink.add(source, result)


def _not_written(record: Record, error: Exception) -> OnRecordError:
    failed = OnRecordError(
        f"{type(error).__name__}: {error}"[:300],
        report=record.report.source,
        stage="output",
        code="INTERNAL",
        remedy="please report this as a bug, --debug shows where it happened",
    )
    failed.trace = "".join(traceback.format_exception(error))
    return failed


def _explain(outcomes: Iterable[Outcome], options: Namespace) -> int:
    """Explain one item of the one report that was named."""
    from onrecord.export.explain import explain_text

    found: list[Record] = []
    for _, result in _only_two(outcomes):
        if isinstance(result, OnRecordError):
            raise result
        found.append(result)
    if len(found) != 1:
        raise UsageError("--explain needs exactly one report", code="NOT_ONE", remedy="name the file that holds it")
    sys.stdout.write(explain_text(found[0], options.explain))
    return READ_ALL


def _only_two(outcomes: Iterable[Outcome]) -> Iterator[Outcome]:
    for n, outcome in enumerate(outcomes):
        if n == 2:
            return
        yield outcome
