"""Entry into force for a state that consents later (VCLT 24(3)), near the main clause or on accession."""

from __future__ import annotations

import re

from foedus.clauses import delays
from foedus.clauses.delays import DelayFound
from foedus.clauses.entry_clause import FORCE, heading, place
from foedus.clauses.rules import compiled, rules, table
from foedus.clauses.sentences import Sentence, Text


def at_once(words: str) -> DelayFound | None:
    found = re.search(
        r"(?:on|upon|from|when|as from|at)(?: the)? (?:date|day|time|deposit|receipt|they|such|ratif|its)|immediately",
        words,
    )
    return (
        DelayFound(0, "day", None, "on-the-day", "on the day of the state's own act", *found.span()) if found else None
    )


def split_later(words: str) -> tuple[str, str, str]:
    """Part the clause for the first parties from that for others, where one sentence holds both."""
    mark = compiled(
        r"[;,.]? (?:and|but)? ?,?(?:for|in respect of|as regards|with respect to|as to|in the case of) (?:all "
        r"|any |each |every |the )?(?:other|subsequent|remaining|later|those which"
        r"|states? which (?:subsequently|thereafter|later))"
        r"|(?:;|,| and) (?:thereafter|it shall thereafter|and thereafter)"
        r"|and shall «force» (?:with respect to|for|in respect of|as regards)"
    ).search(words, min(len(words), 60))
    return (words[: mark.start()], mark[0], words[mark.start() :]) if mark else (words, "", "")


def find(text: Text, clause: Sentence | None, kind: str) -> tuple[DelayFound, Sentence] | None:
    """The delay for later parties and its sentence. ``clause``: the main clause; ``kind``: its kind."""
    best: tuple[float, Sentence, DelayFound] | None = None
    for sentence in text.holding(table("words")["entry"]):
        score = _score(clause, kind, sentence)
        if score < 4 or (best and score <= best[0]):
            continue
        found = _delay(sentence.text)
        if found:
            best = (score, sentence, found)
    return (best[2], best[1]) if best else None


def _delay(words: str) -> DelayFound | None:
    force = compiled(FORCE).search(words)
    return (delays.find(words, force.end()) if force else None) or delays.find(words) or at_once(words)


def _score(clause: Sentence | None, kind: str, sentence: Sentence) -> float:
    words = sentence.text
    if not compiled(FORCE).search(words) or sentence is clause:
        return 0
    hits = {rule.name: rule.gives["weight"] for rule in rules("later.score") if rule.pattern.search(words)}
    total = float(sum(hits.values()))
    closed = kind in ("signature", "exchange", "notification", "fixed_date")
    if (
        total <= 0
        or not hits.keys() & {"later-self", "later-ratification-effect"}
        or (closed and "later-for-each" not in hits)
    ):
        return 0
    bonus = max(
        (
            rule.gives["weight"]
            for rule in rules("entry.heading")
            if rule.pattern.search(heading(sentence)) and rule.name != "heading-other"
        ),
        default=0,
    )
    if rules("later.heading")[0].pattern.search(heading(sentence)):
        bonus = -6
    if clause and sentence.piece is clause.piece:
        total += 4 - min(2.0, 0.3 * abs(sentence.index - clause.index))
    elif clause and sentence.component != clause.component:
        total -= 4
    return total + bonus + place(sentence)
