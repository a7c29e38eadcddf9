"""``foedus record``, ``review``, ``decide``, ``search``, ``verify``, ``export``, ``import ledger`` and ``ledger``."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Any

import typer

from foedus.cli.options import (
    CsvOption,
    JsonOption,
    KnownOption,
    LedgerOption,
    TableOption,
    TreatiesOption,
    day,
    session,
    show_json,
    show_rows,
)
from foedus.model.errors import FoedusError

app = typer.Typer(add_completion=False)
import_app = typer.Typer(help="Take data in.\n\nfoedus import ledger export.jsonl\n\nfoedus import ledger part.csv")
care_app = typer.Typer(
    help="Care for a ledger.\n\nfoedus ledger info\n\nfoedus ledger recover damaged.sqlite new.sqlite"
)
app.add_typer(import_app, name="import")
app.add_typer(care_app, name="ledger")

AuthorOption = Annotated[str, typer.Option("--author", help="Who does it.", envvar="USER")]
FormatOption = Annotated[
    str | None, typer.Option("--format", help="jsonl, parquet, csv or jsonld (default: the file's ending).")
]


def _held(ledger: str | None, treaties: Sequence[str] | None = None) -> Any:
    """The session of a command that only reads: a wrong path is told, and no empty ledger made at it."""
    from foedus.api.ledger import must_exist

    opened = session(ledger, treaties)
    must_exist(opened)
    return opened


@app.command(
    help="A treaty's history as the claims have it: acts, what is said beside them, disagreements.\n\n"
    "foedus record prk-rus-2024\n\nfoedus record prk-rus-2024 --conflicts"
)
def record(
    treaty: Annotated[str, typer.Argument(help="Id or name of a treaty.")],
    conflicts: Annotated[bool, typer.Option("--conflicts", help="Only the disagreements.")] = False,
    known: KnownOption = None,
    as_json: JsonOption = False,
    as_csv: CsvOption = False,
    as_table: TableOption = False,
    ledger: LedgerOption = None,
    treaties: TreatiesOption = None,
) -> None:
    """Print the record; the conflicts stand below it, or alone."""
    from foedus.api.ledger import record as make

    made = make(_held(ledger, treaties), treaty, known=day(known, "--known"))
    if as_json:
        shown = made.model_dump(mode="json")
        show_json(shown["conflicts"] if conflicts else shown)
        return
    if not conflicts:
        show_rows(_acts(made), as_json=False, as_csv=as_csv, empty=f"no claim makes an act of {made.treaty}")
    rows = _conflicts(made)
    if conflicts or (rows and not as_csv):
        show_rows(rows, as_json=False, as_csv=as_csv, empty="the claims do not contradict one another")


def _acts(made: Any) -> list[dict[str, Any]]:
    return [
        {
            "date": str(item.act.date or "day not known"),
            "act": item.act.kind.value,
            "by": list(item.act.by),
            "organ": item.act.organ,
            "claims": len(item.claims),
            "preferred": item.preferred,
            "why": item.why,
            "sources": "; ".join(item.sources[:3]),
        }
        for item in made.on_record
    ]


def _conflicts(made: Any) -> list[dict[str, Any]]:
    return [
        {
            "about": item.about,
            "act": item.kind.value,
            "by": list(item.by),
            "says": item.says,
            "sources": " | ".join(f"{one.value}: {', '.join(one.sources[:3])}" for one in item.sayings),
            "claims": [claim for one in item.sayings for claim in one.claims[:3]],
        }
        for item in made.conflicts
    ]


@app.command(
    help="Decide about what is recorded; every decision is an entry, and another one undoes it.\n\n"
    'foedus decide reject 3fa9c1 --reason "a hoax, see the ministry\'s denial"\n\n'
    'foedus decide correct 3fa9c1 --set date=2024-11-09 --reason "the day of signature by the President"'
)
def decide(
    kind: Annotated[str, typer.Argument(help="accept, reject, correct, merge, split, retract or reverse.")],
    target: Annotated[str, typer.Argument(help="Id of the claim, document or decision; for merge and split a treaty.")],
    reason: Annotated[str, typer.Option("--reason", help="Why.")],
    author: AuthorOption = "",
    into: Annotated[str | None, typer.Option("--into", help="The treaty merged into, or split off to.")] = None,
    claim: Annotated[list[str] | None, typer.Option("--claim", help="A claim that is split off.")] = None,
    set_: Annotated[list[str] | None, typer.Option("--set", help="A corrected field: date=2024-11-09.")] = None,
    ledger: LedgerOption = None,
) -> None:
    """Record the decision, and print its id."""
    from foedus.api.ledger import decide as make

    made = make(
        session(ledger), kind, target, author=author, reason=reason, into=into, claims=claim or (),
        changes=_changes(set_),
    )  # fmt: skip
    print(made.id)


def _changes(given: list[str] | None) -> dict[str, Any]:
    """``field=value`` pairs. A list is written with commas; an empty value takes the field away."""
    changes: dict[str, Any] = {}
    for pair in given or ():
        field, equals, value = pair.partition("=")
        if not equals:
            raise FoedusError("FOE004", f'--set "{pair}" has no value', help="write --set date=2024-11-09")
        if field in ("actors", "source"):
            changes[field] = [item.strip() for item in value.split(",") if item.strip()]
        else:
            changes[field] = value or None
    return changes


@app.command(
    help="Walk through what is open, and decide.\n\n"
    "foedus review --author anna\n\nfoedus review --treaty prk-rus-2024 --json"
)
def review(
    treaty: Annotated[str | None, typer.Option("--treaty", help="Only questions about this treaty.")] = None,
    author: AuthorOption = "",
    as_json: JsonOption = False,
    as_csv: CsvOption = False,
    ledger: LedgerOption = None,
    treaties: TreatiesOption = None,
) -> None:
    """Ask one question after the other on a terminal; elsewhere list them."""
    from foedus.api.ledger import questions
    from foedus.cli.review import walk

    opened = _held(ledger, treaties)
    found = questions(opened, treaty=treaty)
    if as_json or as_csv or not sys.stdin.isatty():
        rows = [
            {"kind": item.kind.value, "treaty": item.treaty, "says": item.says, "claims": list(item.claims),
             "into": item.into}
            for item in found
        ]  # fmt: skip
        show_rows(rows, as_json=as_json, as_csv=as_csv, empty="nothing is open")
        return
    walk(opened, found, author)


@app.command(
    help="Search documents and claims, newest first.\n\n"
    'foedus search "exchange of instruments" --state RUS\n\n'
    "foedus search ratif* --treaty prk-rus-2024 --since 2024-11-01 --json"
)
def search(
    words: Annotated[str, typer.Argument(help='Words, "a phrase", begin*, -without.')] = "",
    state: Annotated[str | None, typer.Option("--state", help="Acts by this state.")] = None,
    treaty: Annotated[str | None, typer.Option("--treaty", help="About this treaty.")] = None,
    act: Annotated[str | None, typer.Option("--act", help="Of this act.")] = None,
    publisher: Annotated[str | None, typer.Option("--publisher", help="From this publisher.")] = None,
    kind: Annotated[list[str] | None, typer.Option("--kind", help="claim, document, provision, remark …")] = None,
    since: Annotated[str | None, typer.Option("--since", help="First day.", metavar="DAY")] = None,
    until: Annotated[str | None, typer.Option("--until", help="Last day.", metavar="DAY")] = None,
    limit: Annotated[int, typer.Option("--limit", help="How many finds.")] = 20,
    known: KnownOption = None,
    as_json: JsonOption = False,
    as_csv: CsvOption = False,
    as_table: TableOption = False,
    ledger: LedgerOption = None,
) -> None:
    """Print one row a find."""
    from foedus.api.ledger import search as find

    filters: dict[str, Any] = {"kinds": tuple(kind)} if kind else {}
    found = find(
        _held(ledger), words, state=state, treaty=treaty, act=act, publisher=publisher, limit=limit,
        since=day(since, "--since"), until=day(until, "--until"), known=day(known, "--known"), **filters,
    )  # fmt: skip
    rows = [
        {
            "kind": hit.kind,
            "id": hit.id[:16],
            "treaty": hit.treaty,
            "act": hit.act,
            "date": hit.date,
            "words": hit.snippet,
            "publisher": hit.publisher or hit.name,
            "published": str(hit.published) if hit.published else None,
        }
        for hit in found.hits
    ]
    show_rows(rows, as_json=as_json, as_csv=as_csv, empty="nothing is found")
    if found.more:
        print(f"there are more; --limit {limit * 5} shows them", file=sys.stderr)


@app.command(
    help="Find anything that was changed, removed or slipped in from outside.\n\n"
    "foedus verify\n\nfoedus verify --head 17:3fa9c1d2"
)
def verify(
    head: Annotated[str | None, typer.Option("--head", help="A batch noted earlier, as printed here.")] = None,
    as_json: JsonOption = False,
    ledger: LedgerOption = None,
) -> None:
    """Print the head, and every fault; exit status 1 where there is one."""
    from foedus.api.ledger import verify as look

    found = look(session(ledger), head=head)
    if as_json:
        show_json(
            {"batches": found.batches, "entries": found.entries, "head": found.head,
             "problems": [item.to_dict() for item in found.problems]}
        )  # fmt: skip
    else:
        for item in found.problems:
            print(item)
        print(f"{found.batches} batches, {found.entries} entries, {len(found.problems)} faults; head {found.head}")
    raise typer.Exit(0 if found.is_clean else 1)


@app.command(
    help="Write the ledger to a file: whole, or some treaties with all that belongs to them.\n\n"
    "foedus export ledger.jsonl\n\nfoedus export part.parquet --treaty prk-rus-2024"
)
def export(
    path: Annotated[Path, typer.Argument(help="The file to write.")],
    format: FormatOption = None,
    treaty: Annotated[list[str] | None, typer.Option("--treaty", help="Only this treaty; may be given again.")] = None,
    known: KnownOption = None,
    ledger: LedgerOption = None,
) -> None:
    """Print how many entries were written."""
    from foedus.api.ledger import export as write

    number = write(session(ledger), path, format=format, treaties=treaty or (), known=day(known, "--known"))
    print(f"{number} entries to {path}", file=sys.stderr)


@import_app.callback()
def _import() -> None:
    """A group, though it has one command as yet."""


IMPORT_HELP = (
    "Take an export in: all of it, or nothing and the whole list of its faults.\n\n"
    "foedus import ledger export.jsonl\n\nfoedus import ledger part.csv --author anna --ledger team.sqlite"
)


@import_app.command("ledger", help=IMPORT_HELP)
def import_ledger(
    path: Annotated[Path, typer.Argument(help="The file that foedus export wrote.")],
    author: AuthorOption = "",
    format: FormatOption = None,
    ledger: LedgerOption = None,
) -> None:
    """Print what was added, by kind."""
    from foedus.api.ledger import import_ledger as take

    if not author.strip():
        raise FoedusError("FOE004", "an import needs an author", help="--author NAME")
    added = take(session(ledger), path, author=author, format=format)
    print(_told(added) or "nothing new", file=sys.stderr)


def _told(added: Any) -> str:
    return ", ".join(f"{number} {kind}" for kind, number in sorted(added.counts.items()))


@care_app.command(
    "info",
    help="What a ledger holds, and its head.\n\nfoedus ledger info\n\nfoedus ledger info --ledger team.sqlite --json",
)
def info(as_json: JsonOption = False, as_csv: CsvOption = False, ledger: LedgerOption = None) -> None:
    """Print the newest batches."""
    rows = [
        {
            "batch": batch.seq,
            "recorded": batch.recorded.isoformat(timespec="seconds"),
            "author": batch.author,
            "note": batch.note,
            "entries": batch.last - batch.first + 1,
            "program": batch.program,
            "hash": batch.hash[:16],
        }
        for batch in _held(ledger).ledger.batches()[-20:]
    ]
    show_rows(rows, as_json=as_json, as_csv=as_csv, empty="the ledger is empty")


@care_app.command(
    "decisions",
    help="People's decisions, with author and reason.\n\nfoedus ledger decisions\n\nfoedus ledger decisions --json",
)
def decisions(
    known: KnownOption = None, as_json: JsonOption = False, as_csv: CsvOption = False, ledger: LedgerOption = None
) -> None:
    """Print one row a decision."""
    from foedus.api.ledger import decisions as listed

    rows = [
        {
            "decision": item.id,
            "kind": item.value.kind.value,
            "target": item.value.target[:16],
            "into": item.value.into,
            "author": item.value.author,
            "reason": item.value.reason,
            "recorded": item.recorded.isoformat(timespec="seconds"),
        }
        for item in listed(_held(ledger), known=day(known, "--known"))
    ]
    show_rows(rows, as_json=as_json, as_csv=as_csv, empty="nothing was decided")


@care_app.command(
    "recover",
    help="Save what can be read of a damaged file into a new ledger.\n\n"
    "foedus ledger recover damaged.sqlite new.sqlite\n\nfoedus ledger recover copy.sqlite saved.sqlite",
)
def recover(
    damaged: Annotated[Path, typer.Argument(help="The damaged file; it is not touched.")],
    new: Annotated[Path, typer.Argument(help="The new ledger.")],
) -> None:
    """Print what was saved and what could not be; exit status 1 where anything is lost."""
    from foedus.api.ledger import recover as save

    added, problems = save(damaged, new)
    print(f"saved up to batch {added.batch}: {_told(added)}", file=sys.stderr)
    for item in problems:
        print(item)
    raise typer.Exit(1 if problems else 0)


@care_app.command(
    "roles",
    help="Make the roles of a PostgreSQL ledger, and give one to a user.\n\n"
    "foedus ledger roles --ledger postgresql://server/treaties\n\n"
    "foedus ledger roles --give editor --to anna --ledger postgresql://server/treaties",
)
def roles(
    give: Annotated[str | None, typer.Option("--give", help="reader, editor or administrator.")] = None,
    to: Annotated[str | None, typer.Option("--to", help="The user of the server.")] = None,
    ledger: LedgerOption = None,
) -> None:
    """Print what each role may do."""
    from foedus.api.ledger import give_role

    if (give is None) != (to is None):
        raise FoedusError("FOE004", "--give and --to go together", help="--give editor --to anna")
    give_role(session(ledger), give, to)
