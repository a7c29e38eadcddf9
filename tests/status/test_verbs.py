"""The verbs in Python and on the command line: status, timeline, diff, upcoming, what-if, import of acts."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest
from typer.testing import CliRunner

from foedus.api import open as open_session
from foedus.api.session import Foedus
from foedus.api.status import diff, import_acts, status, supposed, timeline, upcoming
from foedus.cli.status import app
from foedus.model.errors import FoedusError
from foedus.model.truth import Truth

TWO = """
id = "aut-che-1990"
title = "A treaty of two"
parties = ["AUT", "CHE"]
[entry_into_force]
article = "5"
when = { exchange = "ratification" }
[withdrawal]
article = "6"
notice = { years = 1 }
[[act]]
kind = "signature"
by = ["AUT", "CHE"]
date = 1990-01-01
source = "made up"
[[act]]
kind = "ratification"
by = ["AUT", "CHE"]
date = 1990-06-01
source = "made up"
[[act]]
kind = "exchange"
of = "ratification"
by = ["AUT", "CHE"]
date = 1991-02-03
source = "made up"
[[act]]
kind = "withdrawal"
by = ["CHE"]
date = 2000-05-05
source = "made up"
[[source]]
id = "made up"
title = "Made up for this test"
"""


@pytest.fixture
def session(tmp_path: Path) -> Foedus:
    folder = tmp_path / "treaties"
    folder.mkdir()
    (folder / "aut-che-1990.toml").write_text(TWO, "utf-8")
    return open_session(tmp_path / "none.sqlite", treaties=(folder,), today=date(2000, 6, 1))


def test_status_on_a_day_and_as_known(session: Foedus) -> None:
    before = status(session, "aut-che-1990", on=date(1990, 7, 1))
    assert (before.standing.value, before.in_force) == ("consented", Truth.NO)
    later = status(session, "aut-che-1990", on=date(1991, 3, 1), known=date(1990, 12, 31))
    assert (later.standing.value, later.in_force) == ("consented", Truth.CANNOT_SAY)
    now = status(session, "aut-che-1990")
    assert now.party("CHE").standing.value == "withdrawing"  # type: ignore[union-attr]


def test_a_supposed_act_changes_the_answer_only(session: Foedus) -> None:
    supposed_in_force = status(session, "aut-che-1990", on=date(1990, 9, 1), what_if=("AUT exchange 1990-08-01",))
    assert str(supposed_in_force.since) == "1990-08-01"
    assert status(session, "aut-che-1990", on=date(1990, 9, 1)).in_force is Truth.NO


@pytest.mark.parametrize("text", ["", "AUT", "AUT exchange", "AUT dances 1990-01-01", "Narnia signs 1990-01-01"])
def test_what_cannot_be_supposed_is_said(session: Foedus, text: str) -> None:
    with pytest.raises(FoedusError) as caught:
        supposed(text, session.treaty("aut-che-1990"))
    assert caught.value.code == "FOE427"


def test_timeline_is_rows_of_spells(session: Foedus) -> None:
    rows = timeline(session, "aut-che-1990", state="CHE")
    assert [row["standing"] for row in rows] == ["signatory", "consented", "party", "withdrawing", "withdrawn"]
    assert rows[2]["since"] == "1991-02-03"
    assert {row["subject"] for row in timeline(session, "aut-che-1990")} == {"aut-che-1990", "AUT", "CHE"}


def test_diff_names_what_changed(session: Foedus) -> None:
    rows = diff(session, "aut-che-1990", date(1990, 7, 1), date(1991, 7, 1))
    assert {(row["subject"], row["to"]) for row in rows} == {
        ("aut-che-1990", "in force"),
        ("AUT", "party"),
        ("CHE", "party"),
    }
    assert diff(session, "aut-che-1990", date(1991, 7, 1), date(1991, 8, 1)) == []


def test_upcoming_names_what_is_certain(session: Foedus) -> None:
    rows = upcoming(session, "1y", key="aut-che-1990")
    assert [row["on"] for row in rows] == ["2001-05-05", "2001-05-05"]
    assert upcoming(session, "6m", key="aut-che-1990") == []
    with pytest.raises(FoedusError):
        upcoming(session, "a while", key="aut-che-1990")


GOOD = "treaty,state,act,date,source\naut-che-1990,AUT,signature,1990-01-01,register\n"


def test_import_reads_acts(tmp_path: Path) -> None:
    file = tmp_path / "acts.csv"
    file.write_text(GOOD, "utf-8")
    found = import_acts(file)
    assert (found.accepted, found.refused) == (1, [])
    assert found.acts["aut-che-1990"][0].by == ("AUT",)


@pytest.mark.parametrize(
    ("row", "code"),
    [
        ("aut-che-1990,AUT,dance,1990-01-01,x", "FOE422"),
        ("aut-che-1990,XXQ,signature,1990-01-01,x", "FOE020"),
        ("aut-che-1990,AUT,signature,yesterday,x", "FOE003"),
        ("aut-che-1990,AUT,signature,,x", "FOE415"),
        ("aut-che-1990,DDR,signature,1995-01-01,x", "FOE403"),
        ("aut-che-1990,AUT,signature,1990-01-01,y", "FOE422"),
    ],
)
def test_import_refuses_a_row_with_its_line_and_why(tmp_path: Path, row: str, code: str) -> None:
    file = tmp_path / "acts.csv"
    file.write_text(GOOD + row + "\n", "utf-8")
    found = import_acts(file)
    assert found.accepted == 1
    assert [(problem.where, problem.code) for problem in found.refused] == [("acts.csv:3", code)]


def test_import_refuses_a_treaty_the_atlas_does_not_know(tmp_path: Path, session: Foedus) -> None:
    file = tmp_path / "acts.csv"
    file.write_text(GOOD + "aut-che-1991,AUT,signature,1990-01-01,x\n", "utf-8")
    [problem] = import_acts(file, session.atlas).refused
    assert problem.code == "FOE110"
    assert "aut-che-1990" in problem.help


@pytest.mark.parametrize("text", ["treaty,state\na,b\n", ""])
def test_import_of_a_file_without_the_columns(tmp_path: Path, text: str) -> None:
    file = tmp_path / "acts.csv"
    file.write_text(text, "utf-8")
    with pytest.raises(FoedusError) as caught:
        import_acts(file)
    assert caught.value.code == "FOE422"


def test_the_commands_answer_as_text_and_json(session: Foedus) -> None:
    run = CliRunner()
    given = ["--treaties", str(session.folders[0])]
    text = run.invoke(app, ["status", "aut-che-1990", "--on", "1990-07-01", "--why", *given])
    assert text.exit_code == 0
    assert "the exchange of instruments of ratification" in text.stdout
    made = run.invoke(app, ["status", "aut-che-1990", "--on", "1990-07-01", "--json", *given])
    assert json.loads(made.stdout)["standing"] == "consented"
    for command in (["timeline", "aut-che-1990"], ["upcoming", "aut-che-1990", "--on", "2000-06-01"]):
        rows = json.loads(run.invoke(app, [*command, "--json", *given]).stdout)
        assert rows
    changed = run.invoke(app, ["diff", "aut-che-1990", "--from", "1990-07-01", "--to", "1991-07-01", "--json", *given])
    assert len(json.loads(changed.stdout)) == 3


def test_a_state_is_asked_about_by_id_or_name_and_only_while_it_was_there(session: Foedus) -> None:
    found = status(session, "aut-che-1990", on=date(1995, 1, 1), states=("Austria",))
    assert [item.state for item in found.parties] == ["AUT"]
    with pytest.raises(FoedusError) as caught:
        status(session, "aut-che-1990", states=("QQQ",))
    assert caught.value.code == "FOE102"
    with pytest.raises(FoedusError) as caught:
        status(session, "aut-che-1990", on=date(1995, 1, 1), states=("SUN",))
    assert caught.value.code == "FOE403"
    assert "RUS" in str(caught.value)


def test_days_the_wrong_way_round(session: Foedus) -> None:
    with pytest.raises(FoedusError):
        diff(session, "aut-che-1990", date(1992, 1, 1), date(1990, 1, 1))


def test_a_suspension_between_some_stands_in_the_timeline() -> None:
    rows = timeline(open_session(), "anzus", state="NZL")
    between = [row for row in rows if row["standing"] == "suspended"]
    assert [(row["subject"], row["since"], row["until"]) for row in between] == [("USA-NZL", "1986-08-11", None)]


PAUSED = """
id = "aut-che-1980"
title = "A treaty that was paused"
parties = ["AUT", "CHE"]
[entry_into_force]
article = "5"
when = { consents = "all" }
[[act]]
kind = "ratification"
by = ["AUT", "CHE"]
date = 1980-01-01
source = "made up"
[[act]]
kind = "suspension"
by = ["AUT", "CHE"]
date = 1985-01-01
source = "made up"
[[act]]
kind = "resumption"
by = ["AUT", "CHE"]
date = 1988-01-01
effective = 1988-03-01
source = "made up"
[[source]]
id = "made up"
title = "Made up for this test"
"""


def test_a_resumption_is_certain_only_once_it_is_declared(tmp_path: Path) -> None:
    (tmp_path / "aut-che-1980.toml").write_text(PAUSED, "utf-8")
    paused = open_session(treaties=[tmp_path])
    assert upcoming(paused, "5y", on=date(1986, 1, 1), key="aut-che-1980") == []
    assert {row["on"] for row in upcoming(paused, "1y", on=date(1988, 2, 1), key="aut-che-1980")} == {"1988-03-01"}


def test_a_consent_of_an_unknown_day_is_told_without_a_day(session: Foedus) -> None:
    found = status(session, "ctbt", on=date(2030, 1, 1), states=("EGY",), what_if=["EGY ratification 2028-02"])
    assert "2028-02-" not in found.parties[0].reason.says


def test_a_row_without_a_state_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "acts.csv"
    file.write_text(
        "treaty,state,act,date,source\na,,ratification,2000-01-01,x\na,,termination,2001-01-01,x\n", "utf-8"
    )
    found = import_acts(file)
    assert [problem.where for problem in found.refused] == ["acts.csv:2"]
    assert found.accepted == 1


def test_two_rules_that_conflict_are_an_error_with_both_places(tmp_path: Path) -> None:
    torn = (
        TWO.replace("notice = { years = 1 }", "allowed = false") + '[duration]\narticle = "9"\nterm = { years = 5 }\n'
    )
    torn += 'renewal = { kind = "tacit", term = { years = 5 }, unless_notice = { years = 1 } }\n'
    (tmp_path / "aut-che-1990.toml").write_text(torn, "utf-8")
    own = open_session(treaties=(tmp_path,))
    verbs = (
        lambda: status(own, "aut-che-1990"),
        lambda: timeline(own, "aut-che-1990"),
        lambda: diff(own, "aut-che-1990", date(1990, 1, 1), date(1992, 1, 1)),
    )
    for verb in verbs:
        with pytest.raises(FoedusError) as caught:
            verb()
        assert caught.value.code == "FOE419"
        assert "Article 6" in str(caught.value)
        assert "Article 9" in str(caught.value)


def test_an_exchange_on_a_day_known_in_part_is_not_called_missing(tmp_path: Path) -> None:
    (tmp_path / "aut-che-1990.toml").write_text(TWO.replace("1991-02-03", '"1991-02"'), "utf-8")
    found = status(open_session(treaties=(tmp_path,)), "aut-che-1990", on=date(1991, 2, 15))
    assert found.in_force is Truth.CANNOT_SAY
    said = " ".join(reason.says for reason in found.why.walk())
    assert "none is recorded" not in said
    assert "1991-02" in said
