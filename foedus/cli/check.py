"""``foedus check`` and ``foedus explain``: faults with file and line; numbers and rules in words."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from foedus.cli.options import JsonOption, show_json

app = typer.Typer(add_completion=False)


@app.command(
    help="Every fault in treaty and case files, with file and line.\n\nfoedus check\n\nfoedus check my-treaties/ cases/"
)
def check(
    paths: Annotated[list[str] | None, typer.Argument(help="Files or folders; without one, the shipped atlas.")] = None,
    as_json: JsonOption = False,
) -> None:
    """Check files; exit status 1 where a fault is found."""
    from foedus.api.check import check_paths

    report = check_paths(paths or [])
    if as_json:
        show_json({"files": report.files, "problems": [problem.to_dict() for problem in report.problems]})
    else:
        for problem in report.problems:
            print(problem)
        count = len(report.problems)
        print(
            f"{report.files} files, {'no fault' if not count else f'{count} faults' if count > 1 else '1 fault'}",
            file=sys.stderr,
        )
    raise typer.Exit(1 if report.problems else 0)


@app.command(help="What an error number or a rule means.\n\nfoedus explain FOE012\n\nfoedus explain VCLT-18")
def explain(
    code: Annotated[str, typer.Argument(help="FOE and a number, VCLT- and an article, or treaty:article.")],
) -> None:
    """Print what a number or rule means and what to do."""
    from foedus.api.check import explain as explained

    print(explained(code))
