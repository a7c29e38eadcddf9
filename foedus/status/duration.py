"""How long a treaty lasts (VCLT 54): terms, tacit and agreed renewals, extensions, last days."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING

from foedus.model.acts import Act, ActKind
from foedus.model.clauses import Duration, Span
from foedus.status.counting import add_span
from foedus.status.moments import LAST, Moment, of_partial
from foedus.status.setting import Setting

if TYPE_CHECKING:
    from foedus.status.entry import Entry

_MANY = 500
"""More terms than any treaty runs: a stop for terms of no length."""


def starts(duration: Duration, entry: Entry, setting: Setting) -> Moment | None:
    """The day from which the term runs."""
    if duration.starts == "signature":
        signed = [life.signed for life in setting.record.lives.values() if life.signed]
        return max((deed.moment for deed in signed), default=None) if signed else entry.moment
    if duration.starts == "adoption":
        return of_partial(setting.treaty.adopted) or entry.moment
    return entry.moment


def extensions(setting: Setting, state: str = "") -> list[Act]:
    """The extensions recorded, each once; for one state those that name nobody, or name it among those who agreed."""
    acts = {id(deed.act): deed.act for deed in setting.record.whole_of(ActKind.EXTENSION)}
    return [act for act in acts.values() if not state or not act.by or state in act.by]


def lapse(state: str, entry: Entry, setting: Setting) -> Moment | None:
    """The first day on which a treaty extended by others only is over for a state; None where all extended it.

    An extension binds those who agree to it (VCLT 39, 40(4)); for the others the term runs out.
    """
    others = [act for act in extensions(setting) if act.by and state not in act.by]
    return scheduled_end(entry, setting, state) if others else None


def scheduled_end(entry: Entry, setting: Setting, state: str = "") -> Moment | None:
    """The first day after the term, with the renewals and extensions recorded; None if it has no end in sight.

    ``state``: as it is for that state.
    """
    duration = setting.treaty.duration
    acts = extensions(setting, state)
    extended = _extended(acts)
    by_terms = duration is not None and duration.renewal is not None and duration.renewal.term is not None
    if extended is None and not by_terms and acts:
        return None  # extended, until a day that is not recorded
    if duration is None or entry.moment is None:
        return extended
    if duration.until is not None:
        end: Moment | None = Moment(duration.until, duration.until).moved(lambda day: day + timedelta(days=1))
    elif duration.term is not None and not duration.unlimited:
        end = _term_end(duration, entry, setting, acts)
    else:
        end = None
    if end is None or extended is None:
        return extended if end is None and duration.term is not None else end
    return max(end, extended)


def _term_end(duration: Duration, entry: Entry, setting: Setting, acts: Sequence[Act]) -> Moment | None:
    start = starts(duration, entry, setting)
    term = duration.term
    if start is None or term is None:
        return None
    end = start.moved(lambda day: add_span(day, term))
    renewal = duration.renewal
    if renewal is None or renewal.kind != "tacit":
        renewals = len(acts) if renewal else 0
        for _ in range(renewals if renewal and renewal.term else 0):
            end = _next(end, renewal.term or term)  # type: ignore[union-attr]
        return end
    if renewal.times is None:
        return None  # it goes on term by term until notice is given
    if acts and _extended(acts) is None:
        return None  # extended beyond the renewals, until a day that is not recorded
    for _ in range(renewal.times):
        end = _next(end, renewal.term or term)
    return end


def _next(end: Moment, term: Span) -> Moment:
    return end.moved(lambda day: add_span(day, term))


def _extended(acts: Sequence[Act]) -> Moment | None:
    """The last day that an extension names, plus one."""
    ends = [of_partial(act.ends) for act in acts if act.ends]
    last = max((end for end in ends if end is not None), default=None)
    return last.moved(lambda day: day + timedelta(days=1)) if last else None


def term_end_after(day: date, entry: Entry, setting: Setting) -> date:
    """The end of the term that runs on ``day``: the first day of the next one.

    Notice that comes less than the period required before the end of a term works at the end of the next; the caller
    adds that period to the day of notice before asking.
    """
    duration = setting.treaty.duration
    if duration is None or duration.term is None or entry.moment is None:
        return day
    start = starts(duration, entry, setting)
    if start is None or start.hi == LAST:
        return day
    end = add_span(start.hi, duration.term)
    step = duration.renewal.term if duration.renewal and duration.renewal.term else duration.term
    first = end
    for count in range(1, _MANY):
        if end >= day:
            return end
        # Counted from the first term's end, so that short months do not wear the day of the month away.
        end = add_span(
            first,
            Span(
                days=step.days * count, weeks=step.weeks * count, months=step.months * count, years=step.years * count
            ),
        )
    return end
