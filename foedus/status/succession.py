"""Succession of states (Vienna Convention of 1978): two dates, of the succession and of its notification."""

from __future__ import annotations

from datetime import date

from foedus.model.actors import Tie, TieKind
from foedus.model.acts import ActKind
from foedus.status.deeds import Deed
from foedus.status.moments import ONE_DAY, Moment, of_day, of_partial
from foedus.status.setting import Setting

NEW = frozenset({"newly independent", "newly independent state", "independence"})
"""Clean slate: bound by notification, as from the day of succession (16, 17, 23)."""

CONTINUED = frozenset({"continuation", "union", "dissolution", "incorporation"})
"""The predecessor is gone, or is the same person in law: its own participation ends on the day of succession."""


def day_of_succession(deed: Deed, setting: Setting) -> Moment:
    """The day on which the successor took the predecessor's place: as the act says, else as the register knows it.

    The register's tie to a predecessor dates it, else the state's own first day; without either the notification
    stands for it.
    """
    said = of_partial(deed.act.effective)
    if said is not None:
        return said
    state = setting.register.get(deed.state) if setting.register is not None else None
    if state is None:
        return deed.moment
    before = deed.act.predecessor
    ties = [tie.date for tie in state.predecessors if before in (None, tie.predecessor) and tie.date <= deed.hi]
    starts = [period.start for period in state.exists if period.start is not None and period.start <= deed.hi]
    days = ties or starts
    return of_day(max(days)) if days else deed.moment


def agreed(deed: Deed, setting: Setting) -> bool:
    """A treaty of two is in force for a newly independent state only if it and the other agree (1978, 24).

    A recorded ``effective`` day, undisputed, is such an agreement: it says from when it is so between them.
    """
    return not setting.treaty.is_bilateral or (deed.act.effective is not None and deed.act.disputed is None)


def rule_of(deed: Deed) -> str:
    """The article of the 1978 Convention behind a succession."""
    if deed.of in NEW:
        return "VCLT-1978-17"
    if deed.of == "union":
        return "VCLT-1978-31"
    return "VCLT-73" if deed.of == "continuation" else "VCLT-1978-34"


def continued(setting: Setting) -> dict[str, tuple[Moment, Deed | None]]:
    """The states whose own participation ends, with the day and the act: by a succession, or because they ended."""
    found: dict[str, tuple[Moment, Deed | None]] = dict(_by_act(setting))
    for state in setting.record.lives if setting.register is not None else ():
        last = ended_on(state, setting)
        if last is not None and state not in found:
            found[state] = (of_day(last), None)
    return found


def ended_on(state: str, setting: Setting) -> date | None:
    """The first day on which a state was no more, as the register has it; a state can be party only while it lasts."""
    actor = setting.register.get(state) if setting.register is not None else None
    end = actor.exists[-1].end if actor is not None and actor.exists else None
    return end + ONE_DAY if end is not None else None


def continuing(state: str, setting: Setting) -> Tie | None:
    """The tie to the state that is the same person in law under a new name (the Russian Federation, 1991)."""
    actor = setting.register.get(state) if setting.register is not None else None
    ties = actor.successors if actor is not None and ended_on(state, setting) is not None else ()
    return next((tie for tie in ties if tie.kind is TieKind.CONTINUATION), None)


def _by_act(setting: Setting) -> dict[str, tuple[Moment, Deed]]:
    found: dict[str, tuple[Moment, Deed]] = {}
    if not any(
        life.consents and life.consents[-1].kind is ActKind.SUCCESSION for life in setting.record.lives.values()
    ):
        return found
    for life in setting.record.lives.values():
        for deed in life.consents:
            before = deed.act.predecessor
            if deed.kind is ActKind.SUCCESSION and before and deed.of in CONTINUED:
                moment = day_of_succession(deed, setting)
                if before not in found or moment.lo < found[before][0].lo:
                    found[before] = (moment, deed)
    return found
