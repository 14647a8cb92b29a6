"""The codebook of a layout as a page: its columns, what they hold, and how to load its files in one line.

usage: python -m onrecord.export.layouts.codebook docs/layouts
"""

from __future__ import annotations

import sys
from pathlib import Path

from onrecord.export.layouts import LAYOUTS
from onrecord.export.layouts.columns import Layout

TYPES = {
    "text": "text", "code": "text, as it is", "integer": "whole number", "number": "number", "date": "date", "texts": "list of texts",
    "objects": "list of objects",
}  # fmt: skip


LISTS = "Lists stand in CSV with `; ` between their values, lists of objects as JSON; Parquet and JSON Lines have both as they are. "


def loading(layout: Layout, file: str) -> dict[str, str]:
    """Give the line that loads a layout's CSV in pandas, polars, DuckDB and R's readr, codes as text and dates as dates."""
    codes = [c.name for c in layout.columns if c.type == "code"]
    dates = [c.name for c in layout.columns if c.type == "date"]
    texts = ", ".join(f'"{n}": "string"' for n in codes)
    strings = ", ".join(f'"{n}": pl.String' for n in codes)
    chars = ", ".join(f"'{n}': 'VARCHAR'" for n in codes)
    columns = ", ".join(f"`{n}` = col_character()" for n in codes)
    days = ", ".join(f'"{n}"' for n in dates)
    return {
        "pandas": f'pd.read_csv("{file}", dtype_backend="numpy_nullable", keep_default_na=False, na_values=[""], dtype={{{texts}}}, '
        f"parse_dates=[{days}])",
        "polars": f'pl.read_csv("{file}", try_parse_dates=True, infer_schema_length=None, schema_overrides={{{strings}}})',
        "duckdb": f"select * from read_csv('{file}', header = true, sample_size = -1{f', types = {{{chars}}}' if chars else ''})",
        "readr": f'read_csv("{file}", na = "", guess_max = Inf, show_col_types = FALSE'
        + (f", col_types = cols({columns}))" if columns else ")"),
    }


def codebook(layout: Layout) -> str:
    """Give the page."""
    rows = "\n".join(f"| {n} | `{c.name}` | {TYPES[c.type]} | {_about(c.about, known=c.known)} |" for n, c in enumerate(layout.columns, 1))
    lines = loading(layout, "events.csv")
    unit = "A row for each pair of source and target of a happening" if layout.dyads else "A row a happening"
    many = LISTS if any(c.type in ("texts", "objects") for c in layout.columns) else ""
    return f"""# Layout {layout.name}

`onrecord export events --layout {layout.name} --format csv|parquet|jsonl --out FILE`: {layout.about}.

{unit}; of {layout.only}. What it has no place for is counted when it is written, on the terminal and in `FILE-metadata.json`. Empty means
not known, never nought. {many}A day is given only where a text gives a day. Columns: {layout.source}.

| | column | type | what it holds |
|---|---|---|---|
{rows}

Parquet loads with its types. CSV, with codes as text and dates as dates:

```python
events = {lines["pandas"]}
```
```python
events = {lines["polars"]}
```
```sql
{lines["duckdb"]}
```
```r
events <- {lines["readr"]}
```
"""


def _about(about: str, *, known: bool) -> str:
    return about.replace("|", "\\|") if known else "Always empty: " + about[:1].lower() + about[1:]


def main(folder: Path) -> None:
    """Write a page a layout."""
    folder.mkdir(parents=True, exist_ok=True)
    for layout in LAYOUTS.values():
        (folder / f"{layout.name}.md").write_text(codebook(layout), "utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
