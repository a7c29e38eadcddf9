"""``foedus evaluate``: the project's answers against published data and hand-made labels."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any

import typer

from foedus.cli.options import JsonOption, LedgerOption, TreatiesOption, session, show_json

app = typer.Typer(add_completion=False, no_args_is_help=True)

FolderArgument = Annotated[Path, typer.Argument(metavar="FOLDER", help="A folder of the shape its README describes.")]


@app.callback()
def evaluate() -> None:
    """Hold the answers against data of others.

    foedus evaluate status data/status

    foedus evaluate news data/news/gold data/news/texts --json
    """


@app.command(help="Entry into force of treaties and parties, computed against official dates.")
def status(folder: FolderArgument, as_json: JsonOption = False) -> None:
    """Print the report by status and origin of the acts, then each difference."""
    from foedus.cli.status import print_evaluation

    print_evaluation(str(folder), as_json)


@app.command(help="The reader against labelled articles.")
def news(
    gold: Annotated[Path, typer.Argument(metavar="GOLD_DIR", help="A folder of label files.")],
    texts: Annotated[Path, typer.Argument(metavar="TEXTS_DIR", help="A folder of texts, <id>.txt.")],
    as_json: JsonOption = False,
    ledger: LedgerOption = None,
    folders: TreatiesOption = None,
) -> None:
    """Print scores, then every miss and false claim with its sentence."""
    from foedus.api.reading import evaluate_news

    _show(evaluate_news(gold, texts, session=session(ledger, folders)), as_json)


@app.command(help="Drafted clauses against hand-read ones.")
def texts(folder: FolderArgument, as_json: JsonOption = False) -> None:
    """Print each field's score beside its floor."""
    from foedus.api.draft import evaluate_texts

    _show(evaluate_texts(folder), as_json)


@app.command(help="Panels against published tables, cell by cell.")
def panels(folder: FolderArgument, as_json: JsonOption = False) -> None:
    """Print matches and differences by table and column."""
    from foedus.api.evaluate_panels import evaluate_panels, evaluation_lines

    found = evaluate_panels(folder)
    if as_json:
        show_json(found)
    else:
        print("\n".join(evaluation_lines(found)))


@app.command(help="Was the casus foederis met? From codings and wars alone, against coded answers.")
def fulfilment(
    folder: FolderArgument,
    labels: Annotated[
        str, typer.Option("--labels", help="The file of coded answers: a name in the folder, or a path.")
    ],
    as_json: JsonOption = False,
) -> None:
    """Print accuracy, balanced accuracy, confusion, and errors by kind."""
    from foedus.api.evaluate_fulfilment import evaluate_fulfilment

    held = folder / labels
    _show(evaluate_fulfilment(folder, held if held.exists() else Path(labels)), as_json)


@app.command(help="The atlas against ATOP: kinds, conditions, years, members; and what it covers.")
def atlas(
    folder: FolderArgument, as_json: JsonOption = False, ledger: LedgerOption = None, folders: TreatiesOption = None
) -> None:
    """Print agreement, coverage, and each difference with its explanation."""
    from foedus.api.evaluate_atlas import evaluate_atlas

    _show(evaluate_atlas(session(ledger, folders), folder), as_json)


def _show(report: Any, as_json: bool) -> None:
    """A report as JSON, or its own lines where it has them, or its values one a line."""
    if as_json:
        show_json(report.to_json() if hasattr(report, "to_json") else report)
    elif hasattr(report, "lines"):
        print("\n".join(report.lines()))
    else:
        _values(report.to_json() if hasattr(report, "to_json") else report, "")


def _values(value: Any, indent: str) -> None:
    for key, item in value.items():
        if isinstance(item, Mapping):
            print(f"{indent}{key}")
            _values(item, indent + "  ")
        elif isinstance(item, list) and item and isinstance(item[0], Mapping):
            print(f"{indent}{key} ({len(item)})")
            for row in item:
                print(indent + "  " + "; ".join(f"{name} {cell}" for name, cell in row.items() if cell is not None))
        else:
            print(f"{indent}{key}: {item}")
