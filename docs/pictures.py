"""Draws the pictures of ``docs/scenarios.md`` from the case files: python docs/pictures.py"""

from __future__ import annotations

from pathlib import Path

from foedus.api.assess import assess
from foedus.api.read_scenario import read_scenario
from foedus.api.session import Foedus
from foedus.obligations.graph import text_of
from foedus.obligations.picture import svg_of

HERE = Path(__file__).resolve().parent
CASES = HERE.parent / "cases" / "obligations"

GREAT = (
    "triple-alliance",
    "dual-alliance-1879",
    "franco-russian-1894",
    "romania-1883",
    "belgium-1839",
    "grc-srb-1913",
    "anglo-japanese-1911",
    "entente-cordiale-1904",
    "grey-cambon-1912",
)
"""The treaties of the picture of 1914; the text beside it asks under these alone."""


def main() -> None:
    """Write each picture and its text twin beside this file."""
    session = Foedus()
    crisis = read_scenario(CASES / "1914-july-crisis.toml").model_copy(update={"treaties": GREAT})
    by_day = assess(session, crisis, by_day=True)
    _write(
        "1914", svg_of(by_day, unowed=True, kinds=("defence", "offence", "guarantee")), text_of(by_day, unowed=False)
    )
    for name in ("november", "december"):
        scenario = read_scenario(CASES / f"2024-kursk-{name}.toml")
        both = scenario.model_copy(update={"treaties": ("prk-rus-2024", "prk-rus-2000", "collective-security")})
        found = assess(session, both)
        _write(f"2024-{name}", svg_of(found, unowed=True), text_of(found))


def _write(name: str, picture: str, words: str) -> None:
    (HERE / f"assess-{name}.svg").write_text(picture, "utf-8")
    (HERE / f"assess-{name}.txt").write_text(words, "utf-8")


if __name__ == "__main__":
    main()
