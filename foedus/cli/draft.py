"""``foedus draft`` and ``foedus evaluate texts``: a treaty text to a treaty file, checked by a person; and how well."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Annotated, Any

import typer

from foedus.cli.options import JsonOption, show_json, show_rows
from foedus.model.errors import FoedusError

app = typer.Typer(add_completion=False)
texts_app = typer.Typer(add_completion=False)


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
        _dates(found, acts, as_json)
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


def _dates(found: Any, acts: str, as_json: bool) -> None:
    from foedus.api.draft_dates import acts_for, chain

    table, refused = acts_for(found, Path(acts))
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


@texts_app.command(
    name="texts",
    help="How well the clauses of hand-read treaty texts are read, field by field, beside the floor.\n\n"
    "foedus evaluate texts folder/\n\nfoedus evaluate texts folder/ --json",
)
def texts(
    folder: Annotated[str, typer.Argument(help="A folder with texts/ and gold-open.json.")],
    predictions: Annotated[
        str | None, typer.Option("--predictions", help="Score this file instead of reading the texts.", metavar="JSON")
    ] = None,
    only: Annotated[
        str | None, typer.Option("--only", help="Score only the ids in this file, one a line.", metavar="FILE")
    ] = None,
    misses: Annotated[bool, typer.Option("--misses", help="Name every treaty with a field read wrongly.")] = False,
    as_json: JsonOption = False,
) -> None:
    """Score the readings of a folder."""
    from foedus.api.evaluate_texts import evaluate_texts

    given = json.loads(Path(predictions).read_text("utf-8")) if predictions else None
    ids = Path(only).read_text("utf-8").split() if only else ()
    report = evaluate_texts(folder, given, only=ids)
    if as_json:
        show_json(report.to_json())
        return
    scores = [*report.fields.items(), ("all fields", report.all_fields)]
    rows = [
        {
            "field": name,
            "right": item.right,
            "of": item.of,
            "share": f"{item.share:.1%}",
            "floor": f"{item.floor_share:.1%}",
        }
        for name, item in scores
    ]
    show_rows(rows, as_json=False, as_csv=False, empty="no hand-read rows")
    days = [{"dates": name, **asdict(item)} for name, item in report.dates.items()]
    show_rows(days, as_json=False, as_csv=False, empty="no dates")
    print(f"parties' dates: {report.parties[0]} of {report.parties[1]} exact")
    for row in report.misses if misses else ():
        print(f"{row['id']}: {', '.join(row['fields'])}")
