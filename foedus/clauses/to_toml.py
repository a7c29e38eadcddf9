"""A draft as a treaty file: the table a Treaty is made from, and TOML with article and words beside each value."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from pydantic import ValidationError

from foedus.model.drafts import Draft, DraftedValue
from foedus.model.errors import FoedusError, Problem
from foedus.model.treaty import Treaty

_PLAIN = ("depositary", "languages")
_SECTIONS = (
    "consent",
    "entry_into_force",
    "provisional_application",
    "duration",
    "withdrawal",
    "reservations",
    "amendment",
)
_QUOTE = 150


def table(draft: Draft) -> dict[str, Any]:
    """The treaty file as a table; values that a person rejected are left out, corrected ones stand corrected."""
    found: dict[str, Any] = {
        "id": draft.treaty_id,
        "title": draft.title,
        "parties": list(draft.parties),
        "record": "drafted",
    }
    if draft.signed:
        found["adopted"] = draft.signed
    for value in draft.values:
        accepted = value.accepted
        if accepted is None or value.path == "registration":
            continue
        if value.path == "obligation":
            found.setdefault("obligation", []).append(accepted)
            continue
        _set(found, value.path.split("."), accepted)
    return _complete(found)


def _set(found: dict[str, Any], path: list[str], value: Any) -> None:
    inner = found
    for key in path[:-1]:
        inner = inner.setdefault(key, {})
    inner[path[-1]] = value


def _complete(found: dict[str, Any]) -> dict[str, Any]:
    """Leave out sections that cannot stand without a value that was rejected."""
    needs = {"entry_into_force": "when", "consent": "by", "reservations": "allowed", "provisional_application": "from"}
    for section, key in needs.items():
        if section in found and key not in found[section]:
            del found[section]
    if "obligation" in found and not found["obligation"]:
        del found["obligation"]
    return found


def treaty(draft: Draft) -> Treaty:
    """The Treaty that the draft makes. Raises `FoedusError` FOE707 with every fault where it does not stand."""
    try:
        return Treaty.model_validate(table(draft))
    except ValidationError as error:
        raise FoedusError.of(
            Problem(
                draft.name, "FOE707", f"{'.'.join(map(str, fault['loc']))}: {fault['msg']}", "correct the value named"
            )
            for fault in error.errors()
        ) from error


def toml(draft: Draft) -> str:
    """The draft as a TOML file: above each value the article, the words, the rule, and who said what of it."""
    whole = table(draft)
    lines = [f"# Drafted from {draft.name or 'a text'} (sha256 {draft.document[:16]}…). Every value is to be checked."]
    lines += [f"# note: {_one_line(note)}" for note in draft.notes]
    if draft.unread:
        lines.append(f"# not read, so left open: {', '.join(draft.unread)}")
    for key in ("id", "title", "parties", "record", "adopted"):
        if key in whole:
            lines.append(f"{key} = {_value(whole[key])}")
    for key in _PLAIN:
        if key in whole:
            lines += ["", *_comments(draft, (key,)), f"{key} = {_value(whole[key])}"]
    lines += [line for value in draft.values if value.path == "registration" for line in ["", *_comment(value)]]
    for section in _SECTIONS:
        if section in whole:
            lines += ["", f"[{section}]", *_section(draft, section, whole[section])]
    rows = [value for value in draft.values if value.path == "obligation" and value.accepted is not None]
    for value in rows:
        lines += [
            "",
            *_comment(value),
            "[[obligation]]",
            *(f"{key} = {_value(item)}" for key, item in value.accepted.items()),
        ]
    return "\n".join(lines) + "\n"


def _section(draft: Draft, name: str, content: Mapping[str, Any]) -> Iterable[str]:
    for key, item in content.items():
        path = f"{name}.{key}"
        if key != "article" or any(v.review for v in draft.values if v.path == path):
            yield from _comments(draft, (path,))
        yield f"{key} = {_value(item)}"


def _comments(draft: Draft, paths: tuple[str, ...]) -> list[str]:
    found = [v for v in draft.values if any(v.path == path or v.path.startswith(path + ".") for path in paths)]
    return [line for value in found if value.accepted is not None for line in _comment(value)]


def _comment(value: DraftedValue) -> list[str]:
    words = _one_line(value.quote)
    words = words if len(words) <= _QUOTE else words[: _QUOTE - 1] + "…"
    lines = [f'# {value.article or "text"} [{value.start}:{value.end}] "{words}" ({value.rule})']
    if value.review:
        lines.append(f"# {value.review.said} by {_one_line(value.review.by)} on {value.review.on.isoformat()}")
    return lines


def _one_line(text: str) -> str:
    # TOML comments admit no control character but tab
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())


def _value(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, int | float):
        return repr(value)
    if isinstance(value, Mapping):
        inner = ", ".join(f"{key} = {_value(item)}" for key, item in value.items() if item is not None)
        return "{ " + inner + " }" if inner else "{}"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(_value(item) for item in value) + "]"
    return _string(str(value))


def _string(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return '"' + "".join(c if c.isprintable() else f"\\U{ord(c):08X}" for c in escaped) + '"'


def value_of(text: str) -> Any:
    """A value as TOML writes it; a bare word is taken as text. Raises `FoedusError` FOE707 where it is neither."""
    import tomllib

    try:
        return tomllib.loads(f"value = {text}")["value"]
    except tomllib.TOMLDecodeError:
        if text.replace("-", "").replace(" ", "").isalnum():
            return text
    raise FoedusError(
        "FOE707", f"{text} is no value", help='write it as in the treaty file: { consents = 20 }, "GBR", 12'
    )
