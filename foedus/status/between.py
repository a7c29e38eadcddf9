"""What stands between two parties on a day where it is not the treaty as it reads, and the versions in force."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from foedus.model.dates import partial_date
from foedus.model.findings import PairFinding, VersionFinding
from foedus.model.reasons import Reason
from foedus.model.truth import Truth
from foedus.status.amendment import versions
from foedus.status.phases import at
from foedus.status.reservations import OPEN, matrix
from foedus.status.successive import governing
from foedus.status.timeline import Timeline
from foedus.status.words import facts, name


def pairs(line: Timeline, on: date, states: Collection[str] | None = None) -> tuple[PairFinding, ...]:
    """Reservations and objections between pairs, suspensions between some members only, another treaty that governs."""
    found = [
        PairFinding(
            one=item.author,
            other=item.other,
            effect=item.effect,
            since=partial_date(item.since),
            articles=item.articles,
            reason=Reason(
                rule=item.rule,
                says=item.says,
                holds=Truth.CANNOT_SAY if item.effect == OPEN else Truth.YES,
                facts=facts(deed.act for deed in item.deeds),
            ),
        )
        for item in (matrix(line, on) if line.setting.record.reservations else ())
    ]
    for item in line.suspensions:
        over = item.end is not None and item.end.by(on) is Truth.YES
        if not item.toward or item.start.by(on) is not Truth.YES or over:
            continue
        for other in item.toward:
            if not (_may_bind(line, item.by, on) and _may_bind(line, other, on)):
                continue  # one of them has left, and with it the suspension between them is over
            says = f"{name(line.setting, item.by)} suspends it toward {name(line.setting, other)}"
            reason = Reason(rule=item.rule, says=says, facts=facts([item.deed.act]))
            found.append(
                PairFinding(
                    one=item.by,
                    other=other,
                    effect="suspended",
                    since=item.start.partial(),
                    articles=item.articles,
                    reason=reason,
                )
            )
    found += [
        PairFinding(
            one=item.one,
            other=item.other,
            effect=item.effect,
            since=partial_date(item.since),
            reason=Reason(rule=item.rule, says=item.says),
        )
        for item in governing(line, on, states)
    ]
    return tuple(found)


def _may_bind(line: Timeline, state: str, on: date) -> bool:
    cells = line.state_spells.get(state)
    return cells is not None and at(cells, on).binding is not Truth.NO


def amended(line: Timeline, on: date) -> tuple[VersionFinding, ...]:
    """The amendments in force on a day, with those they bind."""
    return tuple(
        VersionFinding(
            treaty=item.treaty,
            since=item.since.partial(),
            parties=tuple(sorted(item.parties)),
            reason=Reason(rule=item.rule, says=item.says),
        )
        for item in versions(line, line.treaties, on)
    )
