"""Reads a researcher's data file (CSV or Parquet) as it is, and says exactly where it does not hold what it should."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from foedus.model.errors import FoedusError, Problem, did_you_mean
from foedus.panels.buffers import texts_of, truths, whole_numbers
from foedus.panels.needs import load

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_BLANK = r"^(NA|NaN|nan|NULL|\.)?$"
_BLANKS = ("", "NA", "NaN", "nan", "NULL", ".")
_SHOWN = 50


@dataclass(frozen=True)
class Numbers:
    """A column of whole numbers: ``values`` (0 where missing) and ``missing``."""

    values: NDArray[np.int64]
    missing: NDArray[np.bool_]

    def filled(self, value: int) -> NDArray[np.int64]:
        """The numbers with ``value`` in place of what is missing."""
        np = load("numpy")
        return np.where(self.missing, value, self.values)  # type: ignore[no-any-return]


class DataFile:
    """One data file in memory: named columns, and the place of each cell for error messages and `why`.

    Faults of cells are gathered as they are met, the first of each row; `judge` raises them all at once.
    """

    def __init__(self, path: Path, table: Any) -> None:
        self.path = path
        self.table = table
        self.names: list[str] = list(table.column_names)
        self.rows: int = table.num_rows
        self.problems: list[Problem] = []
        self._faulty: set[int] = set()
        self.is_csv = path.suffix.lower() not in (".parquet", ".pq")

    @classmethod
    def read(cls, path: str | Path, encoding: str | None = None) -> DataFile:
        """Read a CSV file (every cell as text first, so that no cell is guessed at) or a Parquet file.

        ``encoding``: of a CSV file, UTF-8 by default. Raises `FoedusError` FOE001, FOE602 or FOE603.
        """
        path = Path(path)
        if not path.is_file():
            raise FoedusError("FOE001", "no such file", where=str(path), help="check the path")
        if path.suffix.lower() in (".parquet", ".pq"):
            return cls(path, _parquet(path))
        return cls(path, _csv(path, encoding))

    def where(self, row: int, column: str = "") -> str:
        """The place of a row (counted from 0) for people: the line of a CSV file, the row of a Parquet file."""
        place = f"{self.path}:{row + 2}" if self.is_csv else f"{self.path} row {row + 1}"
        return f"{place} column {column}" if column else place

    def line(self, row: int) -> str:
        """``line 14`` in a CSV file (the header is line 1), ``row 13`` in a Parquet file."""
        return f"line {row + 2}" if self.is_csv else f"row {row + 1}"

    def first_of(self, *names: str) -> str | None:
        """The first of these names that is a column."""
        return next((name for name in names if name in self.names), None)

    def need(self, names: Iterable[str], what: str) -> None:
        """Raise `FoedusError` FOE602 naming every column of ``names`` that is not there."""
        lacking = [name for name in names if name not in self.names]
        if lacking:
            raise FoedusError.of(
                Problem(
                    f"{self.path}:1 column {name}" if self.is_csv else f"{self.path} column {name}",
                    "FOE602",
                    f'no column "{name}", which {what} needs',
                    did_you_mean(name, self.names)
                    or f"the file has {', '.join(self.names[:12])}" + (", …" if len(self.names) > 12 else ""),
                )
                for name in lacking
            )

    def ints(self, name: str, *, low: int | None = None, high: int | None = None, blank: bool = True) -> Numbers:
        """A column as whole numbers within bounds.

        Gathers FOE604 for each cell that is none, is out of bounds, or is blank though ``blank`` is False; such a cell
        reads as missing or as it stands until `judge` raises.
        """
        np, pa, pc = load("numpy"), load("pyarrow"), load("pyarrow.compute")
        column = self.table[name].combine_chunks()
        if pa.types.is_dictionary(column.type):
            column = column.dictionary_decode()
        if pa.types.is_string(column.type) or pa.types.is_large_string(column.type):
            if column.null_count:
                column = column.fill_null("")
            text = pc.utf8_trim_whitespace(column.cast(pa.string()))
            empty = pc.match_substring_regex(text, _BLANK)
            plain = pc.match_substring_regex(text, r"^[+-]?\d{1,15}(\.0*)?$")
            wrong = truths(pc.and_not(pc.invert(empty), plain))
            if wrong.any():
                said = [f'"{cell}"' for cell in texts_of(text)]
                self.refuse(name, wrong, "is no whole number", said)
                text = pc.if_else(pa.array(~wrong), text, "")
                empty = pc.match_substring_regex(text, _BLANK)
            clean = pc.replace_substring_regex(pc.replace_substring_regex(text, r"\.0*$|^\+", ""), _BLANK, "0")
            missing, values = truths(empty), whole_numbers(clean.cast(pa.int64()))
        else:
            try:
                numbers = column.cast(pa.int64())
            except pa.ArrowInvalid:
                raise FoedusError(
                    "FOE604",
                    f"column {name} holds {column.type}, not whole numbers",
                    where=f"{self.path} column {name}",
                    help="take the maker's file again",
                ) from None
            if numbers.null_count:
                missing = truths(numbers.is_null())
                values = np.where(missing, 0, whole_numbers(numbers))
            else:
                missing, values = np.zeros(self.rows, dtype=bool), whole_numbers(numbers)
        if not blank:
            self.refuse(name, missing, "is blank, and this column may not be")
        if low is not None and values.min(initial=low) < low:
            self.refuse(name, ~missing & (values < low), f"is below {low}", values)
        if high is not None and values.max(initial=high) > high:
            self.refuse(name, ~missing & (values > high), f"is above {high}", values)
        return Numbers(values, missing)

    def flags(self, name: str) -> Numbers:
        """A column of 0 and 1, with blanks kept apart."""
        return self.ints(name, low=0, high=1)

    def texts(self, name: str) -> list[str]:
        """A column as text, blanks as empty strings."""
        return texts_of(self.table[name].combine_chunks())

    def numbers(self, name: str) -> list[float | None]:
        """A column as numbers that need not be whole (a version), None where blank."""
        found: list[float | None] = []
        for row, text in enumerate(self.texts(name)):
            try:
                found.append(None if text.strip() in _BLANKS else float(text))
            except ValueError:
                raise FoedusError(
                    "FOE604", f'"{text}" is no number', where=self.where(row, name), help="mend the cell"
                ) from None
        return found

    def refuse(self, name: str, bad: Any, says: str, values: Any = None, code: str = "FOE604", help: str = "") -> None:
        """Gather a fault for each row in which ``bad`` is true and which has none yet, naming row and column."""
        np = load("numpy")
        for row in np.flatnonzero(bad).tolist():
            if row not in self._faulty:
                self._faulty.add(row)
                found = says if values is None else f"{values[row]} {says}"
                hint = help or "mend the cell, or take the maker's file again"
                self.problems.append(Problem(self.where(row, name), code, found, hint))

    def judge(self) -> None:
        """Raise every fault gathered so far as one `FoedusError`, those of the first column first, at most fifty."""
        if self.problems:
            raise FoedusError.of(self.problems[:_SHOWN])

    def unique(self, names: Sequence[str], keys: Sequence[Any], what: str) -> None:
        """Gather FOE605 where two rows have the same key (columns ``names`` with values ``keys``)."""
        np = load("numpy")
        arrays = [np.asarray(key) for key in keys]
        if _rising(arrays):
            return
        order = np.lexsort(tuple(reversed(arrays)))
        same = np.ones(max(len(order) - 1, 0), dtype=bool)
        for key in arrays:
            ordered = key[order]
            same &= ordered[1:] == ordered[:-1]
        for i in np.flatnonzero(same).tolist():
            first, again = sorted((int(order[i]), int(order[i + 1])))
            if {first, again} & self._faulty:
                continue
            key_text = ", ".join(f"{name} {key[again]}" for name, key in zip(names, arrays, strict=True))
            says = f"{what} with {key_text} is already in {self.line(first)}"
            self._faulty.add(again)
            self.problems.append(
                Problem(self.where(again, " ".join(names)), "FOE605", says, "remove one of the two rows")
            )


def _rising(keys: Sequence[Any]) -> bool:
    """Are the rows in strictly rising order of their keys? Then none can come twice, and nothing need be sorted."""
    np = load("numpy")
    if not all(key.dtype.kind == "i" for key in keys) or not len(keys[0]):
        return False
    number = keys[0] - keys[0].min()
    for key in keys[1:]:
        low = int(key.min())
        number = number * (int(key.max()) - low + 1) + (key - low)
    return bool(np.all(number[1:] > number[:-1]))


def _parquet(path: Path) -> Any:
    pa, parquet = load("pyarrow"), load("pyarrow.parquet")
    try:
        with parquet.ParquetFile(path, memory_map=False) as file:
            return file.read()
    except (pa.ArrowInvalid, OSError) as error:
        raise FoedusError(
            "FOE602",
            f"not readable as Parquet ({str(error).splitlines()[0]})",
            where=str(path),
            help="the file may be cut short; fetch it again",
        ) from None


def _csv(path: Path, encoding: str | None) -> Any:
    pa, csv = load("pyarrow"), load("pyarrow.csv")
    raw = path.read_bytes()
    try:
        text = raw.decode(encoding or "utf-8-sig")
    except UnicodeDecodeError as error:
        raise _not_utf8(path, raw, error) from None
    except LookupError:
        raise FoedusError("FOE612", f'"{encoding}" is no encoding', help="for example utf-8 or latin-1") from None
    header = text.partition("\n")[0]
    names = [name.strip().strip('"') for name in header.rstrip("\r").split(_comma(header))]
    if len(names) < 2 or len(set(names)) < len(names):
        twice = sorted({name for name in names if names.count(name) > 1})
        says = (
            f"the header has {', '.join(twice)} twice"
            if twice
            else "the first line is no header of comma-separated names"
        )
        raise FoedusError("FOE602", says, where=f"{path}:1", help="take the maker's CSV file unchanged")
    try:
        return csv.read_csv(
            pa.BufferReader(text.encode()),
            read_options=csv.ReadOptions(column_names=names, skip_rows=1, use_threads=False),
            parse_options=csv.ParseOptions(delimiter=_comma(header), newlines_in_values=True),
            convert_options=csv.ConvertOptions(
                column_types={name: pa.string() for name in names}, strings_can_be_null=False
            ),
        )
    except pa.ArrowInvalid as error:
        raise FoedusError(
            "FOE602",
            f"a row does not fit the header ({str(error).splitlines()[0]})",
            where=str(path),
            help="count the commas of that row",
        ) from None


def _comma(header: str) -> str:
    return max((",", ";", "\t"), key=header.count)


def _not_utf8(path: Path, raw: bytes, error: UnicodeDecodeError) -> FoedusError:
    line = raw.count(b"\n", 0, error.start) + 1
    begin = raw.rfind(b"\n", 0, error.start) + 1
    names = raw.partition(b"\n")[0].decode("latin-1").rstrip("\r").split(",")
    at = _column_at(raw[begin : error.start].decode("latin-1"))
    column = names[at].strip('"') if at < len(names) and line > 1 else ""
    byte = raw[error.start]
    return FoedusError(
        "FOE603",
        f'byte 0x{byte:02X} is not {error.encoding.upper().replace("-SIG", "")}; as Latin-1 it would be "{chr(byte)}"',
        where=f"{path}:{line} column {column}" if column else f"{path}:{line}",
        help='say encoding="latin-1" (--encoding latin-1), or save the file as UTF-8',
    )


def _column_at(before: str) -> int:
    """How many commas outside quotation marks stand before a place in a line."""
    commas, quoted = 0, False
    for letter in before:
        if letter == '"':
            quoted = not quoted
        elif letter == "," and not quoted:
            commas += 1
    return commas
