"""The date that a time expression gives an event."""

from __future__ import annotations

import pytest

from onrecord.model.dates import date_of
from onrecord.model.drafts import TimeDraft
from onrecord.model.record import TimexType


def _time(kind: TimexType, edtf: str | None) -> TimeDraft:
    return TimeDraft(span=(0, 1), type=kind, value="x", mod=None, edtf=edtf, rule="test")


@pytest.mark.parametrize(
    ("kind", "edtf", "date"),
    [
        ("DATE", "2025-12-03", "2025-12-03"),
        ("DATE", "2025-08", "2025-08"),
        ("DATE", "2025-08/..", "2025-08"),
        ("DATE", "../2025-08", None),
        ("DATE", "2025-11-29/2025-11-30", "2025-11-29/2025-11-30"),
        ("DATE", "2025-06-02/2025-06-08", "2025-06-02/2025-06-08"),
        ("DATE", "1985~", "1985"),
        ("DATE", "199X", None),
        ("DATE", "XXXX-12-24", None),
        ("DATE", "2025-21", "2025"),
        ("DATE", "-0043", "-0043"),
        ("DATE", None, None),
        ("TIME", "2025-12-03T04:12:00Z", "2025-12-03"),
        ("DURATION", "2025-12-03/2025-12-04", "2025-12"),
        ("DURATION", "2015/2025", None),
        ("SET", "2025", None),
    ],
)
def test_date_of(kind: TimexType, edtf: str | None, date: str | None) -> None:
    assert date_of(_time(kind, edtf)) == date
