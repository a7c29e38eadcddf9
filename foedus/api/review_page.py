"""The open decisions with their claims, and what an editor's answer records."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from foedus.api import words
from foedus.api.ledger import decide, questions
from foedus.model.entries import Question, QuestionKind
from foedus.model.errors import FoedusError

if TYPE_CHECKING:
    from foedus.api.session import Foedus


def review_page(session: Foedus, known: date | None = None) -> dict[str, Any]:
    """Each open question with its claims and the decisions it can have, and the last decisions made."""
    if not session.has_ledger:
        return {"questions": [], "decisions": []}
    asked = questions(session, known=known)
    made = session.ledger.decisions(known=known)[-20:][::-1]
    return {
        "questions": [_row(session, item) for item in asked],
        "decisions": [
            {"id": item.id, "kind": item.value.kind.value, "target": item.value.target, "author": item.value.author,
             "reason": item.value.reason, "made": item.value.made.isoformat(timespec="minutes")}
            for item in made
        ],
    }  # fmt: skip


def _row(session: Foedus, question: Question) -> dict[str, Any]:
    claims = []
    for key in question.claims:
        held = session.ledger.claim(key)
        if held is None:
            continue
        evidence = held.value.evidence
        claims.append(
            {
                "claim": held.id,
                "says": words.claim_says(held.value),
                "voice": held.value.voice,
                "quote": " ".join(evidence.quote.split()),
                "document": (held.document or evidence.document)[:16],
                "publisher": held.publisher or held.name,
                "published": str(held.published) if held.published else None,
            }
        )
    title, parties = _treaty(session, question.treaty)
    return {
        "kind": question.kind.value,
        "treaty": question.treaty,
        "title": title,
        "says": words.with_names(question.says, parties),
        "into": question.into,
        "claims": claims,
        "can_merge": question.kind is QuestionKind.SAME_TREATY,
    }


def _treaty(session: Foedus, key: str) -> tuple[str, tuple[str, ...]]:
    """Its short title and parties; the id where its record is gone."""
    try:
        treaty = session.treaty(key)
    except FoedusError:
        return key, ()
    return treaty.short or treaty.title, treaty.parties


def settle(session: Foedus, kind: str, target: str, *, author: str, reason: str, into: str = "") -> dict[str, Any]:
    """Record one decision of an editor. Raises `FoedusError` FOE905 without a reason, and those of the ledger."""
    if not reason.strip():
        raise FoedusError("FOE905", "a decision needs a reason", where="reason", help="say in a few words why")
    made = decide(session, kind, target, author=author, reason=reason.strip(), into=into or None)
    return {"id": made.id, **made.model_dump(mode="json")}
