"""Dates as containers write them."""

from __future__ import annotations

from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.ingest.moments import read_moment

READ = [
    ("2024-03-09", "2024-03-09"),
    ("20240309", "2024-03-09"),
    ("2024-03-09T11:05:00Z", "2024-03-09T11:05:00Z"),
    ("2024-03-09 11:05", "2024-03-09T11:05"),
    ("2024-05-14T21:30:00-07:00", "2024-05-14T21:30:00-07:00"),
    ("20240514T101500Z", "2024-05-14T10:15:00Z"),
    ("20240514101500", "2024-05-14T10:15:00"),
    ("2018-02-15 11:24:50 EST", "2018-02-15T11:24:50-05:00"),
    ("2018-02-15 11:24:50 XYZ", "2018-02-15T11:24:50"),
    ("2024/05/14", "2024-05-14"),
    ("2024-05-14 in the evening", "2024-05-14"),
    ("Tue, 14 May 2024 21:30:00 -0700", "2024-05-14T21:30:00-07:00"),
    ("Wed, 01 Jan 2025 08:00:00 +1300", "2025-01-01T08:00:00+13:00"),
    ("Tue, 14 May 2024 21:30:00 EDT", "2024-05-14T21:30:00-04:00"),
    ("Tue, 14 May 2024 10:00:00 GMT", "2024-05-14T10:00:00Z"),
    ("Tue, 14 May 24 10:00 GMT", "2024-05-14T10:00:00Z"),
    ("Thu, 15 Feb 2018 11:24:50", "2018-02-15T11:24:50"),
    ("Thu, 15 Feb 2018 00:00:00 GMT", "2018-02-15"),
    ("Tue, 14 May 2024 21:30:00 GMT+1", "2024-05-14T21:30:00+01:00"),
    ("Tue, 14 May 2024 21:30:00 UTC+05:30", "2024-05-14T21:30:00+05:30"),
    ("2024-05-14 09:30 UTC−3", "2024-05-14T09:30-03:00"),
    ("Tue, 30 Jun 2015 23:59:60 GMT", "2015-06-30T23:59:59Z"),
    ("2024-05-14T21:30:00 Z", "2024-05-14T21:30:00Z"),
    ("2024-05-14T21:30:00-0330", "2024-05-14T21:30:00-03:30"),
    ("2024-05-14T21:30:00+13", "2024-05-14T21:30:00+13:00"),
    ("1715700000.25", "2024-05-14T15:20:00Z"),
    ("Sept 5, 2018 3:04 pm ET", "2018-09-05T15:04:00"),
    ("Thurs, 15 February 2018, 11:24", "2018-02-15T11:24:00"),
    ("14 May 2024", "2024-05-14"),
    ("May 14, 2024", "2024-05-14"),
    ("May 14, 2024 at 3:05 PM", "2024-05-14T15:05:00"),
    ("15/02/2018", "2018-02-15"),
    ("12/25/2018 3:04 PM", "2018-12-25T15:04:00"),
    ("14.05.2024", "2024-05-14"),
    ("04/04/2018", "2018-04-04"),
    (1715700000, "2024-05-14T15:20:00Z"),
    ("1715700000", "2024-05-14T15:20:00Z"),
    (1715700000123, "2024-05-14T15:20:00Z"),
    (1715700000.0, "2024-05-14T15:20:00Z"),
]
REFUSED = [
    "2025-02-29", "0000-01-01", "1970-01-01T00:00:00Z", "1970-01-01 00:00:00", "yesterday", "Tuesday", "12:30", "May 2024", "2024", "5", "03/04/2018", "18/13/2018", "2024-W20", "1e9",
    "Mon, 00 Jan 2024 10:00:00 GMT", "Tue, 14 May 2024 10:00:00 +9999", "9" * 13, "x" * 100, True, 12, ["2024-05-14"], {"date": "2024-05-14"}, float("nan"),
]  # fmt: skip


@pytest.mark.parametrize(("written", "wanted"), READ, ids=str)
def test_read(written: object, wanted: str) -> None:
    assert read_moment(written) == (wanted, ())


@pytest.mark.parametrize("written", REFUSED, ids=str)
def test_refused_with_a_warning(written: object) -> None:
    iso, warnings = read_moment(written)
    assert iso is None
    assert [w.code for w in warnings] == ["BAD_DATE"]


@pytest.mark.parametrize("written", [None, "", "  "])
def test_nothing_written(written: object) -> None:
    assert read_moment(written) == (None, ())


def test_two_ways_to_read_it_are_named() -> None:
    [warning] = read_moment("03/04/2018").warnings
    assert "two dates" in warning.message


@given(st.one_of(st.text(max_size=100), st.integers(), st.floats(), st.from_regex(r"[0-9A-Za-z:/+, .-]{1,40}"), st.none(), st.booleans()))
def test_anything_is_a_date_or_a_warning(written: object) -> None:
    iso, warnings = read_moment(written)
    if iso is not None:
        datetime.fromisoformat(iso)
        assert not warnings
    else:
        assert bool(warnings) == (written is not None and bool(str(written).strip()))


@given(st.datetimes(min_value=datetime(1980, 1, 1), max_value=datetime(2099, 12, 31)), st.integers(-12 * 4, 14 * 4))
def test_mail_dates_keep_the_day_of_their_own_clock(moment: datetime, quarters: int) -> None:
    minutes = abs(quarters) * 15
    offset = f"{'-' if quarters < 0 else '+'}{minutes // 60:02}{minutes % 60:02}"
    iso, _ = read_moment(f"{moment:%d} {'Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec'.split()[moment.month - 1]} {moment:%Y %H:%M:%S} {offset}")
    assert iso is not None
    assert iso[:10] == f"{moment:%Y-%m-%d}"
