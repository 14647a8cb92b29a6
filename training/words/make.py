"""Make onrecord/data/word_frequencies.tsv.gz: how common English words are, for weighing what two reports have in common.

usage: python make.py OUT      (needs the PyPI package wordfreq 3.1, data CC BY-SA 4.0)

A line a word: the word and its Zipf frequency times 100, most common first.
"""

from __future__ import annotations

import gzip
import sys
from pathlib import Path

from wordfreq import top_n_list, zipf_frequency

WORDS = 60_000


def main() -> None:
    rows = [f"{w}\t{round(zipf_frequency(w, 'en') * 100)}\n" for w in top_n_list("en", WORDS) if w.isascii() and w.isalnum()]
    with Path(sys.argv[1]).open("wb") as raw, gzip.GzipFile(fileobj=raw, mode="wb", mtime=0, filename="") as out:
        out.write("".join(rows).encode())


if __name__ == "__main__":
    main()
