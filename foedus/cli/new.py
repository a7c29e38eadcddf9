"""``foedus new``: a commented skeleton of a treaty file to fill in, and the schema for editors."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

app = typer.Typer(add_completion=False, no_args_is_help=True)


@app.callback()
def new() -> None:
    """Start a file of your own.

    foedus new treaty fra-deu-1963

    foedus new schema --folder my-treaties
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
    """Write ``ID.toml``, and the schema beside it, and say where; an existing treaty is never written over."""
    from foedus.api.check import new_treaty

    print(new_treaty(name, folder))


@app.command(
    help="Write the JSON Schema of treaty files, by which editors complete and check them.\n\n"
    "foedus new schema\n\n"
    "foedus new schema --folder my-treaties"
)
def schema(
    folder: Annotated[Path, typer.Option("--folder", help="Where to write it.")] = Path(),
) -> None:
    """Write ``treaty.schema.json`` and say where; an older one is written over."""
    from foedus.api.check import write_schema

    print(write_schema(folder))
