"""``foedus status``, ``timeline``, ``diff`` and ``upcoming``: what binds whom on a day, why, and what changes."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated

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

if TYPE_CHECKING:
    from foedus.model.findings import Finding, PartyFinding
    from foedus.model.reasons import Reason

app = typer.Typer(add_completion=False)

_SIGNS = {"yes": "✓", "no": "✗", "cannot say": "?"}
_MANY = 24

TreatyArgument = Annotated[str, typer.Argument(help="A treaty's id or name.", metavar="TREATY")]


@app.command(
    help="What a treaty is, and each state is to it, on a day, and why.\n\n"
    "foedus status prk-rus-2024 --on 2024-11-12 --why\n\n"
    'foedus status prk-rus-2024 --on 2024-12-02 --what-if "RUS exchange 2024-12-01"'
)
def status(
    treaty: TreatyArgument,
    state: Annotated[str | None, typer.Option("--state", help="Only this state (id).")] = None,
    on: DayOption = None,
    known: KnownOption = None,
    why: Annotated[bool, typer.Option("--why", help="The reasons as a tree.")] = False,
    what_if: Annotated[
        list[str] | None, typer.Option("--what-if", help='Suppose an act: "RUS exchange 2024-12-01".', metavar="ACT")
    ] = None,
    as_json: JsonOption = False,
    ledger: LedgerOption = None,
    folders: TreatiesOption = None,
) -> None:
    """Print the standing of a treaty and its states."""
    from foedus.api.status import status as answer

    found = answer(
        session(ledger, folders),
        treaty,
        on=day(on),
        known=day(known, "--known"),
        states=(state,) if state else None,
        what_if=what_if or (),
    )
    if as_json:
        sys.stdout.write(found.model_dump_json(indent=2) + "\n")
        return
    _print(found, state, why)


def _print(found: Finding, state: str | None, why: bool) -> None:
    asked = f"{found.treaty} on {found.on}" + (f", as known on {found.known}" if found.known else "")
    print(f"{asked}: {found.standing.value}")
    if found.in_force.value == "cannot say" and found.standing.value != "cannot say":
        print("in force: cannot say")
    print(f"  {found.why.says}")
    if state is not None:
        _party(found.parties[0], why)
    else:
        _road(found)
        _parties(found)
    _more(found)
    if why:
        print("why")
        _tree(found.why)


def _road(found: Finding) -> None:
    for step in found.steps:
        when = f" {step.on}" if step.on else ""
        print(f"  {_SIGNS[step.done.value]} {step.says}{when}")


def _parties(found: Finding) -> None:
    if len(found.parties) > _MANY:
        groups: dict[str, list[str]] = {}
        for item in found.parties:
            groups.setdefault(item.standing.value, []).append(item.state)
        for standing, states in groups.items():
            print(f"  {standing} ({len(states)}): {' '.join(states)}")
        return
    for item in found.parties:
        since = f" since {item.since}" if item.since else ""
        until = f", until {item.withdrawal_effective_on}" if item.standing.value == "withdrawing" else ""
        toward = f" (suspended toward {', '.join(item.suspended_toward)})" if item.suspended_toward else ""
        print(f"  {item.state}: {item.standing.value}{since}{until}{toward}")


def _party(item: PartyFinding, why: bool) -> None:
    print(f"  {item.state}: {item.standing.value}" + (f" since {item.since}" if item.since else ""))
    if why:
        _tree(item.reason)
    else:
        print(f"  {item.reason.says}")


def _more(found: Finding) -> None:
    parts = (
        ("missing", [item.says for item in found.missing]),
        ("would change it", list(found.would_change)),
        ("meanwhile", [f"{item.says} ({item.rule.replace('VCLT-', 'VCLT ')})" for item in found.duties_meanwhile]),
        ("coming", [f"{item.on}: {item.says}" for item in found.upcoming]),
        ("between pairs", [f"{item.one}-{item.other}: {item.effect}" for item in found.pairs[:_MANY]]),
        ("amendments", [f"{item.treaty} since {item.since}, {len(item.parties)} parties" for item in found.versions]),
    )
    for title, lines in parts:
        if lines:
            print(title)
            print("\n".join(f"  {line}" for line in lines))


def _tree(reason: Reason) -> None:
    print("\n".join(f"  {line}" for line in reason.lines()))


@app.command(
    help="A treaty's time: for itself and each state, what it was from when until when.\n\n"
    "foedus timeline prk-rus-2024\n\nfoedus timeline anzus --state NZL --json"
)
def timeline(
    treaty: TreatyArgument,
    state: Annotated[str | None, typer.Option("--state", help="Only this state (id).")] = None,
    known: KnownOption = None,
    as_json: JsonOption = False,
    as_csv: CsvOption = False,
    as_table: TableOption = False,
    ledger: LedgerOption = None,
    folders: TreatiesOption = None,
) -> None:
    """Print one row a spell."""
    from foedus.api.status import timeline as answer

    rows = answer(session(ledger, folders), treaty, state=state, known=day(known, "--known"))
    show_rows(rows, as_json=as_json, as_csv=as_csv, empty="nothing is recorded")


@app.command(
    help="What changed between two days.\n\n"
    "foedus diff prk-rus-2024 --from 2024-11-01 --to 2024-12-05\n\n"
    "foedus diff north-atlantic --from 2022-01-01 --to 2024-04-01 --json"
)
def diff(
    treaty: TreatyArgument,
    start: Annotated[str, typer.Option("--from", help="The earlier day.", metavar="DAY")],
    end: Annotated[str, typer.Option("--to", help="The later day.", metavar="DAY")],
    known: KnownOption = None,
    as_json: JsonOption = False,
    as_csv: CsvOption = False,
    as_table: TableOption = False,
    ledger: LedgerOption = None,
    folders: TreatiesOption = None,
) -> None:
    """Print one row a change."""
    from foedus.api.status import diff as answer

    first, last = day(start, "--from"), day(end, "--to")
    assert first is not None
    assert last is not None
    rows = answer(session(ledger, folders), treaty, first, last, known=day(known, "--known"))
    show_rows(rows, as_json=as_json, as_csv=as_csv, empty="nothing changed between these days")


@app.command(
    help="Changes that are already certain: a withdrawal taking effect, a term running out.\n\n"
    "foedus upcoming --within 1y\n\nfoedus upcoming --within 5y --on 2019-11-05 --json"
)
def upcoming(
    treaty: Annotated[str | None, typer.Argument(help="Only this treaty.", metavar="[TREATY]")] = None,
    within: Annotated[str, typer.Option("--within", help="1y, 6m, 3w or 30d.", metavar="TIME")] = "1y",
    on: DayOption = None,
    known: KnownOption = None,
    as_json: JsonOption = False,
    as_csv: CsvOption = False,
    as_table: TableOption = False,
    ledger: LedgerOption = None,
    folders: TreatiesOption = None,
) -> None:
    """Print one row a coming change, soonest first."""
    from foedus.api.status import upcoming as answer

    rows = answer(session(ledger, folders), within, on=day(on), known=day(known, "--known"), key=treaty)
    show_rows(rows, as_json=as_json, as_csv=as_csv, empty="no change is certain within that time")


def print_evaluation(folder: str, as_json: bool) -> None:
    """The report of ``evaluate status``: by status and origin of the acts, then each difference by name."""
    from pathlib import Path

    from foedus.api.evaluate_status import evaluate_status

    report = evaluate_status(Path(folder))
    if as_json:
        show_json(report.to_json())
        return
    print(f"{'status':<32} {'acts from':<24} {'exact':>6} {'of':>6}")
    for (kind, origin), (good, every) in report.by_status().items():
        print(f"{kind:<32} {origin:<24} {good:>6} {every:>6}")
    different = [item for item in report.treaties if not item.agrees]
    print(f"\n{len(different)} treaties differ")
    for item in different:
        print(f"  {item.id}: computed {item.computed}, official {item.official}\n    {item.why}")
    print(f"\n{'party dates':<32} {'exact':>6} {'of':>6}  differences by reason")
    for id, (good, every, reasons) in report.by_party().items():
        said = ", ".join(f"{name} {number}" for name, number in reasons.most_common())
        print(f"{id:<32} {good:>6} {every:>6}  {said}")
    for fault in report.faults:
        print(f"  {fault}", file=sys.stderr)
