"""What `onrecord lexicon check` says of a user's rows: each fault by itself, whatever the folder holds."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from onrecord.errors import UsageError
from onrecord.lexicons.checking import check, load
from onrecord.lexicons.effects import effect
from onrecord.lexicons.folder import lexicon_of, own_type, read_folder
from onrecord.lexicons.tables import TYPES, tables

TYPE = "name,parent,quad,cameo,label,gloss\nWALKOUT,PROTEST,,143,walkout,walk out [on {}]\n"
VERB = "lemma,pattern,event,roles\n"

# (files, findings as "file:line weight part of the words"); a good folder has none
CASES: dict[str, tuple[dict[str, str], list[str]]] = {
    "a type with a verb": ({"event_types": TYPE, "event_verbs": VERB + "walk,+out,WALKOUT,subj>on\n"}, []),
    "some columns in another order, with a source": ({"offices": "rank,source,title,sector\nminister,me,tanaiste,GOV\n"}, []),
    "a byte order mark, blank lines and blanks around values": ({"offices": "\ufefftitle,sector\n\n tanaiste , GOV \n\n"}, []),
    "a class of one's own": ({"event_classes": "class,lemma\nvenues,stadium\n", "event_verbs": VERB + "storm,obj=@venues,ASSAULT,subj>obj\n"}, []),
    "a row taken away": ({"cue_verbs": "lemma,remove\nsay,yes\n"}, []),
    "a row said otherwise": ({"offices": "title,sector\nmayor,OPP\n"}, []),
    "no such table": ({"event_verb": "lemma\nx\n"}, ["event_verb.csv:0 wrong did you mean event_verbs?"]),
    "no such column": ({"offices": "tilte,sector\nx,GOV\n"}, ["offices.csv:1 wrong no column 'tilte'; did you mean title?"]),
    "a column twice": ({"offices": "title,title\nx,y\n"}, ["offices.csv:1 wrong column title stands there twice"]),
    "no columns": ({"offices": ""}, ["offices.csv:0 wrong names no columns"]),
    "semicolons": ({"offices": "title;sector\nx;GOV\n"}, ["offices.csv:1 wrong not set apart by commas"]),
    "too many values": ({"offices": "title,sector\nx,GOV,minister\n"}, ["offices.csv:2 wrong has 3 values, the first line names 2"]),
    "too few values": ({"offices": "title,sector\nx\n"}, ["offices.csv:2 wrong has 1 values"]),
    "an open quotation mark": ({"offices": 'title,sector\n"x,GOV\n'}, ["offices.csv:2 wrong cannot be read as CSV"]),
    "an empty key": ({"offices": "title,sector\n,GOV\n"}, ["offices.csv:2 wrong title is empty"]),
    "a sector that is none": ({"offices": "title,sector\nx,GVO\n"}, ["offices.csv:2 wrong no sector 'GVO'; it is one of AGR, BUS,"]),
    "a value of a closed list": ({"offices": "title,rank\nx,boss\n"}, ["offices.csv:2 wrong no rank 'boss'; it is one of head, minister"]),
    "an event that is none": ({"event_verbs": VERB + "zorch,obj,ASAULT,subj>obj\n"}, ["event_verbs.csv:2 wrong no event 'ASAULT'; did you mean ASSAULT?"]),
    "a mode of another event": (
        {"event_verbs": "lemma,event,mode,roles\nzorch,ASSAULT,demo,subj>obj\n"},
        ["event_verbs.csv:2 wrong no mode of ASSAULT 'demo'"],
    ),
    "a CAMEO code that is none": ({"event_verbs": "lemma,event,cameo,roles\nzorch,ASSAULT,999,subj>obj\n"}, ["event_verbs.csv:2 wrong '999' is no CAMEO code"]),
    "a promise without a code": ({"event_verbs": VERB + "zorch,to-v,COMMIT,subj>\n"}, ["event_verbs.csv:2 wrong cameo is empty"]),
    "an unknown term": ({"event_verbs": VERB + "zorch,objct=deal,AGREE,subj>obj\n"}, ["event_verbs.csv:2 wrong no 'objct' to ask about in 'objct=deal'; did you mean obj?"]),
    "a word without a place": ({"event_verbs": VERB + "zorch,deal,AGREE,subj>obj\n"}, ["event_verbs.csv:2 wrong as in obj=deal"]),
    "no word behind =": ({"event_verbs": VERB + "zorch,obj=,AGREE,subj>obj\n"}, ["event_verbs.csv:2 wrong no word stands behind ="]),
    "an unknown class": ({"event_verbs": VERB + "zorch,obj=@venues,AGREE,subj>obj\n"}, ["event_verbs.csv:2 wrong no class @venues"]),
    "roles without sides": ({"event_verbs": VERB + "zorch,obj,AGREE,subj\n"}, ["event_verbs.csv:2 wrong one >"]),
    "roles with an unknown place": ({"event_verbs": VERB + "zorch,obj,AGREE,subject>obj\n"}, ["event_verbs.csv:2 wrong no place 'subject'; did you mean subj?"]),
    "roles where nobody acts": ({"event_verbs": VERB + "zorch,obj,AGREE,>obj\n"}, ["event_verbs.csv:2 wrong nobody acts"]),
    "roles of a noun": (
        {"event_nouns": "lemma,event,roles\nzorching,ASSAULT,act-upon\n"},
        ["event_nouns.csv:2 wrong no roles 'act-upon'; did you mean act-on?"],
    ),
    "a type of PLOVER's name": (
        {"event_types": "name,parent\nASSAULT,ASSAULT\n", "event_verbs": VERB + "zorch,obj,ASSAULT,subj>obj\n"},
        ["event_types.csv:2 wrong ASSAULT is a type of PLOVER"],
    ),
    "a type in small letters": ({"event_types": "name,parent\nwalkout,PROTEST\n"}, ["event_types.csv:2 useless no row", "event_types.csv:2 wrong 'walkout' is not the name of a type"]),
    "a type without a parent": ({"event_types": "name,parent\nWALKOUT,\n", "event_verbs": VERB + "zorch,,WALKOUT,subj>\n"}, ["event_types.csv:2 wrong parent is empty"]),
    "a quad class that is none": (
        {"event_types": "name,parent,quad\nWALKOUT,PROTEST,5\n", "event_verbs": VERB + "zorch,,WALKOUT,subj>\n"},
        ["event_types.csv:2 wrong '5' is not a quad class"],
    ),
    "a gloss with two gaps": (
        {"event_types": "name,parent,gloss\nWALKOUT,PROTEST,put {} on {}\n", "event_verbs": VERB + "zorch,,WALKOUT,subj>\n"},
        ["event_types.csv:2 wrong {} may stand there once"],
    ),
    "a gloss without a verb": (
        {"event_types": "name,parent,gloss\nWALKOUT,PROTEST,{} walks out\n", "event_verbs": VERB + "zorch,,WALKOUT,subj>\n"},
        ["event_types.csv:2 wrong begin with the verb"],
    ),
    "a type that no row names": ({"event_types": TYPE}, ["event_types.csv:2 useless no row of event_verbs.csv"]),
    "a shipped row": ({"given_names": "name,gender\nAaron,m\n"}, ["given_names.csv:2 useless the shipped table has this row"]),
    "the same row twice": ({"given_names": "name,gender\nZorch,m\nZorch,m\n"}, ["given_names.csv:3 useless line 2 says the same"]),
    "two rows that differ": ({"given_names": "name,gender\nZorch,m\nZorch,f\n"}, ["given_names.csv:3 wrong line 2 says otherwise"]),
    "two words where one is looked up": ({"event_verbs": VERB + "walk out,,PROTEST,subj>on\n"}, ["event_verbs.csv:2 useless word by word"]),
    "capitals where small letters are looked up": ({"offices": "title\nTanaiste\n"}, ["offices.csv:2 useless small letters"]),
    "a row that is not there taken away": ({"cue_verbs": "lemma,remove\nsayy,yes\n"}, ["cue_verbs.csv:2 wrong no such row to take away; did you mean say?"]),
    "a whole table taken away": ({"cue_verbs": "lemma,remove\n,yes\n"}, ["cue_verbs.csv:2 wrong the whole table"]),
    "a mark that is none": ({"given_names": "name,gender,remove\nZorch,m,x\n"}, ["given_names.csv:2 wrong remove is 'x'"]),
    "a pattern of times that cannot be read": (
        {"time_patterns": "rule,kind,article,pattern\nmine/one,fixed,0,wday:wdayname ( part:nosuch\n"},
        ["time_patterns.csv:2 wrong no category nosuch"],
    ),
    "a feast that is no day": ({"time_holidays": "name,rule\nzorch day,13-01\n"}, ["time_holidays.csv:2 wrong '13-01' is not a day"]),
    "a domain with www": ({"publishers": "domain,name\nwww.example.org,Example\n"}, ["publishers.csv:2 wrong without www."]),
    "a country that is none": ({"offices": "title,country\nzorcher,XXX\n"}, ["offices.csv:2 wrong no ISO 3166-1"]),
}  # fmt: skip


def folder_of(path: Path, files: dict[str, str]) -> Path:
    for name, text in files.items():
        (path / f"{name}.csv").write_text(text, encoding="utf-8")
    return path


@pytest.mark.parametrize("case", CASES)
def test_each_fault_is_told_and_nothing_else(case: str, tmp_path: Path) -> None:
    files, expected = CASES[case]
    found = check(read_folder(folder_of(tmp_path, files)))
    assert len(found) == len(expected), [str(f) for f in found]
    for finding, said in zip(sorted(found, key=lambda f: (f.file, f.line, f.weight)), expected, strict=True):
        where, weight, words = said.split(" ", 2)
        assert (f"{finding.file}:{finding.line}", finding.weight) == (where, weight)
        assert words in finding.what


def test_bytes_that_are_no_text_are_a_fault_of_their_line(tmp_path: Path) -> None:
    (tmp_path / "offices.csv").write_bytes(b"title\nx\n\xff\n")
    assert [(f.file, f.line, "UTF-8" in f.what) for f in check(read_folder(tmp_path))] == [("offices.csv", 3, True)]


def test_other_files_are_left_alone(tmp_path: Path) -> None:
    folder_of(tmp_path, {"offices": "title\ntanaiste\n"})
    (tmp_path / "notes.md").write_text("# mine")
    (tmp_path / "old").mkdir()
    assert check(read_folder(tmp_path)) == []


@pytest.mark.parametrize("make", [lambda p: p / "nowhere", lambda p: p])
def test_a_folder_without_tables_is_refused_with_a_remedy(make: object, tmp_path: Path) -> None:
    with pytest.raises(UsageError) as error:
        load(make(tmp_path))  # type: ignore[operator]
    assert error.value.code == "NO_LEXICON"
    assert error.value.remedy


def test_a_wrong_row_keeps_the_folder_from_use(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"1 row .* offices.csv:2: there is no sector 'GVO'; it is one of") as error:
        load(folder_of(tmp_path, {"offices": "title,sector\nx,GVO\n"}))
    assert error.value.code == "BAD_LEXICON"
    assert f"onrecord lexicon check {tmp_path}" in str(error.value.remedy)


def test_a_row_that_does_nothing_does_not(tmp_path: Path) -> None:
    assert load(folder_of(tmp_path, {"given_names": "name,gender\nAaron,m\n"})).digest


@pytest.mark.parametrize(
    ("table", "text", "said"),
    [
        ("event_types", TYPE, "WALKOUT: a kind of PROTEST, material conflict, CAMEO 143, “walkout”"),
        ("event_verbs", VERB + "zorch,obj,WALKOUT,subj>obj\n", "zorch, zorches, zorched, zorching, zorchhed, zorchhing → WALKOUT (a kind of PROTEST), CAMEO 143; in records: rule verb/zorch obj"),
        ("event_nouns", "lemma,event,mode,roles\nzorch,ASSAULT,beat,act-on\n", "zorch, zorches → ASSAULT beat, CAMEO 190; in records: rule noun/zorch"),
        ("offices", "title,sector\nmayor,OPP\n", "title mayor, sector OPP in place of sector GOV"),
        ("offices", "title,sector\ntanaiste,GOV\n", "adds title tanaiste, sector GOV"),
        ("given_names", "name,remove\nAaron,yes\n", "takes away 1 shipped row (name Aaron)"),
    ],
)  # fmt: skip
def test_what_a_good_row_does(table: str, text: str, said: str, tmp_path: Path) -> None:
    files = {"event_types": TYPE, table: text}
    folder = read_folder(folder_of(tmp_path, files))
    own = {x.cells["name"]: own_type(x) for x in folder.of(TYPES)}
    assert [effect(line, own) for line in folder.of(table)] == [said]


def test_the_digest_is_of_what_the_rows_say(tmp_path: Path) -> None:
    def digest(name: str, text: str) -> str:
        (tmp_path / name).mkdir()
        return lexicon_of(read_folder(folder_of(tmp_path / name, {"offices": text}))).digest

    one = digest("one", "title,sector\ntanaiste,GOV\n")
    assert digest("two", "sector,title,source\nGOV,tanaiste,a note\n") == one
    assert digest("three", "title,sector\ntanaiste,OPP\n") != one


WORDS = st.text(st.sampled_from('abc,"\n;|=@>[]{}\u0000\u00e9\U0001f600 :'), max_size=12)
SAID = st.sampled_from(["PROTEST", "WALKOUT", "obj=@actor", "subj>obj", "act-on", "GOV", "yes", "143", ""])


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(st.data())
def test_no_file_brings_the_check_down(tmp_path: Path, data: st.DataObject) -> None:
    table = data.draw(st.sampled_from(sorted(tables())))
    names = data.draw(st.lists(st.sampled_from([*tables()[table].names, "remove", "source"]), max_size=8))
    rows = data.draw(st.lists(st.lists(SAID | WORDS, min_size=len(names), max_size=len(names)), max_size=4))
    text = "\n".join(",".join(row) for row in [names, *rows])
    (tmp_path / f"{table}.csv").write_text(text if data.draw(st.booleans()) else data.draw(WORDS), encoding="utf-8")
    folder = read_folder(tmp_path)
    found = check(folder)
    bad = {(f.file, f.line) for f in found}
    own = {x.cells["name"]: own_type(x) for x in folder.of(TYPES)}
    assert all(effect(line, own) for line in folder.lines if (line.file, line.number) not in bad)
    (tmp_path / f"{table}.csv").unlink()
