"""Suspension (VCLT 57–58, 60, 62, 65): of the whole treaty, of one party's part, or between some members only."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from foedus.model.acts import ActKind
from foedus.status.consent import Life, parties_on
from foedus.status.counting import add_span
from foedus.status.deeds import Deed
from foedus.status.moments import Moment, of_partial
from foedus.status.setting import Setting
from foedus.status.withdrawal import Refusal


@dataclass(slots=True)
class Suspended:
    """An interval of suspension: by whom, towards whom (empty: all), since, until, and on what ground.

    ``resumed_by``: the act that ends it, where it does not end by its own terms.
    """

    deed: Deed
    by: str
    toward: tuple[str, ...]
    start: Moment
    end: Moment | None
    rule: str
    articles: tuple[str, ...] = ()
    resumed_by: Deed | None = None

    @property
    def whole(self) -> bool:
        """Of the whole treaty, towards all."""
        return not self.toward and not self.articles


def excluded(state: str, on: date, setting: Setting) -> Deed | None:
    """The act by which a state's government was last kept from taking part, if that still holds on a day."""
    found: Deed | None = None
    for deed in setting.record.participation:
        concerned = state in deed.act.toward or (not deed.act.toward and deed.state == state)
        if concerned and deed.hi <= on:
            found = deed  # they come in order of day
    if found is None or found.kind is ActKind.RESUMPTION:
        return None
    return None if found.act.ends is not None and found.act.ends.latest < on else found


def suspended(life: Life, setting: Setting) -> tuple[list[Suspended], list[Refusal]]:
    """The suspensions a state's acts bring about, and those that have no effect.

    A suspension that the treaty allows, that all parties agree on, or that nobody is recorded as disputing (65(2)) is
    effective; a disputed one is a claim by a state and only shown (60, 62 are never computed).
    """
    found: list[Suspended] = []
    refused: list[Refusal] = []
    clause = setting.treaty.suspension
    for deed in life.suspensions:
        act = deed.act
        rule = ground(deed, setting)
        if clause is not None and not clause.allowed and not _by_all(deed, setting):
            refused.append(Refusal(deed, "FOE420", "the treaty allows no suspension", rule))
            continue
        if act.disputed is not None:
            refused.append(Refusal(deed, "FOE421", f"a claim that is disputed: {act.disputed}", "VCLT-65"))
            continue
        start = of_partial(act.effective) or deed.moment
        if clause is not None and clause.notice is not None and act.effective is None:
            notice = clause.notice
            start = start.moved(lambda day, span=notice: add_span(day, span))  # type: ignore[misc]
        end, back = _end(deed, life)
        found.append(Suspended(deed, life.state, act.toward, start, end, rule, act.articles, back))
    return found, refused


def ground(deed: Deed, setting: Setting) -> str:
    """The rule a suspension rests on: the treaty's, agreement of all (57(b)), of some (58), or one party's act (65)."""
    clause = setting.treaty.suspension
    if clause is not None and clause.article:
        return f"{setting.treaty.id}:{clause.article}"
    if _by_all(deed, setting):
        return "VCLT-57"
    return "VCLT-58" if len(deed.act.by) > 1 else "VCLT-65"


def _by_all(deed: Deed, setting: Setting) -> bool:
    return not deed.state or set(deed.act.by) >= parties_on(setting.record, setting.treaty, deed.lo)


def _end(deed: Deed, life: Life) -> tuple[Moment | None, Deed | None]:
    """The day it ends by its own terms or by resumption, whichever comes first, and the resumption if it is that."""
    own = of_partial(deed.act.ends)
    for back in life.resumptions:
        same = not back.act.toward or not deed.act.toward or set(back.act.toward) & set(deed.act.toward)
        if back.hi >= deed.lo and same:
            start = of_partial(back.act.effective) or back.moment
            return (start, back) if own is None or start.lo < own.lo else (own, None)
    return own, None
