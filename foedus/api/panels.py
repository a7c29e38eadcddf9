"""Panels by name: the tables of `foedus.panels` with sources given as text (``atop=FILE``), for the two faces."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from foedus.model.errors import FoedusError
from foedus.panels.choices import no_such

if TYPE_CHECKING:
    from foedus.api.session import Foedus
    from foedus.panels import Panel, Table

Tell = Callable[[str], None]

SOURCES = {
    "atop": "ATOP: the member file or a dyad-year file",
    "atop-conditions": "ATOP's member file, with a column for each condition",
    "cow": "COW alliances: spells by directed dyad, by dyad or by member, or dyad-years; spells corrected",
    "cow-as-published": "COW alliances by directed dyad, in the years as published",
    "cow-wars": "COW inter-state wars: participants",
    "status": "the status engine over the atlas and the ledger: kinds of obligation, as defence,neutrality",
}
"""What ``add`` takes, as NAME=VALUE or NAME=VALUE:PREFIX_."""

UNITS = ("state-years", "dyad-years", "triads")


def source(text: str, session: Foedus | None = None, encoding: str | None = None) -> Any:
    """A source by text: ``atop=FILE``, ``cow=FILE``, ``status=defence`` (see `SOURCES`).

    Raises `FoedusError` FOE612 for an unknown name, FOE004 without ``=``, and the readers' errors.
    """
    from foedus import panels

    name, equals, value = text.partition("=")
    if not equals or not value:
        raise FoedusError(
            "FOE004", f'--add "{text}" names no file', help="write NAME=FILE, for example atop=atop5.1.parquet"
        )
    if name not in SOURCES:
        raise no_such(name, "source", SOURCES)
    options: dict[str, Any] = {"encoding": encoding} if encoding and name != "status" else {}
    path, _, prefix = value.rpartition(":")
    if path and prefix.endswith("_"):
        value, options["prefix"] = path, prefix
    if name == "status":
        return panels.status(value.split(","), treaties=_treaties(session), **options)
    if name.startswith("atop"):
        return panels.atop(value, conditions=name == "atop-conditions", **options)
    if name == "cow-wars":
        return panels.cow_wars(value, **options)
    return panels.cow(value, as_published=name == "cow-as-published", **options)


def _treaties(session: Foedus | None) -> Any:
    """The session's treaties, with what its ledger adds to them; None is the atlas alone."""
    if session is None or (not session.has_ledger and not session.folders):
        return None
    from foedus.api.records import ledger_treaties, treaty_of

    return [*(treaty_of(session, key) for key in session.atlas), *ledger_treaties(session)]


def panel(
    unit: str,
    *,
    system: str = "cow",
    first: str | None = None,
    last: str | None = None,
    add: Sequence[str] = (),
    directed: bool = True,
    undirected: str = "either",
    rule: str = "any-day",
    by: str = "year",
    states: Iterable[Any] | None = None,
    similarity: bool = False,
    compare: Sequence[str] = (),
    session: Foedus | None = None,
    encoding: str | None = None,
    tell: Tell | None = None,
) -> Panel:
    """A panel of ``state-years``, ``dyad-years`` or ``triads`` with the sources of ``add``.

    ``similarity`` adds the measures of likeness, ``compare`` (``one,other``) a column of disagreement. ``tell`` hears
    what is being done. Raises the `FoedusError` of the parts.
    """
    from foedus import panels

    say = tell or (lambda _: None)
    if unit not in UNITS:
        raise no_such(unit, "unit", UNITS)
    say(f"building {unit}")
    options: dict[str, Any] = {"rule": rule, "by": by, "states": _codes(states)}
    if unit == "dyad-years":
        options |= {"directed": directed, "undirected": undirected}
    elif unit == "triads":
        options |= {"undirected": undirected}
    made: Panel = getattr(panels, unit.replace("-", "_"))(system, first, last, **options)
    for text in add:
        say(f"adding {text}")
        made.add(source(text, session, encoding))
    for pair in compare:
        one, comma, other = pair.partition(",")
        if not comma:
            raise FoedusError(
                "FOE004", f'--compare "{pair}" names one column', help="write --compare atop_defense,cow_defense"
            )
        made.compare(one, other)
    if similarity:
        say("measuring similarity")
        made.similarity()
    return made


def _codes(states: Iterable[Any] | None) -> list[Any] | None:
    if states is None:
        return None
    return [int(code) if str(code).lstrip("-").isdigit() else str(code) for code in states] or None


def states(system: str = "cow") -> Table:
    """The spells of the states of a system."""
    from foedus import panels

    return panels.states(system)


def member_spells(text: str, session: Foedus | None = None) -> Table:
    """Each member's spell in each treaty of a source given as text."""
    from foedus import panels

    return panels.member_spells(source(text, session))


def treaty_years(
    text: str,
    *,
    first: str | None = None,
    last: str | None = None,
    rule: str = "any-day",
    session: Foedus | None = None,
) -> Table:
    """Treaties by year out of a source given as text."""
    from foedus import panels

    return panels.treaty_years(source(text, session), first, last, rule=rule)


def corrections(path: str | Path) -> Table:
    """The differences between COW's published years and its spells. Raises `FoedusError` FOE613 for a file of years."""
    from foedus import panels

    found = panels.cow(path)
    if not hasattr(found, "corrections"):
        raise FoedusError(
            "FOE613", "plain dyad-years hold no spells to correct them by", where=str(path), help="bring a spell file"
        )
    return found.corrections()  # type: ignore[no-any-return]


def csv_lines(table: Table) -> Iterator[str]:
    """The table as CSV, slice by slice."""
    import csv
    import io

    for number, batch in enumerate(table.batches()):
        out = io.StringIO()
        writer = csv.writer(out, lineterminator="\n")
        if number == 0:
            writer.writerow(table.names)
        columns = [column.to_pylist() for column in batch.columns]
        writer.writerows(["" if cell is None else cell for cell in row] for row in zip(*columns, strict=True))
        yield out.getvalue()
