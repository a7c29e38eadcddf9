"""The two scanning engines give one answer on every text."""

from __future__ import annotations

import importlib.util
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from foedus.claims.scan import AhoCorasick, Hyperscan, Scanner, keeps, table


@pytest.fixture(scope="module")
def engines() -> list[Scanner]:
    pytest.importorskip("hyperscan")
    return [Hyperscan(), AhoCorasick()]


WORDS = st.lists(
    st.one_of(
        st.sampled_from(sorted(table())),
        st.sampled_from(["İ", "ſign", "K", "treatyx", "_pact", "pact's", "é", "."]),
        st.text(max_size=6),
    ),
    max_size=12,
)


@settings(max_examples=300, deadline=None)
@given(words=WORDS, glue=st.sampled_from([" ", "", "-", "_", "’", "\n"]), upper=st.booleans())
def test_both_engines_agree(engines: list[Scanner], words: list[str], glue: str, upper: bool) -> None:
    text = glue.join(words)
    data = (text.upper() if upper else text).encode("utf-8", "surrogatepass")
    fast, portable = engines
    assert fast.kinds(data) == portable.kinds(data)
    assert fast.keeps(data) == portable.keeps(data)


def test_word_bounds() -> None:
    assert not keeps("The significant impact of the ratifier's pactum")
    assert keeps("They ratified the pact.")


def test_a_text_of_no_treaty_is_not_kept() -> None:
    assert not keeps("The weather was mild and people went to the beach in July.")


def test_ordinary_prose_is_dropped() -> None:
    """One common verb among the telling words let 71 % of an archive through and made it six times as dear."""
    place = importlib.util.spec_from_file_location("corpus", Path(__file__).parents[2] / "bench" / "corpus.py")
    assert place is not None
    assert place.loader is not None
    corpus = importlib.util.module_from_spec(place)
    place.loader.exec_module(corpus)
    texts = [row["text"] for row in corpus.articles(1000, treaty_share=0.0)]
    kept = sum(keeps(text) for text in texts)
    assert 0 < kept < 120
