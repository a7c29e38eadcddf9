"""Options that many commands share, and how lists leave: as a table, JSON or CSV."""

from __future__ import annotations

import csv
import io
import json
import sys
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Annotated, Any

import typer

from foedus.model.errors import FoedusError

LedgerOption = Annotated[
    str | None,
    typer.Option("--ledger", envvar="FOEDUS_LEDGER", help="The ledger: a file, or postgresql://…", metavar="PATH"),
]
TreatiesOption = Annotated[
    list[str] | None,
    typer.Option("--treaties", help="A folder of your own treaty files; may be given again.", metavar="DIR"),
]
JsonOption = Annotated[bool, typer.Option("--json", help="The complete answer, for programs.")]
CsvOption = Annotated[bool, typer.Option("--csv", help="Rows as CSV.")]
TableOption = Annotated[bool, typer.Option("--table", help="Rows as a table (the default).")]
DayOption = Annotated[str | None, typer.Option("--on", help="The day in law that is asked about.", metavar="DAY")]
KnownOption = Annotated[
    str | None, typer.Option("--known", help="Only what was known by the end of this day.", metavar="DAY")
]
PublishedOption = Annotated[
    str | None, typer.Option("--published", help="The article's day of publication.", metavar="DAY")
]


def day(text: str | None, option: str = "--on") -> date | None:
    """An option's day. Raises `FoedusError` FOE004 (wrong use) where it is none."""
    if text is None:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise FoedusError("FOE004", f'{option} "{text}" is no day', help="write it as 2024-11-12") from error


def session(ledger: str | None, treaties: Sequence[str] | None = None) -> Any:
    """The session that the verbs run in."""
    import foedus.api as api

    return api.open(ledger, treaties=tuple(treaties or ()))


def show_json(value: Any) -> None:
    """One JSON document on stdout."""
    print(json.dumps(value, ensure_ascii=False, indent=2, default=str))


def show_rows(rows: Sequence[Mapping[str, Any]], *, as_json: bool, as_csv: bool, empty: str) -> None:
    """A list: JSON, CSV, or a table; where it is empty, a sentence on stderr."""
    if as_json:
        show_json(list(rows))
    elif as_csv:
        out = io.StringIO()
        if rows:
            writer = csv.DictWriter(out, fieldnames=list(rows[0]), lineterminator="\n")
            writer.writeheader()
            writer.writerows({key: _flat(value) for key, value in row.items()} for row in rows)
        print(out.getvalue(), end="")
    elif not rows:
        print(empty, file=sys.stderr)
    else:
        _table(rows)


def _flat(value: Any) -> str:
    if value is None:
        return ""
    return " ".join(map(str, value)) if isinstance(value, list | tuple) else str(value)


def _table(rows: Sequence[Mapping[str, Any]]) -> None:
    """On a terminal a table fitted to it; into a pipe aligned columns, whole, since another program may cut them."""
    if not sys.stdout.isatty():
        _columns(rows)
        return
    from rich.box import SIMPLE_HEAD
    from rich.console import Console
    from rich.table import Table

    table = Table(box=SIMPLE_HEAD, pad_edge=False)
    for column in rows[0]:
        table.add_column(column.replace("_", " "), overflow="fold")
    for row in rows:
        table.add_row(*(_flat(value).replace("[", "\\[") for value in row.values()))
    Console(soft_wrap=False, highlight=False).print(table)


def _columns(rows: Sequence[Mapping[str, Any]]) -> None:
    lines = [[column.replace("_", " ") for column in rows[0]], *([_flat(v) for v in row.values()] for row in rows)]
    widths = [min(60, max(len(line[index]) for line in lines)) for index in range(len(lines[0]))]
    for line in lines:
        print("  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip())
