"""The atlas: the encoded treaties that ship, and those of folders a user adds."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from functools import cache, cached_property
from pathlib import Path

from foedus.model.errors import FoedusError, did_you_mean
from foedus.model.treaty import Treaty
from foedus.treaties.from_file import from_file, from_toml

_VALUE = re.compile(r"""["']([A-Za-z0-9:._-]{2,60})["']""")

_YEAR = re.compile(r"""^(?:date|until|on)\s*=\s*"?[^\d\n]{0,3}(\d{4})""", re.M)

FEW = 4
"""Parties up to which a treaty stands beside all others between two of them; of a larger one that tells nothing."""

SHIPPED = Path(__file__).parent / "atlas"


class Atlas(Mapping[str, Treaty]):
    """Treaties by id, each read from its file when first asked for.

    A later folder's file wins over an earlier one's of the same id, so that a user can keep an own encoding.
    """

    def __init__(self, folders: Sequence[Path] = (SHIPPED,)) -> None:
        for folder in folders:
            if not folder.is_dir():
                raise FoedusError("FOE001", f"{folder}: no such folder of treaties", help="check --treaties")
        self.files: dict[str, Path] = {file.stem: file for folder in folders for file in sorted(folder.glob("*.toml"))}
        self._read: dict[str, Treaty] = {}
        self._beside: dict[str, tuple[Treaty, tuple[Treaty, ...]]] = {}

    def __getitem__(self, key: str) -> Treaty:
        if key not in self._read:
            file = self.files[key]
            at_hand = self.__dict__.get("_texts")  # where the texts were looked through for words
            self._read[key] = from_toml(at_hand[key], where=file.name) if at_hand else from_file(file)
        return self._read[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self.files)

    def __len__(self) -> int:
        return len(self.files)

    def __contains__(self, key: object) -> bool:
        return key in self.files

    def around(self, key: str) -> Mapping[str, Treaty]:
        """The treaties that one treaty's standing can hang on: those it names, those they name, those that name it.

        Found by their ids in the files' text, so that one answer does not read the whole atlas; once that is read, by
        what the treaties themselves say, each looked for once.
        """
        if len(self._read) == len(self.files):
            return self._neighbours.get(key, self)
        found = {id for id, words in self._words.items() if key in words and id != key}
        new = {key} & set(self.files)
        while new:
            named = {word for one in new for word in self._words[one] if word in self.files}
            new = named - found - {key}
            found |= new
        return {id: self[id] for id in sorted(found)}

    @cached_property
    def _neighbours(self) -> dict[str, Mapping[str, Treaty]]:
        """For each treaty all that its standing can hang on, by any number of steps: those it names (by the text), and
        those that replace, amend or are tied to it."""
        near = {id: {word for word in words if word in self.files and word != id} for id, words in self._words.items()}
        for id, treaty in self.items():
            for other in (*treaty.replaces, *treaty.amends, *(link.treaty for link in treaty.links)):
                if other in near and other != id:
                    near[other].add(id)
        reached = {id: _reached(id, near) for id in self.files}
        return {id: {other: self[other] for other in self.files if other in reached[id]} for id in self.files}

    def beside(self, treaty: Treaty) -> tuple[Treaty, ...]:
        """The other treaties that name this one or that it names, and where it has few parties those that two of them
        share. Found by the words in the files first, so that only those are read; looked for once."""
        kept = self._beside.get(treaty.id)
        if kept is None or kept[0] is not treaty:
            wanted = frozenset(treaty.parties) if len(treaty.parties) <= FEW else frozenset()
            named = {*treaty.replaces, *treaty.amends, *treaty.protocol_of}
            found = tuple(
                self[id]
                for id, words in self._words.items()
                if id != treaty.id and (id in named or treaty.id in words or len(wanted & words) > 1)
            )
            kept = (treaty, tuple(other for other in found if _is_beside(treaty, other, wanted, named)))
            if treaty.id in self.files:
                self._beside[treaty.id] = kept
        return kept[1]

    def mentioning(self, word: str) -> Iterator[Treaty]:
        """The treaties whose files have this word as a value: a party's or actor's id, another treaty's id."""
        return (self[id] for id, words in self._words.items() if word in words)

    def begun_by(self, on: date) -> Iterator[Treaty]:
        """The treaties with an act in or before the year of that day, or with no dated act at all."""
        return (self[id] for id, year in self._first_years.items() if year <= on.year)

    @cached_property
    def _first_years(self) -> dict[str, int]:
        """The year of the first dated act in each file; 0 where there is none."""
        return {id: min(map(int, _YEAR.findall(text)), default=0) for id, text in self._texts.items()}

    @cached_property
    def _by_name(self) -> dict[str, str]:
        """The id behind each name in small letters; of two treaties of one name the first."""
        return {name: id for id in reversed(self.files) for name in _names(self[id])}

    @cached_property
    def _words(self) -> dict[str, frozenset[str]]:
        """The ids that stand as values in each file: all in quotes, so a look at the text finds them."""
        return {id: frozenset(_VALUE.findall(text)) for id, text in self._texts.items()}

    @cached_property
    def _texts(self) -> dict[str, str]:
        return {id: file.read_text("utf-8") for id, file in self.files.items()}

    def find(self, key: str) -> Treaty:
        """A treaty by id, or by its short or other name. Raises `FoedusError` FOE110 where there is none."""
        if key in self.files:
            return self[key]
        wanted = key.casefold()
        if len(self._read) == len(self.files):
            if wanted in self._by_name:
                return self[self._by_name[wanted]]
        else:  # read only those whose text has the name in it, or may have it in other letters
            for id, text in self._texts.items():
                if (wanted in text.casefold() or "\\" in text) and wanted in _names(self[id]):
                    return self[id]
        alike = [
            id for id in self.files if wanted in id or wanted in " ".join((self[id].title, *self[id].names)).casefold()
        ]
        near = f"do you mean {' or '.join(alike[:4])}?" if alike else did_you_mean(key, self.files)
        raise FoedusError("FOE110", f'no treaty "{key}" is known', help=near or "foedus treaties lists them")


def _names(treaty: Treaty) -> set[str]:
    return {name.casefold() for name in (treaty.title, treaty.short or "", *treaty.names)}


def _is_beside(treaty: Treaty, other: Treaty, parties: frozenset[str], named: set[str]) -> bool:
    names = (*other.replaces, *other.amends, *other.protocol_of)
    return other.id in named or treaty.id in names or len(parties.intersection(other.parties)) > 1


def _reached(start: str, near: Mapping[str, set[str]]) -> set[str]:
    """All that steps lead to, without the start."""
    found: set[str] = set()
    new = {start}
    while new:
        new = {other for one in new for other in near[one]} - found - {start}
        found |= new
    return found


@cache
def atlas(*folders: Path) -> Atlas:
    """The shipped atlas, with the user's folders over it."""
    return Atlas((SHIPPED, *folders))
