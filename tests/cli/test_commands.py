"""Every command opens its help with two examples, stands in the README or the docs, and refuses wrong use in words."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from foedus.cli.app import COMMANDS, app
from tests.shared import ROOT

DOCS = "\n".join(file.read_text("utf-8") for file in (ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))))


def run(arguments: list[str], capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> str:
    """What the command prints, whatever its exit."""
    monkeypatch.setattr("sys.argv", ["foedus", *arguments])
    with pytest.raises(SystemExit):
        raise SystemExit(app(arguments, standalone_mode=False))
    return capsys.readouterr().out


@pytest.mark.parametrize("command", COMMANDS)
def test_help_opens_with_two_examples(
    command: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    text = run([command, "--help"], capsys, monkeypatch)
    head = text.split("Arguments")[0].split("Options")[0]
    assert len(re.findall(rf"^\s*foedus {command}\b", head, re.M)) >= 2, text


@pytest.mark.parametrize("command", COMMANDS)
def test_the_command_is_described(command: str) -> None:
    assert re.search(rf"foedus {command}\b", DOCS), f"foedus {command} is in no document"


def test_what_the_documents_call_is_a_command() -> None:
    called = set(re.findall(r"(?:^|`)\$? ?foedus ([a-z]+)\b", DOCS, re.M))
    assert called - set(COMMANDS) == set()


@pytest.mark.parametrize(
    "link", sorted(set(re.findall(r"\]\(((?!http)[^)#]+)", (ROOT / "README.md").read_text("utf-8"))))
)
def test_links_of_the_readme_lead_somewhere(link: str) -> None:
    assert (ROOT / link).exists()


def test_files_named_in_the_readme_are_there() -> None:
    text = (ROOT / "README.md").read_text("utf-8")
    for name in re.findall(r"examples/[\w.-]+", text):
        assert Path(ROOT / name).exists()
