"""``foedus import``: acts and data sets of others into the ledger or into files, with what was refused and why."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from foedus.cli.assess import atop_import, cow_wars
from foedus.cli.ledger import IMPORT_HELP, import_ledger
from foedus.cli.options import JsonOption, LedgerOption, TreatiesOption, session, show_json

app = typer.Typer(add_completion=False, no_args_is_help=True)


@app.callback()
def importing() -> None:
    """Bring data in; what does not fit is refused with file, line and reason.

    foedus import acts acts.csv

    foedus import ledger dump.jsonl --ledger team.sqlite
    """


@app.command(help="Acts in bulk from CSV (treaty, state, act, date, source) into the ledger.")
def acts(
    file: Annotated[Path, typer.Argument(metavar="FILE.csv")],
    author: Annotated[str, typer.Option("--author", envvar="USER", help="Who records.")] = "foedus",
    dry: Annotated[bool, typer.Option("--dry-run", help="Only report.")] = False,
    as_json: JsonOption = False,
    ledger: LedgerOption = None,
    folders: TreatiesOption = None,
) -> None:
    """Record every act that fits; exit status 1 where a row was refused."""
    from foedus.api.records import import_acts

    report = import_acts(session(ledger, folders), file, author=author, dry=dry)
    if as_json:
        show_json(report.to_json())
    else:
        for problem in report.refused:
            print(problem)
        refused = len({problem.where for problem in report.refused})
        print(
            f"{report.rows} rows: {report.accepted} acts of {len(report.acts)} treaties, {refused} refused",
            file=sys.stderr,
        )
    raise typer.Exit(1 if report.refused else 0)


app.command("ledger", help=IMPORT_HELP)(import_ledger)
app.command("atop", help="ATOP's codings as treaties with obligations.")(atop_import)
app.command("cow-wars", help="Wars of the Correlates of War as scenarios.")(cow_wars)
