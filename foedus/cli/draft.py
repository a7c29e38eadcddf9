"""``foedus draft``: a treaty text to a treaty file, each value beside its words, checked by a person."""

from __future__ import annotations

import json
import sys
from datetime import date
from pathlib import Path
from typing import Annotated, Any

import typer

from foedus.cli.options import JsonOption, show_json
from foedus.model.errors import FoedusError

app = typer.Typer(add_completion=False)


@app.command(
    help="The text of a treaty to a draft of its file, each value with the article and words it came from.\n\n"
    "foedus draft treaty.txt --out treaty.toml\n\nfoedus draft treaty.txt --acts acts.csv --why"
)
def draft(
    path: Annotated[str, typer.Argument(help="A text, HTML or PDF file, - for standard input, or a folder of them.")],
    acts: Annotated[
        str | None,
        typer.Option("--acts", help="A CSV of acts (treaty, state, act, date): go on to the day.", metavar="CSV"),
    ] = None,
    treaty: Annotated[
        str | None, typer.Option("--treaty", help="With --acts: the treaty's id in that file.", metavar="ID")
    ] = None,
    out: Annotated[
        str | None,
        typer.Option("--out", help="Write here: a TOML file, or predictions.json for a folder.", metavar="FILE"),
    ] = None,
    why: Annotated[bool, typer.Option("--why", help="Each value with its rule and its words.")] = False,
    field: Annotated[
        str | None, typer.Option("--field", help="With --why: only this value, as withdrawal.notice.", metavar="PATH")
    ] = None,
    review: Annotated[
        bool, typer.Option("--review", help="Go through the values: accept, correct or reject each.")
    ] = False,
    by: Annotated[
        str | None,
        typer.Option("--by", help="Who reviews; kept beside each value.", envvar="FOEDUS_REVIEWER", metavar="NAME"),
    ] = None,
    as_json: JsonOption = False,
) -> None:
    """Draft one text or a folder of them."""
    if Path(path).is_dir():
        if review:
            raise FoedusError("FOE004", "--review goes through one text, not a folder", help="name one file")
        _folder(path, acts, out)
        return
    from foedus.api.draft import as_toml, explain
    from foedus.api.draft import draft as drafted

    found = drafted(path)
    if review:
        found = _review(found, by)
    if acts:
        _dates(found, acts, treaty, as_json)
        return
    if as_json:
        show_json(found.model_dump(mode="json"))
    elif why:
        print("\n".join(explain(found, field)))
    else:
        _write(as_toml(found), out)
    for note in found.notes:
        print(f"note: {note}", file=sys.stderr)


def _write(text: str, out: str | None) -> None:
    if out is None:
        print(text, end="")
        return
    Path(out).write_text(text, "utf-8")
    print(f"written to {out}; every value is to be checked", file=sys.stderr)


def _folder(path: str, acts: str | None, out: str | None) -> None:
    from foedus.api.draft import predictions_of

    predictions, refused = predictions_of(Path(path), acts=acts)
    text = json.dumps(predictions, ensure_ascii=False, indent=1, default=str) + "\n"
    if out:
        Path(out).write_text(text, "utf-8")
    else:
        print(text, end="")
    for id, reason in refused.items():
        print(f"{id}: {reason}", file=sys.stderr)
    print(f"{len(predictions)} texts read, {len(refused)} refused", file=sys.stderr)


def _dates(found: Any, acts: str, treaty: str | None, as_json: bool) -> None:
    from foedus.api.draft_dates import acts_for, chain

    table, refused = acts_for(found, Path(acts), treaty)
    made = chain(found, table, found.signed)
    if as_json:
        show_json(made.to_json() | {"refused": [problem.to_dict() for problem in refused]})
    else:
        print(f"entry into force: {made.entry or 'cannot say'}")
        for number, step in enumerate(made.steps, 1):
            print(f"  {number}. {step}")
        for state, day in sorted(made.parties.items()):
            print(f"{state}  {day}")
    for problem in refused:
        print(problem, file=sys.stderr)


_KEYS = {"a": "accepted", "c": "corrected", "r": "rejected"}


def _review(found: Any, by: str | None) -> Any:
    """Show each value beside its words and ask; what is said is kept with who said it and when."""
    from foedus.api.draft import review

    who = by or typer.prompt("Who reviews", err=True)
    for index, value in enumerate(found.values):
        words = " ".join(value.quote.split())
        print(f"\n{value.path} = {_shown(value.value)}", file=sys.stderr)
        print(f'  {value.article or "text"}: "{words[:600]}"\n  {value.says} [{value.rule}]', file=sys.stderr)
        while True:
            answer = (
                typer.prompt("[a]ccept, [c]orrect, [r]eject, [s]kip, [q]uit", default="a", err=True).strip().lower()[:1]
            )
            if answer == "q":
                return found
            if answer == "s":
                break
            if answer not in _KEYS:
                continue
            new = typer.prompt("The value, as the treaty file writes it", err=True) if answer == "c" else None
            try:
                found = review(found, index, _KEYS[answer], by=who, on=date.today(), value=new)  # type: ignore[arg-type]
                break
            except FoedusError as error:
                print(error, file=sys.stderr)
    return found


def _shown(value: Any) -> str:
    return json.dumps(value, default=str, ensure_ascii=False)
