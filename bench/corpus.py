"""An archive for measuring: ordinary prose in our own words with a share of articles about treaties.

python bench/corpus.py OUT.parquet --articles 100000 [--treaty-share 0.01] [--jsonl]

The same number gives the same articles, so that two runs read the same corpus. About 2,000 characters an article.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import random
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

PLACES = (
    "Harwick Lund Tavira Osorno Bergen Kisumu Nablus Ghent Salto Bukhara Perth Cork Tampico Malmo Brno Oaxaca Leeds"
).split()
PEOPLE = "Anna Okoye;Per Lindqvist;Maria Souza;Tom Baker;Lin Wei;Sara Haddad;Juan Rojas;Ewa Nowak;Ravi Menon".split(";")
THINGS = (
    "bread milk timber bicycles roof tiles school desks ferry tickets seed potatoes tram rides pencils winter coats"
).split()
SUBJECTS = (
    "The harbour museum in {place}",
    "A bakery near the old station of {place}",
    "The football club of {place}",
    "The council's gardeners in {place}",
    "A school choir from {place}",
    "The weather office at {place}",
    "The owner of a repair shop in {place}",
    "The library on the hill above {place}",
)
PREDICATES = (
    "opened its doors to {number} visitors on the first warm morning of the year",
    "sold {number} boxes of {thing} before noon and had to close early",
    "lost by {small} goals to {small} after leading at the break",
    "planted {number} young lime trees along the river path",
    "expects rain from the west, then {small} dry days with light wind",
    "won a prize of {number} crowns for a film about {thing}",
    "found a box of letters from a sailor who had written home every week",
    "raised the price of {thing} by {small} percent since the spring",
    "moved {number} books into the new reading room over the weekend",
    "asked drivers to leave their cars at home while the bridge is painted",
)
SAYS = (
    "“We have never seen so many people here,” said {person}, who has worked there for {small} years.",
    "{person} remembers when the street was a muddy lane and the baker knew every child by name.",
    "The work took {small} weeks and cost {number} crowns, most of it paid by neighbours.",
    "In the afternoon the band played old songs, and nobody minded the wind.",
    "Doctors at the hospital of {place} said that {small} people were treated for colds and sent home.",
    "The company reported a profit of {number} crowns, a little less than the year before.",
    "The road between {place} and {place} stays closed until the ice has melted.",
    "Tickets for {thing} are on sale at the counter and cost {small} crowns for children.",
)
BUSINESS = (
    "The striker signed a contract for {small} years and thanked the fans in {place}.",
    "The shop and its landlord reached an agreement on the rent after {small} weeks of talks.",
    "The union accepted the deal with the bus company, and the strike planned for Friday was called off.",
    "{person} signed a pact with herself never to eat {thing} again, she joked.",
)
"""Words of treaties where there are none: the scan lets these through, and the reader must find nothing in them."""

STATES = (
    ("Norway", "Iceland"),
    ("Chile", "Peru"),
    ("Japan", "Australia"),
    ("France", "Morocco"),
    ("Kenya", "Uganda"),
    ("Poland", "Lithuania"),
    ("India", "Nepal"),
    ("Brazil", "Paraguay"),
    ("Vietnam", "Laos"),
    ("Egypt", "Jordan"),
)
MATTERS = "extradition;river waters;air services;double taxation;defence cooperation;fishing rights;trade".split(";")
TREATIES = (
    "{one} and {two} signed a treaty on {matter} on Monday, the foreign ministry of {one} said.",
    "The parliament of {one} ratified the treaty on {matter} with {two} on Tuesday.",
    "{one} has withdrawn from its agreement with {two} on {matter}, its foreign minister announced on Wednesday.",
    "The treaty on {matter} between {one} and {two} entered into force on 1 March 2021.",
    "{one} and {two} exchanged instruments of ratification of the treaty on {matter} on Thursday.",
    "{one} plans to sign a treaty on {matter} with {two} next month, officials said.",
)
PAPERS = "Harwick Courier;Lund Evening Post;The Bergen Ledger;Cork Morning News;Salto Chronicle".split(";")


def articles(count: int, treaty_share: float = 0.01, copies: float = 0.2) -> Iterator[dict[str, str]]:
    """The articles, the same for the same numbers. ``copies``: share of treaty articles that reprint the one before."""
    last: dict[str, str] | None = None
    for number in range(count):
        dice = random.Random(int.from_bytes(hashlib.sha256(f"corpus {number}".encode()).digest()[:8], "big"))
        about_treaty = dice.random() < treaty_share
        paper = dice.choice(PAPERS)
        day = date(2021, 1, 1) + timedelta(days=number % 1400)
        if about_treaty and last is not None and dice.random() < copies:
            text = last["text"] + f"\n\nEdition {dice.randint(2, 9)}."
            day = date.fromisoformat(last["published"])
        else:
            text = _text(dice, about_treaty)
        row = {
            "id": f"a{number}",
            "text": text,
            "published": day.isoformat(),
            "url": f"https://news.example/{paper.replace(' ', '-').lower()}/{number}",
            "publisher": paper,
        }
        if about_treaty:
            last = row
        yield row


def _text(dice: random.Random, about_treaty: bool) -> str:
    paragraphs = [_paragraph(dice) for _ in range(5)]
    if about_treaty:
        one, two = dice.choice(STATES)
        matter = dice.choice(MATTERS)
        told = [line.format(one=one, two=two, matter=matter) for line in dice.sample(TREATIES, 2)]
        paragraphs = [told[0], _paragraph(dice), told[1], *paragraphs[:3]]
    elif dice.random() < _BUSINESS_SHARE:
        paragraphs[dice.randrange(5)] += " " + _filled(dice, dice.choice(BUSINESS))
    return "\n\n".join(paragraphs)


_BUSINESS_SHARE = 0.1


def _paragraph(dice: random.Random) -> str:
    sentences = []
    for _ in range(3):
        sentences.append(f"{dice.choice(SUBJECTS)} {dice.choice(PREDICATES)}.")
        sentences.append(dice.choice(SAYS))
    return " ".join(_filled(dice, line) for line in sentences)


def _filled(dice: random.Random, line: str) -> str:
    return line.format(
        place=dice.choice(PLACES),
        person=dice.choice(PEOPLE),
        thing=dice.choice(THINGS),
        number=dice.randint(20, 9000),
        small=dice.randint(2, 9),
    )


def write(out: Path, count: int, treaty_share: float = 0.01, group: int = 10_000) -> None:
    """Write the corpus as Parquet (row groups of ``group`` rows) or, by its ending, as JSON lines."""
    if out.suffix == ".jsonl":
        with out.open("w", encoding="utf-8") as stream:
            for row in articles(count, treaty_share):
                stream.write(json.dumps(row, ensure_ascii=False) + "\n")
        return
    import pyarrow as pa
    import pyarrow.parquet as pq

    schema = pa.schema([(name, pa.string()) for name in ("id", "text", "published", "url", "publisher")])
    with pq.ParquetWriter(out, schema, compression="zstd") as writer:
        held: list[dict[str, str]] = []
        for row in articles(count, treaty_share):
            held.append(row)
            if len(held) == group:
                writer.write_table(pa.Table.from_pylist(held, schema=schema), row_group_size=group)
                held = []
        if held:
            writer.write_table(pa.Table.from_pylist(held, schema=schema), row_group_size=group)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("out", type=Path)
    parser.add_argument("--articles", type=int, default=100_000)
    parser.add_argument("--treaty-share", type=float, default=0.01)
    chosen = parser.parse_args()
    write(chosen.out, chosen.articles, chosen.treaty_share)
