"""`onrecord check`: did anyone say it, who, when, in which words, who reported it first; its citation; a ClaimReview."""

from __future__ import annotations

import json
import sys
from argparse import Namespace
from typing import IO

from onrecord.cli.across import compared
from onrecord.cli.find import output
from onrecord.compare.quotations.check import QuoteAnswer, check_quotation, report_of
from onrecord.errors import UsageError
from onrecord.export.quotations import citing, terminal
from onrecord.export.quotations.claimreview import claim_review
from onrecord.store import Archive
from onrecord.store.query import last_day


def run_check(options: Namespace) -> int:
    """Look a quotation up and write the answer. Gives the exit code: 0 also where nobody said it."""
    with compared(options) as archive:
        answer = check_quotation(archive, options.words, speaker=options.speaker)
        with output(options.out) as out:
            _write(archive, answer, options, out)
    if options.out:
        print(f"onrecord: {answer.verdict}, in {len(answer.spread)} reports", file=sys.stderr)
    return 0


def _write(archive: Archive, answer: QuoteAnswer, options: Namespace, out: IO[str]) -> None:
    if options.cite:
        if answer.first is None:
            raise UsageError(
                "no report has the quotation", stage="check", code="NOT_FOUND", remedy="ask without --cite for the closest wordings"
            )
        match = answer.first.match
        out.write(citing.cite(options.cite, match, report_of(archive, match.statement["report"])))
    elif options.format == "claimreview":
        review = claim_review(answer, day=last_day(archive.db), reviewer=options.reviewer, url=options.url)
        out.write(json.dumps(review, ensure_ascii=False, indent=2) + "\n")
    else:
        terminal.write(answer, out, options.format, options.limit)
