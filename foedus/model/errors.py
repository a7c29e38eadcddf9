"""Errors and problems, written for people: a number, a place, and what to do next."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from functools import cache
from importlib.resources import files
from typing import Any


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One fault in a file or input, with its place.

    ``code`` is a number from ``codes.toml`` (``FOE101``), ``where`` a place a person can open
    (``treaties/nato.toml:14``), ``says`` the fault in one sentence and ``help`` the next step.
    """

    where: str
    code: str
    says: str
    help: str = ""

    def __str__(self) -> str:
        place = f" {self.where}:" if self.where else ""
        tail = f"\n  help: {self.help}" if self.help else ""
        return f"{self.code}{place} {self.says}{tail}"

    def to_dict(self) -> dict[str, str]:
        """The problem as plain strings, for JSON."""
        return asdict(self)


class FoedusError(Exception):
    """What went wrong, as one or more `Problem` values; shown without a traceback."""

    def __init__(self, code: str, says: str, *, where: str = "", help: str = "") -> None:
        super().__init__(says)
        self.problems: tuple[Problem, ...] = (Problem(where, code, says, help),)

    @classmethod
    def of(cls, problems: Iterable[Problem]) -> FoedusError:
        """One error that carries all the problems found, so that none is hidden by the first."""
        found = tuple(problems)
        first = found[0]
        error = cls(first.code, first.says, where=first.where, help=first.help)
        error.problems = found
        return error

    @property
    def code(self) -> str:
        """The number of the first problem."""
        return self.problems[0].code

    def __str__(self) -> str:
        return "\n".join(str(problem) for problem in self.problems)


@cache
def codes() -> dict[str, dict[str, Any]]:
    """Every error number with its ``title``, ``means`` and ``next`` (from ``codes.toml``)."""
    import tomllib

    return tomllib.loads(files("foedus.model").joinpath("codes.toml").read_text("utf-8"))


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """``did you mean NOR?`` when a known word is near, else an empty string."""
    near = difflib.get_close_matches(word, list(known), n=1, cutoff=0.6)
    return f"did you mean {near[0]}?" if near else ""
