"""Languages and their tables. Everything that stages ask of a language goes through the one in use (`language()`).

A reading with a user's own rows puts its language in use for as long as it runs; whatever was worked out from the tables of the one
before is then forgotten. Functions that read tables and keep what they made of them say so by `per_language` in place of `cache`.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import lru_cache
from typing import Any, ParamSpec, TypeVar, cast

from onrecord.lang.en import English
from onrecord.lang.language import Language, Rows, shipped_rows
from onrecord.model.lexicon import Lexicon

P = ParamSpec("P")
T = TypeVar("T")
WORDS = 16_000
"""Words whose answers are kept by whatever is asked of any word of a text, here and in the parser. Ten such stores hold some 25 MB when
full, which they are after 6,000 reports in which no name recurs; nearly all words of the news are among the latest 16,000."""

_lock = threading.RLock()
_kept: list[Any] = []
_in_use: Language = English()


def language() -> Language:
    """Give the language in use."""
    return _in_use


def rows(name: str, code: str = "en") -> Rows:
    """Give the rows of a table as dictionaries (do not change them); none where the language has no such table."""
    return _in_use.rows(name) if code == _in_use.code else shipped_rows(code, name)


def per_language(work: Callable[P, T]) -> Callable[P, T]:
    """Keep what a function made of the tables as long as the language stays in use."""
    return _keep(work, None)


def per_word(work: Callable[P, T]) -> Callable[P, T]:
    """Keep what a function says of words, of the latest `WORDS` ones, as long as the language stays in use."""
    return _keep(work, WORDS)


def _keep(work: Callable[P, T], size: int | None) -> Callable[P, T]:
    found = lru_cache(maxsize=size)(work)
    _kept.append(found)
    return cast("Callable[P, T]", found)


@contextmanager
def use(lexicon: Lexicon | None) -> Iterator[None]:
    """Read with the shipped tables and these rows of the user's own. Other threads that read wait, whatever they read with."""
    with _lock:
        before = _in_use
        _switch(before if lexicon == before.lexicon else English(lexicon))
        try:
            yield
        finally:
            _switch(before)


def _switch(new: Language) -> None:
    global _in_use
    if new is not _in_use:
        _in_use = new
        for found in _kept:
            found.cache_clear()
