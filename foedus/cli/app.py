"""The command ``foedus``: its list of commands, and how errors are shown."""

from __future__ import annotations

import gc
import os
import sys
from importlib import import_module
from typing import Any

import typer
from typer.core import TyperCommand, TyperGroup

from foedus.model.errors import FoedusError, did_you_mean

COMMANDS: dict[str, tuple[str, str]] = {
    "brief": ("foedus.cli.brief", "The answer to an article, on one page."),
    "read": ("foedus.cli.read", "Only the claims of an article, or of a folder of them."),
    "ingest": ("foedus.cli.ingest", "Read articles and record them in the ledger."),
    "claims": ("foedus.cli.ingest", "What the ledger holds, with quotes and sources."),
    "treaties": ("foedus.cli.treaties", "List treaties: of a state, on a day."),
    "status": ("foedus.cli.status", "What a treaty is, and each state is to it, on a day, and why."),
    "timeline": ("foedus.cli.status", "A treaty's history as spells of time, of all or of one state."),
    "diff": ("foedus.cli.status", "What changed between two days."),
    "upcoming": (
        "foedus.cli.status",
        "Changes that are certain to come: withdrawals taking effect, terms running out.",
    ),
    "commitments": ("foedus.cli.commitments", "What a state owes and is owed, on a day."),
    "path": ("foedus.cli.commitments", "How two states are tied, on a day."),
    "assess": ("foedus.cli.assess", "Who owes what to whom if this happens, and who is drawn in next."),
    "draft": ("foedus.cli.draft", "A treaty text to a draft of its file, each value beside its words."),
    "panel": ("foedus.cli.panel", "The researcher's tables: state-years, dyad-years, members, networks."),
    "record": ("foedus.cli.ledger", "A treaty's history as the claims have it, with what they disagree on."),
    "review": ("foedus.cli.ledger", "Walk through what is open, and decide."),
    "decide": ("foedus.cli.ledger", "Accept, reject, correct, merge, split, retract: each an entry."),
    "search": ("foedus.cli.ledger", "Search documents and claims."),
    "verify": ("foedus.cli.ledger", "Find anything changed, removed or slipped in from outside."),
    "export": ("foedus.cli.ledger", "The ledger to a file: JSON lines, Parquet, CSV, JSON-LD."),
    "ledger": ("foedus.cli.ledger", "Look after a ledger: what it holds, roles, recovery."),
    "watch": ("foedus.cli.watch", "Feeds into the ledger; changes that matter out."),
    "archive": ("foedus.cli.archive", "Very many articles: read into tables, loaded into the ledger."),
    "import": ("foedus.cli.importing", "Acts and data sets of others, with what was refused."),
    "evaluate": ("foedus.cli.evaluate", "The answers against published data and labels."),
    "serve": ("foedus.cli.serve", "The explorer and the API, in a browser."),
    "token": ("foedus.cli.serve", "Who may write through the explorer."),
    "test": ("foedus.cli.cases", "Run the cases that lawyers write."),
    "new": ("foedus.cli.new", "A commented skeleton of a treaty file."),
    "check": ("foedus.cli.check", "Every fault in treaty and case files, with file and line."),
    "explain": ("foedus.cli.check", "What an error number or a rule means."),
}
"""Each command's module and its line in the help. A module is loaded when its command is used."""


class LazyGroup(TyperGroup):
    """Loads a command's module only when it is called, so that ``--help`` stays quick."""

    def list_commands(self, ctx: Any) -> list[str]:
        """All commands, in the order of the table."""
        return list(COMMANDS)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        """The command; for a listing only its name and line."""
        if cmd_name not in COMMANDS:
            return None
        module, line = COMMANDS[cmd_name]
        if _only_listing():
            return TyperCommand(cmd_name, help=line)
        command: Any = typer.main.get_command(import_module(module).app)
        return getattr(command, "commands", {}).get(cmd_name, command)

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        """The command asked for. Raises `FoedusError` FOE004 with the nearest one where there is none."""
        if args and args[0] not in COMMANDS and not args[0].startswith("-"):
            near = did_you_mean(args[0], COMMANDS)
            raise FoedusError("FOE004", f'"{args[0]}" is no command', help=near or "foedus --help lists them")
        return super().resolve_command(ctx, args)


def _only_listing() -> bool:
    arguments = [argument for argument in sys.argv[1:] if argument != "--debug"]
    return not arguments or arguments[0] in ("--help", "-h")


app = typer.Typer(
    cls=LazyGroup,
    no_args_is_help=True,
    add_completion=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
    help="What states have promised each other: read, recorded, and reasoned about.\n\n"
    "foedus brief article.txt\n\nfoedus status prk-rus-2024 --on 2024-11-12 --why",
)


@app.callback()
def _root(debug: bool = typer.Option(False, "--debug", help="Show the traceback of an error.")) -> None:
    if debug:
        os.environ["FOEDUS_DEBUG"] = "1"


_COLLECT_AFTER = 50_000
"""New objects between two garbage collections: a command makes much that it keeps, and nearly no cycles."""

_WrongUse: Any = typer.BadParameter.__mro__[2]
"""What Typer raises for wrong use, whichever copy of Click it carries: the parent of ``UsageError``."""


def main() -> None:
    """Run the command line. Exit status: 0 fine, 1 found problems, 2 wrong use."""
    gc.set_threshold(_COLLECT_AFTER)
    try:
        sys.exit(app(standalone_mode=False) or 0)
    except FoedusError as error:
        if os.environ.get("FOEDUS_DEBUG"):
            raise
        print(error, file=sys.stderr)
        sys.exit(2 if error.code == "FOE004" else 1)
    except typer.Exit as leave:
        sys.exit(leave.exit_code)
    except _WrongUse as error:
        print(f"FOE004 {error.format_message()}\n  help: run the command with --help", file=sys.stderr)
        sys.exit(2)
    except (typer.Abort, KeyboardInterrupt):
        print("stopped", file=sys.stderr)
        sys.exit(130)
    except BrokenPipeError:
        sys.stderr.close()
        sys.exit(0)
