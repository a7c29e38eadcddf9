"""Numbers between numpy and Arrow without a copy, through their buffers.

Arrow's own conversions load pandas where it is installed, a quarter of a second that no table here needs.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Any

from foedus.panels.needs import load

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


def whole_numbers(array: Any) -> NDArray[np.int64]:
    """An Arrow array of int64 as numpy; what stands in place of a null is anything."""
    np = load("numpy")
    if not len(array):
        return np.zeros(0, dtype=np.int64)  # type: ignore[no-any-return]
    return np.frombuffer(array.buffers()[1], np.int64, len(array), array.offset * 8)  # type: ignore[no-any-return]


def truths(array: Any) -> NDArray[np.bool_]:
    """An Arrow array of booleans without nulls as numpy."""
    np, pa = load("numpy"), load("pyarrow")
    if not len(array):
        return np.zeros(0, dtype=bool)  # type: ignore[no-any-return]
    bytes_ = array.cast(pa.uint8())
    return np.frombuffer(bytes_.buffers()[1], np.uint8, len(bytes_), bytes_.offset).astype(bool)  # type: ignore[no-any-return]


def texts_of(array: Any) -> list[str]:
    """An Arrow array as texts, blanks as empty strings."""
    np, pa = load("numpy"), load("pyarrow")
    if not pa.types.is_string(array.type) or array.null_count or not len(array):
        return ["" if value is None else str(value) for value in array.to_pylist()]
    ends = np.frombuffer(array.buffers()[1], np.int32, len(array) + 1, array.offset * 4).tolist()
    raw = array.buffers()[2].to_pybytes() if array.buffers()[2] else b""
    return [raw[begin:end].decode() for begin, end in pairwise(ends)]


def arrow_of(values: NDArray[Any], missing: NDArray[np.bool_] | None = None) -> Any:
    """A numpy array as Arrow, null where ``missing``."""
    np, pa = load("numpy"), load("pyarrow")
    if values.dtype.kind not in "iuf":
        if values.dtype.kind == "M":
            return pa.array(values)
        return pa.array(values.tolist(), mask=missing)
    kind = pa.from_numpy_dtype(values.dtype)
    holes = None
    if missing is not None and missing.any():
        holes = pa.py_buffer(np.packbits(~missing, bitorder="little"))
    return pa.Array.from_buffers(kind, len(values), [holes, pa.py_buffer(np.ascontiguousarray(values))])
