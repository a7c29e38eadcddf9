"""The runner of case files: law as test data that a lawyer can write, good and bad.

A case file is TOML with ``[[case]]`` tables. Its kind is the file's ``kind``, else the name of its folder
(``cases/status/…``). Each kind has a runner in `RUNNERS`: ``module:function``, called as

    runner(path: Path, file: Mapping[str, Any], case: Mapping[str, Any]) -> list[str]

which returns the ways in which the case fails: an empty list is a pass. ``file`` is the whole file, so that a case can
use what stands before its table (a treaty shared by several cases). A runner raises `FoedusError` FOE425 where a case
lacks what it needs. A kind of its own needs no entry here if its runner is ``foedus.api.cases_<kind>:run_<kind>``.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from foedus.model.errors import FoedusError, did_you_mean

RUNNERS: dict[str, str] = {
    "status": "foedus.api.cases_status:run_status",
    "obligations": "foedus.api.cases_obligations:run_obligations",
    "claims": "foedus.api.cases_claims:run_claims",
}
"""The runner of each kind of case, loaded when a case of that kind is run."""

WHOLE_FILES: dict[str, str] = {"obligations": "foedus.api.cases_obligations:run_scenario_file"}
"""Kinds in which a file without ``[[case]]`` is one case; its runner is given the path. Bad ones lie in ``bad``."""

Runner = Callable[[Path, Mapping[str, Any], Mapping[str, Any]], list[str]]


@dataclass(frozen=True, slots=True)
class CaseResult:
    """A case, its place, and the ways in which it failed (none: it passed)."""

    file: str
    name: str
    kind: str
    bad: bool
    faults: tuple[str, ...] = ()

    @property
    def passed(self) -> bool:
        """Did it come out as it should?"""
        return not self.faults


def run_cases(paths: Sequence[str | Path]) -> list[CaseResult]:
    """Run every case of these files and folders.

    Raises `FoedusError` FOE001 for a missing path, FOE002 for a file that is not TOML, FOE425 for one without cases.
    """
    return [result for path in case_files(paths) for result in run_file(path)]


def case_files(paths: Sequence[str | Path]) -> Iterator[Path]:
    """The case files in these files and folders, in order of name.

    In a folder, files whose kind has no runner are passed over: their stage's own tests run them.
    """
    for item in paths:
        path = Path(item)
        if path.is_dir():
            yield from (file for file in sorted(path.rglob("*.toml")) if has_runner(file))
        elif path.is_file():
            yield path
        else:
            raise FoedusError("FOE001", f"{path}: no such file or folder", help="check the path")


def has_runner(path: Path) -> bool:
    """Is there a runner for the kind of this file: its folder's name, or what the file itself says?"""
    if kind_of(path) is not None:
        return True
    try:
        return isinstance(tomllib.loads(path.read_text("utf-8")).get("kind"), str)
    except (tomllib.TOMLDecodeError, UnicodeDecodeError):
        return False


def kind_of(path: Path) -> str | None:
    """The nearest folder above a file whose name is a kind with a runner (``cases/obligations/bad/x.toml``)."""
    return next((folder.name for folder in path.absolute().parents if _home(folder.name) is not None), None)


def _home(kind: str) -> str | None:
    """Where the runner of a kind is: in `RUNNERS`, or by the same pattern in a module of its own."""
    if kind in RUNNERS:
        return RUNNERS[kind]
    if kind.isidentifier() and find_spec(f"foedus.api.cases_{kind}") is not None:
        return f"foedus.api.cases_{kind}:run_{kind}"
    return None


def run_file(path: Path) -> Iterator[CaseResult]:
    """Run the cases of one file; where a kind takes a whole file as one case, that one."""
    kind = kind_of(path)
    whole = WHOLE_FILES.get(kind or "")
    if whole is not None and not _has_cases(path):
        faults = _loaded(whole)(path)
        yield CaseResult(str(path), path.stem, str(kind), path.parent.name == "bad", tuple(faults))
        return
    file = read_file(path)
    named = file.get("kind")
    kind = named if isinstance(named, str) else kind or path.parent.name
    runner = runner_of(kind, path)
    for number, case in enumerate(file["case"], 1):
        name = str(case.get("name") or f"case {number}")
        try:
            faults = runner(path, file, case)
        except FoedusError as error:
            faults = [str(problem) for problem in error.problems]
        yield CaseResult(str(path), name, kind, bool(case.get("bad", False)), tuple(faults))


def _has_cases(path: Path) -> bool:
    try:
        return isinstance(tomllib.loads(path.read_text("utf-8")).get("case"), list)
    except (tomllib.TOMLDecodeError, UnicodeDecodeError):
        return False


def read_file(path: Path) -> dict[str, Any]:
    """A case file as data. Raises `FoedusError` FOE002 where it is not TOML, FOE425 where it has no case."""
    try:
        found = tomllib.loads(path.read_text("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise FoedusError("FOE002", f"not valid TOML: {error}", where=str(path)) from error
    if not isinstance(found.get("case"), list) or not found["case"]:
        raise FoedusError("FOE425", "the file has no [[case]]", where=str(path), help="docs/status.md shows one")
    return found


def runner_of(kind: str, path: Path) -> Runner:
    """The runner of a kind. Raises `FoedusError` FOE425 for a kind that has none."""
    home = _home(kind)
    if home is None:
        near = did_you_mean(kind, RUNNERS) or f"kinds: {', '.join(RUNNERS)}"
        raise FoedusError("FOE425", f'"{kind}" is no kind of case', where=str(path), help=near)
    runner: Runner = _loaded(home)
    return runner


def _loaded(home: str) -> Any:
    module, function = home.split(":")
    return getattr(import_module(module), function)
