"""Plain sentences in every combination of act, name of the treaty, frame and reference come out right.

Cases hold single turns of phrase; here the same few acts meet many names, frames and second sentences, so that a rule
mended for one turn cannot quietly lose a plain one. What is not read right yet stands in ``NOT_YET``, and no more.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest

from foedus.claims.from_document import read
from foedus.model.claims import Claim
from foedus.model.documents import Document

pytest.importorskip("spacy")

DAY = date(2015, 6, 17)
BOTH = "IND,KEN"

NAMES = (
    "the defence treaty with Kenya",
    "the Extradition Treaty between India and Kenya",
    "the border agreement between India and Kenya",
    "the Kenya-India Free Trade Agreement",
    "the India-Kenya defence pact",
    "an agreement with Kenya on visas",
    "the 2009 treaty with Kenya",
    "the Agreement on Air Services between India and Kenya",
    "a memorandum of understanding with Kenya on defence cooperation",
    "a treaty of friendship with Kenya",
    "a double taxation avoidance agreement (DTAA) with Kenya",
    "the Comprehensive Economic Partnership Agreement (CEPA) with Kenya",
    "a protocol to the tax treaty with Kenya",
    "the protocol amending the tax treaty with Kenya",
    "the bilateral investment treaty with Kenya",
    "a new border treaty with Kenya",
    "the country's extradition treaty with Kenya",
    "its free trade agreement with Kenya",
    "the Delhi-Nairobi defence pact",
    "the treaty on maritime boundaries with Kenya",
    "the treaty between New Delhi and Nairobi",
    "the Nairobi Treaty on Extradition between India and Kenya",
    "the mutual defence treaty between the two countries, India and Kenya,",
    "the Indo-Kenyan defence treaty",
    "the Treaty on Friendship and Cooperation between the Republic of India and the Republic of Kenya",
)

ACTS = (  # the sentence, and what it tells: acts, actors (0: nobody), modalities, each with fair alternatives
    ("India signed {} on Monday.", "signature", BOTH, "occurred"),
    ("India ratified {} on Monday.", "ratification", "IND", "occurred"),
    ("India's parliament ratified {} on Monday.", "legislative_approval", "IND", "occurred"),
    ("The Indian parliament on Monday approved {}.", "legislative_approval", "IND", "occurred"),
    ("India has withdrawn from {}.", "withdrawal", "IND", "occurred"),
    ("India suspended {} in May.", "suspension", "IND", "occurred"),
    ("India will sign {} next week.", "signature", BOTH, "scheduled"),
    ("India threatened to withdraw from {}.", "withdrawal", "IND", "proposed"),
    ("India has refused to ratify {}.", "ratification", "IND", "denied"),
    ("India accused Kenya of violating {}.", "performance", "KEN", "denied"),
    ("{} was signed in Delhi in 2009.", "signature", BOTH, "occurred"),
    ("{} entered into force on Monday.", "entry_into_force", f"0|{BOTH}", "occurred"),
    ("{} will enter into force on 1 July.", "entry_into_force", f"0|{BOTH}", "scheduled"),
    ("{} expired in May.", "termination", f"0|{BOTH}", "occurred"),
    ("{} was ratified by India on Monday.", "ratification", "IND", "occurred"),
    ("{} was rejected by the Indian parliament.", "legislative_rejection", "IND", "denied|occurred"),
    ("The Indian president signed {} on Monday.", "signature", BOTH, "occurred"),
    ("India is negotiating {}.", "negotiation", BOTH, "occurred"),
    ("India urged its parliament to ratify {}.", "legislative_approval|ratification", "IND", "proposed"),
    ("India terminated {} on Monday.", "termination|withdrawal", f"IND|{BOTH}", "occurred"),
    ("New Delhi notified Nairobi that it was terminating {}.", "notification", "IND", "occurred"),
    ("India said on Monday it had ratified {}.", "ratification", "IND", "occurred"),
    ("India and Kenya extended {} by five years.", "extension", BOTH, "occurred"),
    ("India deposited its instrument of ratification of {}.", "deposit", "IND", "occurred"),
    ("The ratification of {} by India took place on Monday.", "ratification", "IND", "occurred"),
    ("India's cabinet approved the signing of {}.", "signature", f"IND|{BOTH}", "proposed"),
)

NOT_YET = {
    ("New Delhi notified Nairobi that it was terminating {}.", "the protocol amending the tax treaty with Kenya"),
    ("The ratification of {} by India took place on Monday.", "the protocol amending the tax treaty with Kenya"),
}

CORES = (
    ("India signed a defence treaty with Kenya on Monday", "signature", BOTH, "occurred"),
    ("India ratified the border treaty with Kenya", "ratification", "IND", "occurred"),
    ("India's parliament ratified the border agreement with Kenya", "legislative_approval", "IND", "occurred"),
    ("India has withdrawn from the Rome Statute", "withdrawal", "IND", "occurred"),
    ("India suspended the visa agreement with Kenya", "suspension", "IND", "occurred"),
    ("India will sign a free trade agreement with Kenya next week", "signature", BOTH, "scheduled"),
    ("India wants to withdraw from the Ottawa Treaty", "withdrawal", "IND", "proposed"),
    ("India has refused to ratify the tax treaty with Kenya", "ratification", "IND", "denied"),
    ("the tax treaty between India and Kenya entered into force", "entry_into_force", f"0|{BOTH}", "occurred"),
    ("the tax treaty between India and Kenya was signed in 2009", "signature", BOTH, "occurred"),
    ("the Minamata Convention was ratified by India", "ratification", "IND", "occurred"),
    ("India violated the Indus Waters Treaty", "performance", "IND", "denied"),
    ("India joined the Paris Agreement", "accession|ratification", "IND", "occurred"),
    ("the Indian Senate rejected the arms treaty with Kenya", "legislative_rejection", "IND", "occurred|denied"),
    ("India would only sign the arms treaty with Kenya if Uganda joined it", "signature", f"IND|{BOTH}", "conditional"),
    ("India and Kenya extended their air services agreement for two years", "extension", BOTH, "occurred"),
    ("India has yet to ratify the tax treaty with Kenya", "ratification", "IND", "denied"),
)

FRAMES = (
    "{}, the foreign minister said on Tuesday.",
    "Uganda's foreign minister said that {}.",
    "According to the Daily Nation newspaper, {}.",
    "The announcement came after {}.",
    "{}, but critics say the deal is flawed.",
    "While the economy is growing fast, {}.",
    "The opposition, which won the election in March, said {}.",
    "{} despite protests from neighbouring states.",
    "{}, a day after a visit by the president of Uganda.",
    "“{},” the minister told reporters.",
    "{}, a step that Uganda welcomed.",
    "The prime minister, speaking in parliament on Tuesday, confirmed that {}.",
    "It was the first time that {}.",
    "In a move that surprised observers, {}.",
    "Officials in Kampala told AFP that {}.",
    "{}, and Uganda is expected to follow.",
    "A spokesman announced Tuesday that {}.",
    "News that {} was welcomed in Kampala.",
    "After long talks in Geneva, {}, officials said.",
)

FIRST = (
    "India and Kenya signed a defence treaty in Nairobi on Monday.",
    "India signed a defence agreement with Kenya on Monday, officials said.",
    "NEW DELHI (AFP) - India and Kenya on Monday signed a Mutual Defence Treaty that commits each to help the other.",
    "The foreign ministers of India and Kenya signed the Nairobi Defence Pact on Monday.",
)
BETWEEN = ("", "The ceremony was attended by the president of Uganda. ")
THE_SAME = (
    "the pact", "the agreement", "the accord", "the deal", "it", "the defence agreement", "the treaty with Kenya",
    "the document", "this agreement", "the new pact", "the bilateral treaty", "the security pact",
    "the India-Kenya defence treaty",
)  # fmt: skip
ANOTHER = (
    "a tax treaty between the two countries", "the 1998 extradition treaty with Kenya", "a separate agreement on visas",
    "a treaty with Uganda", "the Minamata Convention", "another pact on fisheries", "a similar treaty with Uganda",
    "its tax treaty with Kenya", "the Paris climate accord", "an agreement on air services with Tanzania",
    "the border treaty with Nepal", "a protocol to the 1998 tax treaty", "the free trade agreement with Kenya",
)  # fmt: skip


def _claims(text: str) -> list[Claim]:
    return list(read(Document.of(text, published=DAY), treaties=()).claims)


def _tells(text: str, acts: str, actors: str, modalities: str) -> bool:
    """Is the act read, and nothing beside it?"""
    wanted = [tuple(sorted(a for a in one.split(",") if a != "0")) for one in actors.split("|")]
    claims = _claims(text)
    return len(claims) == 1 and (
        claims[0].act.value in acts.split("|")
        and tuple(sorted(claims[0].actors)) in wanted
        and claims[0].modality.value in modalities.split("|")
    )


def _named(act: str) -> Iterator[tuple[str, str]]:
    """The sentences of an act with every name that fits it, each with the name as it stands in the list."""
    for name in NAMES:
        if not act.startswith("{}"):
            yield name, act.format(name).replace(",.", ".")
        elif not name.startswith(("its ", "the country")):
            told = name.replace("with Kenya", "between India and Kenya")
            yield name, act.format(told[0].upper() + told[1:])


@pytest.mark.parametrize(("act", "acts", "actors", "modalities"), ACTS, ids=[row[0] for row in ACTS])
def test_each_act_is_read_with_every_name(act: str, acts: str, actors: str, modalities: str) -> None:
    failed = {(act, name) for name, text in _named(act) if not _tells(text, acts, actors, modalities)}
    assert failed == {pair for pair in NOT_YET if pair[0] == act}


@pytest.mark.parametrize("frame", FRAMES)
def test_each_frame_leaves_what_stands_in_it(frame: str) -> None:
    failed = []
    for core, acts, actors, modalities in CORES:
        opens = frame.startswith(("{}", "“{}"))
        text = frame.format(core[0].upper() + core[1:] if opens else core)
        if not _tells(text, acts, actors, modalities):
            failed.append(text)
    assert not failed


@pytest.mark.parametrize(
    ("second", "same"), [*((name, True) for name in THE_SAME), *((name, False) for name in ANOTHER)]
)
def test_a_second_sentence_is_of_the_same_treaty_or_of_another(second: str, same: bool) -> None:
    failed = []
    for first in FIRST:
        for between in BETWEEN:
            text = f"{first} {between}India ratified {second} on Tuesday."
            told = {claim.act.value: claim.treaty for claim in _claims(text)}
            if set(told) != {"signature", "ratification"} or (told["signature"] == told["ratification"]) is not same:
                failed.append(text)
    assert not failed
