"""Every example of the page on final clauses is a valid part of a treaty file, and every form has one."""

from __future__ import annotations

import re
import tomllib

import pytest

from foedus.api.status import schema
from foedus.model.clauses import HEADS
from foedus.model.treaty import Treaty
from foedus.status.counting import conventions
from tests.shared import ROOT

PAGE = (ROOT / "docs" / "clauses.md").read_text("utf-8")
EXAMPLES = re.findall(r"```toml\n(.*?)```", PAGE, re.S)


@pytest.mark.parametrize("example", EXAMPLES)
def test_each_example_is_valid(example: str) -> None:
    table = tomllib.loads(example)
    made = Treaty.model_validate({"id": "example", "title": "example", "parties": ["AUT", "CHE"], **table})
    assert made.id == "example"


def test_every_head_and_convention_has_an_example() -> None:
    text = "\n".join(EXAMPLES)
    assert [head for head in HEADS if not re.search(rf"\b{head} =", text)] == []
    assert [name for name in conventions() if f"`{name}`" not in PAGE] == []


def test_the_schema_knows_every_table_of_the_page() -> None:
    made = schema()
    tables = {key for example in EXAMPLES for key in tomllib.loads(example)}
    assert tables <= set(made["properties"])
    assert made["$defs"]["Condition"]["properties"]["consents"]


def test_the_schema_accepts_each_example() -> None:
    jsonschema = pytest.importorskip("jsonschema")
    made = schema()
    for example in EXAMPLES:
        table = {"id": "example", "title": "example", "parties": ["AUT", "CHE"], **tomllib.loads(example)}
        errors = list(jsonschema.Draft202012Validator(made).iter_errors(_plain(table)))
        assert errors == [], example


def test_the_schema_accepts_the_atlas_and_refuses_what_no_file_may_hold() -> None:
    jsonschema = pytest.importorskip("jsonschema")
    validator = jsonschema.Draft202012Validator(schema())
    files = sorted((ROOT / "foedus" / "treaties" / "atlas").rglob("*.toml"))
    assert files
    for file in files[::9]:
        assert list(validator.iter_errors(_plain(tomllib.loads(file.read_text("utf-8"))))) == [], file.name
    clause = {"article": "1", "kind": "defence", "owes": {"what": "help"}}
    fine = {"id": "x", "title": "x", "parties": ["AUT", "CHE"]}
    assert list(validator.iter_errors({**fine, "obligation": [{**clause, "when": "armed attack"}]})) == []
    assert (
        list(validator.iter_errors({**fine, "obligation": [{**clause, "when": {"armed_attack": {"on": "party"}}}]}))
        == []
    )
    for wrong in ({"kind": "defense"}, {"when": {"whom": "party"}}, {"owed": [{"form": ["AUT"], "to": ["CHE"]}]}):
        assert list(validator.iter_errors({**fine, "obligation": [{**clause, **wrong}]})), wrong


def _plain(value: object) -> object:
    """TOML days as the text that JSON has for them."""
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_plain(item) for item in value]
    return value.isoformat() if hasattr(value, "isoformat") else value
