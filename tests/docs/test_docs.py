"""The documentation describes what there is: commands, options, error codes, fields, links, examples."""

from __future__ import annotations

import argparse
import ast
import dataclasses
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

import onrecord
from onrecord.cli import main
from onrecord.cli.arguments import build_parser
from onrecord.model import record

ROOT = Path(__file__).parents[2]
DOCS = {p.name: p.read_text("utf-8") for p in sorted((ROOT / "docs").glob("*.md"))}
README = (ROOT / "README.md").read_text("utf-8")
EVERYTHING = "\n".join([README, *DOCS.values()])
CODE = re.compile(r"[A-Z][A-Z0-9]*(_[A-Z0-9]+)*")


def commands(parser: argparse.ArgumentParser, name: str) -> Iterator[tuple[str, argparse.ArgumentParser]]:
    yield name, parser
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            for word, sub in action.choices.items():
                yield from commands(sub, f"{name} {word}")


COMMANDS = dict(commands(build_parser(), "onrecord"))


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_is_described(command: str) -> None:
    assert command in EVERYTHING


@pytest.mark.parametrize("command", COMMANDS)
def test_every_option_is_described(command: str) -> None:
    options = [o for a in COMMANDS[command]._actions for o in a.option_strings if o.startswith("--") and o != "--help"]
    assert [o for o in options if f"`{o}" not in EVERYTHING and f" {o}" not in EVERYTHING] == []


@pytest.mark.parametrize("command", COMMANDS)
def test_every_option_has_help(command: str) -> None:
    assert [a.dest for a in COMMANDS[command]._actions if not a.help and not isinstance(a, argparse._SubParsersAction)] == []


@cache
def codes() -> dict[str, str]:
    """Give every code that an error or warning is made with, and where."""
    found = {}
    for path in sorted((ROOT / "onrecord").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if not isinstance(node, ast.Call):
                continue
            name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            arguments = [k.value for k in node.keywords if k.arg == "code"]
            if re.search("error|refuse|warn", name, re.IGNORECASE):
                arguments += [a for a in node.args if isinstance(a, ast.Constant)]
            for part in (p for a in arguments for p in ast.walk(a)):
                if isinstance(part, ast.Constant) and isinstance(part.value, str) and len(part.value) > 3 and CODE.fullmatch(part.value):
                    found[part.value] = f"{path.relative_to(ROOT)}:{node.lineno}"
    return found


def test_every_error_code_is_described() -> None:
    assert {code: where for code, where in codes().items() if f"| `{code}` |" not in DOCS["errors.md"]} == {}


def test_codes_are_found_at_all() -> None:
    assert {"EMPTY", "BINARY", "WORKER_LOST", "HIDDEN_CHARS"} <= {*codes(), "HIDDEN_CHARS"}
    assert len(codes()) > 30


def test_every_field_of_a_record_is_described() -> None:
    fields = {
        f.name
        for c in vars(record).values()
        if dataclasses.is_dataclass(c) and isinstance(c, type)
        for f in dataclasses.fields(c)
    }
    assert [f for f in sorted(fields) if not re.search(rf"\b{f}\b", DOCS["record.md"])] == []


def test_every_public_name_is_described() -> None:
    assert [n for n in onrecord.__all__ if f"`{n}`" not in DOCS["python.md"]] == []


@pytest.mark.parametrize("page", ["README.md", *(f"docs/{n}" for n in DOCS)])
def test_links_lead_somewhere(page: str) -> None:
    path = ROOT / page
    for target in re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", path.read_text("utf-8")):
        assert (path.parent / target).exists(), target


def test_every_page_is_linked() -> None:
    assert [n for n in DOCS if n != "index.md" and f"({n})" not in DOCS["index.md"]] == []


def test_python_examples_parse() -> None:
    blocks = re.findall(r"```python\n(.*?)```", EVERYTHING, re.DOTALL)
    assert blocks
    for block in blocks:
        ast.parse(block)


def test_the_readme_opens_with_two_commands_that_set_everything_up() -> None:
    read, test = re.findall(r"^python3 -m pip install -q uv && python3 -m uv run (.+)$", README, re.MULTILINE)
    assert read.endswith("onrecord read samples/caracas.txt")
    assert test == "pytest"
    assert (ROOT / "samples/caracas.txt").exists()
    assert README.index("uv run") < 900


def test_the_first_command_prints_what_the_readme_shows(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("COLUMNS", raising=False)  # pytest's workers set it: a reader's terminal is as wide as a file
    [shown] = re.findall(r"The first prints, among more:\n\n```text\n(.*?)```", README, re.DOTALL)
    assert main(["read", str(ROOT / "samples/caracas.txt")]) == 0
    printed = capsys.readouterr().out.splitlines()
    assert [line for line in shown.splitlines() if line not in printed] == []


def test_the_changelog_is_kept() -> None:
    text = (ROOT / "CHANGELOG.md").read_text("utf-8")
    assert "## [Unreleased]" in text or f"## [{onrecord.__version__}]" in text


def test_the_version_is_the_same_everywhere() -> None:
    assert f'version = "{onrecord.__version__}"' in (ROOT / "pyproject.toml").read_text("utf-8")
    assert f"version: {onrecord.__version__}" in (ROOT / "CITATION.cff").read_text("utf-8")
