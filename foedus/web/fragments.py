"""Pieces of pages that come by the hundred, written out at once: the same as a macro gives, in a tenth of its time."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from functools import lru_cache

from markupsafe import Markup, escape

from foedus.model.reasons import Reason

_SIGN = {"yes": ("yes", "✓"), "no": ("no", "✗"), "cannot say": ("open", "?")}


def tree(reason: Reason, depth: int = 0) -> Markup:
    """A tree of reasons as nested lists, open at its first level."""
    parts: list[str] = []
    _branch(reason, depth, parts)
    return Markup("".join(parts))


def _branch(reason: Reason, depth: int, parts: list[str]) -> None:
    tone, sign = _SIGN[reason.holds.value]
    line = (
        f'<span class="{tone}" aria-hidden="true">{sign}</span> {escape(reason.says)} '
        f'<span class="rule">{escape(reason.rule)}</span>'
    )
    if not reason.because:
        parts.append(f"<li>\n  {line}\n</li>\n")
        return
    parts.append(f"<li>\n  <details {'' if depth else 'open'}>\n    <summary>{line}</summary>\n    <ul>")
    for child in reason.because:
        _branch(child, depth + 1, parts)
    parts.append("</ul>\n  </details>\n</li>\n")


@lru_cache(maxsize=4096)
def _named(id: str) -> str:
    from foedus.api import words

    return str(escape(words.name(id)))


def state_link(id: str, on: date) -> Markup:
    """A state's name, leading to its page of the day."""
    return Markup(f'<a href="/state/{escape(id)}?on={on}">{_named(id)}</a>')


def state_links(ids: Iterable[str], on: date) -> Markup:
    """States as links, with commas between."""
    return Markup(", ".join(f'<a href="/state/{escape(id)}?on={on}">{_named(id)}</a>' for id in ids))


def few(ids: Iterable[str]) -> str:
    """Names of states in a cell of a list: five at most, of more the first four."""
    return _few(tuple(ids))


@lru_cache(maxsize=4096)
def _few(ids: tuple[str, ...]) -> str:
    from foedus.api import words

    if len(ids) > 5:
        return f"{', '.join(map(words.name, ids[:4]))} and {len(ids) - 4} more"
    return words.names(ids)


def treaty_link(id: str, on: date, title: str | None = None) -> Markup:
    """A treaty's title, or its id, leading to its page of the day."""
    return Markup(f'<a href="/treaty/{escape(id)}?on={on}">{escape(title or id)}</a>')


@lru_cache(maxsize=4096)
def kind_mark(name: str) -> Markup:
    """A kind of obligation, in its colour."""
    return Markup(f'<span class="kind {escape(name)}">{escape(name.replace("_", " "))}</span>')


def options(items: Iterable[Mapping[str, str]]) -> Markup:
    """What a field proposes: ids with their names."""
    return Markup("".join(f'<option value="{escape(item["id"])}">{escape(item["name"])}</option>' for item in items))
