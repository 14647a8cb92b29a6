"""The whole API under made-up requests, right and wrong ones: never a 500, and every answer as the description says."""

from __future__ import annotations

from pathlib import Path

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from schemathesis.checks import load_all_checks
from schemathesis.config import SchemathesisConfig
from schemathesis.specs.openapi import checks
from web.conftest import Site

from onrecord.web.api.describe import document
from onrecord.web.app import create_app
from onrecord.web.settings import WebSettings

load_all_checks()
CONFIG = SchemathesisConfig.from_dict({"checks": {"negative_data_rejection": {"expected-statuses": [400, 404, 413, 415, 422]}}})
API = schemathesis.openapi.from_dict(document(create_app(WebSettings(archive=Path("none.db")))), config=CONFIG)
OPERATIONS = {found.ok().label: found.ok() for found in API.get_all_operations()}
EXAMPLES = 40
READ = 12
"""Of `POST /api/read`, where a valid request costs a reading."""
CHECKS = [
    schemathesis.checks.not_a_server_error, checks.status_code_conformance, checks.content_type_conformance,
    checks.response_headers_conformance, checks.response_schema_conformance,
]  # fmt: skip
"""That valid requests are accepted is not among them: a search for `*` is a string, and yet there is nothing to search for."""
MODES = list(schemathesis.GenerationMode)


def test_every_operation_is_met() -> None:
    assert {"GET /api/events", "GET /api/reports/{id}", "GET /api/check", "POST /api/read"} <= set(OPERATIONS)
    assert len(OPERATIONS) > 12


@pytest.mark.parametrize(
    ("label", "mode"), [(n, m) for n, o in OPERATIONS.items() for m in MODES if m.is_positive or o.body or o.query or o.path_parameters]
)
def test_every_answer_is_as_described(site: Site, label: str, mode: schemathesis.GenerationMode) -> None:
    operation = OPERATIONS[label]
    met: list[int] = []

    @given(st.data())
    @settings(max_examples=READ if label.startswith("POST") else EXAMPLES, derandomize=True, deadline=None, database=None,
              phases=[Phase.generate], suppress_health_check=list(HealthCheck))  # fmt: skip
    def ask(data: st.DataObject) -> None:
        case = data.draw(operation.as_strategy(generation_mode=mode))
        answer = case.call(base_url=site.base)
        met.append(answer.status_code)
        # What a form leaves empty counts as not given; a text's address takes the parameters of a file and leaves them unread.
        # Of a parameter that is given several times the last counts, which may be empty.
        values = [str(v) for given in (case.query or {}).values() for v in (given if isinstance(given, list) else [given])]
        strict = label.startswith("GET") and all(v.strip() == v and v not in ("", "[]", "{}", "None") for v in values)
        case.validate_response(answer, checks=[*CHECKS, checks.negative_data_rejection] if strict else CHECKS)

    ask()
    assert met
    if mode.is_positive and "{id}" not in label:  # of those the archive would have to know one
        assert 200 in met
