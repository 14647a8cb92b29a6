"""What starting costs: help and version load nothing heavy."""

from __future__ import annotations

import subprocess
import sys

import pytest

from onrecord import __version__
from onrecord.cli.arguments import build_parser
from onrecord.ingest.kinds import READERS

HEAVY = {"spacy", "numpy", "onnxruntime", "lxml", "trafilatura", "rich", "jinja2", "msgspec", "pandas", "polars", "typer", "apsw", "torch"}


@pytest.mark.parametrize("arguments", [["--help"], ["read", "--help"], ["--version"]])
def test_help_loads_nothing_heavy(arguments: list[str]) -> None:
    code = (
        "import sys\nfrom onrecord.cli import main\n"
        f"try: main({arguments!r})\nexcept SystemExit: pass\n"
        "print(*{m.split('.')[0] for m in sys.modules}, file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout
    assert set(done.stderr.split()) & HEAVY == set()


def test_importing_the_package_loads_nothing_heavy() -> None:
    code = "import sys, onrecord; print(*{m.split('.')[0] for m in sys.modules})"
    loaded = set(subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split())
    assert loaded & HEAVY == set()


def test_version() -> None:
    done = subprocess.run([sys.executable, "-m", "onrecord", "--version"], capture_output=True, text=True, check=True)
    assert done.stdout == f"onrecord {__version__}\n"


def test_input_formats_are_those_that_can_be_read() -> None:
    commands = build_parser()._subparsers
    assert commands is not None
    read = commands._group_actions[0].choices["read"]  # type: ignore[index]
    [option] = [a for a in read._actions if "--input-format" in a.option_strings]
    assert set(option.choices or ()) == {"auto", *READERS}
