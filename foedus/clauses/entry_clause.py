"""Which sentence of a text is its entry-into-force clause: weights of the pattern file add up, the best one wins."""

from __future__ import annotations

import re

from foedus.clauses.rules import compiled, first, rules, table
from foedus.clauses.sentences import Sentence, Text

THRESHOLD = 5
"""The score from which a sentence counts as the clause."""
FORCE = r"«force»"
_PRONOUN = re.compile(r"\b(?:it|they)\b,? (?:shall|will)")
_SELF = compiled(
    r"(?:this|present|these) (?:[a-z'-]+ ){0,3}?«type»|the (?:convention|treaty|agreement"
    r"|protocol|arrangement|statute|constitution|charter) (?:shall|will|is)"
)
_OWN = r"(?:«this» (?:[a-z'-]+ ){0,3}?«type»|it)"
_ENTERS = (
    r"(?:shall |will )?(?:enters?|comes?|entered|came|takes?|has entered|has come|have entered) "
    r"(?:in ?to )?(?:force|effect)"
)
_MOMENT = (
    rf"(?:date|day|time|moment) (?:up)?on which (?:{_OWN} )?{_ENTERS}"
    rf"|(?:date|day|time|moment|until|before|prior to|after|when|once) (?:that |when "
    rf"|the date |the date on which )?{_OWN} {_ENTERS}"
)
"""The entry into force as the moment of something else ("the date on which the Convention will come into force")."""


def candidates(text: Text) -> list[tuple[float, Sentence]]:
    """Every sentence that could be the clause, with its score, best first."""
    force = compiled(FORCE)
    loose = compiled(
        r"(?:into|in|unto) (?:force|effect|operation|vigou?r|being|forge)|effective|operative|valid|takes? effect"
    )
    found: list[tuple[float, Sentence]] = []
    for sentence in text.holding(table("words")["entry"]):
        if force.search(sentence.text) or loose.search(sentence.text):
            score = _score(sentence, text.next(sentence, -1))
            if score >= THRESHOLD:
                found.append((score, sentence))
    return sorted(found, key=lambda item: (-item[0], item[1].index))


def _about_another(sentence: Sentence, before: Sentence | None) -> float:
    """How much speaks against "it": the words before are about an amendment, a notice or leaving."""
    words = _PRONOUN.split(sentence.text)[0] + " " + (before.text[-400:] if before else "")
    return (
        9.0
        if re.search(
            r"denounc|denunciat|withdraw|amend|revis|proposal|declaration|territor|reservation|notice of", words
        )
        else 1.0
    )


def _score(sentence: Sentence, before: Sentence | None = None) -> float:
    text = compiled(_MOMENT).sub(" ", sentence.text)
    own = [rule for rule in rules("entry.score") if rule.pattern.search(text)]
    names = {rule.name for rule in own}
    total = float(sum(rule.gives["weight"] for rule in own))
    if names & {"self-enters", "self-and-enters"} and _PRONOUN.search(text) and not _SELF.search(text):
        total -= _about_another(sentence, before)
    if not names & {
        "self-enters",
        "which-enters",
        "self-and-enters",
        "self-with-words-between",
        "entry-takes-place",
        "ratified-and-in-force",
        "present-tense",
        "the-treaty-enters",
        "this-annex-enters",
    }:
        return 0
    if names & {"self-enters", "self-and-enters"}:
        total -= 6 * ("self-with-words-between" in names) + 8 * ({"self-enters", "self-and-enters"} <= names)
    elif "this-annex-enters" not in names and any(rule.pattern.search(text) for rule in rules("entry.against")):
        total -= 9
    total += max(
        (rule.gives["weight"] for rule in rules("entry.heading") if rule.pattern.search(heading(sentence))),
        default=0,
        key=abs,
    )
    for rule in rules("entry.later"):
        if rule.pattern.search(text):
            total += rule.gives["weight"] * (0.35 if _states_a_number(text) and rule.name != "weak-verb" else 1)
    return total + place(sentence)


def heading(sentence: Sentence) -> str:
    piece = sentence.piece
    return (piece.heading or "").lower()[:60] if piece else ""


def _states_a_number(text: str) -> bool:
    return any(first(group, text) for group in ("entry.count", "entry.share", "entry.all"))


def place(sentence: Sentence) -> float:
    piece = sentence.piece
    if piece is None or piece.kind == "body":
        return 0
    score = {"annex": -4.0, "protocol": -2.0, "preamble": -3.0, "conclusions": -2.0}.get(piece.kind, 0.0)
    if piece.kind == "article" and "annex" in piece.id:
        score -= 4
    return score - (6 if piece.component else 0) - (2 if sentence.text.rstrip().endswith('"') else 0)
