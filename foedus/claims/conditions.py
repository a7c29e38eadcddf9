"""What an act hangs on: the words of a condition, and the further act that an entry into force waits for."""

from __future__ import annotations

import re

from foedus.claims.trees import Tree

_MARK = re.compile(
    (
        r"\b(if|unless|provided(?: that)?|as soon as|once|subject to|contingent on|on condition that|"
        r"only after|pending)\b\s+([^,.;“”\"]{3,120})"
    ),
    re.I,
)


def condition_of(tree: Tree, i: int) -> str | None:
    """The words of a condition that the act hangs on, from its own sentence."""
    text = tree.sentence.text
    at = tree.words[i].start - tree.sentence.start
    for match in _MARK.finditer(text):
        if match.start(2) <= at < match.end(2):
            continue  # the act is itself the condition of something else
        mark = match[1].lower()
        if mark == "once" and not re.search(
            r"\b(?:has|have|is|are|exchange|ratif|complet|approv|parties|both)\w*", match[2]
        ):
            continue
        if mark == "as soon as" and match[2].startswith("possible"):
            continue
        if mark == "if" and re.match(r"(?:\w+ )?(?:necessary|possible|needed|not)\b", match[2]):
            continue
        return f"{mark} {match[2].strip()}" if mark in ("unless", "if", "subject to") else match[2].strip()
    return None


_HINGE = re.compile(
    (
        r"\b(?:when|after|once|upon|following|from the (?:day|date|moment)(?: when| of| on which)?|on "
        r"the (?:day|date) (?:when|of|on which)|as soon as|as and when|on)\b\s+((?:the |an |both |all |"
        r"its |their )?[^,.;“”\"]{0,80}?(?:exchang|ratif|deposit|notif|approv|complet)[^,.;“”\"]{0,80})"
    ),
    re.I,
)


_DONE = re.compile(
    r"\bafter (?:[\w'’-]+ ){1,6}?(?:(?:was|were) \w+(?:ed|en|wn)|became|ratified|deposited|approved|joined|acceded)\b"
)
"""What is told as done and waited for no more: "will enter into force in December after it was ratified by …"."""

_COUNTED = re.compile(r"\b(?:days?|weeks?|months?|years?) (?:after|following)\b", re.I)
"""A time counted from the step: "thirty days after it was ratified" puts the same words ahead."""

_DAYS_AFTER = re.compile(
    r"\b(?:days?|weeks?|months?|years?) (?:after|following|from)\b\s+((?:the |an? )[^,.;“”\"]{3,100})", re.I
)


def hinge(tree: Tree, i: int) -> str | None:
    """The further act on which an entry into force waits ("from the day when both sides exchanged the instruments")."""
    start = tree.words[i].start - tree.sentence.start
    match = _HINGE.search(tree.sentence.text, start) or _DAYS_AFTER.search(tree.sentence.text, start)
    if not match:
        return None
    told = tree.sentence.text[start : match.end()]
    reported = any(tree.words[c].low == "would" for c in tree.words[i].children)  # "said it would … after it was"
    if _DONE.search(told) and not _COUNTED.search(told) and not reported:
        return None
    return match[1].strip()
