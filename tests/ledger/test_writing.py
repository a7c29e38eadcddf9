"""Short cuts in writing and reading give what the long way gives."""

from __future__ import annotations

import json
import re
import string

from hypothesis import example, given, settings
from hypothesis import strategies as st

from foedus.ledger.entry import canonical, of_reading
from foedus.ledger.finding import words_of
from foedus.ledger.testimony import actors_of, facts, said
from foedus.model.claims import Claim, Evidence, Reading, Remark, TreatyMention, content_id

WORDS = Evidence(document="0" * 64, start=0, end=1, quote="x")
TEXTS = st.text(st.characters(codec="utf-8"), max_size=20)


@given(st.text(st.sampled_from(string.printable + "\0\x1f\x7f"), max_size=40))
def test_words_of_plain_letters_are_those_of_any_text(text: str) -> None:
    assert words_of(text) == " ".join(re.findall(r"[^\W_]+", text.casefold()))
    assert words_of(f"{text} é") == f"{words_of(text)} e".strip()


@given(TEXTS, TEXTS)
@example("\x7f", "")
@example("Erdoğan", "\u2028")
def test_an_id_is_the_hash_of_the_content(name: str, says: str) -> None:
    mention = TreatyMention(ref="t", name=name)
    remark = Remark(says=says, certainty="believed", evidence=WORDS)
    claim = Claim(treaty="t", act="signature", evidence=WORDS, condition=says)
    made = of_reading(
        Reading(document=WORDS.document, name=name, treaties=(mention,), remarks=(remark,), claims=(claim,))
    )
    assert [entry.kind for entry in made] == ["mention", "claim", "remark", "reading"]
    for entry in made:
        assert entry.values == json.loads(entry.body)
        assert entry.id == (claim.id if entry.kind == "claim" else content_id(entry.values))
    assert made[-1].values["mentions"] == [made[0].id]
    assert made[-1].values["remarks"] == [made[2].id]


@given(st.recursive(st.none() | st.booleans() | st.integers() | TEXTS, lambda part: st.dictionaries(TEXTS, part)))
def test_canonical_text_is_sorted_and_says_the_same(content: object) -> None:
    text = canonical(content)
    assert json.loads(text) == content
    assert text == json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))


@settings(deadline=None)  # the rarer dates load a library
@given(
    st.lists(st.sampled_from(["PRK", "RUS"]), max_size=2),
    st.none() | st.text(min_size=1, max_size=8),
    st.sampled_from([None, "2024", "2024-11-09", "2024-06/2024-09", "2024~"]),
    st.lists(st.text(min_size=1, max_size=8).filter(lambda name: "\x1e" not in name), max_size=2),
)
def test_facts_say_what_the_claim_says(
    actors: list[str], organ: str | None, day: str | None, source: list[str]
) -> None:
    claim = Claim(treaty="t", act="signature", actors=tuple(actors), organ=organ, date=day, source=tuple(source),
                  evidence=WORDS)  # fmt: skip
    text = facts(claim)
    told = said("signature", text)
    assert (told.actors, told.date, told.occurred) == (claim.actors, claim.date, True)
    assert told.organ == (organ.replace("\x1f", " ") if organ else None)
    assert told.source == tuple(name.replace("\x1f", " ") for name in source)
    assert actors_of(text) == claim.actors
