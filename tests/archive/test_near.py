"""Near-duplicates: the estimate is near the truth, the same everywhere, and joining does not depend on the order."""

from __future__ import annotations

import hashlib

from hypothesis import given
from hypothesis import strategies as st

from foedus.archive.near import ALIKE, Near, bands, joined, likeness, pairs_in, runs, sketch

TEXT = " ".join(f"word{number * 7919 % 1000}" for number in range(300))


def changed(words: int) -> str:
    """The text with so many of its words replaced, from the front."""
    held = TEXT.split()
    return " ".join([f"other{number}" for number in range(words)] + held[words:])


def test_a_sketch_is_the_same_on_every_machine() -> None:
    assert hashlib.sha256(sketch("A treaty was signed in Suva on Monday by Chile and Fiji.")).hexdigest()[:16] == SKETCH


SKETCH = "daf5d86402ad7066"


@given(st.integers(0, 290))
def test_the_estimate_is_near_the_share_in_common(words: int) -> None:
    one, other = runs(TEXT), runs(changed(words))
    true = len(one & other) / len(one | other)
    assert abs(likeness(sketch(TEXT), sketch(changed(words))) - true) < 0.18  # four times its standard error


@given(st.permutations(range(12)))
def test_joining_does_not_depend_on_the_order(order: list[int]) -> None:
    bucket = [(f"{number:02d}", sketch(changed(number % 3 * 100))) for number in order]
    assert sorted(pairs_in(bucket)) == sorted(pairs_in(sorted(bucket)))
    assert len(set(joined(pairs_in(bucket)).values())) == 3


@given(st.text(), st.text())
def test_any_text_has_a_sketch(one: str, other: str) -> None:
    assert len(list(bands(sketch(one)))) == 32
    assert 0 <= likeness(sketch(one), sketch(other)) <= 1


def test_copies_that_differ_by_numbers_are_found_and_others_not() -> None:
    near = Near()
    near.add("a", f"Whales 0\n{TEXT}")
    near.add("b", changed(150))
    assert near.find(f"Whales 117 {TEXT} Edition 117.") == "a"
    assert near.find(changed(299)) is None
    assert 0.5 < ALIKE < 0.9
