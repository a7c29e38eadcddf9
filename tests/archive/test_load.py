"""A run into the ledger: what feeds would have recorded, all or nothing a part, and nothing twice."""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from foedus.archive.load import load
from foedus.archive.local import LocalRun
from foedus.ledger import open_ledger
from foedus.model.errors import FoedusError
from tests.archive import archives


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("run")
    (folder / "in").mkdir()
    rows = archives.rows(240)
    for number in range(4):
        (folder / "in" / f"{number}.jsonl").write_bytes(archives.jsonl(rows[number * 60 : number * 60 + 60]))
    LocalRun(str(folder / "in"), folder / "out", archives.how(), processes=1).run()
    return folder / "out"


def test_claims_once_and_copies_as_publications(run: Path, tmp_path: Path) -> None:
    with open_ledger(tmp_path / "l.sqlite") as ledger:
        loaded = load(run, ledger, author="desk")
        assert (loaded.parts, loaded.documents, loaded.copies, loaded.problems) == (4, 24, 12, [])
        first = [row for row in archives.table(run, "claims") if row["is_first"]]
        assert {claim.id for claim in ledger.claims()} == {row["claim"] for row in first}
        assert loaded.added["document"] == 12
        for row in first:
            assert row["publications"] == 2
            assert len(ledger.appearances(row["document"])) == 2
        assert ledger.verify().is_clean


def test_a_second_time_adds_nothing(run: Path, tmp_path: Path) -> None:
    with open_ledger(tmp_path / "l.sqlite") as ledger:
        load(run, ledger, author="desk")
        head = ledger.head()
        assert not load(run, ledger, author="desk").added
        assert ledger.head() == head


def test_a_part_at_fault_is_refused_whole_and_the_others_are_loaded(run: Path, tmp_path: Path) -> None:
    import shutil

    bad = shutil.copytree(run, tmp_path / "bad")
    files = sorted((bad / "documents").glob("*.parquet"))
    rows = pq.read_table(files[1]).to_pylist()
    last = max(number for number, row in enumerate(rows) if row["is_first"])
    rows[last]["reading_json"] = rows[last]["reading_json"].replace('"start":', '"start":1')
    pq.write_table(pa.Table.from_pylist(rows, schema=pq.read_schema(files[1])), files[1])
    files[2].write_bytes(b"nothing")
    with open_ledger(tmp_path / "l.sqlite") as ledger:
        loaded = load(bad, ledger, author="desk")
        assert [problem.code for problem in loaded.problems] == ["FOE828", "FOE828"]
        held = {int(item.value.name[1:]) // 60 for item in ledger.documents()}
        assert held == {0, 3}
        assert len(ledger.documents()) == 6
        assert load(run, ledger, author="desk").added["document"] == 6


def test_a_run_that_is_not_finished_is_not_loaded(tmp_path: Path) -> None:
    with open_ledger(tmp_path / "l.sqlite") as ledger, pytest.raises(FoedusError) as caught:
        load(tmp_path, ledger, author="desk")
    assert caught.value.code == "FOE827"


def test_a_correction_is_no_copy(tmp_path: Path) -> None:
    text = archives.TREATY.format(one="Fiji", two="Peru", number=9) + " The parliament of Fiji has ratified the treaty."
    rows = [
        {"id": "a", "text": text, "published": "2024-01-02", "publisher": "A"},
        {
            "id": "b",
            "text": text.replace("has ratified", "has not ratified"),
            "published": "2024-01-02",
            "publisher": "B",
        },
        {"id": "c", "text": text + " More soon.", "published": "2024-01-09", "publisher": "C"},
    ]
    (tmp_path / "a.jsonl").write_bytes(archives.jsonl(rows))
    LocalRun(str(tmp_path / "a.jsonl"), tmp_path / "out", archives.how(), processes=1).run()
    by_id = {row["id"]: row for row in archives.table(tmp_path / "out", "documents")}
    assert by_id["c"]["first"] == by_id["a"]["document"]
    assert (by_id["a"]["publications"], by_id["b"]["publications"]) == (2, 1)
