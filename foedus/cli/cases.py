"""``foedus test``: run the cases that lawyers write."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from foedus.cli.options import JsonOption, show_json

app = typer.Typer(add_completion=False)


@app.command(
    name="test",
    help="Run case files: law as test data that a lawyer writes.\n\n"
    "foedus test cases/\n\n"
    "foedus test cases/status/vclt-24.toml",
)
def run(
    paths: Annotated[list[str], typer.Argument(help="Case files or folders of them.")],
    as_json: JsonOption = False,
) -> None:
    """Print each case that fails and why; exit status 1 where one does."""
    from foedus.api.cases import run_cases

    results = run_cases(paths)
    failed = [result for result in results if not result.passed]
    if as_json:
        show_json(
            [{"file": r.file, "case": r.name, "kind": r.kind, "bad": r.bad, "faults": list(r.faults)} for r in results]
        )
    for result in () if as_json else failed:
        print(f"{result.file}: {result.name}")
        for fault in result.faults:
            print(f"  {fault}")
    bad = sum(result.bad for result in results)
    print(f"{len(results) - len(failed)} passed, {len(failed)} failed, {bad} of them bad cases", file=sys.stderr)
    raise typer.Exit(1 if failed else 0)
