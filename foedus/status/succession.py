"""Succession of states (Vienna Convention of 1978): two dates, the day of succession and the day of its notification."""

from __future__ import annotations

from foedus.model.acts import ActKind
from foedus.status.deeds import Deed
from foedus.status.moments import Moment, of_partial
from foedus.status.setting import Setting

NEW = frozenset({"newly independent", "newly independent state", "independence"})
"""Clean slate: bound by notification, as from the day of succession (16, 17, 23)."""

CONTINUED = frozenset({"continuation", "union", "dissolution", "incorporation"})
"""The predecessor is gone, or is the same person in law: its own participation ends on the day of succession."""


def day_of_succession(deed: Deed) -> Moment:
    """The day on which the successor took the predecessor's place: the day of effect, else of notification."""
    return of_partial(deed.act.effective) or deed.moment


def rule_of(deed: Deed) -> str:
    """The article of the 1978 Convention behind a succession."""
    if deed.of in NEW:
        return "VCSST-17"
    if deed.of == "union":
        return "VCSST-31"
    return "VCLT-73" if deed.of == "continuation" else "VCSST-34"


def continued(setting: Setting) -> dict[str, tuple[Moment, Deed]]:
    """The predecessors whose own participation a succession ends, with the day and the act."""
    found: dict[str, tuple[Moment, Deed]] = {}
    if not any(
        life.consents and life.consents[-1].kind is ActKind.SUCCESSION for life in setting.record.lives.values()
    ):
        return found
    for life in setting.record.lives.values():
        for deed in life.consents:
            before = deed.act.predecessor
            if deed.kind is ActKind.SUCCESSION and before and deed.of in CONTINUED:
                moment = day_of_succession(deed)
                if before not in found or moment.lo < found[before][0].lo:
                    found[before] = (moment, deed)
    return found
