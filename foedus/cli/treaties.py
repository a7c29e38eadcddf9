"""``foedus treaties``: the treaties of the atlas and the ledger, of a state, on a day."""

from __future__ import annotations

from typing import Annotated

import typer

from foedus.cli.options import (
    CsvOption,
    DayOption,
    JsonOption,
    KnownOption,
    LedgerOption,
    TableOption,
    TreatiesOption,
    day,
    session,
    show_rows,
)

app = typer.Typer(add_completion=False)


@app.command(
    help="List treaties: of a state, on a day.\n\n"
    "foedus treaties --state RUS\n\n"
    "foedus treaties --state RUS --on 2024-11-12 --json"
)
def treaties(
    state: Annotated[str | None, typer.Option("--state", help="Only treaties of this state (id or name).")] = None,
    on: DayOption = None,
    known: KnownOption = None,
    as_json: JsonOption = False,
    as_csv: CsvOption = False,
    as_table: TableOption = False,
    ledger: LedgerOption = None,
    folders: TreatiesOption = None,
) -> None:
    """Print one row a treaty; with a day, how it stands then, and with a state, what the state is to it."""
    from foedus.api.listing import list_treaties

    rows = list_treaties(session(ledger, folders), state=state, on=day(on), known=day(known, "--known"))
    show_rows(rows, as_json=as_json, as_csv=as_csv, empty="no such treaty is known")
