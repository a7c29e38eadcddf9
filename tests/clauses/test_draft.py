"""A draft as a whole: evidence, refusals, the treaty file, review, dates, scores, the command."""

from __future__ import annotations

import json
import subprocess
import sys
import tomllib
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner

from foedus.api.draft import as_toml, as_treaty, draft, draft_folder, drafts_of, explain, review
from foedus.api.draft_dates import acts_for, chain
from foedus.api.evaluate_texts import FIELDS, canonical, evaluate_texts, judged, score
from foedus.clauses.rules import groups, rules
from foedus.cli.draft import app
from foedus.model.acts import Act
from foedus.model.documents import Document
from foedus.model.errors import FoedusError
from foedus.model.treaty import Treaty
from tests.shared import SHARED, needs_shared

TEXT = """CONVENTION ON THE LAKES
The Governments of Kenya, Uganda and the United Republic of Tanzania, wishing to keep their lakes, have agreed:
Article 1
If one of the Parties is the object of an armed attack, the others shall immediately render it assistance.
Article 2
This Convention is subject to ratification.
The instruments of ratification shall be deposited with the Government of Kenya.
Article 3
1. This Convention shall enter into force on the thirtieth day after the deposit
of the second instrument of ratification.
2. For each State that ratifies it thereafter, this Convention shall enter into force
on the day of deposit of its instrument.
Article 4
Any Party may denounce this Convention after five years from its entry into force.
The denunciation shall take effect one year after its receipt.
Article 5
No reservations may be made to this Convention.
DONE at Nairobi on 4 May 1990 in the English and French languages, both texts being equally authentic.
"""

ACTS = """treaty,state,act,date,source
,KEN,ratification,1991-01-10,register
,UGA,ratification,1991-03-01,register
,TZA,accession,1992-07-15,register
,TZA,dance,1992-07-15,register
,UGA,ratification,soon,register
"""


@pytest.fixture
def lakes(tmp_path: Path) -> Path:
    file = tmp_path / "lakes.txt"
    file.write_text(TEXT, "utf-8")
    return file


def test_every_value_has_the_words_it_came_from(lakes: Path) -> None:
    found = draft(lakes)
    assert {value.path for value in found.values} >= {
        "entry_into_force.when",
        "entry_into_force.delay",
        "entry_into_force.later.delay",
        "depositary",
        "withdrawal.earliest",
        "withdrawal.notice",
        "reservations.allowed",
        "languages",
        "obligation",
    }
    for value in found.values:
        assert TEXT[value.start : value.end] == value.quote
        assert value.article
        assert value.says
    when = found.value("entry_into_force.when")
    assert when is not None
    assert (when.article, when.quote) == ("art_3__para_1", "second instrument")
    assert found.parties == ("KEN", "UGA", "TZA")
    assert found.signed == date(1990, 5, 4)


def test_the_treaty_file_round_trips(lakes: Path) -> None:
    found = draft(lakes)
    text = as_toml(found)
    assert Treaty.model_validate(tomllib.loads(text)) == as_treaty(found)
    assert "# art_3__para_1 [" in text
    assert "drafted" in text


@given(st.text(max_size=300))
def test_any_text_is_drafted_or_refused_with_a_number(text: str) -> None:
    document = Document.of(text + " This Treaty shall enter into force on signature.", name="x")
    try:
        found = draft(document)
    except FoedusError as error:
        if error.code in ("FOE701", "FOE702"):
            return
        raise
    assert Treaty.model_validate(tomllib.loads(as_toml(found))) == as_treaty(found)


def test_what_the_text_leaves_open_stays_open() -> None:
    found = draft(
        Document.of("Article 1. The Parties shall meet each year in May and talk about the lakes and rivers.")
    )
    assert found.reading["rule"]["kind"] == "none"
    assert "entry_into_force" in found.unread
    assert any(note.startswith("FOE703") for note in found.notes)
    assert as_treaty(found).entry_into_force is None


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "FOE701"),
        (b"   \n \n", "FOE701"),
        (b"12 34 5 6 7 8", "FOE701"),
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00\x01\x02\x03", "FOE704"),
        (bytes(range(256)) * 8, "FOE704"),
        (
            "Die Vertragsparteien vereinbaren, dass dieser Vertrag am Tag nach der Hinterlegung in Kraft tritt. " * 3,
            "FOE702",
        ),
        ("Le présent traité entrera en vigueur le jour du dépôt du dernier instrument de ratification. " * 4, "FOE702"),
    ],
)
def test_refusals_have_a_number_and_a_next_step(tmp_path: Path, data: bytes | str, code: str) -> None:
    file = tmp_path / "text.txt"
    file.write_bytes(data.encode() if isinstance(data, str) else data)
    with pytest.raises(FoedusError) as caught:
        draft(file)
    assert caught.value.code == code
    assert caught.value.problems[0].help


def test_a_missing_file_is_named() -> None:
    with pytest.raises(FoedusError) as caught:
        draft("no-such-treaty.txt")
    assert caught.value.code == "FOE001"


def test_the_text_layer_of_a_pdf_is_read(tmp_path: Path) -> None:
    pytest.importorskip("pypdf")
    file = tmp_path / "treaty.pdf"
    file.write_bytes(_pdf("Article 1. This Treaty shall enter into force upon signature."))
    assert draft(file).reading["rule"]["kind"] == "signature"
    file.write_bytes(b"%PDF-1.4 broken")
    with pytest.raises(FoedusError) as caught:
        draft(file)
    assert caught.value.code in ("FOE704", "FOE701")


def _pdf(words: str) -> bytes:
    stream = f"BT /F1 12 Tf 20 100 Td ({words}) Tj ET".encode()
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 200] /Contents 4 0 R "
        b"/Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length " + str(len(stream)).encode() + b" >>\nstream\n" + stream + b"\nendstream",
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    out, places = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += f"{number} 0 obj\n".encode() + body + b"\nendobj\n"
    table = b"".join(f"{place:010d} 00000 n \n".encode() for place in places)
    head = f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n".encode()
    tail = f"trailer << /Size {len(objects) + 1} /Root 1 0 R >>\nstartxref\n{len(out)}\n%%EOF".encode()
    return out + head + table + tail


def test_review_keeps_the_draft_beside_what_a_person_said(lakes: Path) -> None:
    found = draft(lakes)
    index = next(i for i, value in enumerate(found.values) if value.path == "entry_into_force.when")
    made = review(found, index, "corrected", by="A. Reader", on=date(2025, 1, 2), value="{ consents = 3 }")
    assert made.values[index].value == {"consents": 2}
    assert made.values[index].accepted == {"consents": 3}
    entry = as_treaty(made).entry_into_force
    assert entry is not None
    assert entry.when.consents == 3
    assert "corrected by A. Reader on 2025-01-02" in as_toml(made)
    gone = review(found, index, "rejected", by="A. Reader", on=date(2025, 1, 2))
    assert as_treaty(gone).entry_into_force is None


def test_a_correction_that_cannot_stand_is_refused(lakes: Path) -> None:
    found = draft(lakes)
    index = next(i for i, value in enumerate(found.values) if value.path == "entry_into_force.when")
    for bad in ("{ moon = 3 }", "{ consents = "):
        with pytest.raises(FoedusError) as caught:
            review(found, index, "corrected", by="A. Reader", on=date(2025, 1, 2), value=bad)
        assert caught.value.code == "FOE707"


def test_from_the_words_of_the_clause_to_the_day(lakes: Path, tmp_path: Path) -> None:
    file = tmp_path / "acts.csv"
    file.write_text(ACTS, "utf-8")
    found = draft(lakes)
    acts, refused = acts_for(found, file)
    assert [problem.where for problem in refused] == ["acts.csv:5", "acts.csv:6"]
    made = chain(found, acts)
    assert str(made.entry) == "1991-03-31"
    assert {state: str(day) for state, day in made.parties.items()} == {
        "KEN": "1991-03-31",
        "UGA": "1991-03-31",
        "TZA": "1992-07-15",
    }
    said = "\n".join(made.steps)
    assert "second instrument" in said
    assert "1991-03-31" in said


def test_too_few_acts_give_no_day(lakes: Path) -> None:
    made = chain(draft(lakes), [])
    assert made.entry is None
    assert made.parties == {}
    assert any("needed" in step for step in made.steps)


def test_a_share_by_weights_without_a_table_gives_no_day() -> None:
    text = (
        "Article 1. This Protocol shall enter into force on the date on which not less than two States, whose merchant "
        "fleets constitute not less than fifty per cent of the gross tonnage, have deposited "
        "instruments of ratification."
    )
    days = {"KEN": "1990-01-01", "UGA": "1991-01-01", "TZA": "1992-01-01"}
    acts = [Act.model_validate({"kind": "ratification", "by": [s], "date": day}) for s, day in days.items()]
    made = chain(draft(Document.of(text)), acts)
    assert made.entry is None
    assert any("cannot say" in step and "1991-01-01" in step for step in made.steps)


def test_acts_files_that_do_not_fit(tmp_path: Path, lakes: Path) -> None:
    file = tmp_path / "acts.csv"
    row = "KEN,ratification,1990-01-01"
    for content in ("state,date\nKEN,1990-01-01\n", f"treaty,state,act,date\nother,{row}\nmore,{row}\n"):
        file.write_text(content, "utf-8")
        with pytest.raises(FoedusError) as caught:
            acts_for(draft(lakes), file)
        assert caught.value.code == "FOE706"


def test_a_folder_goes_on_past_a_text_it_cannot_read(tmp_path: Path, lakes: Path) -> None:
    (tmp_path / "empty.txt").write_text("", "utf-8")
    found = drafts_of(tmp_path)
    assert set(found.drafts) == {"lakes"}
    assert "FOE701" in found.refused["empty"]
    assert draft_folder(tmp_path)["lakes"]["rule"]["count"] == 2
    with pytest.raises(FoedusError) as caught:
        drafts_of(tmp_path / "nothing")
    assert caught.value.code == "FOE001"


def test_why_names_the_rule_and_the_words(lakes: Path) -> None:
    said = "\n".join(explain(draft(lakes), "withdrawal.notice"))
    assert "one year" in said
    assert "art_4" in said


def test_every_rule_says_what_it_does_and_names_are_unique() -> None:
    names = [rule.name for group in groups() for rule in rules(group)]
    assert len(names) == len(set(names))
    assert all(rule.says and not rule.says.endswith(".") for group in groups() for rule in rules(group))


def test_the_score_counts_second_readings_and_what_was_not_read() -> None:
    row = {
        "treatyID": "x",
        "gold_rule": {
            "kind": "deposit_count",
            "count": 4,
            "named": [],
            "delay": {"n": 1, "unit": "year", "rounding": None},
        },
        "later_joiner_delay": "?",
        "withdrawal": {"after": {"n": 0, "unit": "year"}, "notice": "?"},
        "duration": "unlimited",
        "depositary": ["NOR"],
        "reservations": None,
        "accept": [{"field": "duration", "value": "not_stated", "why": "both"}],
    }
    said = {
        "rule": {"kind": "deposit_count", "count": 4, "delay": {"n": 12, "unit": "month"}},
        "duration": "not_stated",
        "depositary": ["SWE"],
        "withdrawal": None,
    }
    marks = {name: good for name, good, _ in judged(row, said)}
    assert marks == {
        "kind": True,
        "count": True,
        "delay": True,
        "whole rule": True,
        "withdrawal.after": False,
        "duration": True,
        "depositary": False,
    }
    report = score([row], {"x": said})
    assert report.fields["depositary"].right == 0
    assert report.fields["depositary"].floor == 1
    assert canonical({"n": 2, "unit": "weeks"}) == (14, "day", None)


def test_the_command_writes_a_file_and_shows_the_chain(lakes: Path, tmp_path: Path) -> None:
    out, acts = tmp_path / "lakes.toml", tmp_path / "acts.csv"
    acts.write_text(ACTS, "utf-8")
    runner = CliRunner()
    assert runner.invoke(app, [str(lakes), "--out", str(out)]).exit_code == 0
    assert tomllib.loads(out.read_text("utf-8"))["entry_into_force"]["when"] == {"consents": 2}
    said = runner.invoke(app, [str(lakes), "--acts", str(acts)])
    assert "entry into force: 1991-03-31" in said.output
    why = runner.invoke(app, [str(lakes), "--why"])
    assert "because" in why.output
    as_json = runner.invoke(app, [str(lakes), "--json"])
    assert json.loads(as_json.stdout)["treaty_id"] == "lakes"


def test_review_on_the_command_line(lakes: Path, tmp_path: Path) -> None:
    out = tmp_path / "lakes.toml"
    answers = 'c\n{ consents = \nc\n"9"\na\nq\n'
    done = CliRunner().invoke(app, [str(lakes), "--review", "--by", "B. Lawyer", "--out", str(out)], input=answers)
    assert done.exit_code == 0, done.output
    text = out.read_text("utf-8")
    assert 'article = "9"' in text
    assert "corrected by B. Lawyer on" in text
    assert "accepted by B. Lawyer on" in text


@needs_shared
def test_the_open_rows_are_read_as_well_as_promised_and_scored_as_their_scorer_does(tmp_path: Path) -> None:
    folder = SHARED / "treaty-texts"
    folder = folder if folder.is_dir() else SHARED / "data" / "treaty-texts"
    predictions = draft_folder(folder)
    report = evaluate_texts(folder, predictions)
    assert report.fields["whole rule"].share >= 0.80
    assert report.all_fields.share >= 0.88
    for name in FIELDS:
        assert report.fields[name].right >= report.fields[name].floor, name
    file = tmp_path / "predictions.json"
    file.write_text(json.dumps(predictions), "utf-8")
    theirs = subprocess.run(
        [sys.executable, str(folder / "score.py"), str(file), str(folder / "gold-open.json"), "--split", "open"],
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    counted = report.all_fields
    assert f"all fields             {counted.right:5d} / {counted.of:5d}" in theirs
    assert any(line.startswith("whole rule") and line.endswith("%") for line in report.lines())


@pytest.mark.parametrize(
    ("clause", "condition"),
    [
        ("at the same time as the Convention on Shared Lakes", {"entry_of": "convention on shared lakes"}),
        (
            "two months after twelve States, including at least four member States of the Council of Europe, have "
            "deposited instruments of ratification",
            {"all": [{"consents": 12}, {"consents": 4, "note": "of them member states of the council of europe"}]},
        ),
        (
            "a year after 18 States, including six States each with not less than two million gross tons of ships, "
            "have deposited instruments of ratification",
            {
                "all": [
                    {"consents": 18},
                    {"consents": 6, "note": "of them states each with not less than two million gross tons of ships"},
                ]
            },
        ),
    ],
)
def test_conditions_name_what_they_hang_on(clause: str, condition: dict[str, object]) -> None:
    made = draft(Document.of(f"Article 6. This Protocol shall enter into force {clause}.", name="p.txt"))
    assert tomllib.loads(as_toml(made))["entry_into_force"]["when"] == condition
    assert any("any state until they are named" in note for note in made.notes) == ("all" in condition)


def test_a_text_without_title_takes_neither_title_nor_day_from_a_clause() -> None:
    made = draft(Document.of("Article 3. This Treaty shall enter into force on 1 January 1995.", name="pact.txt"))
    assert made.title == "pact.txt"
    assert "adopted" not in tomllib.loads(as_toml(made))
