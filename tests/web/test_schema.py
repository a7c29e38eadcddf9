"""Requests made up from the OpenAPI description: none may break the server or be answered otherwise than described."""

from __future__ import annotations

import pytest

schemathesis = pytest.importorskip("schemathesis", reason="needs the package schemathesis")

from hypothesis import HealthCheck, settings  # noqa: E402

from foedus.web.app import create_app  # noqa: E402
from foedus.web.settings import Settings  # noqa: E402

_APP = create_app(settings=Settings(ledger=":memory:", today="2025-01-15", per_minute=10_000_000, seconds=60))
schema = schemathesis.openapi.from_asgi("/api/openapi.json", _APP)


@schema.parametrize()
@settings(max_examples=15, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
def test_the_api_is_as_described(case: "schemathesis.Case") -> None:  # noqa: UP037
    """Status, media type and shape of each answer are those that the description names; never 500."""
    response = case.call(timeout=120)  # a panel of two million rows is among them
    if response.status_code == 413:  # a body above the limit is refused before anything in it is looked at
        assert response.json()["code"] == "FOE903"
        return
    case.validate_response(response)
