"""A ledger in a file: opening, faults, recovering. What every store must do stands in the contract."""

from __future__ import annotations

import sqlite3
import threading
from pathlib import Path

import pytest

from foedus.ledger import open_ledger
from foedus.ledger.recover import recover
from foedus.model.errors import FoedusError
from tests.contract.samples import add


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A ledger of ten batches."""
    path = tmp_path / "ledger.sqlite"
    with open_ledger(path) as ledger:
        for number in range(10):
            add(ledger, f"Report {number}. {'It was ratified. ' * 50}")
    return path


def code(where: Path) -> str:
    with pytest.raises(FoedusError) as caught:
        open_ledger(where, wait=0.2)
    return caught.value.code


def test_a_folder_that_is_not_there(tmp_path: Path) -> None:
    assert code(tmp_path / "nowhere" / "ledger.sqlite") == "FOE301"


def test_a_folder_is_no_ledger(tmp_path: Path) -> None:
    assert code(tmp_path) == "FOE301"


def test_a_text_is_no_ledger(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("These are notes about treaties. " * 100)
    assert code(tmp_path / "notes.txt") == "FOE302"


def test_another_database_is_no_ledger(tmp_path: Path) -> None:
    other = sqlite3.connect(tmp_path / "other.sqlite")
    other.execute("CREATE TABLE things (name TEXT)")
    other.commit()
    other.close()
    assert code(tmp_path / "other.sqlite") == "FOE302"
    assert sqlite3.connect(tmp_path / "other.sqlite").execute("SELECT count(*) FROM things").fetchone() == (0,)


def test_a_held_lock_is_told(path: Path) -> None:
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with open_ledger(path, wait=0.2) as ledger:
        with pytest.raises(FoedusError) as caught:
            add(ledger, "More.")
        assert caught.value.code == "FOE304"
        assert len(ledger.claims()) == 10
        other.execute("ROLLBACK")
        add(ledger, "More.")
    other.close()


def test_a_ledger_in_memory_serves_threads() -> None:
    with open_ledger(":memory:") as ledger:
        threads = [threading.Thread(target=add, args=(ledger, f"Report {number}.")) for number in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert len(ledger.claims()) == 8
        assert ledger.verify().is_clean


def test_threads_share_a_file(path: Path) -> None:
    with open_ledger(path) as ledger:
        threads = [threading.Thread(target=add, args=(ledger, f"More {number}.")) for number in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert len(ledger.claims()) == 18


def test_a_sound_ledger_is_recovered_whole(path: Path, tmp_path: Path) -> None:
    added, problems = recover(path, tmp_path / "new.sqlite")
    assert (added.batch, problems) == (10, [])
    with open_ledger(path) as old, open_ledger(tmp_path / "new.sqlite") as new:
        assert new.batches() == old.batches()
        assert new.claims() == old.claims()
        assert new.verify().is_clean


def test_what_is_before_the_damage_is_recovered(path: Path, tmp_path: Path) -> None:
    file = sqlite3.connect(path)
    file.execute("DROP TRIGGER entries_UPDATE")
    file.execute("UPDATE entries SET body = 'torn' WHERE batch = 7 AND kind = 'claim'")
    file.commit()
    file.close()
    added, problems = recover(path, tmp_path / "new.sqlite")
    assert added.batch == 6
    assert "batch 7 cannot be read whole" in problems[0].says
    assert "4 claim" in problems[1].says
    with open_ledger(tmp_path / "new.sqlite") as new:
        assert len(new.claims()) == 6
        assert new.verify().is_clean


def test_nothing_is_recovered_over_another_file(path: Path) -> None:
    with pytest.raises(FoedusError) as caught:
        recover(path, path)
    assert caught.value.code == "FOE301"


def told_of(path: Path) -> set[str]:
    """The numbers of all that is told when the file is opened and looked over."""
    try:
        with open_ledger(path) as ledger:
            return {item.code for item in ledger.verify().problems}
    except FoedusError as error:
        return {error.code}


@pytest.mark.parametrize("share", [0.2, 0.5, 0.9])
def test_a_truncated_file_is_never_taken_for_sound(path: Path, tmp_path: Path, share: float) -> None:
    data = path.read_bytes()
    path.write_bytes(data[: int(len(data) * share)])
    assert told_of(path) & {"FOE302", "FOE307", "FOE310", "FOE311", "FOE312"}


def test_the_driver_of_postgresql_may_be_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    import builtins
    from typing import Any

    real = builtins.__import__

    def without(name: str, *rest: Any, **more: Any) -> Any:
        if name.startswith("psycopg"):
            raise ImportError(name)
        return real(name, *rest, **more)

    monkeypatch.setattr(builtins, "__import__", without)
    with pytest.raises(FoedusError) as caught:
        open_ledger("postgresql://nowhere/x")
    assert caught.value.code == "FOE309"


def test_a_record_leaves_the_collector_as_it_was(tmp_path: Path) -> None:
    import gc

    with open_ledger(tmp_path / "ledger.sqlite") as ledger:
        for enabled in (True, False):
            (gc.enable if enabled else gc.disable)()
            try:
                ledger.record("nothing-of-it")
                assert gc.isenabled() is enabled
            finally:
                gc.enable()
