"""Out and in: equal after a round trip, and nothing half imported."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from foedus.ledger import Ledger
from foedus.model.acts import Act
from foedus.model.errors import FoedusError
from foedus.model.treaty import Treaty
from tests.contract.conftest import Place
from tests.contract.samples import add, article, provision, put, remark

FORMATS = ("jsonl", "csv", "parquet", "jsonld")


def contents(ledger: Ledger) -> dict[str, Any]:
    """All that can be asked of a ledger, now and at each batch."""
    return {
        str(known): (
            ledger.documents(known=known, everything=True),
            ledger.claims(known=known, everything=True),
            ledger.provisions(known=known, everything=True),
            ledger.remarks(known=known, everything=True),
            ledger.decisions(known=known),
            ledger.treaties(known=known),
            ledger.record("prk-rus-2024", known=known),
        )
        for known in (None, *(batch.recorded for batch in ledger.batches()))
    }


@pytest.fixture
def full(place: Place) -> Ledger:
    """A ledger with something of every kind."""
    ledger = place.open()
    document, reading = article("They shall help each other, “at once”.\nSo says, the treaty; and \ud800 too.")
    put(ledger, (document, reading.model_copy(
        update={"provisions": (provision(document),), "remarks": (remark(document),)}
    )))  # fmt: skip
    place.clock.pass_by(hours=1)
    (id,) = add(ledger, "Ratified by Russia.", {"act": "ratification", "actors": ("RUS",)}, author='bert, the "2nd"')
    (other,) = add(ledger, "Another pact.", {"act": "signature", "treaty": "p-other"})
    ledger.add_acts("prk-rus-2024", [Act(kind="signature", by=("PRK", "RUS"), date="2024-06-19")], author="anna")
    ledger.add_treaty(Treaty(id="prk-rus-2024", title="The treaty", parties=("PRK", "RUS")), author="anna")
    made = ledger.decide("correct", id, author="anna", reason="typo", changes={"date": "2024-11-09"})
    place.clock.pass_by(hours=1)
    ledger.decide("reverse", made.id, author="anna", reason="no typo")
    ledger.decide("merge", "p-other", author="anna", reason="the same", into="prk-rus-2024")
    ledger.decide("reject", other, author="anna", reason="a hoax")
    return ledger


@pytest.mark.parametrize("format", FORMATS)
def test_a_whole_ledger_is_equal_after_a_round_trip(place: Place, full: Ledger, tmp_path: Path, format: str) -> None:
    path = tmp_path / f"export.{format}"
    assert full.export(path) == full.verify().entries
    copy = place.open("copy")
    copy.take_in(path, author="carla")
    assert contents(copy) == contents(full)
    assert copy.batches() == full.batches()
    assert copy.verify() == full.verify()
    again = tmp_path / f"again.{format}"
    copy.export(again)
    if format != "parquet":
        assert again.read_bytes() == path.read_bytes()


@pytest.mark.parametrize("format", FORMATS)
def test_a_treaty_s_part_is_equal_after_a_round_trip(place: Place, full: Ledger, tmp_path: Path, format: str) -> None:
    document, _ = article("Elsewhere.")
    add(full, "Elsewhere.", {"act": "signature", "treaty": "blr-rus-2024"})
    path = tmp_path / f"part.{format}"
    full.export(path, treaties=["prk-rus-2024"])
    copy = place.open("copy")
    copy.take_in(path, author="carla")
    for known in (None, *(batch.recorded for batch in full.batches())):
        theirs = {
            "claims": copy.claims(treaty="prk-rus-2024", known=known),
            "record": copy.record("prk-rus-2024", known=known),
        }
        ours = {
            "claims": full.claims(treaty="prk-rus-2024", known=known),
            "record": full.record("prk-rus-2024", known=known),
        }
        assert [item.value for item in theirs["claims"]] == [item.value for item in ours["claims"]]
        assert [item.recorded for item in theirs["claims"]] == [item.recorded for item in ours["claims"]]
        assert theirs["record"] == ours["record"]
    assert copy.document(document.id) is None
    assert copy.verify().is_clean


def test_an_export_of_what_was_known(place: Place, full: Ledger, tmp_path: Path) -> None:
    path = tmp_path / "past.jsonl"
    full.export(path, known=1)
    copy = place.open("copy")
    copy.take_in(path, author="carla")
    assert contents(copy)["None"] == contents(full)[str(full.batches()[0].recorded)]


@pytest.mark.parametrize("format", FORMATS)
def test_an_import_twice_adds_nothing(place: Place, full: Ledger, tmp_path: Path, format: str) -> None:
    path = tmp_path / f"export.{format}"
    full.export(path)
    copy = place.open("copy")
    assert copy.take_in(path, author="carla")
    assert not copy.take_in(path, author="carla")


def test_a_grown_ledger_continues_its_copy(place: Place, full: Ledger, tmp_path: Path) -> None:
    copy = place.open("copy")
    for text in ("Once more.", "And again."):
        full.export(tmp_path / "export.jsonl")
        copy.take_in(tmp_path / "export.jsonl", author="carla")
        add(full, text)
    assert copy.batches() == full.batches()[:-1]


def test_an_import_into_another_ledger_is_one_batch_of_now(place: Place, full: Ledger, tmp_path: Path) -> None:
    full.export(tmp_path / "export.jsonl")
    other = place.open("other")
    add(other, "Mine.")
    place.clock.pass_by(days=1)
    other.take_in(tmp_path / "export.jsonl", author="carla")
    assert [batch.author for batch in other.batches()] == ["anna", "carla"]
    assert len(other.claims(known=1)) == 1
    assert other.record("prk-rus-2024").claims == full.record("prk-rus-2024").claims + 1
    assert other.verify().is_clean


def test_an_empty_ledger_goes_out_and_in(place: Place, tmp_path: Path) -> None:
    place.open().export(tmp_path / "empty.jsonl")
    assert not place.open("copy").take_in(tmp_path / "empty.jsonl", author="carla")


Edit = Callable[[list[dict[str, Any]]], None]


def _first(rows: list[dict[str, Any]], kind: str) -> dict[str, Any]:
    return next(row["entry"] for row in rows if row.get("entry", {}).get("kind") == kind)


def _twice(rows: list[dict[str, Any]]) -> None:
    rows.append({"entry": _first(rows, "claim")})


def _changed(rows: list[dict[str, Any]]) -> None:
    _first(rows, "claim")["body"]["date"] = "2020-01-01"


def _unread(rows: list[dict[str, Any]]) -> None:
    _first(rows, "claim")["body"]["act"] = "dance"


def _no_document(rows: list[dict[str, Any]]) -> None:
    rows.remove({"entry": _first(rows, "document")})


def _strange_kind(rows: list[dict[str, Any]]) -> None:
    _first(rows, "claim")["kind"] = "rumour"


def _other_author(rows: list[dict[str, Any]]) -> None:
    rows[1]["batch"]["author"] = "somebody"


def _no_batch(rows: list[dict[str, Any]]) -> None:
    del rows[1]


def _bad_batch(rows: list[dict[str, Any]]) -> None:
    rows[1]["batch"]["recorded"] = "yesterday"


def _newer(rows: list[dict[str, Any]]) -> None:
    rows[0]["format"] = 99


def _other_file(rows: list[dict[str, Any]]) -> None:
    rows[0]["foedus"] = "panel"


def _not_an_entry(rows: list[dict[str, Any]]) -> None:
    rows.append({"something": "else"})


@pytest.mark.parametrize(("edit", "code"), [
    (_twice, "FOE332"), (_changed, "FOE334"), (_unread, "FOE330"), (_no_document, "FOE333"), (_strange_kind, "FOE330"),
    (_other_author, "FOE310"), (_no_batch, "FOE331"), (_bad_batch, "FOE330"), (_newer, "FOE303"),
    (_other_file, "FOE330"), (_not_an_entry, "FOE330"),
])  # fmt: skip
def test_a_bad_file_is_told_and_nothing_is_imported(
    place: Place, full: Ledger, tmp_path: Path, edit: Edit, code: str
) -> None:
    path = tmp_path / "export.jsonl"
    full.export(path)
    rows = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    edit(rows)
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
    copy = place.open("copy")
    add(copy, "Mine.")
    with pytest.raises(FoedusError) as caught:
        copy.take_in(path, author="carla")
    assert code in {item.code for item in caught.value.problems}
    assert len(copy.batches()) == 1
    assert len(copy.documents()) == 1


def test_every_fault_of_a_file_is_told_at_once(place: Place, full: Ledger, tmp_path: Path) -> None:
    path = tmp_path / "export.jsonl"
    full.export(path)
    rows = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    for edit in (_twice, _no_document, _changed, _not_an_entry):
        edit(rows)
    path.write_text("".join(json.dumps(row) + "\n" for row in rows) + "{not json\n", "utf-8")
    with pytest.raises(FoedusError) as caught:
        place.open("copy").take_in(path, author="carla")
    codes = {item.code for item in caught.value.problems}
    assert {"FOE330", "FOE333", "FOE334"} <= codes
    assert all(str(path) in item.where for item in caught.value.problems)


def test_a_circle_of_merges_in_a_file_is_told(place: Place, full: Ledger, tmp_path: Path) -> None:
    full.export(tmp_path / "part.jsonl", treaties=["prk-rus-2024"])
    copy = place.open("copy")
    add(copy, "A.", {"act": "signature", "treaty": "prk-rus-2024"})
    copy.decide("merge", "prk-rus-2024", author="dora", reason="the other way", into="p-other")
    with pytest.raises(FoedusError) as caught:
        copy.take_in(tmp_path / "part.jsonl", author="carla")
    assert [item.code for item in caught.value.problems] == ["FOE323"]
    assert len(copy.batches()) == 2


@pytest.mark.parametrize("format", FORMATS)
@pytest.mark.parametrize("share", [0.0, 0.3, 0.9, 0.999])
def test_a_cut_file_is_told(place: Place, full: Ledger, tmp_path: Path, format: str, share: float) -> None:
    path = tmp_path / f"export.{format}"
    full.export(path)
    data = path.read_bytes()
    path.write_bytes(data[: int(len(data) * share)])
    copy = place.open("copy")
    with pytest.raises(FoedusError) as caught:
        copy.take_in(path, author="carla")
    assert caught.value.code in {"FOE330", "FOE331"}
    assert copy.head() is None


@pytest.mark.parametrize("name", ["export.txt", "export", "export.sqlite"])
def test_an_unknown_format_is_told(ledger: Ledger, tmp_path: Path, name: str) -> None:
    with pytest.raises(FoedusError) as caught:
        ledger.export(tmp_path / name)
    assert caught.value.code == "FOE330"


@pytest.mark.parametrize("format", FORMATS)
def test_a_file_that_is_none_is_told(ledger: Ledger, tmp_path: Path, format: str) -> None:
    path = tmp_path / f"strange.{format}"
    with pytest.raises(FoedusError) as missing:
        ledger.take_in(path, author="carla")
    assert missing.value.code == "FOE001"
    path.write_bytes(b"\x00\xff\xfe binary \x80" * 50)
    with pytest.raises(FoedusError) as caught:
        ledger.take_in(path, author="carla")
    assert caught.value.code in {"FOE330", "FOE331"}
    assert ledger.head() is None


def test_jsonld_speaks_prov(full: Ledger, tmp_path: Path) -> None:
    path = tmp_path / "export.jsonld"
    full.export(path)
    graph = json.loads(path.read_text("utf-8"))
    kinds = [node["@type"] for node in graph["@graph"]]
    assert graph["@context"]["prov"] == "http://www.w3.org/ns/prov#"
    assert kinds.count("prov:Activity") == len(full.batches())
    claim = next(node for node in graph["@graph"] if node.get("kind") == "claim")
    named = {node["@id"] for node in graph["@graph"]}
    assert claim["wasQuotedFrom"] in named
    assert {node["wasInformedBy"] for node in graph["@graph"] if "wasInformedBy" in node} <= named


def test_csv_has_the_columns_that_people_look_for(full: Ledger, tmp_path: Path) -> None:
    import csv

    path = tmp_path / "export.csv"
    full.export(path)
    with path.open(encoding="utf-8", newline="") as file:
        claims = [row for row in csv.DictReader(file) if row["kind"] == "claim"]
    assert {row["treaty"] for row in claims} == {"prk-rus-2024", "p-other"}
    assert date.fromisoformat(claims[0]["earliest"]) == date(2024, 11, 11)
