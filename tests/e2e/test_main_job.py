"""The main job as a person does it: one article in, a sourced answer out, through the command line."""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from tests.shared import ROOT, SHARED, needs_shared

SAMPLE = ROOT / "examples" / "2024-11-12-sample-article.txt"
REAL = SHARED / "examples" / "2024-11-12-washington-examiner.txt"
GOLD = SHARED / "data" / "news" / "gold" / "seed000.json"


def foedus(
    *arguments: object, stdin: bytes | None = None, ledger: Path | None = None
) -> subprocess.CompletedProcess[str]:
    """Run the command; its ledger never is the user's."""
    extra = ["--ledger", str(ledger)] if ledger else []
    done = subprocess.run(
        [sys.executable, "-m", "foedus", *map(str, arguments), *extra], input=stdin, capture_output=True, cwd=ROOT
    )
    out, err = done.stdout.decode(), done.stderr.decode()
    assert "Traceback" not in err
    return subprocess.CompletedProcess(done.args, done.returncode, out, err)


def brief(article: Path, *arguments: object, ledger: Path) -> dict[str, Any]:
    """The complete brief of an article."""
    done = foedus("brief", article, "--json", *arguments, ledger=ledger)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


@pytest.fixture
def ledger(tmp_path: Path) -> Path:
    """A ledger that is not there yet."""
    return tmp_path / "ledger.sqlite"


@needs_shared
def test_every_labelled_claim_of_the_first_article_and_nothing_false(ledger: Path) -> None:
    gold = json.loads(GOLD.read_text("utf-8"))
    text = REAL.read_text("utf-8")
    answer = brief(REAL, ledger=ledger)
    (treaty,) = answer["treaties"]
    assert treaty["treaty"] == "prk-rus-2024"
    found = {
        (c["claim"]["act"], tuple(sorted(c["claim"]["actors"])), c["claim"]["modality"], c["claim"]["date"]): c["claim"]
        for c in treaty["reported"]
    }
    wanted = {
        (g["act"], tuple(sorted(g["actors"])), g["modality"], g["date"]): g
        for g in gold["claims"]
        if not g.get("optional")
    }
    assert set(found) - set(wanted) == set()
    assert set(wanted) - set(found) == set()
    for key, label in wanted.items():
        evidence = found[key]["evidence"]
        assert text[evidence["start"] : evidence["end"]] == evidence["quote"]
        assert label["anchor"] in text[evidence["start"] : evidence["end"]]
        assert (found[key]["source"] == []) == (label["source"] == "own")
        assert found[key]["certainty"] == label["certainty"]


@needs_shared
def test_the_three_clauses_and_the_hedges_of_the_first_article(ledger: Path) -> None:
    gold = json.loads(GOLD.read_text("utf-8"))
    text = REAL.read_text("utf-8")
    answer = brief(REAL, ledger=ledger)
    (treaty,) = answer["treaties"]
    said = [item["provision"] for item in treaty["provisions"]]
    for label in gold["provisions"]:
        assert any(
            item["kind"] == label["kind"]
            and label["anchor"] in text[item["evidence"]["start"] : item["evidence"]["end"]]
            for item in said
        ), label["anchor"]
    assert {item["kind"] for item in said} == {"defence", "cooperation"}
    fields = {field for item in said for field in item["fields"]}
    assert {"space", "trade"} <= fields
    hedged = " ".join(remark["evidence"]["quote"] for remark in answer["remarks"])
    assert "Many experts believe" in hedged
    assert "It is suspected" in hedged
    facts = " ".join(c["claim"]["evidence"]["quote"] for c in treaty["reported"])
    assert "CLICK HERE" not in facts
    assert "experts believe" not in facts


@pytest.mark.parametrize(
    ("on", "known", "standing", "in_force"),
    [
        ("2024-07-01", None, "signed", "no"),
        ("2024-11-12", None, "consented", "no"),
        ("2024-12-05", None, "in force", "yes"),
        ("2024-12-05", "2024-11-12", "consented", "cannot say"),
    ],
)
def test_the_standing_on_each_day_with_reasons(
    on: str, known: str | None, standing: str, in_force: str, ledger: Path
) -> None:
    clock = ("--known", known) if known else ()
    treaty = brief(SAMPLE, "--on", on, *clock, ledger=ledger)["treaties"][0]
    finding = treaty["finding"]
    assert (finding["standing"], finding["in_force"]) == (standing, in_force)
    why = " ".join(treaty["why"])
    if standing == "in force":
        assert finding["since"] == "2024-12-04"
    else:
        assert "exchange of instruments" in why
        assert finding["missing"]
        assert any(duty["rule"].startswith("VCLT-18") for duty in finding["duties_meanwhile"])


def test_the_treaty_of_2000_ends_with_the_new_one(ledger: Path) -> None:
    before = json.loads(foedus("status", "prk-rus-2000", "--on", "2024-12-03", "--json", ledger=ledger).stdout)
    after = json.loads(foedus("status", "prk-rus-2000", "--on", "2024-12-05", "--json", ledger=ledger).stdout)
    assert before["standing"] == "in force"
    assert after["standing"] in ("ended", "replaced")
    assert after["ended_on"] == "2024-12-04"


def test_the_defence_clause_is_held_as_an_obligation(ledger: Path) -> None:
    treaty = brief(SAMPLE, ledger=ledger)["treaties"][0]
    (clause,) = [owed for owed in treaty["owed"] if owed["kind"] == "defence"]
    assert clause["article"] == "4"
    assert "invasion" in clause["trigger"]
    assert clause["response"] == "military and other assistance"
    assert clause["extent"] == "all means in its possession"
    assert clause["timing"] == "without delay"
    assert any("51" in limit for limit in clause["limits"])


def test_the_page_has_its_six_parts(ledger: Path) -> None:
    page = foedus("brief", SAMPLE, ledger=ledger).stdout
    for part in (
        "WHAT IS REPORTED",
        "WHERE IT STANDS ON 12 NOVEMBER 2024",
        "WHAT IS MISSING, AND WHAT WOULD CHANGE IT",
        "WHAT EACH PARTY OWES",
        "WHAT ELSE STANDS BETWEEN THEM",
        "WHAT THE SOURCES DISAGREE ON OR LEAVE OPEN",
    ):
        assert part in page
    assert "no legal advice" in page


def test_ingesting_twice_adds_nothing_and_claims_are_listed(ledger: Path) -> None:
    first = json.loads(foedus("ingest", SAMPLE, "--json", ledger=ledger).stdout)
    again = json.loads(foedus("ingest", SAMPLE, "--json", ledger=ledger).stdout)
    assert first[0]["claims"] >= 5
    assert first[0]["added"] > 0
    assert again[0]["added"] == 0
    rows = json.loads(foedus("claims", "--treaty", "prk-rus-2024", "--json", ledger=ledger).stdout)
    assert len(rows) == first[0]["claims"]
    text = SAMPLE.read_text("utf-8")
    for row in rows:
        start, end = row["span"]
        assert row["quote"] == " ".join(text[start:end].split())
    csv = foedus("claims", "--treaty", "prk-rus-2024", "--csv", ledger=ledger).stdout
    assert csv.count("\n") >= len(rows)


def test_treaties_of_a_state_on_a_day(ledger: Path) -> None:
    rows = json.loads(foedus("treaties", "--state", "RUS", "--on", "2024-11-12", "--json", ledger=ledger).stdout)
    standing = {row["treaty"]: row["standing"] for row in rows}
    assert standing["prk-rus-2024"] == "consented"
    assert standing["prk-rus-2000"] == "in force"
    assert "north-atlantic" not in standing


BAD: list[tuple[str, bytes, int, str]] = [
    ("empty", b"", 1, "FOE201"),
    ("binary", bytes(range(256)) * 64, 1, "FOE202"),
    ("utf16", "North Korea ratified a defense treaty with Russia on Monday.".encode("utf-16"), 0, "report"),
    (
        "cyrillic",
        ("Государственная дума ратифицировала договор о стратегическом партнерстве с КНДР. " * 4).encode("cp1251"),
        0,
        "another language",
    ),
    (
        "french",
        ("Le parlement a ratifié mardi le traité de défense avec son voisin du nord. " * 4).encode(),
        0,
        "language",
    ),
    (
        "football",
        b"The striker signed a new contract with the club on Monday, his agent said.",
        0,
        "no act on a treaty",
    ),
]


@pytest.mark.parametrize(("name", "data", "code", "says"), BAD, ids=[row[0] for row in BAD])
def test_bad_input_gets_a_clear_sentence(name: str, data: bytes, code: int, says: str, tmp_path: Path) -> None:
    article = tmp_path / f"{name}.txt"
    article.write_bytes(data)
    done = foedus("brief", article, ledger=tmp_path / "l.sqlite")
    assert done.returncode == code, done.stderr
    assert says in done.stdout + done.stderr


def test_fifty_megabytes_and_a_missing_file(tmp_path: Path) -> None:
    huge = tmp_path / "huge.txt"
    with huge.open("wb") as out:
        out.truncate(50 * 1024 * 1024)
    bad = ((huge, "FOE203"), (tmp_path / "none.txt", "FOE001"))
    for verb, path, code in [(verb, *row) for verb in ("brief", "read") for row in bad]:
        done = foedus(verb, path, ledger=tmp_path / "l.sqlite")
        assert done.returncode == 1
        assert code in done.stderr
        assert done.stdout == ""


def test_without_a_day_of_publication_weekdays_stay_open(tmp_path: Path) -> None:
    article = tmp_path / "article.txt"
    article.write_text("North Korea ratified its defence treaty with Russia on Monday, state media said.")
    answer = brief(article, ledger=tmp_path / "l.sqlite")
    (claim,) = answer["treaties"][0]["reported"]
    assert claim["claim"]["date"] is None
    assert any("--published" in note for note in answer["notes"])
    dated = brief(article, "--published", "2024-11-12", ledger=tmp_path / "l.sqlite")
    assert dated["treaties"][0]["reported"][0]["claim"]["date"] == "2024-11-11"


def test_a_future_day_is_answered(ledger: Path) -> None:
    answer = brief(SAMPLE, "--published", "2031-05-05", ledger=ledger)
    assert answer["document"]["published"] == "2031-05-05"


def test_an_unknown_treaty_opens_a_provisional_record(tmp_path: Path) -> None:
    article = tmp_path / "2023-03-03-article.txt"
    article.write_text(
        "Chile and Fiji signed a treaty on the protection of migrating whales in Suva on Thursday. "
        "The Treaty on Migrating Whales will enter into force once both parliaments have approved it."
    )
    ledger = tmp_path / "l.sqlite"
    answer = brief(article, ledger=ledger)
    treaty = answer["treaties"][0]
    assert treaty["is_encoded"] is False
    assert set(treaty["parties"]) == {"CHL", "FJI"}
    assert any("provisional" in note for note in treaty["notes"])
    foedus("ingest", article, ledger=ledger)
    rows = json.loads(foedus("treaties", "--state", "FJI", "--json", ledger=ledger).stdout)
    assert [row["record"] for row in rows if row["treaty"] == treaty["treaty"]] == ["provisional"]
    assert foedus("status", treaty["treaty"], "--on", "2023-03-04", ledger=ledger).returncode == 0


@pytest.mark.parametrize(
    ("arguments", "code", "says"),
    [
        (("breif",), 2, "did you mean brief?"),
        (("status", "prk-rus-2025", "--on", "2024-11-12"), 1, "did you mean prk-rus-2024?"),
        (("status", "prk-rus-2024", "--on", "yesterday"), 2, "2024-11-12"),
        (("explain", "FOE110"), 0, "No such treaty"),
        (("explain", "VCLT-18"), 0, "object and purpose"),
        (("explain", "VCLT-1800"), 1, "FOE005"),
        (("treaties", "--state", "Atlantis"), 1, "FOE102"),
        (("check", "no-such-folder"), 1, "FOE001"),
    ],
)
def test_wrong_use_and_explanations(arguments: tuple[str, ...], code: int, says: str) -> None:
    done = foedus(*arguments)
    assert done.returncode == code, done.stderr
    assert says in done.stdout + done.stderr


def test_the_shipped_atlas_has_no_fault() -> None:
    done = foedus("check")
    assert done.returncode == 0, done.stdout


def test_the_same_in_python(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FOEDUS_LEDGER", str(tmp_path / "l.sqlite"))
    import foedus as package

    answer = package.brief(SAMPLE.read_text("utf-8"), published="2024-11-12")
    assert answer.treaties[0].finding is not None
    assert answer.treaties[0].finding.standing.value == "consented"
    assert package.open().status("prk-rus-2024", on=date(2024, 12, 5)).standing.value == "in force"
    reading = package.read(SAMPLE.read_text("utf-8"), published="2024-11-12")
    assert reading.to_labels()["claims"]
    assert not (tmp_path / "l.sqlite").exists()
