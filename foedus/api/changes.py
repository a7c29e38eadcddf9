"""What a document changed: the standing of its treaties before and after it was recorded."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime
from typing import TYPE_CHECKING

from foedus.api import words
from foedus.model.acts import ActKind
from foedus.model.claims import Claim, Modality, Reading
from foedus.model.documents import Document
from foedus.model.errors import FoedusError
from foedus.model.findings import Finding, PartyFinding
from foedus.model.standings import PartyStanding
from foedus.model.truth import Truth
from foedus.model.watching import Alerts, Change

if TYPE_CHECKING:
    from foedus.api.session import Foedus


def findings(session: Foedus, treaties: Iterable[str], on: date) -> dict[str, Finding]:
    """How each treaty that is known stands on the day."""
    found = {}
    for key in treaties:
        try:
            found[key] = session.status(key, on=on)
        except FoedusError as error:
            if error.code != "FOE110":
                raise
    return found


def changes(
    session: Foedus,
    document: Document,
    reading: Reading,
    before: dict[str, Finding],
    *,
    on: date,
    found: datetime,
) -> list[Change]:
    """The changes that recording the document made, in the order of its treaties."""
    made: list[Change] = []
    for mention in reading.treaties:
        key = mention.atlas or mention.ref
        claims = [claim for claim in reading.claims if claim.treaty == mention.ref]
        after = findings(session, [key], on).get(key)
        if after is None:
            continue
        title = session.treaty(key).short or session.treaty(key).title
        for kind, state, says, rule in _differences(before.get(key), after, claims, is_new=key not in before):
            behind = [claim for claim in claims if state in claim.actors] or claims
            made.append(
                Change(
                    treaty=key,
                    title=title,
                    state=state,
                    kind=kind,
                    says=says,
                    rule=rule,
                    on=on.isoformat(),
                    document=document.id,
                    source=document.publisher or document.name or "a document",
                    url=document.url,
                    claims=tuple(claim.id for claim in behind),
                    quotes=_quotes(behind),
                    found=found,
                )
            )
    return made


def _quotes(claims: Iterable[Claim], most: int = 3) -> tuple[str, ...]:
    """The words behind a change, each once."""
    found = dict.fromkeys(" ".join(claim.evidence.quote.split()) for claim in claims)
    return tuple(found)[:most]


_Told = tuple[str, str | None, str, str]
"""Kind, state, what changed in words, and the rule by which it follows."""


def _differences(before: Finding | None, after: Finding, claims: list[Claim], *, is_new: bool) -> Iterator[_Told]:
    if is_new:
        yield "new treaty", None, f"first report of it: {after.standing.value}", after.why.rule
    elif before is not None and before.standing != after.standing:
        yield "standing", None, f"{before.standing.value} → {after.standing.value}{_since(after)}", after.why.rule
    was = {party.state: party for party in before.parties} if before else {}
    for party in after.parties if not is_new else ():
        yield from _party(was.get(party.state), party)
    for claim in claims:
        if claim.act is ActKind.ENTRY_INTO_FORCE and claim.modality is Modality.OCCURRED and after.in_force is Truth.NO:
            says = f"reported in force; by its final clauses it is not: {after.why.says}"
            yield "contested", None, says, after.why.rule


def _party(before: PartyFinding | None, after: PartyFinding) -> Iterator[_Told]:
    effective = after.withdrawal_effective_on
    who = words.name(after.state)
    if effective is not None and (before is None or before.withdrawal_effective_on != effective):
        says = f"{who}: withdrawal notified; effective {effective}"
        yield "withdrawal", after.state, says, after.reason.rule
    elif (was := before.standing if before else PartyStanding.NONE) != after.standing:
        yield "party", after.state, f"{who}: {was.value} → {after.standing.value}", after.reason.rule


def _since(finding: Finding) -> str:
    return f" since {finding.since}" if finding.since else ""


def matters(session: Foedus, change: Change, alerts: Alerts) -> bool:
    """Is the change one that the rules choose? Each rule left empty chooses all."""
    treaty = session.treaty(change.treaty)
    states = {change.state} if change.state else set(treaty.parties)
    kinds = {item.kind.value for item in treaty.obligations}
    return (
        (not alerts.states or bool(states & set(alerts.states)))
        and (not alerts.treaties or change.treaty in alerts.treaties)
        and (not alerts.kinds or bool(kinds & set(alerts.kinds)))
    )
