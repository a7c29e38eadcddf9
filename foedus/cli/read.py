"""``foedus read``: only the claims, of one article or of very many."""

from __future__ import annotations

import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Annotated, Any

import typer

from foedus.cli.options import (
    CsvOption,
    JsonOption,
    LedgerOption,
    PublishedOption,
    TableOption,
    TreatiesOption,
    day,
    session,
    show_json,
    show_rows,
)
from foedus.model.claims import Claim

app = typer.Typer(add_completion=False)


@app.command(
    help="The claims of articles, each with the words that say it.\n\n"
    "foedus read article.txt --published 2024-11-12 --json\n\n"
    "foedus read news/ archive.jsonl --out claims/"
)
def read(
    articles: Annotated[
        list[str], typer.Argument(metavar="PATH…", help="Files, folders, JSONL files, or - for standard input.")
    ],
    out: Annotated[
        Path | None, typer.Option("--out", help="Write one <id>.json an article into this folder.", metavar="DIR")
    ] = None,
    published: PublishedOption = None,
    why: Annotated[
        bool, typer.Option("--why", help="Name the rule that made each claim, and the words of its date.")
    ] = False,
    again: Annotated[bool, typer.Option("--again", help="Read also what is in the folder already.")] = False,
    no_model: Annotated[bool, typer.Option("--no-model", help="Read by word order alone.")] = False,
    as_json: JsonOption = False,
    as_csv: CsvOption = False,
    as_table: TableOption = False,
    ledger: LedgerOption = None,
    treaties: TreatiesOption = None,
) -> None:
    """Print the claims, or write them; a bad file is told and the others go on, with exit status 1."""
    from foedus.api.reading import read_many

    opened = session(ledger, treaties)
    when = day(published, "--published")
    if out is None:
        raise typer.Exit(_print(articles, opened, when, why, not no_model, as_json, as_csv))
    report = read_many(
        articles, out, session=opened, published=when, again=again, on_model=not no_model, told=_progress()
    )
    for problem in report.problems:
        print(problem, file=sys.stderr)
    if as_json:
        show_json(report.to_json())
    else:
        print(
            f"{report.read} read, {report.claims} claims; {report.skipped} were there already; "
            f"{len(report.problems)} could not be read"
        )
    raise typer.Exit(1 if report.problems else 0)


def _progress() -> Callable[[int, str], None] | None:
    """A counter on stderr, only where a person sees it."""
    if not sys.stderr.isatty():
        return None

    def told(number: int, where: str) -> None:
        print(f"\r{number} {where[-60:]:60}", end="", file=sys.stderr, flush=True)

    return told


def _print(
    articles: list[str], opened: Any, when: date | None, why: bool, on_model: bool, as_json: bool, as_csv: bool
) -> int:
    from foedus.api.reading import items, labels
    from foedus.api.reading import read as read_one
    from foedus.model.errors import FoedusError, Problem

    handles = opened.handles()
    rows, whole, bad = [], [], 0
    for item in items(articles, opened, when):
        if isinstance(item, Problem):
            print(item, file=sys.stderr)
            bad += 1
            continue
        try:
            reading = read_one(item.load(), treaties=handles, on_model=on_model)
        except FoedusError as error:
            print(error, file=sys.stderr)
            bad += 1
            continue
        for note in reading.notes:
            print(f"{item.id}: {note}", file=sys.stderr)
        whole.append(labels(reading, item.id))
        rows += [_row(claim, why) for claim in reading.claims]
    if as_json:
        show_json(whole[0] if len(whole) == 1 and len(articles) == 1 else whole)
    elif whole or not bad:  # where nothing could be read, nothing is said of claims
        show_rows(rows, as_json=False, as_csv=as_csv, empty="no claim about a treaty")
    return 1 if bad else 0


def _row(claim: Claim, why: bool) -> dict[str, Any]:
    row: dict[str, Any] = {
        "treaty": claim.treaty,
        "act": claim.act.value,
        "actors": list(claim.actors),
        "organ": claim.organ,
        "date": str(claim.date) if claim.date else None,
        "modality": claim.modality.value,
        "source": claim.voice,
        "certainty": claim.certainty.value,
        "quote": " ".join(claim.evidence.quote.split()),
        "id": claim.id,
    }
    if why:
        words = f"{claim.when.words} → {claim.when.rule}" if claim.when else ""
        row |= {"rule": claim.rule, "date_rule": words, "span": f"{claim.evidence.start}–{claim.evidence.end}"}
    return row
