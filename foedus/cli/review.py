"""The walk of ``foedus review``: a question, its claims with their words, and a key for each decision."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import typer

from foedus.model.entries import Question, QuestionKind
from foedus.model.errors import FoedusError

_KEYS = (
    "NUMBER accepts a claim and rejects those that say otherwise · r NUMBER rejects · c NUMBER corrects its day · s · q"
)
_MERGE_KEYS = "m merge · s skip · q quit"


def walk(session: Any, questions: Sequence[Question], author: str) -> None:
    """Ask about each; what is answered is recorded at once, so that stopping loses nothing."""
    if not author.strip():
        raise FoedusError("FOE004", "a review needs an author", help="--author NAME")
    if not questions:
        print("nothing is open")
    for number, question in enumerate(questions, start=1):
        print(f"\n[{number}/{len(questions)}] {question.treaty}: {question.says}")
        listed = [session.ledger.claim(claim) for claim in question.claims]
        for place, item in enumerate(listed, start=1):
            print(f"  {place}. {_line(item)}")
        if not _asked(session, question, listed, author):
            return


def _line(item: Any) -> str:
    claim = item.value
    quote = " ".join(claim.evidence.quote.split())
    where = item.publisher or item.name or "a document"
    day = claim.date or "day not known"
    return f"{day} · {claim.voice} · {where}, {item.published or 'undated'} · “{quote}” [{item.id}]"


def _asked(session: Any, question: Question, listed: list[Any], author: str) -> bool:
    """Ask until there is an answer; False to stop."""
    while True:
        print(f"  {_MERGE_KEYS if question.kind is QuestionKind.SAME_TREATY else _KEYS}")
        answer = typer.prompt("  decide", default="s").strip().lower()
        if answer in ("q", "s"):
            return bool(answer == "s")
        try:
            deeds = _deeds(question, listed, answer)
            if not deeds:
                print("  that is no answer here")
                continue
            reason = typer.prompt("  why").strip()
            for deed in deeds:
                made = session.ledger.decide(author=author, reason=reason, **deed)
                print(f"  {made.kind.value}: recorded as {made.id}")
        except FoedusError as error:
            print(f"  {error}")
            continue
        return True


def _deeds(question: Question, listed: list[Any], answer: str) -> list[dict[str, Any]]:
    """The decisions that an answer means; none where it means nothing here."""
    if question.kind is QuestionKind.SAME_TREATY:
        return [{"kind": "merge", "target": question.treaty, "into": question.into}] if answer == "m" else []
    key, _, rest = answer.rpartition(" ")
    if not rest.isdecimal() or not 1 <= int(rest) <= len(listed):
        return []
    chosen = listed[int(rest) - 1]
    if key == "r":
        return [{"kind": "reject", "target": chosen.id}]
    if key == "c":
        date = typer.prompt("  the right day").strip()
        return [{"kind": "correct", "target": chosen.id, "changes": {"date": date}}]
    if key:
        return []
    others = [item.id for item in listed if _says(item) != _says(chosen)]
    return [{"kind": "accept", "target": chosen.id}, *({"kind": "reject", "target": id} for id in others)]


def _says(item: Any) -> tuple[Any, Any]:
    """What two claims about one act can disagree on."""
    return item.value.date, item.value.modality
