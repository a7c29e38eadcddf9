"""One mention of a treaty in a sentence."""

from __future__ import annotations

from dataclasses import dataclass, field

from foedus.claims.trees import Tree


@dataclass(slots=True)
class Instrument:
    """One mention of a treaty. ``first``..``last`` are words of the tree; ``core`` the place of the noun.

    ``row``: the same number for all that stand in one row; ``members``: the row that spells out a set;
    ``about``: what the words after it say that it does; ``pair``: all that it is between, where its sentence says so;
    ``signs``: the short names of the text that are made of its initials.
    """

    tree: Tree
    first: int
    last: int
    core: int
    head: str
    name: str
    own: frozenset[str]
    parties: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    year: str | None = None
    points_back: bool = False
    plural: bool = False
    draft: bool = False
    new: bool = False
    old: bool = False
    excluded: bool = False
    titled: bool = False
    known: str | None = None
    organisation: str | None = None
    modifiers: frozenset[str] = field(default_factory=frozenset)
    near: frozenset[str] = field(default_factory=frozenset)
    indefinite: bool = False
    called: bool = False
    below: bool = False
    replaced: bool = False
    row: int = -1
    members: int = -1
    about: frozenset[str] = frozenset()
    pair: tuple[str, ...] = ()
    signs: frozenset[str] = frozenset()

    @property
    def start(self) -> int:
        return self.tree.words[self.first].start

    @property
    def end(self) -> int:
        return self.tree.words[self.last].end
