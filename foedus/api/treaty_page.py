"""All that one treaty's page shows for a day: the one context behind page, JSON and CSV."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from math import inf
from typing import TYPE_CHECKING, Any

from foedus.api import words
from foedus.api.from_article import beside, owed_under
from foedus.api.records import claims_table
from foedus.model.acts import ActKind
from foedus.model.brief import Owed
from foedus.model.findings import Finding, PartyFinding
from foedus.model.treaty import Treaty

if TYPE_CHECKING:
    from foedus.api.session import Foedus


def treaty_page(session: Foedus, key: str, on: date, known: date | None) -> dict[str, Any]:
    """The treaty, its finding on the day, parties as a depositary prints them, obligations, ties and claims.

    Raises `FoedusError` FOE110 where it is not known.
    """
    treaty = session.treaty(key, known=known)
    finding = session.reckon(treaty, on, known=known)
    return {
        "treaty": treaty,
        "on": on,
        "known": known,
        "finding": finding,
        "party_rows": sorted((_party_row(p, treaty, on) for p in finding.parties), key=lambda row: str(row["name"])),
        "owed": sorted(owed_under(treaty, finding), key=_by_article),
        "beside": beside(session, treaty, on, known),
        "acts": [_act_row(treaty, index) for index in _by_day(treaty)],
        "claims": claims_table(session, treaty=treaty.id, known=known) if session.has_ledger else [],
        "moments": _moments(treaty, finding),
        "disagreements": disagreements(session, treaty.id, known),
        "pairs": [pair.model_dump(mode="json") for pair in finding.pairs],
        "versions": versions(session, treaty, finding),
        "cite": cite(treaty, on, known),
        "has_file": treaty.id in session.atlas.files,
    }


def disagreements(session: Foedus, key: str, known: date | None) -> list[str]:
    """In what the ledger's sources about a treaty contradict each other or the law, in words."""
    from foedus.api.ledger import record

    if not session.has_ledger or not session.ledger.claims(treaty=key, known=known):
        return []
    return [conflict.says for conflict in record(session, key, known=known).conflicts]


def versions(session: Foedus, treaty: Treaty, finding: Finding) -> dict[str, list[dict[str, Any]]]:
    """Amendments in force on the day with whom they bind; and, where the ledger holds them, its encodings by time."""
    amended = [
        {"treaty": item.treaty, "since": str(item.since), "parties": list(item.parties)} for item in finding.versions
    ]
    held = session.ledger.treaty_versions(treaty.id) if session.has_ledger else []
    recorded = [{"recorded": item.recorded.isoformat(), "author": item.author, "id": item.id[:12]} for item in held]
    return {"amendments": amended, "recorded": recorded}


def cite(treaty: Treaty, on: date, known: date | None) -> dict[str, str]:
    """How to cite the answer: a sentence, and BibTeX."""
    from foedus import __version__

    seen = f", as known on {known}" if known else ""
    says = f"{treaty.title}. Status on {on}{seen}, computed by Foedus {__version__} from the record {treaty.id}."
    title = treaty.title.replace("{", "").replace("}", "").replace("\\", "")
    bibtex = (
        f"@misc{{foedus-{treaty.id}-{on},\n  title = {{{title}}},\n  note = {{Status on {on}{seen}}},\n"
        f"  howpublished = {{Foedus {__version__}, record {treaty.id}}},\n  year = {{{on.year}}},\n}}\n"
    )
    return {"says": says, "bibtex": bibtex}


def treaty_file(session: Foedus, key: str) -> str:
    """The treaty's file as encoded. Raises `FoedusError` FOE110 where the atlas has none."""
    treaty = session.atlas.find(key)
    return session.atlas.files[treaty.id].read_text("utf-8")


_ROWS_OF_THEIR_OWN = frozenset(
    {
        ActKind.RESERVATION,
        ActKind.DECLARATION,
        ActKind.OBJECTION,
        ActKind.WITHDRAWAL,
        ActKind.SUSPENSION,
        ActKind.RESUMPTION,
        ActKind.SUCCESSION,
    }
)
"""Acts that a depositary prints beneath the party, each a dated row and never a footnote."""


def party_table(rows: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """The parties with their reservations, objections and withdrawals as rows beneath them, for CSV."""
    found = []
    for row in rows:
        found.append({"row": "party", **{key: value for key, value in row.items() if key != "acts"}})
        for act in row["acts"]:
            blank = dict.fromkeys(found[0])
            found.append(
                {**blank, "row": "act", "state": row["state"], "name": row["name"], "standing": act["act"],
                 "since": act["day"], "why": act["says"]}
            )  # fmt: skip
    return found


def _acts_beneath(state: str, treaty: Treaty, on: date) -> list[dict[str, Any]]:
    acts = [
        act
        for act in treaty.acts
        if act.kind in _ROWS_OF_THEIR_OWN and state in act.by and (act.date is None or act.date.earliest <= on)
    ]
    return [
        {"day": _text(act.date), "act": act.kind.value, "says": "; ".join(part for part in (act.of, act.note) if part)}
        for act in sorted(acts, key=lambda act: act.date.earliest if act.date else date.max)
    ]


def _party_row(party: PartyFinding, treaty: Treaty, on: date) -> dict[str, Any]:
    return {
        "state": party.state,
        "name": words.name(party.state),
        "standing": party.standing.value,
        "since": _text(party.since),
        "signed": _text(party.signed_on),
        "consented": _text(party.consented_on),
        "in_force": _text(party.in_force_on),
        "leaves": _text(party.withdrawal_effective_on),
        "suspended_toward": " ".join(party.suspended_toward) or None,
        "why": words.with_names(party.reason.says, treaty.parties),
        "acts": _acts_beneath(party.state, treaty, on),
    }


_NUMERALS = {"I": 1, "V": 5, "X": 10, "L": 50}


def _by_article(item: Owed) -> float:
    """The number an article begins with, Arabic or Roman; what has none stands last, as in the file."""
    first = re.match(r"\d+|[IVXL]+\b", item.article)
    if first is None:
        return inf
    if first[0].isdecimal():
        return int(first[0])
    values = [_NUMERALS[letter] for letter in first[0]]
    return sum(-a if a < b else a for a, b in zip(values, [*values[1:], 0], strict=True))


def _text(value: object) -> str | None:
    return None if value is None else str(value)


def _by_day(treaty: Treaty) -> list[int]:
    return sorted(
        range(len(treaty.acts)),
        key=lambda index: (day.earliest if (day := treaty.acts[index].date) else date.max, index),
    )


def _act_row(treaty: Treaty, index: int) -> dict[str, Any]:
    act = treaty.acts[index]
    return {
        "id": act.id,
        "day": _text(act.date),
        "act": act.kind.value.replace("_", " "),
        "by": list(act.by),
        "organ": act.organ,
        "of": act.of,
        "place": act.place,
        "source": words.source_says(treaty, act),
        "known": str(act.known_on) if act.known_on else None,
        "note": act.note,
        "claims": list(act.claims),
    }


def _moments(treaty: Treaty, finding: Finding) -> list[str]:
    """The days on which something happened, for the marks beneath the slider."""
    days = {act.date.earliest.isoformat() for act in treaty.acts if act.date}
    if finding.entry_into_force is not None:
        days.add(finding.entry_into_force.earliest.isoformat())
    return sorted(days)
