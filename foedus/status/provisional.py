"""Provisional application (VCLT 25): per state, from its own day, until entry into force or notice."""

from __future__ import annotations

from typing import NamedTuple

from foedus.status.consent import Life
from foedus.status.deeds import Deed
from foedus.status.moments import Moment, of_day, of_partial
from foedus.status.setting import EVERYONE, Setting, members


class Applied(NamedTuple):
    """Provisional application by one state: since, until (None: until entry into force), by which act and rule."""

    start: Moment
    end: Moment | None
    deed: Deed | None
    rule: str


_ENDING = frozenset({"end", "termination", "ended", "provisional_application", "provisional application"})


def applied(life: Life, setting: Setting) -> list[Applied]:
    """The intervals in which a state applies the treaty provisionally, by declaration or by the treaty's own rule."""
    clause = setting.treaty.provisional_application
    ends = [deed for deed in life.provisional if deed.of in _ENDING]
    found = [
        Applied(of_partial(deed.act.effective) or deed.moment, _until(deed, ends), deed, "VCLT-25")
        for deed in life.provisional
        if deed.of not in _ENDING
    ]
    if clause is None or found:
        return found
    rule = f"{setting.treaty.id}:{clause.article}" if clause.article else "VCLT-25"
    who = members(clause.who, setting).fixed
    if who is not None and who is not EVERYONE and life.state not in who:
        return found
    start = _start(life, setting)
    if start is not None:
        end = ends[0].moment if ends else (life.unsigned.moment if life.unsigned else None)
        found.append(Applied(start, end, life.signed, rule))
    return found


def _until(deed: Deed, ends: list[Deed]) -> Moment | None:
    if deed.act.ends is not None:
        return of_partial(deed.act.ends)
    return next((end.moment for end in ends if end.lo >= deed.lo), None)


def _start(life: Life, setting: Setting) -> Moment | None:
    clause = setting.treaty.provisional_application
    if clause is None:
        return None
    if clause.from_ == "signature":
        return life.signed.moment if life.signed else None
    if clause.from_ == "consent":
        return life.first.moment if life.first else None
    if clause.from_ == "adoption":
        return of_partial(setting.treaty.adopted) if life.signed or life.first else None
    if clause.from_ == "fixed day" and clause.on is not None:
        joined = life.signed or life.first
        return joined.moment.at_least(clause.on) if joined else of_day(clause.on)
    return None
