"""Was the casus foederis met? ATOP's codings and the sequence of entries into a war, against published judgments.

The judgments (Berkemeier & Fuhrmann 2018) are never read by the rules: they only say which alliances and wars to
ask about, and count the answers. Wars: Interstate War Data 1.1 (Reiter, Stam & Horowitz), found by the war's name,
and Correlates of War inter-state wars 4.0 by number where it has none, and for where a war was fought.

The rules, each a reading of the pledge (``docs/scenarios.md`` argues them):

- *bound*: pledge and event must fall within the spells of the one that owes and of the one it is owed to.
- *defence*: the ally is struck. A war the ally itself carries to another is no attack on it; one that is struck while
  it is already fighting is struck all the same.
- *offence*: the ally fights the named adversary, by its own will or not.
- *neutrality*: the ally fights; or, where the pledge needs an attack, is struck.
- *conditions*: a named adversary must be the striker, an unnamed one is in the partners' part of the world; a place
  is met where the war is fought there; a given conflict is the war named with the pledge; a number needs so many
  strikers; a provocation is a war that the struck state itself began that day or before.
- *pledged in the war*: a pledge made while the ally already fights is made for that fight.
- *non-aggression* is met where one party strikes another.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from foedus.api.import_atop import Fighter, MemberPhase, cow_fighters, member_phases, need, read_rows, when
from foedus.model.errors import FoedusError

MET = {"invoked_honoured": "yes", "invoked_violated": "yes"}
"""The published codings in which the casus was met; all others are those in which it was not."""


@dataclass(frozen=True, slots=True)
class Strike:
    """One state carries war to another on a day. ``joining``: it came into a war that was on foot."""

    day: date
    by: int
    on: int
    joining: bool


@dataclass
class War:
    """A war as a sequence of strikes, who fought until when, and the parts of the world it was fought in."""

    name: str
    cow: int
    strikes: list[Strike] = field(default_factory=list)
    until: dict[int, date] = field(default_factory=dict)
    where: frozenset[str] = frozenset()

    def fighters(self) -> set[int]:
        """Every state that strikes or is struck."""
        return {s.by for s in self.strikes} | {s.on for s in self.strikes}

    def struck(self, state: int) -> list[Strike]:
        """The strikes at a state."""
        return [s for s in self.strikes if s.on == state]

    def entered(self, state: int) -> date:
        """The day on which a state came to be in the war."""
        return min(s.day for s in self.strikes if state in (s.by, s.on))

    def began(self, strike: Strike) -> bool:
        """Had the state that is struck itself carried war to the striker before?"""
        return any(
            s.by == strike.on and s.on == strike.by and s.day <= strike.day and s is not strike for s in self.strikes
        )


@dataclass(frozen=True, slots=True)
class Judgment:
    """Whether the casus was met for an alliance in a war, the pledge that decides, and why in one sentence."""

    met: str
    because: str
    kind: str = ""


WORLD = {1: "americas", 2: "europe", 4: "africa", 6: "middle east", 7: "asia-pacific", 9: "asia-pacific"}
AMERICAS = frozenset({"north america", "south america"})

MIXED = {
    11: (2, 6),
    12: (2, 7),
    13: (1, 7),
    14: (2, 4, 6),
    15: (2, 4, 6, 7),
    16: (4, 6, 7, 9),
    17: (7, 9),
    18: (4, 6),
    19: (2, 4, 6, 7, 9),
}
"""COW's two-digit codes of where a war was fought stand for several parts of the world at once."""


def part_of(code: int) -> str:
    """The part of the world of a state by its COW code, whose hundreds follow geography."""
    if code < 200:
        return "north america" if code < 100 else "south america"
    if code < 400:
        return "europe"
    if code < 600:
        return "africa"
    return "middle east" if code < 700 else "asia-pacific"


def judge(war: War, alliance: Sequence[MemberPhase]) -> Judgment:
    """Whether any pledge of the alliance is called on by the war."""
    fighting = war.fighters()
    misses: list[str] = []
    for pledge in alliance:
        for partner in alliance:
            if partner.member == pledge.member or partner.phase != pledge.phase or partner.member not in fighting:
                continue
            for rule in (_defence, _offence, _neutrality, _nonaggression):
                found = rule(war, pledge, partner, alliance)
                if found is None:
                    continue
                if found.met == "yes":
                    return found
                misses.append(found.because)
    if misses:
        return Judgment("no", "; ".join(dict.fromkeys(misses)))
    kinds = [
        name for name in ("defense", "offense", "neutral", "nonagg", "consul") if any(r.has(name) for r in alliance)
    ]
    return Judgment("no", f"no pledge between parties is called on (pledges: {', '.join(kinds) or 'none'})")


def _holds(row: MemberPhase, day: date) -> bool:
    """Within the spell, both days included; where only the month or year is known, anywhere in it."""
    return row.since.earliest <= day and (row.until is None or day <= row.until.latest)


def _both_hold(one: MemberPhase, other: MemberPhase, day: date) -> bool:
    return _holds(one, day) and _holds(other, day)


def _in_the_war(war: War, pledge: MemberPhase, partner: MemberPhase) -> bool:
    """Was the pledge made while the partner was already fighting this war? Then it was made for that fight."""
    begun = max(pledge.since.earliest, partner.since.earliest)
    over = war.until.get(partner.member)
    return war.entered(partner.member) < begun and (over is None or begun <= over)


def _defence(war: War, pledge: MemberPhase, partner: MemberPhase, alliance: Sequence[MemberPhase]) -> Judgment | None:
    if not pledge.has("defense"):
        return None
    missed = f"{partner.member} is not struck while the pledge stands"
    fought = _in_the_war(war, pledge, partner)
    for strike in war.strikes:
        foe = strike.by if strike.on == partner.member else strike.on
        if partner.member not in (strike.by, strike.on) or (foe == pledge.member and len(alliance) > 2):
            continue
        early = fought and strike.day < pledge.since.earliest <= war.until.get(foe, date.max)
        if not early and (strike.on != partner.member or not _both_hold(pledge, partner, strike.day)):
            continue
        failing = _condition(war, pledge, "defco", strike, alliance, foe)
        if failing is None:
            how = "is already at war with" if early else "is struck by"
            return Judgment("yes", f"{partner.member} {how} {foe} on {strike.day}", "defence")
        missed = failing
    return Judgment("no", missed, "defence")


def _condition(
    war: War,
    pledge: MemberPhase,
    prefix: str,
    strike: Strike,
    alliance: Sequence[MemberPhase],
    fought: int | None = None,
) -> str | None:
    """The condition that fails, in words; None where all that the coding lets us test are met."""
    other = fought if fought is not None else strike.by
    named = {code for code in (pledge.codes.get("statthr1", 0), pledge.codes.get("statthr2", 0)) if code > 0}
    if pledge.has(prefix + "adv") and named and other not in named:
        return f"the pledge is against {', '.join(map(str, sorted(named)))}, not {other}"
    if pledge.has(prefix + "adv") and not named and part_of(other) not in {part_of(row.member) for row in alliance}:
        return f"the pledge is against a power it does not name, and {other} is in another part of the world"
    if pledge.has(prefix + "con") and not any(row.codes.get("cowwar", 0) == war.cow for row in alliance):
        return "the pledge is for another conflict"
    if pledge.has(prefix + "num") and len({s.by for s in war.struck(strike.on)}) < 2:
        return "the pledge needs more than one adversary"
    if pledge.has(prefix + "npr") and war.began(strike):
        return f"{strike.on} had begun the fighting"
    if pledge.has(prefix + "loc") and not (pledge.has(prefix + "adv") and named):
        return _elsewhere(war, pledge, prefix, alliance)
    return None


def _elsewhere(war: War, pledge: MemberPhase, prefix: str, alliance: Sequence[MemberPhase]) -> str | None:
    """A place that the coding does not name is taken to be the part of the world the partners share."""
    if prefix == "offco":
        return "the place of the pledge is not named"
    homes = Counter(part_of(row.member) for row in alliance if row.phase == pledge.phase)
    areas = {part for part, number in homes.items() if number > 0}
    if len(alliance) > 2 and len(homes) > 1:
        areas = {part for part, number in homes.items() if number > 1 or len(homes) == 2} or areas
    if war.where and not war.where & areas:
        return f"the war is fought in {', '.join(sorted(war.where))}, not in the partners' part of the world"
    return None


def _offence(war: War, pledge: MemberPhase, partner: MemberPhase, alliance: Sequence[MemberPhase]) -> Judgment | None:
    if not pledge.has("offense"):
        return None
    missed = f"{partner.member} does not fight while the pledge stands"
    over = war.until.get(partner.member)
    for strike in war.strikes:
        if partner.member not in (strike.by, strike.on):
            continue
        foe = strike.on if strike.by == partner.member else strike.by
        if foe == pledge.member:
            continue
        begun = max(pledge.since.earliest, partner.since.earliest)
        running = strike.day < begun and (over is None or begun <= over)
        if not (running or _both_hold(pledge, partner, strike.day)):
            continue
        failing = _condition(war, pledge, "offco", strike, alliance, foe)
        if failing is None:
            return Judgment("yes", f"{partner.member} fights {foe}", "offence")
        missed = failing
    return Judgment("no", missed, "offence")


def _neutrality(
    war: War, pledge: MemberPhase, partner: MemberPhase, alliance: Sequence[MemberPhase]
) -> Judgment | None:
    if not pledge.has("neutral"):
        return None
    missed = f"{partner.member} does not fight while the pledge stands"
    for strike in war.strikes:
        if partner.member not in (strike.by, strike.on):
            continue
        foe = strike.on if strike.by == partner.member else strike.by
        early = _in_the_war(war, pledge, partner) and strike.day < pledge.since.earliest
        if not (early or _both_hold(pledge, partner, strike.day)) or _beside(war, pledge.member, foe, strike.day):
            continue
        if pledge.has("neucoatt") and strike.on != partner.member and not early:
            missed = f"the pledge needs an attack, and {partner.member} itself carries the war to {foe}"
            continue
        failing = _condition(war, pledge, "neuco", strike, alliance, foe)
        if failing is None:
            return Judgment("yes", f"{partner.member} is at war with {foe}", "neutrality")
        missed = failing
    return Judgment("no", missed, "neutrality")


def _beside(war: War, state: int, foe: int, day: date) -> bool:
    """Does the one that owes neutrality itself fight the same foe from the start? Then it is not asked to stay out."""
    return any({s.by, s.on} == {state, foe} and s.day <= day for s in war.strikes)


def _nonaggression(
    war: War, pledge: MemberPhase, partner: MemberPhase, alliance: Sequence[MemberPhase]
) -> Judgment | None:
    if not pledge.has("nonagg"):
        return None
    for strike in war.struck(partner.member):
        if strike.by == pledge.member and _both_hold(pledge, partner, strike.day):
            return Judgment("yes", f"{strike.by} strikes its partner {strike.on} on {strike.day}", "nonaggression")
    return Judgment("no", f"{pledge.member} does not strike {partner.member}", "nonaggression")


def read_wars(folder: Path) -> dict[str, War]:
    """The wars by the name that the Interstate War Data gives the larger war, with COW's place and ends."""
    wars: dict[str, War] = {}
    file = folder / "interstate-war-rev.csv"
    rows = read_rows(file)
    need(rows, ("larger_war_name", "init_ccode", "target_ccode", "year", "month_entry", "day_entry", "joiner"), file)
    first: dict[tuple[str, int, int, str], Strike] = {}
    for row in rows:
        try:
            strike = Strike(_entry(row), int(row["init_ccode"]), int(row["target_ccode"]), row["joiner"] == "1")
        except ValueError as error:
            raise FoedusError("FOE508", f"a value is no number: {error}", where=str(file)) from error
        key = (row["larger_war_name"], strike.by, strike.on, row.get("init_war_name", ""))
        if key not in first or strike.day < first[key].day:
            first[key] = strike
    for (name, *_), strike in sorted(first.items(), key=lambda item: item[1].day):
        wars.setdefault(name, War(name, 0)).strikes.append(strike)
    return wars


def _entry(row: Mapping[str, str]) -> date:
    number = {
        name: int(row[name]) if row[name] not in ("", "NA") else 0 for name in ("year", "month_entry", "day_entry")
    }
    return when(number["year"], number["month_entry"], number["day_entry"]).earliest


def war_for(row: Mapping[str, str], wars: Mapping[str, War], cow: Mapping[int, Sequence[Fighter]]) -> War | None:
    """The war of a row of the labels: by name in the Interstate War Data, else by its COW number."""
    number = int(row["war_cow"]) if row["war_cow"].isdecimal() else 0
    fighters = cow.get(number, ())
    found = wars.get(row["war"])
    if found is None and fighters:
        found = _from_cow(row["war"], fighters)
    if found is None:
        return None
    ends: dict[int, date] = {}
    for item in fighters:
        if item.until is not None:
            ends[item.state] = max(ends.get(item.state, date.min), item.until.latest)
    codes = {item.where for item in fighters}
    parts = {WORLD[c] for code in codes for c in MIXED.get(code, (code,)) if c in WORLD}
    return War(found.name, number, found.strikes, ends, frozenset(_narrowed(parts, found)))


def _narrowed(parts: set[str], war: War) -> set[str]:
    """COW has one code for both Americas: the homes of those who fight say which."""
    if "americas" not in parts:
        return parts
    there = {part_of(state) for state in war.fighters()} & AMERICAS
    return (parts - {"americas"}) | (there or AMERICAS)


def _from_cow(name: str, fighters: Sequence[Fighter]) -> War:
    """Strikes from sides and initiators alone: who began strikes the other side; later entries join."""
    war = War(name, fighters[0].war)
    first = min(item.since.earliest for item in fighters)
    began = {item.side for item in fighters if item.began}
    for item in sorted(fighters, key=lambda x: x.since.earliest):
        for other in fighters:
            late = item.since.earliest > first
            if item.side != other.side and (late or item.side in began) and other.since.earliest <= item.since.earliest:
                war.strikes.append(Strike(item.since.earliest, item.state, other.state, late))
    return war


@dataclass(frozen=True, slots=True)
class Report:
    """The judgments, row by row, and the agreement with each published coding."""

    rows: tuple[dict[str, str], ...]
    codings: dict[str, dict[str, Any]]

    def to_json(self) -> dict[str, Any]:
        """Rows and codings as plain values."""
        return {"rows": list(self.rows), "codings": self.codings}

    def lines(self) -> list[str]:
        """The agreement in words: accuracy, balanced accuracy, confusion, and every error under its kind."""
        found: list[str] = [] if self.codings else [f"{len(self.rows)} rows judged; the file has no coding to compare"]
        for coding, numbers in self.codings.items():
            found.append(
                f"{coding}: {numbers['rows']} rows, accuracy {numbers['accuracy']:.3f}, "
                f"balanced accuracy {numbers['balanced_accuracy']:.3f}"
            )
            found += [f"  {cell}: {number}" for cell, number in numbers["confusion"].items()]
            for kind, number in by_kind(numbers["errors"]):
                found.append(f"  {number} {kind}")
                found += [f"    {item}" for item in numbers["errors"][kind]]
        return found


def evaluate_fulfilment(folder: Path, labels: Path) -> Report:
    """Judge every alliance and war that a labels file names, and compare with its codings.

    ``folder`` holds ``atop4_member_level.csv``, ``interstate-war-rev.csv`` and ``cow_InterStateWar_v4.0.csv``. The
    answer has the rows and, for each coding column that the file has, ``accuracy``, ``balanced_accuracy``,
    ``confusion`` and the ``errors`` by kind. Raises `FoedusError` FOE001, FOE508.
    """
    asked = read_rows(labels)
    need(asked, ("war", "war_cow", "atop_id"), labels)
    # A row that is cut short has empty cells: it is judged as far as it goes, and compared where it has a coding.
    asked = [{key: (value or "").strip() for key, value in row.items() if key is not None} for row in asked]
    by_alliance: dict[int, list[MemberPhase]] = defaultdict(list)
    for item in member_phases(folder / "atop4_member_level.csv"):
        by_alliance[item.alliance].append(item)
    cow: dict[int, list[Fighter]] = defaultdict(list)
    for fighter in cow_fighters(folder / "cow_InterStateWar_v4.0.csv"):
        cow[fighter.war].append(fighter)
    wars = read_wars(folder)
    rows, kinds = [], []
    for row in asked:
        found = _judged(row, wars, cow, by_alliance)
        kinds.append(found.kind)
        rows.append(
            {
                "war": row["war"],
                "war_cow": row["war_cow"],
                "atop_id": row["atop_id"],
                "met": found.met,
                "because": found.because,
            }
        )
    codings: dict[str, dict[str, Any]] = {
        name: _compare(asked, rows, kinds, name) for name in ("coding_authors", "coding_llm") if name in asked[0]
    }
    return Report(tuple(rows), codings)


def _judged(
    row: Mapping[str, str],
    wars: Mapping[str, War],
    cow: Mapping[int, Sequence[Fighter]],
    by_alliance: Mapping[int, Sequence[MemberPhase]],
) -> Judgment:
    war = war_for(row, wars, cow)
    if war is None:
        return Judgment("cannot say", f"no war data under the name {row['war']} or the COW number {row['war_cow']}")
    number = int(row["atop_id"]) if row["atop_id"].isdecimal() else 0
    if number not in by_alliance:
        return Judgment("cannot say", f"ATOP's member file has no alliance {row['atop_id']}")
    return judge(war, by_alliance[number])


def _compare(
    asked: Sequence[Mapping[str, str]], rows: Sequence[Mapping[str, str]], kinds: Sequence[str], coding: str
) -> dict[str, Any]:
    """Accuracy, balanced accuracy (mean of the two hit rates) and confusion; `cannot say` counts as wrong."""
    confusion: Counter[tuple[str, str]] = Counter()
    errors: dict[str, list[str]] = defaultdict(list)
    for row, got, kind in zip(asked, rows, kinds, strict=True):
        if row[coding] in ("", "NA"):
            continue
        truth = MET.get(row[coding], "no")
        confusion[(truth, got["met"])] += 1
        if truth != got["met"]:
            what = "met by the rules, not by the coding" if truth == "no" else "met by the coding, not by the rules"
            if got["met"] == "cannot say":
                what = "cannot be said by the rules"
            errors[f"{what} ({kind or row[coding]})"].append(f"{got['war']} {got['atop_id']}: {got['because']}")
    total = sum(confusion.values())
    rates = [
        confusion[(value, value)] / size
        for value in ("yes", "no")
        if (size := sum(number for (truth, _), number in confusion.items() if truth == value))
    ]
    return {
        "rows": total,
        "accuracy": (confusion[("yes", "yes")] + confusion[("no", "no")]) / total if total else None,
        "balanced_accuracy": sum(rates) / len(rates) if rates else None,
        "confusion": {f"{truth} → {got}": number for (truth, got), number in sorted(confusion.items())},
        "errors": {kind: sorted(items) for kind, items in sorted(errors.items())},
    }


def by_kind(errors: Mapping[str, Iterable[str]]) -> Iterator[tuple[str, int]]:
    """How many errors of each kind, the most first."""
    yield from sorted(((kind, len(list(items))) for kind, items in errors.items()), key=lambda item: -item[1])
