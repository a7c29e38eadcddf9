"""The comparison with official dates: a small folder of our own with every kind of rule, and the real one."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from foedus.api.evaluate_status import Report, evaluate_status
from foedus.model.errors import FoedusError
from tests.shared import SHARED, needs_shared

HEADER = "treaty_id,state_iso3,action,date,source\n"


def rule(id: str, all_of: list[dict[str, Any]], official: str | None, **more: Any) -> dict[str, Any]:
    named = {key: more.pop(key) for key in ("kind", "succession_counted", "actions_complete") if key in more}
    body = {"all_of": all_of, "delay": {"days": 0}, "later": {"days": 0}, **more}
    return {
        "id": id,
        "title": id,
        "article": "9",
        "rule": body,
        "official_eif": official,
        "status": "match",
        "actions_origin": "made up",
        **named,
    }


def folder(tmp_path: Path, rules: list[dict[str, Any]], acts: str, lists: dict[str, Any] | None = None) -> Path:
    (tmp_path / "gold_eif.json").write_text(json.dumps(rules), "utf-8")
    (tmp_path / "actions.csv").write_text(HEADER + acts, "utf-8")
    (tmp_path / "lists.json").write_text(json.dumps(lists or {}), "utf-8")
    return tmp_path


def consents(id: str, *pairs: tuple[str, str], act: str = "ratification") -> str:
    return "".join(f"{id},{state},{act},{day},x\n" for state, day in pairs)


LISTS = {
    "landlocked": ["AUT", "CHE"],
    "club_member_since": {"AUT": "1990-01-01", "CHE": "1990-01-01", "FRA": "1990-01-01", "ITA": "2001-01-01"},
    "tonnage_pct": {"AUT": 30.0, "CHE": 25.0, "FRA": 45.0},
    "filters": {"states with a coast": ["FRA", "ITA"]},
    "pioneers": ["AUT", "FRA", "ITA"],
    "pioneers_developed": ["FRA", "ITA"],
}
ACTS = (("AUT", "2000-01-01"), ("CHE", "2000-03-01"), ("FRA", "2000-06-15"), ("ITA", "2000-12-31"))
KINDS: list[tuple[str, list[dict[str, Any]], dict[str, Any], str | None]] = [
    ("count", [{"type": "count", "n": 3}], {}, "2000-06-15"),
    ("exclude", [{"type": "count", "n": 3, "exclude": ["FRA"]}], {}, "2000-12-31"),
    ("who", [{"type": "count", "n": 2, "who": "landlocked"}], {}, "2000-03-01"),
    ("filter", [{"type": "count", "n": 1, "who": "states with a coast"}], {}, "2000-06-15"),
    ("members", [{"type": "fraction_of_members", "org": "club", "ge": [2, 3]}], {}, "2000-03-01"),
    ("majority", [{"type": "fraction_of_list", "list": "landlocked", "gt": [1, 2]}], {}, "2000-03-01"),
    ("named", [{"type": "named", "states": ["CHE", "ITA"], "need": "all"}], {}, "2000-12-31"),
    ("one of", [{"type": "named", "states": ["CHE", "ITA"], "need": 1}], {}, "2000-03-01"),
    ("weighted", [{"type": "weighted", "weights": "tonnage", "ge_pct": 55}], {}, "2000-03-01"),
    ("strictly", [{"type": "weighted", "weights": "tonnage", "ge_pct": 55, "op": ">"}], {}, "2000-06-15"),
    ("fraction", [{"type": "weighted", "weights": "tonnage", "ge": [2, 3]}], {}, "2000-06-15"),
    ("at least", [{"type": "at_least", "k": 2, "of": "pioneers", "and_k": 2, "and_of": "developed"}], {}, "2000-12-31"),
    ("both", [{"type": "count", "n": 1}, {"type": "weighted", "weights": "tonnage", "ge_pct": 90}], {}, "2000-06-15"),
    ("days", [{"type": "count", "n": 3}], {"delay": {"days": 90}}, "2000-09-13"),
    ("months", [{"type": "count", "n": 3}], {"delay": {"months": 3, "then": "first_of_next_month"}}, "2000-10-01"),
    ("start", [{"type": "count", "n": 3}], {"delay": {"month_start_offset": 2}}, "2000-08-01"),
    ("floor", [{"type": "count", "n": 3}], {"not_before": "2001-01-01"}, "2001-01-01"),
    ("fixed", [{"type": "count", "n": 3}], {"fixed_date_if_met": "2000-07-01"}, "2000-07-01"),
    ("missed", [{"type": "count", "n": 3}], {"fixed_date_if_met": "2000-05-01", "delay": {"days": 1}}, "2000-06-16"),
    ("parent", [{"type": "count", "n": 1}], {"parent_floor": "count"}, "2000-06-15"),
    ("known parent", [{"type": "count", "n": 1}], {"parent_floor": "18-10"}, "2002-07-01"),
    ("parties", [{"type": "fraction_of_parties", "parties_of": "count", "ge": [3, 4]}], {}, "2000-06-15"),
    ("inline", [{"type": "fraction_of_list", "list": ["AUT", "ITA"], "gt": [1, 2]}], {}, "2000-12-31"),
    ("only", [{"type": "count", "n": 2, "only": ["CHE", "FRA", "ITA"]}], {}, "2000-06-15"),
    ("short", [{"type": "count", "n": 5}], {}, None),
    ("last only", [{"type": "count", "n": 30, "who": "all parties"}], {"actions_complete": False}, "2000-12-31"),
]


@pytest.mark.parametrize(("name", "all_of", "more", "official"), KINDS, ids=[kind[0] for kind in KINDS])
def test_every_kind_of_rule(
    tmp_path: Path, name: str, all_of: list[dict[str, Any]], more: dict[str, Any], official: str | None
) -> None:
    rules = [rule("count", [{"type": "count", "n": 3}], "2000-06-15"), rule("asked", all_of, official, **dict(more))]
    acts = consents("count", *ACTS) + consents("asked", *ACTS)
    report = evaluate_status(folder(tmp_path, rules, acts, LISTS))
    [_, asked] = report.treaties
    assert (asked.computed, asked.agrees) == (official, True), asked.why


def test_bilateral_rules(tmp_path: Path) -> None:
    rules = [
        rule("a", [{"type": "exchange_of_instruments"}], "2000-03-01", kind="bilateral"),
        rule("b", [{"type": "last_notification"}], "2000-04-01", kind="bilateral"),
        rule("c", [{"type": "signature_alone"}], "2000-05-01", kind="bilateral"),
        rule("d", [{"type": "all_deposits"}], "2000-06-01", kind="bilateral"),
    ]
    acts = (
        consents("a", ("AUT", "2000-01-01"), ("CHE", "2000-02-01"), act="ratification_act")
        + consents("a", ("AUT", "2000-03-01"), ("CHE", "2000-03-01"), act="exchange_of_instruments")
        + consents("b", ("AUT", "2000-01-01"), ("CHE", "2000-04-01"), act="notification")
        + consents("c", ("AUT", "2000-05-01"), ("CHE", "2000-05-01"), act="signature")
        + consents("d", ("AUT", "2000-02-01"), ("CHE", "2000-06-01"), act="deposit_date")
    )
    report = evaluate_status(folder(tmp_path, rules, acts))
    assert [item.why for item in report.treaties if not item.agrees] == []


def test_what_cannot_be_said_is_named(tmp_path: Path) -> None:
    rules = [
        rule("list", [{"type": "fraction_of_list", "list": "those present", "ge": [3, 4]}], "2000-06-15"),
        rule("kind", [{"type": "oracle"}], "2000-06-15"),
        rule("table", [{"type": "count", "n": 1}, {"type": "weighted", "weights": "lost", "ge": [1, 2]}], "2000-01-01"),
    ]
    report = evaluate_status(folder(tmp_path, rules, "".join(consents(i, *ACTS) for i in ("list", "kind", "table"))))
    unlisted, unknown, tableless = report.treaties
    assert unlisted.computed is None
    assert "cannot say" in unlisted.why
    assert "those present" in unlisted.why
    assert "oracle" in unknown.why
    assert tableless.computed is None
    assert "cannot say" in tableless.why
    assert "lost" in tableless.why


def test_what_the_folder_itself_calls_absent_is_left_out_and_said(tmp_path: Path) -> None:
    weights = {"type": "weighted", "weights": "lost", "ge": [1, 2], "data": "absent"}
    rules = [rule("table", [{"type": "count", "n": 1}, weights], "2000-01-01")]
    (found,) = evaluate_status(folder(tmp_path, rules, consents("table", *ACTS))).treaties
    assert found.computed is not None
    assert "not evaluated" in found.why


def test_a_day_known_in_part_gives_bounds(tmp_path: Path) -> None:
    rules = [rule("part", [{"type": "count", "n": 2}], None)]
    (found,) = evaluate_status(folder(tmp_path, rules, consents("part", ("AUT", "1999"), ("CHE", "2000-07")))).treaties
    assert found.computed is None
    assert "between 2000-07-01 and 2000-07-31" in found.why


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ({"all_of": None}, "all_of"),
        ({"all_of": [{"type": "count", "n": "many"}]}, "many"),
        ({"all_of": [{"type": "named"}]}, "states is missing"),
        ({"all_of": [{"type": "count", "n": 1}], "delay": {"fortnights": 2}}, "fortnights"),
        ({"all_of": [{"type": "count", "n": 1}], "delay": 30}, "30"),
        ({"all_of": [{"type": "count", "n": 1}], "not_before": "soon"}, "soon"),
        (None, "all_of"),
    ],
)
def test_a_rule_that_cannot_be_read_spoils_no_other(tmp_path: Path, written: object, said: str) -> None:
    rules = [{"id": "bad", "rule": written}, rule("good", [{"type": "count", "n": 1}], "2000-01-01"), {"title": "?"}]
    report = evaluate_status(folder(tmp_path, rules, consents("good", *ACTS) + consents("bad", *ACTS)))
    bad, good = report.treaties
    assert good.computed is not None
    assert bad.computed is None
    assert said in bad.why
    assert any("has no id" in fault for fault in report.faults)


def test_rows_of_parties_that_cannot_be_read_are_told(tmp_path: Path) -> None:
    path = folder(tmp_path, [rule("a", [{"type": "count", "n": 1}], "2000-01-01")], consents("a", *ACTS))
    header = "source_id,gold_id,state_iso3,action_date,party_eif\n"
    rows = "x,a,AUT,2000-01-01,2000-01-01\nx,a,CHE,,2000-01-01\nx,a,CHE,2000-01-01,soon\nx,a,,2000-01-01,\nx\n"
    (path / "party_eif.csv").write_text(header + rows, "utf-8")
    report = evaluate_status(path)
    assert [item.state for item in report.parties] == ["AUT"]
    assert [fault.split(":")[1] for fault in report.faults] == ["3", "4", "5", "6"]


@pytest.mark.parametrize(
    ("condition", "official"),
    [
        ({"type": "count", "n": 1, "only": "pioneers"}, "2000-03-01"),
        ({"type": "count", "n": 1, "exclude": "AUT"}, "2000-03-01"),
        ({"type": "at_least", "k": 1, "of": ["CHE", "ITA"], "and_k": 1, "and_of": ["ITA"]}, "2000-12-31"),
    ],
)
def test_lists_by_name_or_by_state(tmp_path: Path, condition: dict[str, object], official: str) -> None:
    lists = {"pioneers": ["CHE", "ITA"]}
    acts = consents("a", ("AUT", "2000-01-01"), ("CHE", "2000-03-01"), ("ITA", "2000-12-31"))
    report = evaluate_status(folder(tmp_path, [rule("a", [condition], official)], acts, lists))
    assert [item.why for item in report.treaties if not item.agrees] == []


def test_faults_of_the_acts_are_told_with_their_line(tmp_path: Path) -> None:
    path = folder(
        tmp_path, [rule("a", [{"type": "count", "n": 1}], None)], "a,AUT,dance,2000-01-01,x\na,AUT,accession,soon,x\n"
    )
    faults = evaluate_status(path).faults
    assert [fault.split(":")[1] for fault in faults] == ["2", "3"]


def test_a_folder_that_does_not_fit(tmp_path: Path) -> None:
    with pytest.raises(FoedusError) as caught:
        evaluate_status(tmp_path)
    assert caught.value.code == "FOE426"


def test_party_dates_and_why_they_differ(tmp_path: Path) -> None:
    path = folder(
        tmp_path,
        [rule("a", [{"type": "count", "n": 2}], "2000-03-31", delay={"days": 30}, later={"days": 30})],
        consents("a", *ACTS),
    )
    rows = [
        ("AUT", "2000-01-01", "2000-03-31"),
        ("FRA", "2000-06-15", "2000-07-15"),
        ("ITA", "2000-12-31", "2001-01-31"),
        ("FRA", "2000-06-15", "2000-06-15"),
    ]
    text = "source_id,gold_id,state_iso3,action_date,party_eif\n" + "".join(f"s,a,{','.join(row)}\n" for row in rows)
    (path / "party_eif.csv").write_text(text, "utf-8")
    parties = evaluate_status(path).parties
    assert [item.agrees for item in parties] == [True, True, False, False]
    assert parties[2].why.startswith("counting: 1 calendar month")
    assert parties[3].computed == "2000-07-15"
    assert parties[3].why


def real() -> Report:
    return evaluate_status(SHARED / "data" / "status")


@needs_shared
def test_the_real_folder_is_exact_where_its_data_reach() -> None:
    report = real()
    exact = ("match", "match_not_in_force", "match_with_patch")
    assert [item.why for item in report.treaties if item.status in exact and not item.agrees] == []
    assert all(item.why for item in report.treaties)
    paris = [item for item in report.parties if item.id == "paris"]
    assert paris
    assert all(item.agrees for item in paris)
    assert [item for item in report.parties if not item.agrees and item.why.startswith(("not explained", "?"))] == []
    shape = report.to_json()
    assert {"id", "computed", "official", "why"} <= set(shape["treaties"][0])
    assert {"id", "state", "computed", "official"} <= set(shape["parties"][0])
