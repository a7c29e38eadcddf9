"""Faults of files, and the meaning of numbers and rules."""

from __future__ import annotations

import json
import re
import textwrap
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from foedus.model.errors import FoedusError, Problem, codes, did_you_mean

if TYPE_CHECKING:
    from foedus.api.session import Foedus


@dataclass(frozen=True)
class Report:
    """How many files were looked at, and every fault found, in order of file and line."""

    files: int
    problems: tuple[Problem, ...]


def check_paths(paths: Sequence[str]) -> Report:
    """Check treaty and case files and folders; the shipped atlas and the register of actors where none is given."""
    from foedus.actors.check import problems as register_problems
    from foedus.api.session import Foedus
    from foedus.treaties.atlas import SHIPPED
    from foedus.treaties.check import check_file

    session = Foedus()
    files = list(_files(paths)) if paths else sorted(SHIPPED.glob("*.toml"))
    known = frozenset(session.atlas) | {file.stem for file in files}
    problems: list[Problem] = [] if paths else list(register_problems())
    for file in files:
        if _is_case_file(file):
            problems += _check_cases(file)
        else:
            found = check_file(file, known)
            problems += found or _against_the_law(file, session)
    return Report(len(files), tuple(problems))


def _files(paths: Sequence[str]) -> Iterator[Path]:
    for name in paths:
        path = Path(name)
        if path.is_dir():
            yield from sorted(path.rglob("*.toml"))
        elif path.is_file():
            yield path
        else:
            raise FoedusError("FOE001", f"{path}: no such file or folder", help="check the path")


def _is_case_file(file: Path) -> bool:
    """Cases and scenarios are told by their tables, and by the folder where one whole file is a case."""
    from foedus.api.cases import WHOLE_FILES, kind_of

    if kind_of(file) in WHOLE_FILES:
        return True
    try:
        return any(line.startswith(("[[case]]", "[[event]]")) for line in file.read_text("utf-8").splitlines())
    except (OSError, UnicodeDecodeError):
        return False  # the check of treaty files says what is wrong with it


def _check_cases(file: Path) -> list[Problem]:
    """Faults of form, and cases that do not come out as they say; a scenario of one's own is checked as one."""
    from foedus.api.cases import has_runner, read_file, run_file
    from foedus.api.cases_obligations import check_obligations

    try:
        if not has_runner(file):
            if "[[event]]" in file.read_text("utf-8"):
                return check_obligations(file)
            read_file(file)  # its stage's own tests run it; here only its form is looked at
            return []
        return [
            Problem(f"{file}", "FOE429", f"{result.name}: {fault}", "correct the case, or the law behind it")
            for result in run_file(file)
            for fault in result.faults
        ]
    except FoedusError as error:
        return list(error.problems)


def _against_the_law(file: Path, session: Foedus) -> list[Problem]:
    """Rules that conflict, and the reported entry into force against the computed one: equal, or explained.

    Acts without effect are no fault of a file: Germany did denounce Locarno, though the treaty gave it no right to.
    """
    from foedus.actors import register
    from foedus.status.check import problems as law_problems
    from foedus.treaties import from_file
    from foedus.treaties.from_file import read_text
    from foedus.treaties.places_in_toml import line_at, lines_of

    treaty = from_file(file)
    conflicts = law_problems(treaty, treaties=session.atlas, register=register())
    if faults := [Problem(str(file), p.code, p.says, p.help) for p in conflicts if p.code in ("FOE401", "FOE419")]:
        return faults
    reported = [
        (index, act.date) for index, act in enumerate(treaty.acts) if act.kind == "entry_into_force" and not act.by
    ]
    if not reported or treaty.entry_into_force is None or any("entry" in x.about.lower() for x in treaty.explained):
        return []
    index, day = reported[0]
    if day is None:
        return []
    finding = session.reckon(treaty, max(day.latest, day.earliest))
    computed = finding.entry_into_force
    if computed is not None and computed.earliest <= day.latest and day.earliest <= computed.latest:
        return []
    place = f"{file}:{line_at(lines_of(read_text(file)), ('act', index, 'date'))}"
    says = f"reported in force on {day}, computed {computed or 'not in force'}: {finding.why.says}"
    return [Problem(place, "FOE107", says, "correct the clause or the acts, or explain it in the file")]


def explain(code: str) -> str:
    """What an error number, an article of the Vienna Convention or a treaty's article means."""
    if code.upper() in codes():
        entry = codes()[code.upper()]
        return _paragraphs(f"{code.upper()}: {entry['title']}", entry["means"], f"Next: {entry['next']}")
    if code.upper().startswith("VCLT"):
        return _vclt(code.upper())
    if ":" in code:
        return _article(code)
    known = [*codes(), *(f"VCLT-{article}" for article in _articles())]
    raise FoedusError("FOE005", f'"{code}" is no number or rule', help=did_you_mean(code.upper(), known))


def _articles() -> dict[str, dict[str, str]]:
    import tomllib
    from importlib.resources import files

    return tomllib.loads(files("foedus.model").joinpath("vclt.toml").read_text("utf-8"))


def _vclt(code: str) -> str:
    wanted = code.removeprefix("VCLT").strip("- ")
    articles = _articles()
    for key in (wanted, wanted.split("(")[0]):
        if key in articles:
            entry = articles[key]
            return _paragraphs(f"VCLT {wanted}: {entry['title']}", *(v for k, v in entry.items() if k != "title"))
    raise FoedusError(
        "FOE005", f"article {wanted} of the Vienna Convention has no entry", help=did_you_mean(wanted, articles)
    )


def _article(code: str) -> str:
    from foedus.api.words import limits, obligation_says
    from foedus.treaties import atlas

    key, _, article = code.partition(":")
    treaty = atlas().find(key)
    found = [item for item in treaty.obligations if item.article == article or item.id == article]
    clauses = [
        f"{name.replace('_', ' ')}: {getattr(clause, 'says', None) or getattr(clause, 'note', None) or 'see the file'}"
        for name in ("consent", "entry_into_force", "duration", "withdrawal", "reservations")
        if (clause := getattr(treaty, name)) is not None and clause.article == article
    ]
    if not found and not clauses:
        known = [item.article for item in treaty.obligations]
        raise FoedusError("FOE005", f"article {article} of {key} is not encoded", help=f"encoded: {', '.join(known)}")
    lines = [f"{obligation_says(item, treaty.parties)}. {'; '.join(limits(item))}" for item in found]
    return _paragraphs(f"{treaty.title}, Article {article}", *lines, *clauses)


def _paragraphs(*texts: str) -> str:
    return "\n".join(textwrap.fill(text, 96) for text in texts if text)


def new_treaty(name: str, folder: Path) -> Path:
    """Write the skeleton of a treaty file, and beside it the schema by which editors complete its keys.

    Raises `FoedusError` FOE004 for a bad id, FOE006 where the file exists.
    """
    from importlib.resources import files

    if not re.fullmatch(r"[a-z0-9][a-z0-9-]*", name):
        raise FoedusError("FOE004", f'"{name}" is no id', help="use small letters, digits and hyphens")
    file = folder / f"{name}.toml"
    if file.exists():
        raise FoedusError("FOE006", f"{file} is there already", help="choose another id or folder")
    skeleton = files("foedus.treaties").joinpath("skeleton.toml").read_text("utf-8")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        file.write_text(skeleton.format(id=name), "utf-8")
    except OSError as error:
        raise FoedusError("FOE001", f"{file}: {error.strerror}", help="check the folder and its permissions") from error
    write_schema(folder)
    return file


SCHEMA_FILE = "treaty.schema.json"
"""The name under which the first line of a new treaty file looks for the schema, beside itself."""


def write_schema(folder: Path) -> Path:
    """Write the JSON Schema of treaty files into a folder, over an older one. Raises `FoedusError` FOE001."""
    from foedus.api.status import schema

    file = folder / SCHEMA_FILE
    try:
        folder.mkdir(parents=True, exist_ok=True)
        file.write_text(json.dumps(schema(), ensure_ascii=False, indent=1) + "\n", "utf-8")
    except OSError as error:
        raise FoedusError("FOE001", f"{file}: {error.strerror}", help="check the folder and its permissions") from error
    return file
