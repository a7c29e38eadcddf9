"""``foedus assess`` and its kin: who owes what if this happens; ATOP's alliances and wars brought in."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated, Any

import typer

from foedus.cli.options import (
    CsvOption,
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
from foedus.model.duties import Assessment, Duty, Verdict
from foedus.model.errors import FoedusError

app = typer.Typer(add_completion=False)


@app.command(
    help="Who owes what to whom if this happens: all commitments in force at once.\n\n"
    "foedus assess scenario.toml --why\n\n"
    "foedus assess --attacker UKR --target RUS --where RUS --on 2024-11-12"
)
def assess(
    file: Annotated[Path | None, typer.Argument(help="A scenario file (docs/scenarios.md).")] = None,
    attacker: Annotated[list[str] | None, typer.Option("--attacker", help="Who attacks; may be given again.")] = None,
    target: Annotated[list[str] | None, typer.Option("--target", help="Who is attacked; may be given again.")] = None,
    where: Annotated[list[str] | None, typer.Option("--where", help="A state or place; may be given again.")] = None,
    on: Annotated[str | None, typer.Option("--on", help="The day of the attack.", metavar="DAY")] = None,
    treaty: Annotated[list[str] | None, typer.Option("--treaty", help="Ask under this treaty alone.")] = None,
    state: Annotated[list[str] | None, typer.Option("--state", help="Show only what this state owes.")] = None,
    follow: Annotated[
        bool, typer.Option("--follow", help="Let the obliged join and ask again, round by round.")
    ] = False,
    by_day: Annotated[bool, typer.Option("--by-day", help="One round for each day of the scenario's events.")] = False,
    conditional: Annotated[
        bool, typer.Option("--assume", help="With --follow: the conditionally obliged join too; says what is assumed.")
    ] = False,
    everything: Annotated[bool, typer.Option("--all", help="Show also what is not owed.")] = False,
    why: Annotated[bool, typer.Option("--why", help="Show the reasons as a tree.")] = False,
    plot: Annotated[Path | None, typer.Option("--plot", help="Write the picture, and beside it its text.")] = None,
    atop: Annotated[Path | None, typer.Option("--atop", help="ATOP's member file instead of the atlas.")] = None,
    alliances: Annotated[
        Path | None, typer.Option("--atop-alliances", help="With --atop: ATOP's alliance file, for 2017 and 2018.")
    ] = None,
    known: KnownOption = None,
    as_json: JsonOption = False,
    as_csv: CsvOption = False,
    as_table: TableOption = False,
    ledger: LedgerOption = None,
    folders: TreatiesOption = None,
) -> None:
    """Print the duties; exit status 0 whatever they are."""
    from foedus.api import assess as verbs

    scenario = _scenario(file, attacker, target, where, on, treaty)
    state = [verbs.asked_state(name) for name in state or []]
    if known:
        scenario = scenario.model_copy(update={"known": day(known, "--known")})
    held = verbs.atop_commitments(atop, alliances) if atop else None
    answer: Assessment = verbs.assess(
        session(ledger, folders), scenario, follow=follow, by_day=by_day, conditional=conditional, commitments=held
    )
    if plot is not None:
        for written in verbs.write_picture(answer, plot):
            print(f"wrote {written}", file=sys.stderr)
    if as_json:
        show_json({**answer.to_dict(why=why), "graph": verbs.graph(answer)})
        return
    for fault in answer.faults:
        print(f"{fault['code']} {fault['says']}", file=sys.stderr)
    _print(answer, state or [], everything, why, as_csv, follow or by_day)


def _scenario(
    file: Path | None,
    attacker: list[str] | None,
    target: list[str] | None,
    where: list[str] | None,
    on: str | None,
    treaty: list[str] | None,
) -> Any:
    from foedus.api.assess import short_scenario
    from foedus.api.read_scenario import read_scenario

    if file is not None:
        if attacker or target or where or on:
            raise FoedusError("FOE004", "give a file, or --attacker, --target and --on, not both")
        scenario = read_scenario(file)
        return scenario.model_copy(update={"treaties": tuple(treaty)}) if treaty else scenario
    when = day(on)
    if not attacker or when is None or not (target or where):
        help_ = "foedus assess --attacker UKR --target RUS --where RUS --on 2024-11-12"
        raise FoedusError("FOE004", "a scenario needs a file, or --attacker, --target and --on", help=help_)
    return short_scenario(attacker, target or (), when, where=where or (), treaties=treaty or ())


def _print(answer: Assessment, states: list[str], everything: bool, why: bool, as_csv: bool, rounds: bool) -> None:
    if rounds and not as_csv:
        from foedus.api.assess import text

        print(text(answer, everything=everything), end="")
        return
    duties = [duty for duty in answer.duties if not states or duty.state in states]
    shown = [duty for duty in duties if everything or duty.verdict is not Verdict.NOT_OBLIGED]
    empty = f"nothing is owed on {answer.on} by what is encoded"
    show_rows([_row(duty) for duty in shown], as_json=False, as_csv=as_csv, empty=empty)
    if as_csv:
        return
    for conflict in answer.conflicts:
        print(f"conflict: {conflict.says}")
    for note in answer.notes:
        print(f"note: {note}")
    hidden = len(duties) - len(shown)
    if hidden:
        print(f"{hidden} more are not owed; --all shows them with the reason", file=sys.stderr)
    if why:
        for duty in shown:
            print(f"\n{duty.state} → {duty.toward}: {duty.kind} {duty.verdict.value.replace('_', ' ')}")
            print("\n".join(duty.reason.lines()))


def _row(duty: Duty) -> dict[str, str]:
    return {
        "state": duty.state,
        "toward": duty.toward,
        "kind": duty.kind,
        "verdict": duty.verdict.value,
        "treaty": duty.treaty,
        "article": duty.article,
        "open": ", ".join(question.name for question in duty.open),
        "because": duty.because,
    }


@app.command(
    "atop",
    help="ATOP's codings as treaties with obligations.\n\nfoedus import atop MEMBER.csv ALLIANCE.csv\n\n"
    "foedus import atop MEMBER.csv ALLIANCE.csv --out FOLDER",
)
def atop_import(
    members: Annotated[Path, typer.Argument(help="ATOP's member file (4.01).")],
    alliances: Annotated[Path | None, typer.Argument(help="ATOP's alliance file (4.01 or 5).")] = None,
    out: Annotated[Path | None, typer.Option("--out", help="Write each alliance as a JSON file there.")] = None,
    as_json: JsonOption = False,
) -> None:
    """Say how many were read; write them where asked."""
    from foedus.api.import_atop import write_atop

    found = write_atop(members, alliances, out)
    if as_json:
        show_json(found)
    else:
        print(", ".join(f"{number} {what}" for what, number in found.items()))


@app.command(
    "cow-wars",
    help="Wars of the Correlates of War as scenarios.\n\nfoedus import cow-wars cow_InterStateWar_v4.0.csv\n\n"
    "foedus import cow-wars WARS.csv --out scenarios/",
)
def cow_wars(
    file: Annotated[Path, typer.Argument(help="The file of inter-state wars (4.0).")],
    out: Annotated[Path | None, typer.Option("--out", help="Write each war as a scenario file there.")] = None,
    as_json: JsonOption = False,
) -> None:
    """List the wars, or write them as scenarios."""
    from foedus.api.import_atop import write_wars

    rows = write_wars(file, out)
    show_rows(rows, as_json=as_json, as_csv=False, empty="no war in the file")
