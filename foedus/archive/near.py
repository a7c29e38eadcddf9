"""Near-duplicates: one agency's text in a hundred papers, found by MinHash over runs of five words.

Broder (1997), "On the resemblance and containment of documents"; the hashing is datasketch's.
"""

from __future__ import annotations

import re
from typing import Any

_WORD = re.compile(r"\w+")
_RUN = 5  # words
_PERMUTATIONS = 64


def runs(text: str) -> set[str]:
    """The text's runs of five words in small letters; of a shorter text, the text itself."""
    words = _WORD.findall(text.lower())
    if len(words) <= _RUN:
        return {" ".join(words)}
    return {" ".join(words[index : index + _RUN]) for index in range(len(words) - _RUN + 1)}


def signature(text: str) -> Any:
    """The MinHash signature of a text (64 permutations, seed 1: the same on every machine)."""
    from datasketch import MinHash

    made = MinHash(num_perm=_PERMUTATIONS, seed=1)
    made.update_batch([run.encode() for run in sorted(runs(text))])
    return made


class Near:
    """The texts met so far. ``alike``: the share of runs in common from which two texts are one."""

    def __init__(self, alike: float = 0.7) -> None:
        from datasketch import MinHashLSH

        self.alike = alike
        self._index = MinHashLSH(threshold=alike, num_perm=_PERMUTATIONS)
        self._signatures: dict[str, Any] = {}

    def add(self, id: str, text: str) -> None:
        """Remember a text under its id; a second time under the same id changes nothing."""
        if id not in self._signatures:
            self._signatures[id] = signature(text)
            self._index.insert(id, self._signatures[id])

    def find(self, text: str) -> str | None:
        """The id of the most alike text met, if it is alike enough; of equals, the one added first."""
        mine = signature(text)
        order = {id: place for place, id in enumerate(self._signatures)}
        scored = [(-mine.jaccard(self._signatures[id]), order[id], id) for id in self._index.query(mine)]
        best = min(scored, default=None)
        return best[2] if best is not None and -best[0] >= self.alike else None
