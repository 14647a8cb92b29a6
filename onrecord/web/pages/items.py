"""One item of a report: its words, why it is there, what people said of it, its card for other pages, the form to judge it."""

from __future__ import annotations

import re
from typing import Any

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from onrecord.errors import StorageError, UsageError
from onrecord.export.explain import explain_plainly, explain_text
from onrecord.export.view import View as RecordView
from onrecord.model.record import Record, Statement
from onrecord.ontology import PLOVER
from onrecord.store import Archive
from onrecord.store.corrections import FIELDS, Field, as_said
from onrecord.store.judgements import ITEM_KINDS, UNDO, history, judgement_of, store
from onrecord.store.query import Row, rows_of, with_parties
from onrecord.web.around import add_words, with_names
from onrecord.web.forms import read_form
from onrecord.web.pages.report import hidden_because, report_row
from onrecord.web.public import public_base
from onrecord.web.render import render
from onrecord.web.security import CARD_POLICY
from onrecord.web.view import View, add_view, etag, in_thread, state_of

ITEM = re.compile(r"[APTFSE][1-9]\d{0,5}")
LONGEST_NOTE = 2_000


def routes() -> list[Route]:
    """Give the item's page, its card, and where its form is sent."""
    out: list[Route] = []
    out.append(Route("/reports/{id}/{item}/card", _card))
    out.append(Route("/reports/{id}/{item}/judge", _judge, methods=["POST"]))
    add_view(out, "/reports/{id}/{item}", item_page)
    return out


def item_page(archive: Archive, request: Request) -> View:
    """Show one item."""
    id, record, row = find(archive, *_named(request))
    kind = ITEM_KINDS[row["id"][0]]
    said = history(archive.db, id, row["id"])
    explained, told = explain_text(record, row["id"]), explain_plainly(record, row["id"])
    return View(
        title=f"{kind.capitalize()} in {RecordView(record).title()}", template="item.html",
        kind="mentions" if kind == "event" else f"{kind}s",
        query={"report": id, "item": row["id"]},
        context={
            "row": row, "kind": kind, "id": id, "explained": explained, "told": told,
            "said": said, "fields": fields_of(archive, kind, id, row),
            "heading": RecordView(record).title(), "quote": kind == "statement",
        },
        rows=lambda: iter([row]),
    )  # fmt: skip


def _named(request: Request) -> tuple[str, str]:
    return request.path_params["id"], request.path_params["item"]


def find(archive: Archive, report: str, item: str) -> tuple[str, Record, Row]:
    """Give a report's full id, its record and the row of an item of it. Raises `StorageError` where there is none."""
    id, item = archive.full_id(report), item.upper()
    kind = ITEM_KINDS.get(item[:1])
    number = None
    if kind is not None and ITEM.fullmatch(item):
        number = archive.db.execute(f"select x.n from {kind} x join report r on r.n = x.report where r.id = ? and x.id = ?", (id, item)).get
    if number is None:
        raise StorageError(f"the report has no {item[:12]}", stage="web", code="NO_ITEM", remedy="see its page")
    from onrecord.store import Filters

    rows_kind = "mentions" if kind == "event" else f"{kind}s"
    [row] = rows_of(archive.db, rows_kind, [int(number)], Filters(hidden=True, wrong=True))
    if kind == "event":
        [row] = with_parties(archive.db, [row])
    with_names(archive, [row])
    add_words(archive, rows_kind, [row])
    return id, archive.record(id), row


def fields_of(archive: Archive, kind: str, id: str, row: Row) -> list[tuple[str, str, tuple[str, ...]]]:
    """Give the fields that a person may correct, with their present values and, where there are few, the choices."""
    names = ", ".join(f'x."{f}"' for f in FIELDS[kind])
    sql = f"select {names} from {kind} x join report r on r.n = x.report where r.id = ? and x.id = ?"
    values = archive.db.execute(sql, (id, row["id"])).fetchone() or ()
    return [
        (f, as_said(v, of.kind), _choices(f, of, row)) for (f, of), v in zip(FIELDS[kind].items(), values, strict=True)
    ]  # fmt: skip


def _choices(name: str, field: Field, row: Row) -> tuple[str, ...]:
    found = PLOVER.modes_of(row["event"]) if name == "mode" else field.choices
    return ("", *found) if found and field.empty else tuple(found)


def _card(request: Request) -> Response:
    """Give a statement as a small page of its own that other pages may embed. Nothing in it runs."""
    _, pool = state_of(request)
    tag = etag(request)
    with pool.archive() as archive:
        id, record, row = find(archive, *_named(request))
        statement = RecordView(record).items[row["id"]]
        if not isinstance(statement, Statement):
            raise StorageError("only statements have a card", stage="web", code="NO_ITEM", remedy="name a statement, such as S1")
        hidden = hidden_because(report_row(archive, id)) or ("judged wrong" if row["judged"] == "wrong" else None)
        base = public_base(request)
        html = render(request, "card.html", title=row["speaker"] or "Quotation", row=row, id=id, hidden=hidden, base=base)
    headers = {
        "content-security-policy": CARD_POLICY,
        "cross-origin-resource-policy": "cross-origin",
        "etag": tag,
        "cache-control": "no-cache",
    }
    return Response(html, headers=headers, media_type="text/html")


async def _judge(request: Request) -> Response:
    """Keep what a person says of an item; leads back to its page."""
    form = await read_form(request)
    return await in_thread(lambda: _keep(request, form))


def _keep(request: Request, form: dict[str, str]) -> Response:
    settings, _ = state_of(request)
    item = request.path_params["item"].upper()
    with Archive(settings.archive, create=False) as archive:
        id = keep_form(archive, request.path_params["id"], item, form)
    return RedirectResponse(f"/reports/{id}/{item}#said", 303)


def keep_form(archive: Archive, report: str, item: str, form: dict[str, str]) -> str:
    """Keep what a form says of an item, all of it or nothing. Gives the report's full id."""
    id = archive.full_id(report)
    with archive.writing():
        for verdict in _verdicts(form):
            store(archive.db, judgement_of(archive.db, id, item, verdict, **signed(form)))
    return id


def signed(form: dict[str, str]) -> dict[str, Any]:
    """Give who says it, and why."""
    return {n: form.get(n, "").strip()[:LONGEST_NOTE] or None for n in ("note", "who")}


def _verdicts(form: dict[str, str]) -> list[str]:
    """Read what the form says: right, wrong, or the fields whose value was changed."""
    verdict = form.get("verdict", "")
    if verdict in ("right", "wrong", UNDO):
        return [verdict]
    changed = [
        f"{n[6:]}={v.strip()[:LONGEST_NOTE]}"
        for n, v in form.items()
        if n.startswith("field-") and v.strip() != form.get(f"was-{n[6:]}", "").strip()
    ]
    if not changed:
        raise UsageError("nothing was changed", stage="judge", code="NO_VERDICT", remedy="say right or wrong, or change a value")
    return changed
