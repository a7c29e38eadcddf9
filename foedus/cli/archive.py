"""``foedus archive``: very many articles into tables, and the tables into the ledger."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Annotated, Any

import typer

from foedus.cli.options import JsonOption, LedgerOption, TreatiesOption, session, show_json

app = typer.Typer(
    add_completion=False,
    no_args_is_help=True,
    help="Very many articles: read into tables, and loaded into the ledger.\n\n"
    "foedus archive read news.parquet --out run/\n\n"
    "foedus archive load run/ --ledger desk.sqlite",
)


@app.callback()
def _archive() -> None:
    """Keep `read` and `load` as commands of their own."""


@app.command(
    help="Read Parquet, JSON lines (also .gz .bz2 .zst), WARC or a folder of them into tables.\n\n"
    "foedus archive read news.parquet --out run/ --text body --published day\n\n"
    "foedus archive read s3://bucket/news/ --out run/ --engine spark"
)
def read(
    source: Annotated[str, typer.Argument(metavar="SOURCE", help="A file or folder, or an address such as s3://….")],
    out: Annotated[str, typer.Option("--out", help="Where the tables and the manifest go.", metavar="DIR")],
    engine: Annotated[str, typer.Option("--engine", help="local: this machine; spark: a cluster.")] = "local",
    processes: Annotated[int | None, typer.Option("--processes", min=1, help="Default: one a core.")] = None,
    text: Annotated[str, typer.Option("--text", help="Column of the text.", metavar="COLUMN")] = "text",
    published: Annotated[str, typer.Option("--published", help="Column of the day.", metavar="COLUMN")] = "published",
    url: Annotated[str, typer.Option("--url", help="Column of the address.", metavar="COLUMN")] = "url",
    id: Annotated[str, typer.Option("--id", help="Column of the article's id.", metavar="COLUMN")] = "id",
    publisher: Annotated[
        str, typer.Option("--publisher", help="Column of the publisher.", metavar="COLUMN")
    ] = "publisher",
    no_model: Annotated[bool, typer.Option("--no-model", help="Read by word order alone.")] = False,
    as_json: JsonOption = False,
    ledger: LedgerOption = None,
    treaties: TreatiesOption = None,
) -> None:
    """Run or go on with a run; exit status 1 where something could not be read. The ledger's treaties are linked to."""
    from foedus.api.archive import read_archive

    columns = {"text": text, "published": published, "url": url, "id": id, "publisher": publisher}
    report = read_archive(
        session(ledger, treaties),
        source,
        out,
        engine=engine,
        processes=processes,
        columns=columns,
        on_model=not no_model,
        told=_progress,
    )
    for problem in report.problems:
        print(problem, file=sys.stderr)
    counts = report.counts
    if as_json:
        names = ("articles", "scanned_in", "kept", "claims", "faults", "bytes")
        refused = [problem.to_dict() for problem in report.problems]
        show_json({**{name: getattr(counts, name) for name in names}, "refused": refused})
    else:
        print(
            f"{counts.articles} articles, {counts.kept} kept, {counts.claims} claims; "
            f"{counts.faults} faults (see {os.path.join(out, 'faults')})"
        )
    raise typer.Exit(1 if report.problems or counts.faults else 0)


@app.command(help="Load a finished run into the ledger.\n\nfoedus archive load run/ --ledger desk.sqlite")
def load(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="What `foedus archive read --out` wrote.")],
    author: Annotated[str, typer.Option("--author", help="Who loads.")] = "foedus",
    as_json: JsonOption = False,
    ledger: LedgerOption = None,
    treaties: TreatiesOption = None,
) -> None:
    """Load part by part, each whole or not at all; exit status 1 where a part was refused."""
    from foedus.api.archive import load_archive

    loaded = load_archive(session(ledger, treaties), folder, author=author)
    for problem in loaded.problems:
        print(problem, file=sys.stderr)
    if as_json:
        show_json(
            {
                "parts": loaded.parts,
                "documents": loaded.documents,
                "copies": loaded.copies,
                "added": dict(loaded.added),
                "refused": [problem.to_dict() for problem in loaded.problems],
            }
        )
    else:
        print(
            f"{loaded.parts} parts: {loaded.documents} documents, {loaded.copies} of them copies; "
            f"{loaded.added['claim']} new claims, {loaded.added['document']} new documents"
        )
    raise typer.Exit(1 if loaded.problems else 0)


def _progress(progress: Any) -> None:
    """One line on stderr that is written over, only where a person sees it."""
    if not sys.stderr.isatty():
        return
    left = "?" if progress.left is None else f"{int(progress.left // 60)} min {int(progress.left % 60)} s"
    says = f"{progress.articles:,} articles, {progress.claims:,} claims, {progress.rate:,.0f} a second, {left} left"
    print(f"\r{says:78}", end="\n" if progress.left == 0 else "", file=sys.stderr, flush=True)
