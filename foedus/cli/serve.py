"""``foedus serve`` and ``foedus token``: the explorer in a browser, and who may write through it."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated, Any

import typer

from foedus.cli.options import JsonOption, LedgerOption, TreatiesOption, show_json, show_rows
from foedus.model.errors import FoedusError

app = typer.Typer(add_completion=False)
_LOOPBACK = ("127.0.0.1", "localhost", "::1")
TokensOption = Annotated[Path | None, typer.Option("--tokens", help="The file of tokens.", metavar="FILE")]


@app.command(
    help="The explorer and the API, in a browser: offline, read-only, on this machine alone unless told otherwise.\n\n"
    "foedus serve\n\nfoedus serve --ledger postgresql://host/treaties --workers 4 --write",
)
def serve(
    host: Annotated[str, typer.Option("--host", help="The address to listen at.")] = "127.0.0.1",
    port: Annotated[int, typer.Option("--port", min=1, max=65535)] = 8000,
    workers: Annotated[int, typer.Option("--workers", min=1, max=64, help="Processes that answer.")] = 1,
    write: Annotated[bool, typer.Option("--write", help="Let editors' tokens record and decide.")] = False,
    fetch: Annotated[bool, typer.Option("--fetch", help="Let articles be fetched by their address.")] = False,
    name: Annotated[
        list[str] | None, typer.Option("--name", help="A name the server is called by; may be given again.")
    ] = None,
    per_minute: Annotated[
        int | None,
        typer.Option("--per-minute", min=1, help="New answers a client may ask for in a minute (1200; here 60000)."),
    ] = None,
    seconds: Annotated[float, typer.Option("--seconds", min=1, help="Longest wait for an answer.")] = 30.0,
    today: Annotated[str | None, typer.Option("--today", help="Take this day for today.", metavar="DAY")] = None,
    tokens: TokensOption = None,
    ledger: LedgerOption = None,
    folders: TreatiesOption = None,
) -> None:
    """Serve until stopped. Raises `FoedusError` FOE004 for wrong use, or without the packages of ``foedus[web]``."""
    from importlib import import_module

    from foedus.cli.options import day

    try:
        import uvicorn

        settings = import_module("foedus.web.settings").Settings
    except ImportError as error:
        raise FoedusError(
            "FOE004", f"the explorer needs the package {error.name}", help='pip install "foedus[web]"'
        ) from error
    is_open = host not in _LOOPBACK
    if is_open and not name:
        print("open to other machines: anybody who reaches it can read the ledger", file=sys.stderr)
    day(today, "--today")
    settings(
        ledger=ledger,
        treaties=tuple(folders or ()),
        today=today,
        write=write,
        tokens=str(tokens) if tokens else None,
        fetch=fetch,
        hosts=_names(host, name or [], is_open),
        seconds=seconds,
        per_minute=per_minute or (1200 if is_open else 60_000),
    ).to_environment()
    shown = f"[{host}]" if ":" in host else host
    print(f"Foedus at http://{shown}:{port}/ {'' if write else '(read-only) '}— stop with Ctrl+C", file=sys.stderr)
    uvicorn.run(
        "foedus.web.app:from_environment",
        factory=True,
        host=host,
        port=port,
        workers=workers,
        log_level="warning",
        server_header=False,
        timeout_keep_alive=15,
        limit_concurrency=1000,
    )


def _names(host: str, given: list[str], is_open: bool) -> tuple[str, ...]:
    """The names answered to: on loopback its own; else the names given, or any where none is."""
    if is_open and not given:
        return ()
    return tuple(dict.fromkeys(item.lower() for item in (*_LOOPBACK, host, *given)))


@app.command(
    "token",
    help="Tokens for writing through the explorer: shown once, kept as a hash.\n\n"
    "foedus token add anna --role editor\n\nfoedus token list",
)
def token(
    deed: Annotated[str, typer.Argument(help="add, withdraw or list.")],
    name: Annotated[str, typer.Argument(help="Whose token.")] = "",
    role: Annotated[str, typer.Option("--role", help="reader, editor or administrator.")] = "editor",
    tokens: TokensOption = None,
    as_json: JsonOption = False,
) -> None:
    """Make, withdraw or list tokens."""
    from foedus.api.tokens import Tokens, default_tokens

    held = Tokens(tokens or default_tokens())
    if deed == "list":
        show_rows(held.listed(), as_json=as_json, as_csv=False, empty="nobody has a token")
    elif deed == "add":
        made: Any = held.add(name, role)
        if as_json:
            show_json({"name": name, "role": role, "token": made})
        else:
            print(made)
            print(f"{name} is {role}; the token is not shown again", file=sys.stderr)
    elif deed == "withdraw":
        held.withdraw(name)
        print(f"the token of {name} was withdrawn", file=sys.stderr)
    else:
        raise FoedusError("FOE004", f'"{deed}" is nothing to do with a token', help="add, withdraw or list")
