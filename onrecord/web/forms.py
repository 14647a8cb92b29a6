"""What a person sends by a form of ours: read only where the server may be written to, and where the form is one of its own."""

from __future__ import annotations

from urllib.parse import parse_qsl

from starlette.requests import Request

from onrecord.errors import UsageError
from onrecord.web.security import check_form
from onrecord.web.view import state_of

MOST_FIELDS = 40


def may_write(request: Request) -> None:
    """Raise where the server only shows the archive."""
    settings, _ = state_of(request)
    if not settings.edit:
        raise UsageError("the archive is shown for reading only", stage="web", code="READ_ONLY", remedy="start the server with --edit")


async def read_form(request: Request) -> dict[str, str]:
    """Give the fields of a form that a page of ours showed. Raises `UsageError` for any other."""
    may_write(request)
    remedy = "send the form of the page"
    if request.headers.get("content-type", "").partition(";")[0].strip().lower() != "application/x-www-form-urlencoded":
        raise UsageError("that is no form", stage="web", code="MEDIA_TYPE", remedy=remedy)
    try:
        form = dict(parse_qsl((await request.body()).decode("utf-8", "replace"), keep_blank_values=True, max_num_fields=MOST_FIELDS))
    except ValueError:
        raise UsageError("the form has too many fields", stage="web", code="MEDIA_TYPE", remedy=remedy) from None
    settings, _ = state_of(request)
    check_form(settings, form.get("form_token", ""))
    return form
