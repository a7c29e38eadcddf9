"""``foedus commitments`` and ``foedus path``: what a state owes and is owed, and how two states are tied."""

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
    show_json,
    show_rows,
)
from foedus.model.errors import FoedusError

app = typer.Typer(add_completion=False)


@app.command(
    help="What a state owes and what is owed to it, on a day.\n\n"
    "foedus commitments USA\n\n"
    "foedus commitments FRA --on 1914-08-01 --json"
)
def commitments(
    state: Annotated[str, typer.Argument(help="A state: id or name.")],
    on: DayOption = None,
    known: KnownOption = None,
    as_json: JsonOption = False,
    as_csv: CsvOption = False,
    as_table: TableOption = False,
    ledger: LedgerOption = None,
    folders: TreatiesOption = None,
) -> None:
    """Print two lists: what it owes, what is owed to it."""
    from foedus.api.commitments import commitments_of
    from foedus.api.listing import actor_on

    open_session = session(ledger, folders)
    when = day(on) or open_session.today
    found = commitments_of(open_session, actor_on(state, when), when, known=day(known, "--known"))
    if as_json:
        show_json(found)
        return
    rows = [{"side": side, **row} for side, items in found.items() for row in items]
    show_rows(rows, as_json=False, as_csv=as_csv, empty=f"no security commitment of {state} is encoded for {when}")


@app.command(
    help="How two states are tied by security commitments, on a day.\n\n"
    "foedus path JPN FRA --on 1914-08-23\n\n"
    "foedus path KOR NOR --json"
)
def path(
    one: Annotated[str, typer.Argument(help="A state: id or name.")],
    other: Annotated[str, typer.Argument(help="Another.")],
    on: DayOption = None,
    known: KnownOption = None,
    as_json: JsonOption = False,
    as_csv: CsvOption = False,
    as_table: TableOption = False,
    ledger: LedgerOption = None,
    folders: TreatiesOption = None,
) -> None:
    """Print the shortest chain of commitments, one row a step."""
    from foedus.api.commitments import path as chain
    from foedus.api.listing import actor_on

    open_session = session(ledger, folders)
    when = day(on) or open_session.today
    start, end = actor_on(one, when), actor_on(other, when)
    if start == end:
        raise FoedusError("FOE004", f"{start} is one state; a path leads from one to another", help="name two states")
    rows = chain(open_session, start, end, when, known=day(known, "--known"))
    show_rows(rows, as_json=as_json, as_csv=as_csv, empty=f"no chain of commitments ties {one} to {other} on {when}")
