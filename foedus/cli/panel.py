"""``foedus panel``: the researcher's tables: states, state-years, dyad-years, triads, member spells, treaty-years."""

from __future__ import annotations

import inspect
import sys
from collections.abc import Callable, Mapping
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


Options = dict[str, tuple[Any, Any]]
"""Options by the name that the body knows them by: how each is written, and what it is where it is not given."""
Given = Mapping[str, Any]
"""What was given for the shared options."""

_SHOWN: Options = {
    "out": (Out, None),
    "as_json": (JsonOption, False),
    "as_csv": (CsvOption, False),
    "as_table": (TableOption, False),
}
_HELD: Options = {"ledger": (LedgerOption, None), "folders": (TreatiesOption, None)}
_SPAN: Options = {"first": (From, None), "last": (To, None), "rule": (Rule, "any-day")}
_ROWS_OF: Options = {
    "system": (System, "cow"),
    "add": (Add, None),
    "rule": (Rule, "any-day"),
    "encoding": (Encoding, None),
    **_HELD,
}
_UNIT: Options = {**_ROWS_OF, **_SPAN, "by": (By, "year"), "states": (States, None), **_SHOWN}
_PAIR: Options = {"undirected": (Pair, "either")}


def _command(name: str, help: str, *shared: Options) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """A command with options of its own, those its function names, and shared ones, which it gets as a mapping."""

    def wrap(body: Callable[..., None]) -> Callable[..., None]:
        own = [item for item in inspect.signature(body, eval_str=True).parameters.values() if item.name != "given"]
        options = {key: option for group in shared for key, option in group.items()}

        def run(**values: Any) -> None:
            body(**{item.name: values.pop(item.name) for item in own}, given=values)

        run.__doc__ = body.__doc__
        named = [
            inspect.Parameter(key, inspect.Parameter.KEYWORD_ONLY, default=default, annotation=kind)
            for key, (kind, default) in options.items()
        ]
        own = [item.replace(kind=inspect.Parameter.KEYWORD_ONLY) for item in own]
        signature = inspect.Signature([*own, *named])
        run.__signature__ = signature  # type: ignore[attr-defined]
        run.__annotations__ = {item.name: item.annotation for item in signature.parameters.values()}
        app.command(name, help=help)(run)
        return body

    return wrap


_ROWS, _COLUMNS = 20, 8
"""How much of a table is shown on a screen."""


def _tell(text: str) -> None:
    if sys.stderr.isatty():
        print(text, file=sys.stderr)


def _show(table: Any, given: Given) -> None:
    """Write the table, or print it: ``--json`` describes it, ``--csv`` prints its rows, else the first of them."""
    out = given["out"]
    if out is not None:
        _tell(f"writing {out}")
        table.write(out)
    if given["as_json"]:
        show_json(table.describe())
    elif given["as_csv"]:
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


def _panel(unit: str, given: Given, **more: Any) -> Any:
    from foedus.api.panels import panel

    options = {key: value for key, value in given.items() if key not in _SHOWN} | more
    opened = session(options.pop("ledger"), options.pop("folders"))
    options["add"] = options.get("add") or ()
    options["compare"] = options.get("compare") or ()
    states = options.pop("states", None)
    options["states"] = [code.strip() for code in states.split(",")] if states else None
    made = panel(unit, session=opened, tell=_tell, **options)
    system = made.describe()["system"]
    if system["extended"] and options.get("last"):
        print(
            f"the list of states ends on {system['last_day']}; who was a state then is carried on to {options['last']}",
            file=sys.stderr,
        )
    return made


@_command(
    "states",
    "Every spell of every state in a system.\n\nfoedus panel states --system gw\n\nfoedus panel states --csv",
    {"system": (System, "cow")},
    _SHOWN,
)
def states(given: Given) -> None:
    """Print or write the states of a system."""
    from foedus.api.panels import states as listed

    _show(listed(given["system"]), given)


@_command(
    "state-years",
    "States by year, month or day.\n\nfoedus panel state-years --from 1816 --to 2025 --out states.csv\n\n"
    "foedus panel state-years --system gw --rule 1-january --json",
    _UNIT,
)
def state_years(given: Given) -> None:
    """Build, then print or write."""
    _show(_panel("state-years", given), given)


@_command(
    "dyad-years",
    "Pairs of states by year, month or day.\n\n"
    "foedus panel dyad-years --from 1816 --to 2025 --add atop=atop5.1_dyads.parquet --out dyads.parquet\n\n"
    "foedus panel dyad-years --from 1946 --to 2012 --undirected --add cow=alliance_v4.1_by_directed.csv --json",
    _UNIT,
    _PAIR,
    {"directed": (Directed, True), "compare": (Compare, None), "similarity": (Similar, False)},
)
def dyad_years(given: Given) -> None:
    """Build, then print or write."""
    _show(_panel("dyad-years", given), given)


@_command(
    "triads",
    "Groups of three states by year; a flag is 1 where it holds between each pair.\n\n"
    "foedus panel triads --from 1950 --to 1950 --add status=defence\n\n"
    "foedus panel triads --states 2,200,365 --from 1900 --to 1950 --csv",
    _UNIT,
    _PAIR,
)
def triads(given: Given) -> None:
    """Build, then print or write."""
    _show(_panel("triads", given), given)


Source = Annotated[str, typer.Argument(metavar="NAME=FILE", help="The source, as for --add.")]


@_command(
    "member-spells",
    "Each member's spell in each treaty.\n\nfoedus panel member-spells atop=atop4_member_level.csv --csv\n\n"
    "foedus panel member-spells status=defence",
    _HELD,
    _SHOWN,
)
def member_spells(source: Source, given: Given) -> None:
    """Build, then print or write."""
    from foedus.api.panels import member_spells as spells

    _show(spells(source, session(given["ledger"], given["folders"])), given)


@_command(
    "treaty-years",
    "Treaties by year, with how many states each binds.\n\n"
    "foedus panel treaty-years cow=alliance_v4.1_by_member.csv\n\n"
    "foedus panel treaty-years status=defence,consultation --from 1946 --csv",
    _SPAN,
    _HELD,
    _SHOWN,
)
def treaty_years(source: Source, given: Given) -> None:
    """Build, then print or write."""
    from foedus.api.panels import treaty_years as years

    span = {key: given[key] for key in _SPAN}
    _show(years(source, session=session(given["ledger"], given["folders"]), **span), given)


@_command(
    "corrections",
    "Where COW's published years and its own spells disagree.\n\n"
    "foedus panel corrections alliance_v4.1_by_directed.csv\n\n"
    "foedus panel corrections alliance_v4.1_by_member.csv --csv",
    _SHOWN,
)
def corrections(file: Annotated[Path, typer.Argument(metavar="FILE", help="A COW spell file.")], given: Given) -> None:
    """List the differences."""
    from foedus.api.panels import corrections as listed

    _show(listed(file), given)


@_command(
    "network",
    "How central each state is, year by year.\n\n"
    "foedus panel network atop_defense --from 1946 --to 2018 --add atop=atop5.1_dyads.parquet --csv\n\n"
    "foedus panel network status_defence --system own --from 1949 --to 1955 --add status=defence --out network.parquet",
    _ROWS_OF,
    _SPAN,
    _PAIR,
    {"states": (States, None)},
    _SHOWN,
)
def network(
    column: Annotated[str, typer.Argument(metavar="COLUMN", help="The flag that ties two states.")], given: Given
) -> None:
    """Measure, then print or write."""
    _show(_panel("dyad-years", given, directed=False).network(column), given)


@_command(
    "why",
    "Where one cell came from.\n\n"
    "foedus panel why atop_defense ccode1=2 ccode2=200 year=1950 --add atop=atop4_member_level.csv\n\n"
    "foedus panel why status_defence state1=PRK state2=RUS year=2025 --system own --add status=defence",
    _ROWS_OF,
    _PAIR,
    {"directed": (Directed, True), "as_json": (JsonOption, False)},
)
def why(
    column: Annotated[str, typer.Argument(metavar="COLUMN", help="The column asked about.")],
    keys: Annotated[list[str], typer.Argument(metavar="KEY=VALUE", help="The row: ccode1=2 ccode2=200 year=1950.")],
    given: Given,
) -> None:
    """Print the reason and the evidence."""
    wanted = dict(_key(text) for text in keys)
    year = wanted.get("year")
    if year is None:
        raise FoedusError("FOE004", "the row needs a year", help="write year=1950")
    if any(name.endswith("2") for name in wanted):
        unit, options = "dyad-years", given
    else:
        unit, options = "state-years", {key: value for key, value in given.items() if key not in ("directed", *_PAIR)}
    found = _panel(unit, options, first=str(year), last=str(year)).why(column=column, **wanted)
    if given["as_json"]:
        show_json(found.to_dict())
    else:
        print(found)


def _key(text: str) -> tuple[str, Any]:
    name, equals, value = text.partition("=")
    if not equals:
        raise FoedusError("FOE004", f'"{text}" is no KEY=VALUE', help="write ccode1=2")
    return name, int(value) if value.isdigit() else value


@_command(
    "plot",
    "A picture of a panel.\n\n"
    "foedus panel plot commitments --add atop=atop5.1_dyads.parquet --to 2018 --out lines.svg\n\n"
    "foedus panel plot network --column status_defence --period 1955 --add status=defence --out web.html",
    _ROWS_OF,
    _SPAN,
    _PAIR,
)
def plot(
    kind: Annotated[str, typer.Argument(metavar="KIND", help="commitments, network or spans.")],
    out: Annotated[Path, typer.Option("--out", help=".svg, .png, .html or .json.", metavar="FILE")],
    column: Annotated[str | None, typer.Option("--column", help="The flag of a network.", metavar="NAME")] = None,
    period: Annotated[str | None, typer.Option("--period", help="The year of a network.", metavar="YEAR")] = None,
    state: Annotated[str | None, typer.Option("--state", help="Whose spans.", metavar="CODE")] = None,
    *,
    given: Given,
) -> None:
    """Draw and save."""
    if kind == "network" and (column is None or period is None):
        raise FoedusError(
            "FOE004", "a network needs --column and --period", help="for example --column atop_defense --period 1955"
        )
    if kind == "spans" and state is None:
        raise FoedusError("FOE004", "spans need --state", help="for example --state 200")
    span = {"first": period, "last": period} if period and not (given["first"] or given["last"]) else {}
    made = _panel("dyad-years", given, directed=kind == "spans", **span)
    options: dict[str, Any] = {
        "network": {"column": column, "period": period},
        "spans": {"state": _key(f"state={state}")[1]},
    }.get(kind, {})
    made.plot(kind, **options).save(str(out))
    print(out)
