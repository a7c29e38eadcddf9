"""``foedus new treaty``: a commented skeleton to fill in."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

app = typer.Typer(add_completion=False, no_args_is_help=True)


@app.callback()
def new() -> None:
    """Start a file of your own.

    foedus new treaty fra-deu-1963

    foedus new treaty fra-deu-1963 --folder my-treaties
    """


@app.command(
    help="Write a commented skeleton of a treaty file.\n\n"
    "foedus new treaty fra-deu-1963\n\n"
    "foedus new treaty fra-deu-1963 --folder my-treaties"
)
def treaty(
    name: Annotated[str, typer.Argument(metavar="ID", help="The treaty's id: small letters, digits, hyphens.")],
    folder: Annotated[Path, typer.Option("--folder", help="Where to write it.")] = Path(),
) -> None:
    """Write ``ID.toml`` and say where; an existing file is never written over."""
    from foedus.api.check import new_treaty

    print(new_treaty(name, folder))
