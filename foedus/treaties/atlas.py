"""The atlas: the encoded treaties that ship, and those of folders a user adds."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path

from foedus.model.errors import FoedusError, did_you_mean
from foedus.model.treaty import Treaty
from foedus.treaties.from_file import from_file

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

    def __getitem__(self, key: str) -> Treaty:
        if key not in self._read:
            self._read[key] = from_file(self.files[key])
        return self._read[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self.files)

    def __len__(self) -> int:
        return len(self.files)

    def __contains__(self, key: object) -> bool:
        return key in self.files

    def around(self, key: str) -> Mapping[str, Treaty]:
        """The treaties that one treaty's standing can hang on: those it names, those they name, those that name it.

        Found by their ids in the files' text, so that one answer does not read the whole atlas; once that is read, the
        atlas itself.
        """
        if len(self._read) == len(self.files):
            return self
        texts = {id: file.read_bytes() for id, file in self.files.items()}
        marks = {id: f'"{id}"'.encode() for id in texts}
        mine = marks.get(key, f'"{key}"'.encode())
        found = {id for id, text in texts.items() if mine in text and id != key}
        new = {key} & set(texts)
        while new:
            named = {id for id, mark in marks.items() if any(mark in texts[one] for one in new)}
            new = named - found - {key}
            found |= new
        return {id: self[id] for id in sorted(found)}

    def find(self, key: str) -> Treaty:
        """A treaty by id, or by its short or other name. Raises `FoedusError` FOE110 where there is none."""
        if key in self.files:
            return self[key]
        wanted = key.casefold()
        for treaty in self.values():
            if wanted in {name.casefold() for name in (treaty.title, treaty.short or "", *treaty.names)}:
                return treaty
        near = did_you_mean(key, self.files)
        raise FoedusError("FOE110", f'no treaty "{key}" is known', help=near or "foedus treaties lists them")


@cache
def atlas(*folders: Path) -> Atlas:
    """The shipped atlas, with the user's folders over it."""
    return Atlas((SHIPPED, *folders))
