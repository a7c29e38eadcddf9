"""A process killed in the middle of a batch leaves all of it or none; what was committed before is there."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.contract.conftest import Place
from tests.contract.samples import add, article

ROOT = Path(__file__).resolve().parents[2]

CHILD = """
import os, signal, sys
from foedus.ledger import open_ledger
from foedus.ledger import {module} as store
from tests.contract.samples import add

def die(*arguments):
    os.kill(os.getpid(), signal.SIGKILL)

ledger = open_ledger(sys.argv[1])
add(ledger, "Before.")
store.{cursor}.{step} = die
add(ledger, "In the middle.")
"""


@pytest.mark.parametrize("step", ["insert", "index"])
def test_a_kill_inside_a_batch_leaves_nothing_of_it(place: Place, step: str) -> None:
    place.open().close()
    module, cursor = {"sqlite": ("sqlite", "SqliteCursor"), "postgresql": ("postgres", "PostgresCursor")}[place.kind]
    child = subprocess.run(
        [sys.executable, "-c", CHILD.format(module=module, cursor=cursor, step=step), place.address()],
        cwd=ROOT,
        capture_output=True,
    )
    assert child.returncode == -9, child.stderr.decode()
    ledger = place.open()
    assert [item.value.text for item in ledger.documents()] == ["Before."]
    assert ledger.verify().is_clean
    add(ledger, "In the middle.")
    assert len(ledger.claims()) == 2
    assert ledger.document(article("In the middle.")[0].id) is not None
    assert ledger.verify().is_clean
