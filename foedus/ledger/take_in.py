"""Takes a parcel into a ledger: the whole list of its faults, or all of it in one transaction. Nothing in between.

A whole ledger continues the chain it came from, where this ledger holds nothing else; its past can be asked as before.
Anything else becomes one new batch: this ledger knew it from the moment of the import.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from pydantic import ValidationError

from foedus.ledger import chain
from foedus.ledger.batch import write, write_link
from foedus.ledger.decide import body_of, held, listed, spoken_of
from foedus.ledger.effects import effects, merge_cycle
from foedus.ledger.entry import Entry, of_body
from foedus.ledger.parcel import Item, Parcel
from foedus.ledger.store import Cursor
from foedus.model.entries import Added, Decision, DecisionKind
from foedus.model.errors import FoedusError, Problem


@dataclass
class _Checked:
    entries: list[tuple[int, Entry]]
    problems: list[Problem]


def take_in(
    cursor: Cursor, parcel: Parcel, where: str, *, author: str, clock: Callable[[], datetime], program: str
) -> Added:
    """Write a parcel, inside a transaction that is the only writer. Raises `FoedusError` with every fault found."""
    checked = _check(cursor, parcel, where)
    if checked.problems:
        raise FoedusError.of(sorted(set(checked.problems)))
    new = _chain(cursor, parcel, checked)
    if new is None:
        note = f"import of {', '.join(parcel.treaties)}" if parcel.treaties else "import of another ledger"
        entries = [entry for _, entry in checked.entries]
        return write(cursor, entries, author=author, note=note, clock=clock, program=program)
    counts: Counter[str] = Counter()
    seq = None
    for link, entries in new:
        write_link(cursor, link, entries)
        counts.update(entry.kind for entry in entries)
        seq = link[0]
    return Added(seq, dict(counts))


_Links = list[tuple[tuple[Any, ...], list[Entry]]]


def _chain(cursor: Cursor, parcel: Parcel, checked: _Checked) -> _Links | None:
    """The links to write where the parcel continues this ledger's own chain; None where it does not."""
    newest = chain.head(cursor)
    if newest is not None and not parcel.is_whole:
        return None
    if newest is not None and all(link["hash"] != newest.hash for link in parcel.links):
        return None
    groups: dict[int, list[Entry]] = {}
    for batch, entry in checked.entries:
        groups.setdefault(batch, []).append(entry)
    made: _Links = []
    before = newest
    for link in parcel.links:
        if newest is not None and link["seq"] <= newest.seq:
            continue
        entries = groups.get(link["seq"], [])
        if parcel.is_whole:
            row = (*(link[name] for name in chain.LINK), chain.pack(chain.manifest(entries)))
        else:
            row = chain.link(
                before, entries, author=link["author"], note=link["note"], now=chain.moment(link["recorded"]),
                program=link["program"],
            )  # fmt: skip
            before = chain.batch_of(row)
        if entries:
            made.append((row, entries))
    return made


def _check(cursor: Cursor, parcel: Parcel, where: str) -> _Checked:
    problems = list(parcel.problems)
    entries: list[tuple[int, Entry]] = []
    seen: dict[tuple[str, str], Entry] = {}
    batches = {link["seq"] for link in parcel.links}
    for item in parcel.items:
        place = f"{where}:{item.line}" if item.line else where
        made = _made(item, place, problems)
        if made is None:
            continue
        if (item.kind, item.id) in seen:
            problems.append(Problem(place, "FOE332", f"{item.kind} {item.id} stands twice", "keep one"))
            continue
        if item.batch not in batches:
            problems.append(Problem(place, "FOE330", f"{item.kind} {item.id} is of a batch that the file lacks"))
        seen[item.kind, item.id] = made
        entries.append((item.batch, made))
    problems += _orphans(cursor, seen, where)
    problems += _bad_decisions(cursor, seen, where)
    if parcel.is_whole and not problems:
        problems += _broken_chain(parcel, entries, where)
    return _Checked(entries, problems)


def _made(item: Item, place: str, problems: list[Problem]) -> Entry | None:
    """The entry of an item, if its body is one and its id is the hash of that."""
    try:
        entry = of_body(item.kind, item.content)
    except ValidationError as error:
        for fault in error.errors():
            at = ".".join(map(str, fault["loc"]))
            problems.append(Problem(place, "FOE330", f"{item.kind} {item.id}: {at}: {fault['msg']}"))
        return None
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        problems.append(Problem(place, "FOE330", f"{item.kind} {item.id} cannot be understood: {error}"))
        return None
    if entry.id != item.id:
        says = f"{item.kind} {item.id} is not what its id says: its content has the id {entry.id}"
        problems.append(Problem(place, "FOE334", says, "an entry is never changed; export it again"))
        return None
    return entry


def _orphans(cursor: Cursor, seen: dict[tuple[str, str], Entry], where: str) -> Iterator[Problem]:
    """Entries whose document, or whose words in it, are not there."""
    texts: dict[str, str | None] = {}
    for (kind, id), entry in seen.items():
        if entry.document is None:
            continue
        if entry.document not in texts:
            document = seen.get(("document", entry.document))
            texts[entry.document] = _text(document.body if document else body_of(cursor, "document", entry.document))
        text = texts[entry.document]
        if text is None:
            yield Problem(where, "FOE333", f"{kind} {id} comes from a document that is not there", "export it too")
        elif kind in ("claim", "provision"):
            words = json.loads(entry.body)["evidence"]
            if text[words["start"] : words["end"]].split() != words["quote"].split():
                yield Problem(where, "FOE321", f"{kind} {id} quotes words that do not stand in its document")


def _text(body: str | None) -> str | None:
    return None if body is None else json.loads(body)["text"]


def _bad_decisions(cursor: Cursor, seen: dict[tuple[str, str], Entry], where: str) -> Iterator[Problem]:
    """Decisions about nothing, and merges in a circle."""
    decisions = [Decision.model_validate_json(entry.body) for (kind, _), entry in seen.items() if kind == "decision"]
    treaties = {entry.treaty for entry in seen.values()}
    of = {DecisionKind.RETRACT: "document", DecisionKind.REVERSE: "decision"}
    for decision in decisions:
        if decision.kind in (DecisionKind.MERGE, DecisionKind.SPLIT):
            there = decision.target in treaties or spoken_of(cursor, decision.target)
            kind = "treaty"
        else:
            kind = of.get(decision.kind, "claim")
            there = (kind, decision.target) in seen or held(cursor, kind, decision.target)
        if not there:
            says = f"decision {decision.id} ({decision.kind}) is about a {kind} that is not there: {decision.target}"
            yield Problem(where, "FOE320", says)
    cycle = merge_cycle(effects([*listed(cursor), *decisions]).merged)
    if cycle:
        says = f"treaties would be merged in a circle: {' into '.join([*cycle, cycle[0]])}"
        yield Problem(where, "FOE323", says, "reverse one of the merges before the export")


def _broken_chain(parcel: Parcel, entries: list[tuple[int, Entry]], where: str) -> Iterator[Problem]:
    """Batches of a whole ledger that do not follow from one another, or do not list their entries."""
    groups: dict[int, list[Entry]] = {}
    for batch, entry in entries:
        groups.setdefault(batch, []).append(entry)
    previous, last, seq = chain.GENESIS, 0, 0
    for link in parcel.links:
        listed_here = groups.get(link["seq"], [])
        content = chain.content_hash(chain.manifest(listed_here))
        follows = (link["previous"], link["first"], link["seq"]) == (previous, last + 1, seq + 1)
        fits = link["content"] == content and link["last"] - link["first"] + 1 == len(listed_here)
        if not follows or not fits or chain.link_hash(link) != link["hash"]:
            says = f"batch {link['seq']} is not what its hash says, or does not follow from the one before it"
            yield Problem(where, "FOE310", says, "export it again from the ledger it came from")
        previous, last, seq = link["hash"], link["last"], link["seq"]
