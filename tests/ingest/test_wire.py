"""Wire formats: documents of our own in each, with the fields that they carry; what is no report is refused with a reason."""

from __future__ import annotations

import json
import time
from pathlib import Path

import pytest

from onrecord.errors import OnRecordError
from onrecord.ingest import read_sources
from onrecord.model.source import Source
from onrecord.parse.anatomy import read_anatomy
from onrecord.settings import Settings

FIRST = "The army said on Friday that it had retaken a town in the north of the country."
SECOND = "“We hold the bridge,” a spokesman told reporters."


def read(tmp_path: Path, name: str, data: str | bytes) -> list[Source | OnRecordError]:
    path = tmp_path / name
    path.write_bytes(data if isinstance(data, bytes) else data.encode())
    return list(read_sources([str(path)], settings=Settings()))


def one(tmp_path: Path, name: str, data: str | bytes) -> Source:
    [item] = read(tmp_path, name, data)
    assert isinstance(item, Source), item
    return item


def refused(tmp_path: Path, name: str, data: str | bytes) -> str:
    [item] = read(tmp_path, name, data)
    assert isinstance(item, OnRecordError), item
    assert name in str(item)
    return item.code


G2 = """<?xml version="1.0" encoding="UTF-8"?>
<newsItem xmlns="http://iptc.org/std/nar/2006-10-01/" guid="urn:newsml:example.org:20240309:army" version="3" xml:lang="en">
 <itemMeta>
  <itemClass qcode="ninat:text"/><provider literal="AFP"/>
  <versionCreated>2024-03-09T12:00:00+01:00</versionCreated><firstCreated>2024-03-09T11:00:00+01:00</firstCreated>
  <pubStatus qcode="{status}"/>{meta}
  <edNote>Adds quote</edNote><signal qcode="sig:update"/>
  <link rel="irel:corrects" residref="urn:newsml:example.org:20240309:wrong"/>
 </itemMeta>
 <contentMeta>
  <headline>Army retakes town</headline><by>By Ann Doe</by><creditline>AFP</creditline>
  <subject qcode="medtop:16000000"><name>Conflict</name></subject>
 </contentMeta>
 <contentSet>{content}</contentSet>
</newsItem>"""
XHTML = f'<inlineXML contenttype="application/xhtml+xml"><html xmlns="http://www.w3.org/1999/xhtml"><head><title>x</title></head><body><p>{FIRST}</p><p>{SECOND}</p></body></html></inlineXML>'


def g2(status: str = "stat:usable", meta: str = "", content: str = XHTML) -> str:
    return G2.format(status=status, meta=meta, content=content)


def test_newsml_g2(tmp_path: Path) -> None:
    found = one(tmp_path, "a.xml", g2())
    assert found.text == f"Army retakes town\n\n{FIRST}\n\n{SECOND}"
    hints = found.hints
    assert (hints.title, hints.authors, hints.version, hints.status) == ("Army retakes town", ("Ann Doe",), 3, "usable")
    assert (hints.published, hints.modified) == ("2024-03-09T11:00:00+01:00", "2024-03-09T12:00:00+01:00")
    assert hints.identifiers == ("urn:newsml:example.org:20240309:army",)
    assert hints.relations == (("corrects", "urn:newsml:example.org:20240309:wrong"),)
    assert {("ednote", "Adds quote"), ("signal", "sig:update"), ("subject", "medtop:16000000"), ("credit", "AFP")} <= set(hints.extra)
    assert read_anatomy(found, Settings()).report.agencies == ("AFP",)


@pytest.mark.parametrize(
    ("code", "status"), [("stat:usable", "usable"), ("stat:withheld", "withheld"), ("stat:canceled", "canceled"), ("x:y", "usable")]
)
def test_status(tmp_path: Path, code: str, status: str) -> None:
    assert one(tmp_path, "a.xml", g2(code)).hints.status == status


def test_withdrawal_without_text_is_kept(tmp_path: Path) -> None:
    found = one(tmp_path, "a.xml", g2("stat:canceled", content=""))
    assert found.hints.status == "canceled"
    assert found.text == "Army retakes town\n\nAdds quote"


def test_embargo_is_in_utc(tmp_path: Path) -> None:
    assert one(tmp_path, "a.xml", g2(meta="<embargoed>2024-03-10T01:30:00+02:00</embargoed>")).hints.embargo == "2024-03-09T23:30:00Z"


@pytest.mark.parametrize(
    "content",
    [
        f'<inlineXML contenttype="application/nitf+xml"><nitf><body><body.head><hedline><hl1>Army retakes town</hl1></hedline></body.head><body.content><p>{FIRST}</p><p>{SECOND}</p></body.content></body></nitf></inlineXML>',
        f'<inlineData contenttype="text/plain">{FIRST}\n\n{SECOND}</inlineData>',
        f'<inlineData contenttype="text/html">&lt;p&gt;{FIRST}&lt;/p&gt;&lt;p&gt;{SECOND}&lt;/p&gt;</inlineData>',
        f'<remoteContent href="http://example.org/x.jpg"/>{XHTML}',
    ],
)  # fmt: skip
def test_content_of_each_kind(tmp_path: Path, content: str) -> None:
    assert one(tmp_path, "a.xml", g2(content=content)).text.endswith(f"{FIRST}\n\n{SECOND}")


def test_message_with_a_picture_and_a_package(tmp_path: Path) -> None:
    picture = '<newsItem guid="p"><itemMeta><itemClass qcode="ninat:picture"/></itemMeta><contentSet/></newsItem>'
    package = '<packageItem guid="q"><itemMeta/><groupSet/></packageItem>'
    inner = g2().partition("?>")[2]
    items = read(
        tmp_path,
        "a.xml",
        f'<newsMessage xmlns="http://iptc.org/std/nar/2006-10-01/"><itemSet>{inner}{picture}{package}</itemSet></newsMessage>',
    )
    assert [i.hints.title if isinstance(i, Source) else i.code for i in items] == ["Army retakes town", "NO_TEXT", "NOT_A_REPORT"]


def test_newsml_12(tmp_path: Path) -> None:
    data = f"""<?xml version="1.0" encoding="iso-8859-1"?>
<!DOCTYPE NewsML PUBLIC "urn:newsml:iptc.org:NewsMLv1.0" "../NewsMLv1.0.dtd" [ <!ENTITY % nitf SYSTEM "../nitf.dtd"> %nitf; ]>
<NewsML><Catalog Href="x"/><NewsItem>
 <Identification><NewsIdentifier><ProviderId>example.org</ProviderId><NewsItemId>1</NewsItemId><RevisionId PreviousRevision="0" Update="N">2</RevisionId>
  <PublicIdentifier>urn:newsml:example.org:1</PublicIdentifier></NewsIdentifier></Identification>
 <NewsManagement><FirstCreated>20240309T110000Z</FirstCreated><ThisRevisionCreated>20240309T120000Z</ThisRevisionCreated><Status FormalName="Usable"/></NewsManagement>
 <NewsComponent><NewsLines><HeadLine>Army retakes town</HeadLine><DateLine>Juba, 9 March 2024 (AFP)</DateLine><CreditLine>AFP</CreditLine></NewsLines>
  <NewsComponent><ContentItem><DataContent><p>{FIRST}</p><p>Überläufer hatten das Dorf übergeben.</p></DataContent></ContentItem></NewsComponent>
 </NewsComponent></NewsItem></NewsML>"""
    found = one(tmp_path, "a.xml", data.encode("latin-1", "xmlcharrefreplace"))
    assert found.text == f"Army retakes town\n\nJuba, 9 March 2024 (AFP) -\n\n{FIRST}\n\nÜberläufer hatten das Dorf übergeben."
    assert (found.hints.version, found.hints.published) == (2, "2024-03-09T11:00:00+00:00")
    report = read_anatomy(found, Settings()).report
    assert [p.kind for p in report.parts] == ["title", "dateline", "body"]


def test_nitf(tmp_path: Path) -> None:
    data = f"""<nitf><head><title>T</title><docdata management-status="usable"><doc-id id-string="A.1" regsrc="AP"/><urgency ed-urg="4"/>
  <date.issue norm="20240309T110000+1100"/><ed-msg info="For global distribution"/></docdata></head>
 <body><body.head><hedline><hl1>Army retakes town</hl1></hedline><byline>By ANN DOE<byttl>AP Writer</byttl></byline><distributor>The Associated Press</distributor>
  </body.head><body.content><media><media-caption>A bridge</media-caption></media><p>JUBA (AP) — {FIRST}</p><hl2>The bridge</hl2><p>{SECOND}</p></body.content></body></nitf>"""
    found = one(tmp_path, "a.xml", data)
    assert found.text == f"Army retakes town\n\nJUBA (AP) — {FIRST}\n\nThe bridge\n\n{SECOND}"
    assert (found.hints.published, found.hints.authors, found.hints.identifiers) == ("2024-03-09T11:00:00+11:00", ("Ann Doe",), ("A.1",))
    assert ("ednote", "For global distribution") in found.hints.extra
    assert [p.kind for p in read_anatomy(found, Settings()).report.parts] == ["title", "dateline", "body", "subheading", "body"]


NINJS = {
    "version 1": {"uri": "urn:1", "version": "2", "versioncreated": "2024-03-09T12:00:00Z", "headline": "Army retakes town", "body_xhtml": f"<p>{FIRST}</p><p>{SECOND}</p>", "byline": "Ann Doe", "pubstatus": "usable"},
    "version 2": {"uri": "urn:1", "version": "2", "versioncreated": "2024-03-09T12:00:00Z", "headlines": [{"role": "main", "value": "Army retakes town"}], "bodies": [{"role": "main", "contenttype": "text/plain", "value": f"{FIRST}\n\n{SECOND}"}], "by": "Ann Doe"},
    "version 3": {"uri": "urn:1", "version": 2, "versionCreated": "2024-03-09T12:00:00Z", "headlines": [{"value": "Army retakes town"}], "bodies": [{"contentType": "text/html", "value": f"<p>{FIRST}</p><p>{SECOND}</p>"}], "by": "Ann Doe", "pubStatus": "usable"},
    "in an answer": {"total": 1, "data": {"item": {"uri": "urn:1", "version": "2", "versioncreated": "2024-03-09T12:00:00Z", "headline": "Army retakes town", "body_text": f"{FIRST}\n\n{SECOND}", "byline": "Ann Doe"}}},
}  # fmt: skip


@pytest.mark.parametrize("document", NINJS.values(), ids=NINJS.keys())
def test_ninjs(tmp_path: Path, document: object) -> None:
    found = one(tmp_path, "a.json", json.dumps(document, indent=1))
    assert found.text == f"Army retakes town\n\n{FIRST}\n\n{SECOND}"
    hints = found.hints
    assert (hints.title, hints.authors, hints.version, hints.published) == (
        "Army retakes town",
        ("Ann Doe",),
        2,
        "2024-03-09T12:00:00+00:00",
    )


def test_ninjs_without_text(tmp_path: Path) -> None:
    assert (
        refused(
            tmp_path, "a.json", json.dumps({"uri": "urn:1", "type": "picture", "versioncreated": "2024-03-09", "renditions": {}}, indent=1)
        )
        == "NO_TEXT"
    )
    assert refused(tmp_path, "a.json", json.dumps({"status": "ok"}, indent=1)) == "NOT_A_REPORT"


def test_anpa(tmp_path: Path) -> None:
    data = f"\x16\x16\x01a1234\x1f\r\nr a BC-Town   03-09 0100\r\n\x02^BC-Town,100<\r\n^Army retakes northern town<\r\n^Eds: Adds quote.<\r\n^By ANN DOE=\r\n   JUBA, South Sudan (AP) _ {FIRST}\r\n\r\n   {SECOND}\r\n\x03".encode()
    found = one(tmp_path, "a.txt", data)
    assert found.text == f"Army retakes northern town\n\nJUBA, South Sudan (AP) _ {FIRST}\n\n{SECOND}"
    assert found.hints.authors == ("Ann Doe",)


def bomb() -> str:
    entities = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10))
    return f'<?xml version="1.0"?><!DOCTYPE n [<!ENTITY a0 "{"x" * 100}">{entities}]><newsItem><contentSet>&a9;</contentSet></newsItem>'


def test_entity_bomb_is_refused_at_once(tmp_path: Path) -> None:
    start = time.process_time()
    assert refused(tmp_path, "a.xml", bomb()) == "XML_ENTITY"
    assert time.process_time() - start < 0.5


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_external_entity_is_never_opened(tmp_path: Path, encoding: str) -> None:
    canary = tmp_path / "canary"
    canary.write_text("secret words")
    data = f'<?xml version="1.0" encoding="{encoding}"?><!DOCTYPE nitf [<!ENTITY x SYSTEM "file://{canary}">]><nitf><body><body.content><p>&x; {FIRST}</p></body.content></body></nitf>'
    [item] = read(tmp_path, "a.xml", data.encode(encoding))
    assert isinstance(item, OnRecordError)
    assert item.code == "XML_ENTITY"
    assert "secret" not in str(item)


def test_slips_are_read_over(tmp_path: Path) -> None:
    found = one(tmp_path, "a.xml", f"<nitf><body><body.content><p>Smith & Jones: {FIRST}</p><p>{SECOND}</body.content></body></nitf>")
    assert FIRST in found.text
    assert SECOND in found.text
    assert [w.code for w in found.warnings] == ["BAD_XML"]


def test_nested_elements_are_refused(tmp_path: Path) -> None:
    assert refused(tmp_path, "a.xml", "<nitf>" + "<block>" * 5_000 + FIRST) in ("DEPTH", "BAD_XML", "NO_TEXT")


def test_unknown_xml(tmp_path: Path) -> None:
    assert refused(tmp_path, "a.xml", f'<?xml version="1.0"?><Wire><Text>{FIRST}</Text></Wire>') == "UNKNOWN_XML"


def mail(body: str, kind: str = "text/plain; charset=utf-8", subject: str = "Army retakes town") -> str:
    return f"From: Alerts <alerts@example.org>\r\nSubject: {subject}\r\nDate: Sat, 9 Mar 2024 12:00:00 +0100\r\nMessage-ID: <1@example.org>\r\nMIME-Version: 1.0\r\nContent-Type: {kind}\r\n\r\n{body}"


def test_mail(tmp_path: Path) -> None:
    found = one(tmp_path, "a.eml", mail(f"{FIRST}\r\n\r\n{SECOND}\r\n"))
    assert found.text == f"Army retakes town\n\n{FIRST}\n\n{SECOND}"
    assert (found.hints.title, found.hints.published, found.hints.identifiers) == (
        "Army retakes town",
        "2024-03-09T12:00:00+01:00",
        ("<1@example.org>",),
    )


def test_mail_of_markup_alone(tmp_path: Path) -> None:
    found = one(
        tmp_path,
        "a.eml",
        mail(f"<html><body><p>{FIRST}</p><p>{SECOND}</p><script>evil()</script></body></html>", "text/html; charset=utf-8"),
    )
    assert found.text.startswith("Army retakes town\n\n")
    assert FIRST in found.text
    assert "evil" not in found.text


@pytest.mark.parametrize("written", ["05/04/2024", "Tue, 99 May 2024 10:00:00 +0000", "soon"])
def test_a_mail_whose_date_cannot_be_read_says_so(tmp_path: Path, written: str) -> None:
    found = one(tmp_path, "a.eml", f"From: a@example.org\nDate: {written}\nSubject: Bridge\n\n{FIRST}\n".encode())
    assert (found.hints.published, [w.code for w in found.warnings]) == (None, ["BAD_DATE"])


def test_mail_with_an_attachment(tmp_path: Path) -> None:
    body = f"--x\r\nContent-Type: text/plain\r\n\r\n{FIRST}\r\n--x\r\nContent-Type: application/pdf\r\nContent-Disposition: attachment; filename=../../a.pdf\r\n\r\nPDF\r\n--x--\r\n"
    found = one(tmp_path, "a.eml", mail(body, 'multipart/mixed; boundary="x"', "=?utf-8?q?Army_retakes_=E2=80=9Ctown=E2=80=9D?="))
    assert [w.code for w in found.warnings] == ["ATTACHMENT"]
    assert found.hints.title == "Army retakes “town”"


def test_a_mail_attached_to_a_mail_is_left_alone(tmp_path: Path) -> None:
    inner = "From: d@example.org\r\nDate: Fri, 10 May 2024 09:00:00 +0000\r\nSubject: Diallo\r\n\r\nPresident Omar Diallo resigned."
    body = f"--x\r\nContent-Type: text/plain\r\n\r\n{FIRST}\r\n--x\r\nContent-Type: message/rfc822\r\n\r\n{inner}\r\n--x--\r\n"
    found = one(tmp_path, "a.eml", mail(body, 'multipart/mixed; boundary="x"'))
    assert "Diallo" not in found.text
    assert [w.code for w in found.warnings] == ["ATTACHMENT"]


def test_a_flowed_mail_has_whole_lines(tmp_path: Path) -> None:
    found = one(tmp_path, "a.eml", mail("The mayor of Lindford, Carla \r\nWeiss, resigned on \r\nTuesday.\r\n", "text/plain; format=flowed"))
    assert "The mayor of Lindford, Carla Weiss, resigned on Tuesday." in found.text


def test_mail_without_text(tmp_path: Path) -> None:
    assert refused(tmp_path, "a.eml", mail("PDF", "application/pdf")) == "EMPTY"


def test_table(tmp_path: Path) -> None:
    rows = f'id,Published,Headline,Content,URL\n7,2024-03-09,Army retakes town,"{FIRST}\n\nHe said ""no"".",https://example.org/a\n8,,Nothing,,\n'
    first, second = read(tmp_path, "a.csv", rows)
    assert isinstance(first, Source)
    assert first.text == f'{FIRST}\n\nHe said "no".'
    assert (first.key, first.source, first.hints.published, first.hints.title) == (
        "7",
        "https://example.org/a",
        "2024-03-09",
        "Army retakes town",
    )
    assert isinstance(second, OnRecordError)
    assert (second.code, second.key) == ("EMPTY", "8")


@pytest.mark.parametrize("mark", [";", "\t", "|"])
def test_table_with_other_marks(tmp_path: Path, mark: str) -> None:
    found = one(tmp_path, "a.csv", f"title{mark}text\nArmy{mark}{FIRST}\n".encode("utf-8-sig"))
    assert (found.hints.title, found.text) == ("Army", FIRST)


def test_table_without_text_column(tmp_path: Path) -> None:
    assert refused(tmp_path, "a.csv", "a,b\n1,2\n") == "NO_COLUMN"


def test_nothing_is_printed_or_opened(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for name, data in {"a.xml": bomb(), "b.xml": g2(), "c.eml": mail(FIRST), "d.json": json.dumps(NINJS["version 1"])}.items():
        read(tmp_path, name, data)
    assert capsys.readouterr() == ("", "")
    assert sorted(p.name for p in tmp_path.iterdir()) == ["a.xml", "b.xml", "c.eml", "d.json"]


def test_table_with_named_columns(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text(f"nr,words,text\n1,{FIRST},Army\n")
    settings = Settings(columns=(("text", "words"), ("title", "text"), ("id", "nr")))
    [item] = read_sources([str(path)], settings=settings)
    assert isinstance(item, Source)
    assert (item.text, item.hints.title, item.key) == (FIRST, "Army", "1")
