"""A TOML file to a Treaty, with every fault of the file at once, each with its line."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import tomli
from pydantic import ValidationError

from foedus.model.errors import FoedusError, Problem, did_you_mean
from foedus.model.treaty import Treaty
from foedus.treaties.places_in_toml import line_at, lines_of


def from_file(file: Path) -> Treaty:
    """Read one treaty file. Raises `FoedusError` with all its faults (FOE001, FOE002, FOE101)."""
    return from_toml(read_text(file), where=file.name)


def read_text(file: Path) -> str:
    """The file's text. Raises `FoedusError` FOE001 or FOE002 where it cannot be read as UTF-8."""
    try:
        return file.read_text("utf-8")
    except UnicodeDecodeError as error:
        raise FoedusError("FOE002", "the file is not UTF-8 text", where=str(file), help="save it as UTF-8") from error
    except OSError as error:
        raise FoedusError(
            "FOE001", f"{file}: {(error.strerror or 'unreadable').lower()}", help="check the path"
        ) from error


def from_toml(text: str, where: str) -> Treaty:
    """A Treaty from TOML text. ``where`` names the file in faults. Raises `FoedusError` with all of them."""
    try:
        data = tomli.loads(text)
    except tomli.TOMLDecodeError as error:
        raise FoedusError(
            "FOE002",
            getattr(error, "msg", str(error)),
            where=f"{where}:{getattr(error, 'lineno', 1)}",
            help="strings need quotes; dates are written 2024-11-12 without",
        ) from error
    try:
        return Treaty.model_validate(data)
    except ValidationError as error:
        raise FoedusError.of(_problems(error, text, where)) from error


def _problems(error: ValidationError, text: str, where: str) -> list[Problem]:
    found = lines_of(text)
    seen: dict[tuple[int, str], Problem] = {}
    for fault in error.errors():
        path = fault["loc"]
        line = line_at(found, path)
        says, help_text = _in_words(fault)
        seen.setdefault((line, says), Problem(f"{where}:{line}", "FOE101", says, help_text))
    return sorted(seen.values(), key=lambda problem: int(problem.where.rpartition(":")[2]))


def _in_words(fault: Any) -> tuple[str, str]:
    """What is wrong and what to do, from one fault of the schema."""
    path = ".".join(str(part) for part in fault["loc"] if not str(part).startswith(("function-", "tuple[", "literal[")))
    kind = fault["type"]
    if kind == "extra_forbidden":
        return f'"{path}" is no key of the treaty format', _near_key(fault["loc"])
    if kind == "missing":
        return f'"{path}" is missing', "add it; docs/encoding.md shows each key"
    message = str(fault["msg"]).removeprefix("Value error, ")
    message = message[:1].lower() + message[1:]
    given = fault.get("input")
    shown = f" (found {given!r})" if isinstance(given, str | int | float | bool) else ""
    return f'"{path}": {message}{shown}', "see docs/encoding.md for the form of this key"


def _near_key(path: tuple[str | int, ...]) -> str:
    from foedus.model import clauses, obligations
    from foedus.model.acts import Act, Strict
    from foedus.model.treaty import Treaty as Root

    models: list[type[Strict]] = [Root, Act, *(
        item
        for module in (clauses, obligations)
        for item in vars(module).values()
        if isinstance(item, type) and issubclass(item, Strict)
    )]  # fmt: skip
    keys = {field.alias or name for model in models for name, field in model.model_fields.items()}
    return did_you_mean(str(path[-1]), keys) or "remove it, or look it up in docs/encoding.md"
