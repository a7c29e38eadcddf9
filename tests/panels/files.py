"""Small made-up data files in the layouts of the published ones, with real state codes and invented treaties."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

ATOP_KINDS = ("defense", "offense", "neutral", "nonagg", "consul")
COW_KINDS = ("defense", "neutrality", "nonaggression", "entente")


def write(path: Path, rows: Iterable[Mapping[str, Any]], encoding: str = "utf-8") -> Path:
    """Rows as a CSV file."""
    rows = list(rows)
    with path.open("w", encoding=encoding, newline="") as file:
        writer = csv.DictWriter(file, fieldnames=list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    return path


def member(
    atopid: int, state: int, entry: str, leaving: str = "", phase: int = 0, version: str = "4.01", **coded: int
) -> dict[str, Any]:
    """One row of ATOP's member file; days as ``1949-04-04``, parts left out are blank."""
    year, month, day = [*entry.split("-"), "", ""][:3]
    out = [*leaving.split("-"), "", ""][:3] if leaving else ["0", "", ""]
    conditions = {name: coded.get(name, 0) for name in ("defcoadv", "defcoloc", "defconpr", "obvary")}
    return {
        "atopid": atopid,
        "member": state,
        "cowsys": coded.get("cowsys", 1),
        "yrent": year,
        "moent": month,
        "dayent": day,
        "yrexit": out[0],
        "moexit": out[1],
        "dayexit": out[2],
        "phase": phase,
        **{kind: coded.get(kind, 0) for kind in ATOP_KINDS},
        **conditions,
        "version": version,
    }


def atop_members(path: Path) -> Path:
    """Three treaties: one in force for good, one of two phases, one whose pledges run one way only."""
    return write(
        path,
        [
            member(9001, 2, "1949-04-04", defense=1, consul=1, defconpr=1),
            member(9001, 200, "1949-04-04", defense=1, consul=1, defconpr=1),
            member(9001, 220, "1949-04-04", "1966-03-10", defense=1, consul=1, defconpr=1),
            member(9002, 365, "1935-05-02", "1939-03-15", phase=1, nonagg=1),
            member(9002, 220, "1935-05-02", "1939-03-15", phase=1, nonagg=1),
            member(9002, 365, "1939-03-15", "1940", phase=2, defense=1),
            member(9002, 220, "1939-03-15", "1940", phase=2, defense=1),
            member(9003, 2, "1952-02-01", defense=1, defcoloc=1),
            member(9003, 710, "1952-02-01", neutral=1),
        ],
    )


def dyad_year(one: int, two: int, year: int, *kinds: str) -> dict[str, int]:
    """One row of an ATOP dyad-year file."""
    return {"ccode1": one, "ccode2": two, "year": year, **{f"atop_{kind}": int(kind in kinds) for kind in ATOP_KINDS}}


def atop_years(path: Path) -> Path:
    """Directed dyad-years with a pledge that runs one way only, and one of a state outside the system that year."""
    return write(
        path,
        [
            dyad_year(2, 200, 1949, "defense", "consul"),
            dyad_year(2, 200, 1950, "defense", "consul"),
            dyad_year(2, 710, 1952, "defense"),
            dyad_year(200, 2, 1949, "defense", "consul"),
            dyad_year(200, 2, 1950, "defense", "consul"),
            dyad_year(220, 265, 1950, "consul"),
            dyad_year(710, 2, 1952, "neutral"),
        ],
    )


def spell(treaty: int, one: int, two: int, start: str, end: str = "", **kinds: Any) -> dict[str, Any]:
    """One row of COW's spell file by directed dyad."""
    begin, last = start.split("-"), (end.split("-") if end else ["", "", ""])
    return {
        "version4id": treaty,
        "ccode1": one,
        "state_name1": f"State {one}",
        "ccode2": two,
        "state_name2": f"State {two}",
        "dyad_st_day": int(begin[2]),
        "dyad_st_month": int(begin[1]),
        "dyad_st_year": begin[0],
        "dyad_end_day": last[2],
        "dyad_end_month": last[1],
        "dyad_end_year": last[0],
        "left_censor": 0,
        "right_censor": int(not end),
        **{kind: kinds.get(kind, 0) for kind in COW_KINDS},
        "version": "4.1",
    }


def cow_directed(path: Path) -> Path:
    """A treaty left and rejoined (1 gap year), one that the higher code alone pledges, and a blank pledge."""
    return write(
        path,
        [
            spell(1, 200, 220, "1900-01-01", "1902-06-01", defense=1),
            spell(1, 200, 220, "1904-01-01", "1905-06-01", defense=1),
            spell(1, 220, 200, "1900-01-01", "1902-06-01", defense=1),
            spell(1, 220, 200, "1904-01-01", "1905-06-01", defense=1),
            spell(2, 2, 200, "1950-05-05", "1951-05-05", entente=1),
            spell(2, 200, 2, "1950-05-05", "1951-05-05", entente=1, nonaggression=1),
            spell(3, 2, 365, "1990-01-01", nonaggression=""),
            spell(3, 365, 2, "1990-01-01", nonaggression=1),
        ],
    )


def cow_member(treaty: int, state: int, start: str, end: str = "", **kinds: Any) -> dict[str, Any]:
    """One row of COW's spell file by member."""
    begin, last = start.split("-"), (end.split("-") if end else ["", "", ""])
    return {
        "version4id": treaty,
        "ccode": state,
        "state_name": f"State {state}",
        "ss_type": "Type I: Defense Pact",
        "mem_st_day": int(begin[2]),
        "mem_st_month": int(begin[1]),
        "mem_st_year": begin[0],
        "mem_end_day": last[2],
        "mem_end_month": last[1],
        "mem_end_year": last[0],
        "left_censor": 0,
        "right_censor": int(not end),
        **{kind: kinds.get(kind, 0) for kind in COW_KINDS},
        "version": "4.1",
    }


def cow_members(path: Path) -> Path:
    """A treaty that one member leaves and rejoins."""
    return write(
        path,
        [
            cow_member(1, 200, "1900-01-01", "1902-06-01", defense=1),
            cow_member(1, 200, "1904-01-01", "1905-06-01", defense=1),
            cow_member(1, 220, "1900-01-01", "1905-06-01", defense=1),
        ],
    )


def war_part(code: int, side: int, start: str, end: str, initiator: int = 2) -> dict[str, Any]:
    """One state's part in a war, in the layout of COW's file of participants."""
    (y1, m1, d1), (y2, m2, d2) = start.split("-"), end.split("-")
    first = {"StartMonth1": m1, "StartDay1": d1, "StartYear1": y1, "EndMonth1": m2, "EndDay1": d2, "EndYear1": y2}
    second = {f"{edge}{unit}2": -8 for edge in ("Start", "End") for unit in ("Month", "Day", "Year")}
    named = {"WarNum": 7, "WarName": "Made-up War", "ccode": code, "Side": side}
    return {**named, **first, **second, "Initiator": initiator, "Version": 4}


def cow_wars(path: Path) -> Path:
    """One war of three: two on one side, of which one leaves before the third comes in."""
    return write(
        path,
        [
            war_part(200, 1, "1905-02-01", "1907-03-01", 1),
            war_part(220, 1, "1905-02-01", "1905-12-01"),
            war_part(365, 2, "1906-01-01", "1907-03-01"),
        ],
    )
