"""Compares two tables row for row and cell for cell, by key."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from foedus.panels.needs import load

SHOWN = 20


@dataclass
class Comparison:
    """How one table differs from the one expected.

    ``columns``: for each column the number of rows of both tables in which it differs (missing and zero are
    different). ``examples``: the first differing cells, with key, ours and theirs.
    """

    rows: int
    rows_expected: int
    rows_missing: int = 0
    rows_surplus: int = 0
    columns: dict[str, int] = field(default_factory=dict)
    examples: list[dict[str, Any]] = field(default_factory=list)

    @property
    def cells_different(self) -> int:
        """Differing cells of shared rows, and every cell of a row that only one table has."""
        width = max(len(self.columns), 1)
        return sum(self.columns.values()) + (self.rows_missing + self.rows_surplus) * width

    @property
    def is_equal(self) -> bool:
        """Every row and every cell is the same."""
        return self.cells_different == 0


def compare(ours: Any, theirs: Any, keys: tuple[str, ...]) -> Comparison:
    """Compare two Arrow tables by key. Columns only in ``ours`` are left out; those only in ``theirs`` differ."""
    np, pa = load("numpy"), load("pyarrow")
    found = Comparison(ours.num_rows, theirs.num_rows)
    same = ours.num_rows == theirs.num_rows and all(
        bool(np.array_equal(np.asarray(ours[key]), np.asarray(theirs[key]))) for key in keys
    )
    left: Any = None
    right: Any = None
    if not same:
        left, right = _matched(ours, theirs, keys)
        found.rows_missing, found.rows_surplus = theirs.num_rows - len(right), ours.num_rows - len(left)
        left, right = pa.array(left), pa.array(right)
    for name in theirs.column_names:
        if name in keys:
            continue
        if name not in ours.column_names:
            found.columns[name] = theirs.num_rows - found.rows_missing
            continue
        one, two = ours[name], theirs[name]
        if not same:
            one, two = one.take(left), two.take(right)
        rows = _different(one, two)
        found.columns[name] = len(rows)
        for row in rows[: max(0, SHOWN - len(found.examples))]:
            at = int(row) if same else int(left[int(row)].as_py())
            key = {key: ours[key][at].as_py() for key in keys}
            cell = {"column": name, "ours": one[int(row)].as_py(), "theirs": two[int(row)].as_py()}
            found.examples.append({**key, **cell})
    return found


def _different(one: Any, two: Any) -> Any:
    """The rows in which two columns differ; two missing cells are the same, a missing cell and a zero are not."""
    np, pa, pc = load("numpy"), load("pyarrow"), load("pyarrow.compute")
    kind = pa.string() if pa.types.is_string(one.type) or pa.types.is_string(two.type) else pa.float64()
    if one.type == two.type or not pa.types.is_string(kind):
        if one.type != two.type:
            one, two = one.cast(kind), two.cast(kind)
    else:
        one, two = one.cast(kind), two.cast(kind)
    unequal = pc.fill_null(pc.not_equal(one, two), False)
    holes = pc.xor(pc.is_null(one), pc.is_null(two))
    return np.flatnonzero(np.asarray(pc.or_(unequal, holes)))


def _matched(ours: Any, theirs: Any, keys: tuple[str, ...]) -> tuple[Any, Any]:
    """The rows of each table whose key the other has too, in the same order."""
    np, pa = load("numpy"), load("pyarrow")
    size = ours.num_rows
    number = np.zeros(size + theirs.num_rows, dtype=np.int64)
    for key in keys:
        both = pa.chunked_array([*ours[key].chunks, *theirs[key].cast(ours[key].type).chunks])
        codes = both.combine_chunks().dictionary_encode()
        number = number * len(codes.dictionary) + np.asarray(codes.indices)
    _, left, right = np.intersect1d(number[:size], number[size:], return_indices=True)
    return left, right
