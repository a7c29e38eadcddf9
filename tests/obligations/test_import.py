"""ATOP's codings as obligations, wars as scenarios, and the fulfilment test, on small files made here."""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path

import pytest

from foedus.actors.places import gazetteer
from foedus.api.evaluate_fulfilment import War, evaluate_fulfilment
from foedus.api.import_atop import import_atop, import_cow_wars, scenario_toml, write_atop, write_wars
from foedus.api.read_scenario import scenario_from_toml
from foedus.model.errors import FoedusError
from foedus.obligations import Commitments
from foedus.obligations.answer import answer
from tests.obligations.worlds import attack, scenario
from tests.shared import SHARED, needs_shared

CODES = (
    "defense offense neutral nonagg consul defcoadv defcoloc defcocon defconum defcodem defconpr offcoadv offcoloc "
    "offcocon offconum offcodem neucoadv neucoloc neucocon neuconum neucodem neuconpr neucoatt concoadv concoloc "
    "concocon concoreq olimob obvary specthrt statthr1 statthr2 wartime cowwar cowid cow4id notaiden dipaid terrres "
    "seppeace"
).split()
DATES = "yrent moent dayent yrexit moexit dayexit".split()


def members(folder: Path, rows: list[dict[str, int]]) -> Path:
    """A member file with these rows; what a row does not say is 0."""
    file = folder / "atop4_member_level.csv"
    with file.open("w", newline="") as handle:
        writer = csv.DictWriter(handle, ["atopid", "member", "phase", *DATES, *CODES], restval=0)
        writer.writeheader()
        writer.writerows(rows)
    return file


def pact(folder: Path, **codes: int) -> Commitments:
    """France (220) and Poland (290), allied 1921 to 1939, with these codes."""
    days = {"yrent": 1921, "moent": 2, "dayent": 19, "yrexit": 1939, "moexit": 9, "dayexit": 27}
    rows = [{"atopid": 2060, "member": member, "defense": 1, **days, **codes} for member in (220, 290)]
    treaties, spells = import_atop(members(folder, rows))
    return Commitments(treaties, spells)


def verdict(held: Commitments, on: date = date(1939, 9, 1), **more: object) -> tuple[str, tuple[str, ...]]:
    """What France owes Poland when Germany attacks it."""
    got = answer(scenario(attack(**more), on=on), held, gazetteer(), "FRA", "POL", "defence")  # type: ignore[arg-type]
    return got.verdict.value, got.open


def test_an_unconditional_pledge_is_obliged_while_it_stands(tmp_path: Path) -> None:
    assert verdict(pact(tmp_path))[0] == "obliged"
    assert verdict(pact(tmp_path), date(1920, 1, 1))[0] == "not_obliged"
    assert verdict(pact(tmp_path), date(1939, 9, 28))[0] == "not_obliged"


def test_conditions_that_are_given_decide(tmp_path: Path) -> None:
    named = pact(tmp_path, defcoadv=1, statthr1=255, specthrt=1)
    assert verdict(named)[0] == "obliged"
    assert verdict(named, by="ITA")[0] == "not_obliged"
    assert verdict(pact(tmp_path, defconpr=1)) == ("conditional", ("provoked",))
    assert verdict(pact(tmp_path, defconum=1))[0] == "not_obliged"


@pytest.mark.parametrize(
    ("code", "name"),
    [
        ("defcoadv", "adversary"),
        ("defcoloc", "place"),
        ("defcocon", "conflict"),
        ("olimob", "limit"),
        ("obvary", "partner"),
    ],
)
def test_conditions_that_are_not_given_cannot_be_said(tmp_path: Path, code: str, name: str) -> None:
    assert verdict(pact(tmp_path, **{code: 1})) == ("cannot say", (name,))


def test_version_5_carries_open_spells_to_2018(tmp_path: Path) -> None:
    days = {"yrent": 1990, "moent": 1, "dayent": 1}
    file = members(tmp_path, [{"atopid": 9, "member": m, "defense": 1, **days} for m in (220, 290)])
    newer = tmp_path / "atop5.csv"
    newer.write_text("atopid,begyr,pubsecr,endyr,endmo,endday,version\n9,1990,0,0,0,0,5\n", "utf-8")
    for alliances, expected in ((None, "cannot say"), (newer, "obliged")):
        treaties, spells = import_atop(file, alliances)
        assert verdict(Commitments(treaties, spells), date(2018, 6, 1))[0] == expected
        assert verdict(Commitments(treaties, spells), date(2019, 6, 1))[0] == "cannot say"


def test_a_missing_column_is_named(tmp_path: Path) -> None:
    file = tmp_path / "short.csv"
    file.write_text("atopid,member\n1,2\n", "utf-8")
    with pytest.raises(FoedusError) as caught:
        import_atop(file)
    assert caught.value.code == "FOE508"
    assert "yrent" in str(caught.value)


def wars(folder: Path) -> Path:
    """A war that 255 begins against 290 and 220 joins two days later."""
    file = folder / "cow_InterStateWar_v4.0.csv"
    head = "WarNum,WarName,ccode,Side,StartMonth1,StartDay1,StartYear1,EndMonth1,EndDay1,EndYear1,WhereFought,Initiator"
    rows = [
        "139,A War,255,2,9,1,1939,5,7,1945,2,1",
        "139,A War,290,1,9,1,1939,9,27,1939,2,2",
        "139,A War,220,1,9,3,1939,6,22,1940,2,2",
    ]
    file.write_text("\n".join([head, *rows]) + "\n", "utf-8")
    return file


def test_a_war_becomes_a_scenario_that_can_be_read_again(tmp_path: Path) -> None:
    (war,) = import_cow_wars(wars(tmp_path))
    assert [(e.kind.value, e.by, e.on, e.joins) for e in war.events] == [
        ("attack", ("DEU",), ("POL",), ()),
        ("joining", ("FRA",), ("DEU",), ("POL",)),
    ]
    assert scenario_from_toml(scenario_toml(war), "x").events == war.events
    (row,) = write_wars(wars(tmp_path), tmp_path / "out")
    assert (tmp_path / "out" / f"{row['id']}.toml").exists()


def test_the_import_counts_what_it_read(tmp_path: Path) -> None:
    pact(tmp_path)
    found = write_atop(tmp_path / "atop4_member_level.csv", None, tmp_path / "out")
    assert found == {"rows": 2, "treaties": 1, "obligations": 1, "conditional obligations": 0}
    assert (tmp_path / "out" / "atop-2060.json").exists()


def fulfilment(folder: Path, coding: str = "invoked_honoured", **codes: int) -> str:
    """Whether the pact is held to be called on by the war."""
    pact(folder, **codes)
    wars(folder)
    iwd = "larger_war_name,init_war_name,init_ccode,target_ccode,year,month_entry,day_entry,joiner"
    lines = [iwd, "A War,a,255,290,1939,9,1,0", "A War,b,220,255,1939,9,3,1"]
    (folder / "interstate-war-rev.csv").write_text("\n".join(lines) + "\n", "utf-8")
    labels = folder / "labels.csv"
    labels.write_text(f"war,war_cow,atop_id,coding_authors\nA War,139,2060,{coding}\n", "utf-8")
    report = evaluate_fulfilment(folder, labels)
    numbers = report.codings["coding_authors"]
    assert numbers["rows"] == 1
    assert report.lines()
    return report.rows[0]["met"]


@pytest.mark.parametrize(
    ("codes", "met"),
    [
        ({}, "yes"),
        ({"defcoadv": 1, "statthr1": 365}, "no"),
        ({"defcoadv": 1, "statthr1": 255}, "yes"),
        ({"defcocon": 1, "cowwar": 106}, "no"),
        ({"defcocon": 1, "cowwar": 139}, "yes"),
        ({"defconum": 1}, "no"),
        ({"defense": 0, "nonagg": 1}, "no"),
        ({"defense": 0, "consul": 1}, "no"),
        ({"defense": 0, "offense": 1}, "yes"),
        ({"defense": 0, "neutral": 1, "neucoatt": 1}, "yes"),
        ({"yrexit": 1938}, "no"),
    ],
)
def test_a_pledge_is_met_by_its_conditions(tmp_path: Path, codes: dict[str, int], met: str) -> None:
    assert fulfilment(tmp_path, **codes) == met


def test_the_coding_never_changes_the_judgment(tmp_path: Path) -> None:
    assert fulfilment(tmp_path, "not_invoked") == fulfilment(tmp_path, "invoked_violated") == "yes"


def test_a_war_nobody_knows_cannot_be_judged(tmp_path: Path) -> None:
    fulfilment(tmp_path)
    labels = tmp_path / "other.csv"
    labels.write_text("war,war_cow,atop_id\nNo Such War,9999,2060\nA War,139,9999\n", "utf-8")
    report = evaluate_fulfilment(tmp_path, labels)
    assert [row["met"] for row in report.rows] == ["cannot say", "cannot say"]
    assert War("x", 1).fighters() == set()


@needs_shared
def test_the_published_judgments_are_met() -> None:
    folder = SHARED / "data" / "alliances"
    report = evaluate_fulfilment(folder, folder / "fulfilment-open.csv")
    assert report.codings["coding_authors"]["balanced_accuracy"] >= 0.92


@needs_shared
def test_every_alliance_and_war_is_read() -> None:
    folder = SHARED / "data" / "alliances"
    treaties, _ = import_atop(folder / "atop4_member_level.csv", folder / "atop5_alliance_level.csv")
    assert len(treaties) == 745
    assert len(import_cow_wars(folder / "cow_InterStateWar_v4.0.csv")) == 95


def test_rows_of_labels_that_are_cut_short_or_wrong_spoil_no_other(tmp_path: Path) -> None:
    fulfilment(tmp_path)
    labels = tmp_path / "labels.csv"
    text = labels.read_text("utf-8").rstrip("\n")
    labels.write_text(f"{text}\nx\n{',' * text.splitlines()[0].count(',')}\n", "utf-8")
    report = evaluate_fulfilment(tmp_path, labels)
    assert [row["met"] for row in report.rows[1:]] == ["cannot say", "cannot say"]
    assert all(coding["rows"] == 1 for coding in report.codings.values())
