"""Scenarios put before all commitments in force at once: the verbs behind ``foedus assess``."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from foedus.actors import register
from foedus.actors.places import gazetteer
from foedus.api.read_scenario import Fault, read_scenario, unknown_places
from foedus.model.acts import Act, ActKind
from foedus.model.duties import Assessment
from foedus.model.errors import FoedusError, Problem, did_you_mean
from foedus.model.scenarios import EventKind, Expect, Scenario
from foedus.model.standings import PartyStanding
from foedus.model.treaty import Treaty
from foedus.model.truth import Truth
from foedus.obligations import Commitments, Governed, Standing
from foedus.obligations import answer as answer_in
from foedus.obligations import assess as assess_in
from foedus.obligations import follow as follow_in
from foedus.obligations import unfold as unfold_in
from foedus.obligations.answer import Answer
from foedus.obligations.commitments import Glance, applies
from foedus.treaties.places_in_toml import line_at, lines_of

if TYPE_CHECKING:
    from foedus.api.session import Foedus
    from foedus.status import Timeline


@dataclass
class StatusBound:
    """Who is bound, by the status of each treaty. A treaty's time is laid out once, and each spell is said once."""

    treaties: Mapping[str, Treaty]
    known: date | None = None
    kept: Callable[[Treaty], Timeline | None] = lambda treaty: None
    """The timeline that is laid out already, where nothing is supposed that could change it."""
    _lines: dict[str, Timeline] = field(default_factory=dict)
    _said: dict[tuple[str, str, date], Standing] = field(default_factory=dict)
    _followed: frozenset[str] | None = None

    def __call__(self, treaty: Treaty, state: str, on: date) -> Standing:
        """The standing of a state to a treaty on a day, with the reasons of its status."""
        from foedus.status.phases import at

        line = self._line(treaty)
        if state not in line.state_spells:
            return Standing.of(None, treaty.id, state, on) if treaty.complete else self._standing(line, state, on)
        if line.suspensions or self.known is not None:
            return self._standing(line, state, on)  # what is said may change within a spell
        key = (treaty.id, state, at(line.state_spells[state], on).start)
        if key not in self._said:
            self._said[key] = self._standing(line, state, on)
        return self._said[key]

    def _line(self, treaty: Treaty) -> Timeline:
        from foedus.status import lay_out

        line = self._lines.get(treaty.id) or self.kept(treaty)
        if line is None:
            line = lay_out(treaty, known=self.known, treaties=self.treaties, register=register())
        self._lines[treaty.id] = line
        return line

    def _standing(self, line: Timeline, state: str, on: date) -> Standing:
        from foedus.status.from_acts import party

        standing = Standing.of(party(line, state, on), line.treaty.id, state, on)
        if standing.bound is not Truth.NO:
            return standing
        return replace(standing, says=f"{standing.says}{_when_bound(line, state, on)}")

    def glance(self, treaty: Treaty, state: str, on: date) -> Glance:
        """The same standing looked up, without what is said of it."""
        from foedus.status.phases import at
        from foedus.status.standings import bounds, stranger

        line = self._line(treaty)
        cells = line.state_spells.get(state)
        if cells is not None:
            spell = at(cells, on)
            bound = Truth.YES if applies(spell.standing, spell.may_be) else spell.binding
            return Glance(bound, spell.standing, *bounds(cells, spell))
        if treaty.complete:
            return Glance(Truth.NO, PartyStanding.NONE.value, None, None)
        told = stranger(line, state, on)
        return Glance(told.bound, told.standing.value, told.since, None)

    def governed(self, treaty: Treaty, one: str, other: str, on: date) -> Governed | None:
        """The treaty that comes before this one between two states, by the rules on successive treaties (VCLT 30)."""
        from foedus.status.successive import between_two, may_be_followed

        if self._followed is None:
            self._followed = may_be_followed(self.treaties)
        if treaty.id not in self._followed:
            return None
        found = between_two(self._line(treaty), one, other, on)
        return Governed(found.treaty, found.how == "replaces", found.rule, found.says) if found is not None else None


def _when_bound(line: Timeline, state: str, on: date) -> str:
    """Since or until when it is bound, where it is not on the day: the next spell as a party, else the last."""
    party = [
        s for s in line.state_spells.get(state, ()) if s.standing in (PartyStanding.PARTY, PartyStanding.WITHDRAWING)
    ]
    later = [s for s in party if s.start > on]
    if later:
        return f"; it comes to be bound on {later[0].start}"
    earlier = [s for s in party if s.end is not None and s.end <= on]
    return f"; it was bound until {earlier[-1].end}" if earlier else ""


def commitments_for(session: Foedus, scenario: Scenario, *, known: date | None = None) -> Commitments:
    """The atlas and the user's treaties as commitments, with the scenario's denunciations as acts."""
    wanted = [key for key in session.atlas if not scenario.treaties or key in scenario.treaties]
    treaties = tuple(_with_denunciations(session.atlas[key], scenario) for key in wanted)
    changed = {item.id: item for item in treaties if item is not session.atlas[item.id]}

    def kept(treaty: Treaty) -> Timeline | None:
        if not session.has_lines or treaty.id in changed:
            return None
        if changed.keys() & session.atlas.around(treaty.id).keys():
            return None
        return session.line(treaty, known=known)

    bound = StatusBound({**session.atlas, **changed}, known, kept)
    return Commitments(treaties, bound, bound.governed, bound.glance)


def _with_denunciations(treaty: Treaty, scenario: Scenario) -> Treaty:
    """A denunciation among the events is an act of the treaty, unless the file has it already."""
    told = {
        (state, act.date.edtf) for act in treaty.acts if act.kind == ActKind.WITHDRAWAL and act.date for state in act.by
    }
    extra = [
        Act(kind=ActKind.WITHDRAWAL, by=event.by, date=event.date, source=event.source or "scenario")
        for event in scenario.events
        if event.kind is EventKind.DENUNCIATION
        and event.holds
        and event.date is not None
        and treaty.id in event.of
        and not any((state, event.date.edtf) in told for state in event.by)
    ]
    return treaty.model_copy(update={"acts": (*treaty.acts, *extra)}) if extra else treaty


def assess(
    session: Foedus,
    scenario: Scenario,
    *,
    follow: bool = False,
    by_day: bool = False,
    conditional: bool = False,
    commitments: Commitments | None = None,
) -> Assessment:
    """Who owes what to whom if this happens. ``follow``: let the obliged join, by rounds. ``by_day``: as it went."""
    known = scenario.known
    held = commitments or commitments_for(session, scenario, known=known)
    if follow:
        return follow_in(scenario, held, gazetteer(), conditional=conditional)
    if by_day:
        return unfold_in(scenario, held, gazetteer())
    return assess_in(scenario, held, gazetteer())


def answer(session: Foedus, scenario: Scenario, state: str, toward: str, kind: str) -> Answer:
    """One question: what ``state`` owes ``toward`` of this kind."""
    return answer_in(
        scenario, commitments_for(session, scenario, known=scenario.known), gazetteer(), state, toward, kind
    )


def short_scenario(
    attacker: Iterable[str], target: Iterable[str], on: date, *, where: Iterable[str] = (), treaties: Iterable[str] = ()
) -> Scenario:
    """One attack, as the short form of the command line gives it; states by id or name.

    Raises `FoedusError` for what cannot be.
    """
    from foedus.api.read_scenario import faults

    by, struck = ([_state_id(name, on) for name in names] for names in (attacker, target))
    event = {"kind": "attack", "by": by, "on": struck, "date": on, "where": list(where)}
    title = f"{', '.join(event['by'])} attacks {', '.join(event['on'])}"  # type: ignore[arg-type]
    scenario = Scenario.model_validate(
        {"id": "scenario", "title": title, "on": on, "treaties": list(treaties), "event": [event]}
    )
    found = [Problem("", code, says, help_) for _, code, says, help_ in faults(scenario)]
    if found:
        raise FoedusError.of(found)
    return scenario


def asked_state(name: str) -> str:
    """The id of a state whose duties are asked for, by id or name. Raises `FoedusError` FOE102 for nobody's."""
    from foedus.api.listing import actor_id

    return actor_id(name)


def _state_id(name: str, on: date) -> str:
    """The id for a name in full ("Russia"); anything else stays, to be judged with the rest of the scenario."""
    if name.isupper() or name.islower():
        return name
    found = register().find(name, on)
    return found[0] if len(found) == 1 else name


def atop_commitments(members: Path, alliances: Path | None = None) -> Commitments:
    """ATOP's alliances as commitments, with their members' spells."""
    from foedus.api.import_atop import import_atop

    treaties, spells = import_atop(members, alliances)
    return Commitments(treaties, spells)


def write_picture(assessment: Assessment, file: Path) -> tuple[Path, Path]:
    """Write the picture and, beside it, its text twin; the two paths."""
    from foedus.obligations.graph import text_of
    from foedus.obligations.picture import svg_of

    twin = file.with_suffix(".txt")
    try:
        file.write_text(svg_of(assessment), "utf-8")
        twin.write_text(text_of(assessment), "utf-8")
    except OSError as error:
        raise FoedusError("FOE001", f"{file}: {(error.strerror or 'cannot be written').lower()}") from error
    return file, twin


def graph(assessment: Assessment) -> dict[str, Any]:
    """The assessment as nodes and edges."""
    from foedus.obligations.graph import graph_of

    return graph_of(assessment).to_dict()


def text(assessment: Assessment, *, everything: bool = False) -> str:
    """The assessment in words, round by round; without ``everything`` only what is owed or hangs on something."""
    from foedus.obligations.graph import text_of

    return text_of(assessment, unowed=everything)


_FAULT = re.compile(r"^#\s*fault:\s*(FOE\d{3})(?:\s+line\s+(\d+))?", re.MULTILINE)


def check_case(session: Foedus, file: Path) -> list[Problem]:
    """The problems of one case file: its faults, or the answers that are not as expected.

    A bad case says in its head which fault it must give: ``# fault: FOE502 line 9``.
    """
    text = file.read_text("utf-8")
    wanted = [(code, line or None) for code, line in _FAULT.findall(text)]
    try:
        scenario = read_scenario(file)
        lines = lines_of(text)
        found = [
            Problem(f"{file}:{line_at(lines, path)}", code, says, help_)
            for path, code, says, help_ in (*unknown_places(scenario), *_unknown_treaties(session, scenario))
        ]
    except FoedusError as error:
        found = list(error.problems)
        scenario = None
    if scenario is not None:
        found += _unexpected(session, scenario, file, text)
    left = list(found)
    for code, line in wanted:
        hit = next((p for p in left if p.code == code and (not line or p.where.endswith(f":{line}"))), None)
        if hit is None:
            at = f" on line {line}" if line else ""
            left.append(Problem(str(file), "FOE507", f"the case should give {code}{at} and does not"))
        else:
            left.remove(hit)
    return left


def _unknown_treaties(session: Foedus, scenario: Scenario) -> list[Fault]:
    missing = [name for name in scenario.treaties if name not in session.atlas]
    return [
        (("treaties",), "FOE505", f'no treaty "{name}" is known', did_you_mean(name, session.atlas)) for name in missing
    ]


def differences(session: Foedus, scenario: Scenario) -> list[str]:
    """In what the answers to a scenario differ from those it expects, in words."""
    held = commitments_for(session, scenario, known=scenario.known)
    return [says for expect in scenario.expects for says in _differs(scenario, held, expect)]


def _unexpected(session: Foedus, scenario: Scenario, file: Path, text: str) -> list[Problem]:
    lines = lines_of(text)
    found: list[Problem] = []
    held = commitments_for(session, scenario, known=scenario.known)
    for number, expect in enumerate(scenario.expects):
        place = f"{file}:{line_at(lines, ('expect', number))}"
        found += [
            Problem(place, "FOE507", says, "foedus assess FILE --why") for says in _differs(scenario, held, expect)
        ]
    return found


def _differs(scenario: Scenario, held: Commitments, expect: Expect) -> list[str]:
    """In what an answer differs from what a case expects, in words; nothing where it is right."""
    asked = scenario.model_copy(update={"treaties": (expect.treaty,)}) if expect.treaty else scenario
    got = answer_in(asked, held, gazetteer(), expect.state, expect.toward, expect.kind)
    who = f"{expect.state} toward {expect.toward}, {expect.kind}"
    found = []
    if got.verdict not in (expect.verdict, *expect.accept):
        found.append(f"{who}: {got.verdict}, expected {expect.verdict} ({got.because})")
    elif got.verdict is expect.verdict:
        missing = [name for name in expect.open if name not in got.open]
        if missing:
            found.append(f"{who}: not open: {', '.join(missing)} (open: {', '.join(got.open) or 'nothing'})")
        text = " ".join((got.because, *(r.says for d in got.duties for r in d.reason.walk())))
        text += " " + " ".join(f"{d.treaty} {d.rule} {d.article}" for d in got.duties)
        absent = [words for words in expect.because if words.casefold() not in text.casefold()]
        if absent:
            found.append(f"{who}: the reason does not hold {absent} ({got.because})")
        if expect.article and not any(d.article == expect.article and d.verdict is got.verdict for d in got.duties):
            found.append(f"{who}: not by Article {expect.article}")
    return found
