"""An application over a ledger that holds the example article, read-only and one that editors may write to."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest
from starlette.testclient import TestClient

import foedus.api as api
from foedus.api.tokens import Tokens
from foedus.web.app import create_app
from foedus.web.settings import Settings
from tests.shared import ROOT

ARTICLE = (ROOT / "examples" / "2024-11-12-sample-article.txt").read_text("utf-8")
TODAY = date(2025, 1, 15)


@pytest.fixture(scope="session")
def recorded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A ledger with the example article."""
    ledger = tmp_path_factory.mktemp("web") / "ledger.sqlite"
    session = api.open(ledger)
    session.ingest([session.document(ARTICLE.encode(), published=date(2024, 11, 12))], author="test")
    session.ledger.close()
    return ledger


@pytest.fixture(scope="session")
def client(recorded: Path) -> Iterator[TestClient]:
    """The read-only application."""
    settings = Settings(ledger=str(recorded), today=TODAY.isoformat(), per_minute=1_000_000)
    with TestClient(create_app(settings=settings)) as found:
        yield found


@dataclass
class Writing:
    """An application that may be written to, with a token of each role."""

    client: TestClient
    tokens: dict[str, str]
    file: Path
    ledger: Path

    def bearer(self, role: str) -> dict[str, str]:
        return {"authorization": f"Bearer {self.tokens[role]}"}

    def sign_in(self, role: str = "editor") -> str:
        """Sign in in this client's browser; the mark that forms must carry."""
        answer = self.client.post("/sign-in", data={"token": self.tokens[role]})
        assert answer.status_code == 200
        return answer.text.partition('name="mark" value="')[2].partition('"')[0]


@pytest.fixture
def writing(tmp_path: Path) -> Iterator[Writing]:
    """A fresh ledger with two articles that disagree, and a server with ``--write``."""
    ledger, file = tmp_path / "ledger.sqlite", tmp_path / "tokens.json"
    session = api.open(ledger)
    for number, day in enumerate(("Nov. 11", "Nov. 10")):
        text = f"Report {number}\n\nNorth Korean leader Kim Jong Un ratified the defence treaty with Russia on {day}."
        session.ingest([session.document(text.encode(), published=date(2024, 11, 12 + number))], author="test")
    session.ledger.close()
    held = Tokens(file)
    tokens = {role: held.add(role, role) for role in ("reader", "editor", "administrator")}
    settings = Settings(ledger=str(ledger), write=True, tokens=str(file), today=TODAY.isoformat(), per_minute=1_000_000)
    with TestClient(create_app(settings=settings)) as found:
        yield Writing(found, tokens, file, ledger)
