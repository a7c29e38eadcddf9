"""Near-duplicates: one agency's text in a hundred papers, found by MinHash over runs of five words.

Broder (1997), "On the resemblance and containment of documents"; bands after Leskovec, Rajaraman and Ullman, *Mining of
Massive Datasets*, 3.4. The hash functions are fixed, so that every machine and every engine makes the same sketch.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from typing import Any

ALIKE = 0.7
"""The share of runs in common (Jaccard, as the sketches estimate it, ± 0.04) from which two texts are one."""

_WORD = re.compile(r"\w+")
_RUN = 5  # words
_HASHES = 128
_ROWS = 4  # hashes a band: at ALIKE two texts share one of the 32 bands in all but 2 of 10,000 cases
BANDS = _HASHES // _ROWS
_CHUNK = 4096  # runs hashed at once, so that a very long text needs no more memory


def runs(text: str) -> set[str]:
    """The text's runs of five words in small letters; of a shorter text, the text itself."""
    words = _WORD.findall(text.lower())
    if len(words) <= _RUN:
        return {" ".join(words)}
    return {" ".join(words[index : index + _RUN]) for index in range(len(words) - _RUN + 1)}


def sketch(text: str) -> bytes:
    """The MinHash sketch of a text: 128 numbers of 32 bits, little endian."""
    import numpy as np

    factors, shifts = _family()
    keys = np.array(
        [
            int.from_bytes(hashlib.blake2b(run.encode("utf-8", "replace"), digest_size=8).digest(), "little")
            for run in runs(text)
        ],
        dtype=np.uint64,
    )
    least = np.full(_HASHES, 2**64 - 1, dtype=np.uint64)
    for start in range(0, len(keys), _CHUNK):
        some = keys[start : start + _CHUNK, None]
        least = np.minimum(least, (some * factors + shifts).min(axis=0))  # multiply and add modulo 2**64
    made: bytes = (least >> np.uint64(32)).astype("<u4").tobytes()
    return made


@cache
def _family() -> tuple[Any, Any]:
    """The hash functions: odd factors and shifts, from a hash of their number."""
    import numpy as np

    raw = [hashlib.blake2b(f"foedus near {number}".encode(), digest_size=16).digest() for number in range(_HASHES)]
    factors = np.array([int.from_bytes(item[:8], "little") | 1 for item in raw], dtype=np.uint64)
    shifts = np.array([int.from_bytes(item[8:], "little") for item in raw], dtype=np.uint64)
    return factors, shifts


def likeness(one: bytes, other: bytes) -> float:
    """The share of runs that two texts have in common, as their sketches estimate it: 0 to 1."""
    import numpy as np

    return float(np.mean(np.frombuffer(one, "<u4") == np.frombuffer(other, "<u4")))


def band(made: bytes, number: int) -> bytes:
    """One band of a sketch, ``number`` from 0 to `BANDS` - 1: texts that share one may be alike."""
    return made[4 * _ROWS * number : 4 * _ROWS * (number + 1)]


def bands(made: bytes) -> Iterator[bytes]:
    """The keys of all bands of a sketch."""
    return (bytes([number]) + band(made, number) for number in range(BANDS))


def pairs_in(bucket: Sequence[tuple[str, bytes]], alike: float = ALIKE) -> Iterator[tuple[str, str]]:
    """Which texts (id and sketch) of one bucket are alike: each with the first of its kind, in the order of ids.

    A text is compared with the leaders met so far, not with all, so that a bucket of very many stays quick.
    """
    leaders: list[tuple[str, bytes]] = []
    for id, made in sorted(bucket):
        for leader, its in leaders:
            if leader != id and likeness(its, made) >= alike:
                yield leader, id
                break
        else:
            leaders.append((id, made))


def joined(pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    """For each id in a pair the least id of all that it is joined to, over any number of pairs."""
    above: dict[str, str] = {}

    def root(id: str) -> str:
        while above.setdefault(id, id) != id:
            above[id] = above[above[id]]
            id = above[id]
        return id

    for one, other in pairs:
        first, second = sorted((root(one), root(other)))
        above[second] = first
    return {id: root(id) for id in above}


class Near:
    """The texts met so far, for finding copies as they come in. ``alike``: see `ALIKE`."""

    def __init__(self, alike: float = ALIKE) -> None:
        self.alike = alike
        self._sketches: dict[str, bytes] = {}
        self._buckets: dict[bytes, list[str]] = {}

    def add(self, id: str, text: str) -> None:
        """Remember a text under its id; a second time under the same id changes nothing."""
        if id not in self._sketches:
            made = self._sketches[id] = sketch(text)
            for band in bands(made):
                self._buckets.setdefault(band, []).append(id)

    def find(self, text: str) -> str | None:
        """The id of the most alike text met, if it is alike enough; of equals, the one added first."""
        mine = sketch(text)
        candidates = dict.fromkeys(id for band in bands(mine) for id in self._buckets.get(band, ()))
        order = {id: place for place, id in enumerate(self._sketches) if id in candidates}
        scored = [(-likeness(mine, self._sketches[id]), order[id], id) for id in candidates]
        best = min(scored, default=None)
        return best[2] if best is not None and -best[0] >= self.alike else None
