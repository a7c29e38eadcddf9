"""``foedus ingest`` and ``foedus claims``: articles into the ledger, and what it holds."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from foedus.cli.options import (
    CsvOption,
    JsonOption,
    KnownOption,
    LedgerOption,
    PublishedOption,
    TableOption,
    TreatiesOption,
    day,
    session,
    show_rows,
)
from foedus.model.errors import FoedusError

app = typer.Typer(add_completion=False)


@app.command(
    help="Read articles and record them in the ledger.\n\n"
    "foedus ingest article.txt --published 2024-11-12\n\n"
    "foedus ingest news/*.txt --ledger team.sqlite"
)
def ingest(
    articles: Annotated[list[str], typer.Argument(help="Text or HTML files.")],
    published: PublishedOption = None,
    author: Annotated[str, typer.Option("--author", help="Who records.", envvar="USER")] = "foedus",
    as_json: JsonOption = False,
    as_csv: CsvOption = False,
    as_table: TableOption = False,
    ledger: LedgerOption = None,
    treaties: TreatiesOption = None,
) -> None:
    """Record each article whole or not at all; a bad file is reported and the others go on."""
    open_session = session(ledger, treaties)
    rows, bad = [], 0
    for name in articles:
        try:
            document = open_session.document(Path(name), published=day(published, "--published"))
        except FoedusError as error:
            print(error, file=sys.stderr)
            bad += 1
            continue
        rows += open_session.ingest([document], author=author)
    show_rows(rows, as_json=as_json, as_csv=as_csv, empty="nothing was recorded")
    raise typer.Exit(1 if bad else 0)


@app.command(
    help="What the ledger holds, with quotes and sources.\n\n"
    "foedus claims --treaty prk-rus-2024\n\n"
    "foedus claims --state RUS --act ratification --json"
)
def claims(
    treaty: Annotated[str | None, typer.Option("--treaty", help="Only claims about this treaty.")] = None,
    state: Annotated[str | None, typer.Option("--state", help="Only claims of acts by this state.")] = None,
    act: Annotated[str | None, typer.Option("--act", help="Only claims of this act.")] = None,
    known: KnownOption = None,
    as_json: JsonOption = False,
    as_csv: CsvOption = False,
    as_table: TableOption = False,
    ledger: LedgerOption = None,
) -> None:
    """Print one row a claim, in the order recorded."""
    from foedus.api.records import claims_table

    rows = claims_table(session(ledger), treaty=treaty, state=state, act=act, known=day(known, "--known"))
    if not (as_json or as_csv):
        rows = [
            {key: row[key] for key in ("treaty", "says", "source", "quote", "publisher", "published")} for row in rows
        ]
    show_rows(rows, as_json=as_json, as_csv=as_csv, empty="the ledger holds no such claim")
