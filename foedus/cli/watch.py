"""``foedus watch``: feeds into the ledger, and the changes that matter out."""

from __future__ import annotations

import re
import sys
import time
from pathlib import Path
from typing import Annotated, Any

import typer

from foedus.cli.options import JsonOption, LedgerOption, TreatiesOption, session, show_json
from foedus.model.errors import FoedusError

app = typer.Typer(add_completion=False)
_UNITS = {"s": 1, "m": 60, "h": 3600, "d": 86400}


@app.command(
    help="Read feeds into the ledger and tell the changes that matter.\n\n"
    "foedus watch FEEDS.toml --once\n\n"
    "foedus watch FEEDS.toml --every 15m"
)
def watch(
    feeds: Annotated[Path, typer.Argument(metavar="FEEDS.toml", help="Which feeds, which changes, told whom.")],
    once: Annotated[bool, typer.Option("--once", help="One round, then stop.")] = False,
    every: Annotated[str, typer.Option("--every", help="Pause between rounds: 90s, 15m, 2h.", metavar="TIME")] = "15m",
    state: Annotated[Path | None, typer.Option("--state", help="Where to remember what was read.")] = None,
    as_json: JsonOption = False,
    ledger: LedgerOption = None,
    treaties: TreatiesOption = None,
) -> None:
    """Go through the feeds; exit status 1 where one could not be read (with --once)."""
    from foedus.api.watch import Memory, Watcher, watching_from

    pause = _seconds(every)
    memory = Memory.open(state or feeds.with_suffix(".state.json"))
    watcher = Watcher(session(ledger, treaties), watching_from(feeds), memory)
    while True:
        report = watcher.round(_progress)
        _show(report, as_json)
        if once:
            raise typer.Exit(1 if report.faults else 0)
        time.sleep(pause)


def _seconds(text: str) -> float:
    match = re.fullmatch(r"(\d+)\s*([smhd]?)", text.strip())
    if not match or int(match[1]) == 0:
        raise FoedusError("FOE004", f'--every "{text}" is no length of time', help="write 90s, 15m or 2h")
    return int(match[1]) * _UNITS[match[2] or "s"]


def _progress(text: str) -> None:
    if sys.stderr.isatty():
        print(f"reading {text}", file=sys.stderr)


def _show(report: Any, as_json: bool) -> None:
    from foedus.api.tell import line

    if as_json:
        show_json(report.to_dict())
        return
    for change in report.changes:
        print(line(change))
    for fault in report.faults:
        print(fault, file=sys.stderr)
    print(
        f"{report.feeds} feeds, {report.items} new items, {report.read} read, {report.copies} copies, "
        f"{report.claims} claims, {len(report.changes)} changes, {len(report.faults)} faults",
        file=sys.stderr,
    )
