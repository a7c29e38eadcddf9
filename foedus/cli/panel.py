"""``foedus panel``: the researcher's tables: states, state-years, dyad-years, triads, member spells, treaty-years."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated, Any

import typer

from foedus.cli.options import (
    CsvOption,
    JsonOption,
    LedgerOption,
    TableOption,
    TreatiesOption,
    session,
    show_json,
    show_rows,
)
from foedus.model.errors import FoedusError

app = typer.Typer(
    add_completion=False,
    no_args_is_help=True,
    rich_markup_mode=None,
    help="Tables for research: exact, sourced, fast.\n\n"
    "foedus panel dyad-years --from 1816 --to 2025 --add atop=atop5.1_dyads.parquet --out dyads.parquet\n\n"
    "foedus panel why status_defence state1=PRK state2=RUS year=2025 --system own --add status=defence",
)

System = Annotated[str, typer.Option("--system", help="cow, gw, own, or a CSV file of states.", metavar="NAME")]
From = Annotated[str | None, typer.Option("--from", help="First year, month or day.", metavar="YEAR")]
To = Annotated[
    str | None, typer.Option("--to", help="Last year, month or day; never taken from the clock.", metavar="YEAR")
]
Add = Annotated[
    list[str] | None,
    typer.Option(
        "--add",
        metavar="NAME=FILE",
        help="atop, atop-conditions, cow, cow-as-published, cow-wars (=FILE), status (=KIND,KIND); repeatable.",
    ),
]
Rule = Annotated[str, typer.Option("--rule", help="any-day, 1-january, 31-december or most.", metavar="RULE")]
By = Annotated[str, typer.Option("--by", help="year, month or day.", metavar="GRAIN")]
Out = Annotated[Path | None, typer.Option("--out", help="Write to .parquet, .csv or .dta.", metavar="FILE")]
States = Annotated[str | None, typer.Option("--states", help="Only these codes, with commas between.", metavar="CODES")]
Directed = Annotated[bool, typer.Option("--directed/--undirected", help="Two rows a pair, or one.")]
Pair = Annotated[
    str,
    typer.Option("--undirected-rule", help="either, both or lower: one value out of two directions.", metavar="RULE"),
]
Compare = Annotated[
    list[str] | None, typer.Option("--compare", help="A column of disagreement: ONE,OTHER.", metavar="COLUMNS")
]
Encoding = Annotated[
    str | None, typer.Option("--encoding", help="Of CSV files, where not UTF-8: latin-1.", metavar="NAME")
]
Similar = Annotated[bool, typer.Option("--similarity", help="Add measures of how alike portfolios are.")]


_ROWS, _COLUMNS = 20, 8
"""How much of a table is shown on a screen."""


def _tell(text: str) -> None:
    if sys.stderr.isatty():
        print(text, file=sys.stderr)


def _show(table: Any, out: Path | None, as_json: bool, as_csv: bool) -> None:
    """Write the table, or print it: ``--json`` describes it, ``--csv`` prints its rows, else the first of them."""
    if out is not None:
        _tell(f"writing {out}")
        table.write(out)
    if as_json:
        show_json(table.describe())
    elif as_csv:
        from foedus.api.panels import csv_lines

        for text in csv_lines(table):
            sys.stdout.write(text)
    elif out is None:
        shown = table.names[:_COLUMNS]
        rows = [{name: row[name] for name in shown} for row in next(table.batches(_ROWS)).to_pylist()]
        show_rows(rows, as_json=False, as_csv=False, empty="the table has no rows")
        more = f", of which {len(shown)} are shown" if len(shown) < len(table.names) else ""
        print(
            f"{len(table):,} rows, {len(table.names)} columns{more}; --csv prints all, --out FILE writes them, "
            "--json describes them",
            file=sys.stderr,
        )
    else:
        print(f"{len(table):,} rows, {len(table.names)} columns: {out}")


def _panel(unit: str, ledger: str | None, folders: list[str] | None, **options: Any) -> Any:
    from foedus.api.panels import panel

    options["add"] = options.get("add") or ()
    options["compare"] = options.get("compare") or ()
    states = options.pop("states", None)
    options["states"] = [code.strip() for code in states.split(",")] if states else None
    return panel(unit, session=session(ledger, folders), tell=_tell, **options)


@app.command(
    "states",
    help="Every spell of every state in a system.\n\nfoedus panel states --system gw\n\nfoedus panel states --csv",
)
def states(
    system: System = "cow",
    out: Out = None,
    as_json: JsonOption = False,
    as_csv: CsvOption = False,
    as_table: TableOption = False,
) -> None:
    """Print or write the states of a system."""
    from foedus.api.panels import states as listed

    _show(listed(system), out, as_json, as_csv)


@app.command(
    "state-years",
    help="States by year, month or day.\n\nfoedus panel state-years --from 1816 --to 2025 --out states.csv\n\n"
    "foedus panel state-years --system gw --rule 1-january --json",
)
def state_years(
    system: System = "cow",
    first: From = None,
    last: To = None,
    add: Add = None,
    rule: Rule = "any-day",
    by: By = "year",
    states: States = None,
    encoding: Encoding = None,
    out: Out = None,
    as_json: JsonOption = False,
    as_csv: CsvOption = False,
    as_table: TableOption = False,
    ledger: LedgerOption = None,
    folders: TreatiesOption = None,
) -> None:
    """Build, then print or write."""
    made = _panel(
        "state-years",
        ledger,
        folders,
        system=system,
        first=first,
        last=last,
        add=add,
        rule=rule,
        by=by,
        states=states,
        encoding=encoding,
    )
    _show(made, out, as_json, as_csv)


@app.command(
    "dyad-years",
    help="Pairs of states by year, month or day.\n\n"
    "foedus panel dyad-years --from 1816 --to 2025 --add atop=atop5.1_dyads.parquet --out dyads.parquet\n\n"
    "foedus panel dyad-years --from 1946 --to 2012 --undirected --add cow=alliance_v4.1_by_directed.csv --json",
)
def dyad_years(
    system: System = "cow",
    first: From = None,
    last: To = None,
    add: Add = None,
    directed: Directed = True,
    undirected: Pair = "either",
    rule: Rule = "any-day",
    by: By = "year",
    states: States = None,
    compare: Compare = None,
    similarity: Similar = False,
    encoding: Encoding = None,
    out: Out = None,
    as_json: JsonOption = False,
    as_csv: CsvOption = False,
    as_table: TableOption = False,
    ledger: LedgerOption = None,
    folders: TreatiesOption = None,
) -> None:
    """Build, then print or write."""
    made = _panel(
        "dyad-years",
        ledger,
        folders,
        system=system,
        first=first,
        last=last,
        add=add,
        directed=directed,
        undirected=undirected,
        rule=rule,
        by=by,
        states=states,
        compare=compare,
        similarity=similarity,
        encoding=encoding,
    )
    _show(made, out, as_json, as_csv)


@app.command(
    "triads",
    help="Groups of three states by year; a flag is 1 where it holds between each pair.\n\n"
    "foedus panel triads --from 1950 --to 1950 --add status=defence\n\n"
    "foedus panel triads --states 2,200,365 --from 1900 --to 1950 --csv",
)
def triads(
    system: System = "cow",
    first: From = None,
    last: To = None,
    add: Add = None,
    undirected: Pair = "either",
    rule: Rule = "any-day",
    by: By = "year",
    states: States = None,
    encoding: Encoding = None,
    out: Out = None,
    as_json: JsonOption = False,
    as_csv: CsvOption = False,
    as_table: TableOption = False,
    ledger: LedgerOption = None,
    folders: TreatiesOption = None,
) -> None:
    """Build, then print or write."""
    made = _panel(
        "triads",
        ledger,
        folders,
        system=system,
        first=first,
        last=last,
        add=add,
        undirected=undirected,
        rule=rule,
        by=by,
        states=states,
        encoding=encoding,
    )
    _show(made, out, as_json, as_csv)


Source = Annotated[str, typer.Argument(metavar="NAME=FILE", help="The source, as for --add.")]


@app.command(
    "member-spells",
    help="Each member's spell in each treaty.\n\nfoedus panel member-spells atop=atop4_member_level.csv --csv\n\n"
    "foedus panel member-spells status=defence",
)
def member_spells(
    source: Source,
    out: Out = None,
    as_json: JsonOption = False,
    as_csv: CsvOption = False,
    as_table: TableOption = False,
    ledger: LedgerOption = None,
    folders: TreatiesOption = None,
) -> None:
    """Build, then print or write."""
    from foedus.api.panels import member_spells as spells

    _show(spells(source, session(ledger, folders)), out, as_json, as_csv)


@app.command(
    "treaty-years",
    help="Treaties by year, with how many states each binds.\n\n"
    "foedus panel treaty-years cow=alliance_v4.1_by_member.csv\n\n"
    "foedus panel treaty-years status=defence,consultation --from 1946 --csv",
)
def treaty_years(
    source: Source,
    first: From = None,
    last: To = None,
    rule: Rule = "any-day",
    out: Out = None,
    as_json: JsonOption = False,
    as_csv: CsvOption = False,
    as_table: TableOption = False,
    ledger: LedgerOption = None,
    folders: TreatiesOption = None,
) -> None:
    """Build, then print or write."""
    from foedus.api.panels import treaty_years as years

    _show(years(source, first=first, last=last, rule=rule, session=session(ledger, folders)), out, as_json, as_csv)


@app.command(
    "corrections",
    help="Where COW's published years and its own spells disagree.\n\n"
    "foedus panel corrections alliance_v4.1_by_directed.csv\n\n"
    "foedus panel corrections alliance_v4.1_by_member.csv --csv",
)
def corrections(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A COW spell file.")],
    out: Out = None,
    as_json: JsonOption = False,
    as_csv: CsvOption = False,
    as_table: TableOption = False,
) -> None:
    """List the differences."""
    from foedus.api.panels import corrections as listed

    _show(listed(file), out, as_json, as_csv)


@app.command(
    "network",
    help="How central each state is, year by year.\n\n"
    "foedus panel network atop_defense --from 1946 --to 2018 --add atop=atop5.1_dyads.parquet --csv\n\n"
    "foedus panel network status_defence --system own --from 1949 --to 1955 --add status=defence --out network.parquet",
)
def network(
    column: Annotated[str, typer.Argument(metavar="COLUMN", help="The flag that ties two states.")],
    system: System = "cow",
    first: From = None,
    last: To = None,
    add: Add = None,
    undirected: Pair = "either",
    rule: Rule = "any-day",
    states: States = None,
    encoding: Encoding = None,
    out: Out = None,
    as_json: JsonOption = False,
    as_csv: CsvOption = False,
    as_table: TableOption = False,
    ledger: LedgerOption = None,
    folders: TreatiesOption = None,
) -> None:
    """Measure, then print or write."""
    made = _panel(
        "dyad-years",
        ledger,
        folders,
        system=system,
        first=first,
        last=last,
        add=add,
        directed=False,
        undirected=undirected,
        rule=rule,
        states=states,
        encoding=encoding,
    )
    _show(made.network(column), out, as_json, as_csv)


@app.command(
    "why",
    help="Where one cell came from.\n\n"
    "foedus panel why atop_defense ccode1=2 ccode2=200 year=1950 --add atop=atop4_member_level.csv\n\n"
    "foedus panel why status_defence state1=PRK state2=RUS year=2025 --system own --add status=defence",
)
def why(
    column: Annotated[str, typer.Argument(metavar="COLUMN", help="The column asked about.")],
    keys: Annotated[list[str], typer.Argument(metavar="KEY=VALUE", help="The row: ccode1=2 ccode2=200 year=1950.")],
    system: System = "cow",
    add: Add = None,
    directed: Directed = True,
    undirected: Pair = "either",
    rule: Rule = "any-day",
    encoding: Encoding = None,
    as_json: JsonOption = False,
    ledger: LedgerOption = None,
    folders: TreatiesOption = None,
) -> None:
    """Print the reason and the evidence."""
    wanted = dict(_key(text) for text in keys)
    year = wanted.get("year")
    if year is None:
        raise FoedusError("FOE004", "the row needs a year", help="write year=1950")
    unit = "dyad-years" if any(name.endswith("2") for name in wanted) else "state-years"
    options: dict[str, Any] = {"directed": directed, "undirected": undirected} if unit == "dyad-years" else {}
    made = _panel(
        unit,
        ledger,
        folders,
        system=system,
        first=str(year),
        last=str(year),
        add=add,
        rule=rule,
        encoding=encoding,
        **options,
    )
    found = made.why(column=column, **wanted)
    if as_json:
        show_json(found.to_dict())
    else:
        print(found)


def _key(text: str) -> tuple[str, Any]:
    name, equals, value = text.partition("=")
    if not equals:
        raise FoedusError("FOE004", f'"{text}" is no KEY=VALUE', help="write ccode1=2")
    return name, int(value) if value.isdigit() else value


@app.command(
    "plot",
    help="A picture of a panel.\n\n"
    "foedus panel plot commitments --add atop=atop5.1_dyads.parquet --to 2018 --out lines.svg\n\n"
    "foedus panel plot network --column status_defence --period 1955 --add status=defence --out web.html",
)
def plot(
    kind: Annotated[str, typer.Argument(metavar="KIND", help="commitments, network or spans.")],
    out: Annotated[Path, typer.Option("--out", help=".svg, .png, .html or .json.", metavar="FILE")],
    column: Annotated[str | None, typer.Option("--column", help="The flag of a network.", metavar="NAME")] = None,
    period: Annotated[str | None, typer.Option("--period", help="The year of a network.", metavar="YEAR")] = None,
    state: Annotated[str | None, typer.Option("--state", help="Whose spans.", metavar="CODE")] = None,
    system: System = "cow",
    first: From = None,
    last: To = None,
    add: Add = None,
    undirected: Pair = "either",
    rule: Rule = "any-day",
    encoding: Encoding = None,
    ledger: LedgerOption = None,
    folders: TreatiesOption = None,
) -> None:
    """Draw and save."""
    if kind == "network" and (column is None or period is None):
        raise FoedusError(
            "FOE004", "a network needs --column and --period", help="for example --column atop_defense --period 1955"
        )
    if kind == "spans" and state is None:
        raise FoedusError("FOE004", "spans need --state", help="for example --state 200")
    if period is not None and first is None and last is None:
        first = last = period
    made = _panel(
        "dyad-years",
        ledger,
        folders,
        system=system,
        first=first,
        last=last,
        add=add,
        directed=kind == "spans",
        undirected=undirected,
        rule=rule,
        encoding=encoding,
    )
    options: dict[str, Any] = {
        "network": {"column": column, "period": period},
        "spans": {"state": _key(f"state={state}")[1]},
    }.get(kind, {})
    made.plot(kind, **options).save(str(out))
    print(out)
