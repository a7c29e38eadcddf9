"""How long a treaty lasts (VCLT 54): terms, tacit and agreed renewals, extensions, last days."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING, NamedTuple

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


def term_rule(setting: Setting) -> str:
    """The article on the term, else the Convention's."""
    article = setting.treaty.duration.article if setting.treaty.duration is not None else None
    return f"{setting.treaty.id}:{article}" if article else "VCLT-54"


class Lapse(NamedTuple):
    """A time in which the term had run out, until the parties agreed on it anew.

    ``start``: the first day on which the treaty was no longer in force; ``again``: the first on which it was, by
    ``act``.
    """

    start: Moment
    again: Moment
    act: Act


class Course(NamedTuple):
    """How long a treaty runs: the first day after its last term (None: no end in sight), and the lapses before it."""

    end: Moment | None
    lapses: tuple[Lapse, ...] = ()


def scheduled_end(entry: Entry, setting: Setting, state: str = "") -> Moment | None:
    """The first day after the term, with the renewals and extensions recorded; None if it has no end in sight.

    ``state``: as it is for that state.
    """
    return course(entry, setting, state).end


def course(entry: Entry, setting: Setting, state: str = "") -> Course:
    """The terms of a treaty one after the other, as they are for a state where one is named.

    What has run out cannot be prolonged, only agreed on anew (VCLT 54, 39): an extension dated after the end of the
    term works from its day, unless its ``effective`` says that it reaches back (28).
    """
    duration = setting.treaty.duration
    acts = extensions(setting, state)
    if not acts:
        return Course(_first_end(duration, entry, setting) if duration is not None else None)
    if duration is None or entry.moment is None or (duration.term is None and duration.until is None):
        prolonged = _last_day(acts) if duration is None or entry.moment is None else None
        return Course(prolonged)
    end = _first_end(duration, entry, setting)
    step = duration.renewal.term if duration.renewal is not None and duration.renewal.kind != "tacit" else None
    with_days = _last_day(acts) is not None
    lapses: list[Lapse] = []
    for act in acts:
        again = _again(act, end)
        if again is not None and end is not None:
            lapses.append(Lapse(end, again, act))
        said = of_partial(act.ends)
        if said is not None:
            said = said.moved(_day_after)
            end = said if end is None else max(end, said)
        elif step is not None and end is not None:
            end = _next(max(end, again) if again is not None else end, step)
        elif not with_days:
            end = None  # until a day that is not recorded
    return Course(end, tuple(lapses))


def _again(act: Act, end: Moment | None) -> Moment | None:
    """From when an extension works that came, or may have come, when the term had run out; None if it came in time."""
    done = of_partial(act.date)
    if end is None or done is None or done.hi <= end.lo:
        return None
    start = of_partial(act.effective) or done
    return start if start.hi > end.lo else None


def _first_end(duration: Duration, entry: Entry, setting: Setting) -> Moment | None:
    """The first day after the last day named, or after the term with its tacit renewals; None without end in sight."""
    if entry.moment is None:
        return None
    if duration.until is not None:
        return Moment(duration.until, duration.until).moved(_day_after)
    start = starts(duration, entry, setting)
    term, renewal = duration.term, duration.renewal
    if start is None or term is None or duration.unlimited:
        return None
    end = start.moved(lambda day: add_span(day, term))
    if renewal is None or renewal.kind != "tacit":
        return end
    if renewal.times is None:
        return None  # it goes on term by term until notice is given
    for _ in range(renewal.times):
        end = _next(end, renewal.term or term)
    return end


def _day_after(day: date) -> date:
    return day + timedelta(days=1)


def _next(end: Moment, term: Span) -> Moment:
    return end.moved(lambda day: add_span(day, term))


def _last_day(acts: Sequence[Act]) -> Moment | None:
    """The last day that an extension names, plus one."""
    ends = [of_partial(act.ends) for act in acts if act.ends]
    last = max((end for end in ends if end is not None), default=None)
    return last.moved(_day_after) if last else None


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
