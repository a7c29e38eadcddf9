"""From a document to a draft: the clauses and obligations of a treaty text, each with its words."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from foedus.clauses import duties, entry, formal, identity, leaving
from foedus.clauses.conditions import condition, delay_table, reading, span_table
from foedus.clauses.delays import DelayFound
from foedus.clauses.entry import Entry
from foedus.clauses.formal import Read
from foedus.clauses.leaving import Lasting, Leaving, SpanFound
from foedus.clauses.rules import rules
from foedus.clauses.sentences import Sentence, Text
from foedus.model.documents import Document
from foedus.model.drafts import Draft, DraftedValue
from foedus.model.errors import FoedusError

_ENGLISH = ("the", "shall", "and", "this", "by", "to", "may", "any", "from", "each")


def draft(document: Document) -> Draft:
    """Read a treaty text.

    Raises `FoedusError`: FOE701 where the text is empty or holds no words, FOE702 where it is not in English.
    A text without final clauses gives a draft whose notes say so (FOE703).
    """
    _readable(document)
    text = Text.of(document.text)
    return _Drafting(document, text).draft()


def _readable(document: Document) -> None:
    words = re.findall(r"[^\W\d_]{2,}", document.text.lstrip()[:200_000])
    where = document.name or document.id[:12]
    if len(words) < 5:
        raise FoedusError(
            "FOE701", "the text holds no words to read", where=where, help="if it is a scan, run text recognition first"
        )
    low = [word.lower() for word in words[:20_000]]
    share = sum(low.count(word) for word in _ENGLISH) / len(low)
    english = share >= 0.06 or low.count("shall") + low.count("the") >= 0.02 * len(low)
    if not english and len(low) > 12:
        raise FoedusError(
            "FOE702",
            "the text is not in English, and only English texts are read",
            where=where,
            help="give the English text, or encode the treaty by hand",
        )


class _Drafting:
    """Collects the values of one draft."""

    def __init__(self, document: Document, text: Text) -> None:
        self.document, self.text = document, text
        self.values: list[DraftedValue] = []
        self.unread: list[str] = []
        self.notes: list[str] = []

    def draft(self) -> Draft:
        found = entry.read(self.text)
        component = found.sentence.component if found.sentence else 0
        depositary = formal.depositary(self.text, found.sentence)
        reservations = formal.reservations(self.text)
        leave, last = leaving.leaving(self.text, component), leaving.lasting(self.text, component)
        who = identity.identify(self.document, self.text)
        self._entry(found, depositary.value if depositary else ())
        self._formal(found, depositary, reservations)
        self._lasting(last)
        self._leaving(leave, last)
        self._duties()
        if found.sentence is None and not leave and not depositary:
            self.notes.append(
                "FOE703: the text has no final clauses that could be read; nothing is assumed in their place"
            )
        neutral = reading(
            found,
            leave,
            last,
            depositary.value if depositary else None,
            reservations.value[0] if reservations else None,
        )
        return Draft(
            document=self.document.id,
            name=self.document.name,
            treaty_id=who.id,
            title=who.title,
            parties=who.parties,
            signed=who.signed,
            structure=self.text.structure,
            values=tuple(self.values),
            reading=neutral,
            unread=tuple(self.unread),
            notes=tuple(self.notes),
        )

    def add(self, path: str, value: Any, sentence: Sentence, words: str, rule: str, says: str) -> None:
        """Keep a value with the words of the sentence that gave it (the whole sentence where they are not found)."""
        at = sentence.text.find(words) if words else -1
        start, end = (
            (sentence.start + at, sentence.start + at + len(words)) if at >= 0 else (sentence.start, sentence.end)
        )
        first, last = self.text.folded.span(start, end)
        piece = self.text.structure.at(first)
        self.values.append(
            DraftedValue(
                path=path, value=value, article=piece.id if piece else None, start=first, end=last,
                quote=self.document.text[first:last], rule=rule, says=says,
            )
        )  # fmt: skip

    def _part(self, path: str, value: Any, found: Entry, *names: str) -> None:
        """A value of the entry clause with the evidence of the first of the named parts that was found."""
        for name in (*names, "clause"):
            if name in found.evidence:
                rule, says, sentence, start, end = found.evidence[name]
                self.add(path, value, sentence, found.words[start:end] if name != "clause" else "", rule, says)
                return

    def _entry(self, found: Entry, depositaries: tuple[str, ...]) -> None:
        when = condition(found, depositaries)
        if found.sentence is None or when is None:
            self.unread.append("entry_into_force")
            if found.sentence is not None:
                self.notes.append(
                    "the entry-into-force clause was found but hangs on something that no rule reads: "
                    + " ".join(found.sentence.text.split())[:300]
                )
            return
        article = found.sentence.piece.number if found.sentence.piece else None
        if article:
            self._part("entry_into_force.article", article, found)
        self._part("entry_into_force.when", when, found, *_EVIDENCE.get(found.kind, ()))
        if found.delay and not found.delay.delay.is_zero:
            self._part("entry_into_force.delay", delay_table(found.delay.delay), found, "delay")
        if found.not_before:
            key = "on_if_met" if found.not_before_mode == "fixed_if_met" else "not_before"
            self._part(f"entry_into_force.{key}", found.not_before, found, "not_before", "date")
        if found.not_before_of:
            self._part("entry_into_force.not_before_entry_of", found.not_before_of, found, "not_before")
        if found.later and found.later_sentence:
            self.add(
                "entry_into_force.later.delay",
                delay_table(found.later.delay),
                found.later_sentence,
                "",
                found.later.rule,
                found.later.says,
            )
        if found.subset:
            self.notes.append(
                f"{found.subset[0]} of them must be {found.subset[1]}; the engine counts any state until they are named"
            )
        elif found.threshold:
            self.notes.append(
                "the clause counts by weights; supply the table of values in [weights] before the engine is asked"
            )

    def _read(self, path: str, value: Any, found: Read) -> None:
        self.add(
            path, value, found.sentence, found.sentence.text[found.start : found.end], found.rule.name, found.rule.says
        )

    def _formal(self, found: Entry, depositary: Read | None, reservations: Read | None) -> None:
        simple: list[tuple[str, Read | None, bool]] = [
            ("depositary", depositary, True),
            ("languages", formal.languages(self.text), True),
            (
                "consent.by",
                formal.consent(self.text, found.sentence, found.kind in ("signature", "signature_count")),
                True,
            ),
        ]
        for path, value, _ in simple:
            if value is None:
                self.unread.append(path.split(".")[0])
            else:
                self._read(path, list(value.value), value)
        if reservations:
            self._read(
                "reservations.allowed", {"prohibited": "none", "allowed": "listed"}[reservations.value[0]], reservations
            )
        else:
            self.unread.append("reservations")
        registered = formal.registration(self.text)
        if registered:
            self._read("registration", True, registered)
        provisional = formal.provisional(self.text)
        if provisional:
            self._read("provisional_application.from", provisional.value[0], provisional)
        amended = formal.amendment(self.text)
        if amended:
            self._read("amendment.adopted_by", amended.value[0], amended)
        else:
            self.unread.append("amendment")

    def _lasting(self, last: Lasting | None) -> None:
        if last is None:
            self.unread.append("duration")
            return
        words = last.sentence.text[last.start : last.end]
        if last.value == "unlimited":
            self.add("duration.unlimited", True, last.sentence, words, last.rule.name, last.rule.says)
        elif last.span:
            self.add("duration.term", span_table(*last.span), last.sentence, words, last.rule.name, last.rule.says)
        elif last.until:
            self.add(
                "duration.until", date.fromisoformat(last.until), last.sentence, words, last.rule.name, last.rule.says
            )
        else:
            self.add(
                "duration.note",
                " ".join(last.sentence.text.split())[:300],
                last.sentence,
                words,
                last.rule.name,
                last.rule.says,
            )
        if last.renewal:
            renewal: dict[str, Any] = {"kind": last.renewal}
            renewal |= {"term": span_table(*last.renewal_term)} if last.renewal_term else {}
            renewal |= {"unless_notice": span_table(*last.unless_notice)} if last.unless_notice else {}
            self.add("duration.renewal", renewal, last.sentence, "", "renewal", "what happens at the end of the term")

    def _leaving(self, leave: Leaving | None, last: Lasting | None) -> None:
        if leave is None:
            self.unread.append("withdrawal")
            return
        sentence = leave.sentences[0]
        if sentence.piece and sentence.piece.number:
            right = rules("leaving.right")[0]
            self.add("withdrawal.article", sentence.piece.number, sentence, "", right.name, right.says)
        if leave.after:
            self._span("withdrawal.earliest", leave.after, leave.after.sentence)
        if leave.notice and leave.notice_sentence:
            self._span("withdrawal.notice", leave.notice, leave.notice_sentence)
            effect = _effect(leave)
            if effect:
                self.add(
                    "withdrawal.effect",
                    effect,
                    leave.notice_sentence,
                    "",
                    "effect",
                    "the day to which the effect is put off",
                )

    def _span(self, path: str, found: SpanFound | DelayFound, sentence: Sentence) -> None:
        rule, says = (found.rule.name, found.rule.says) if isinstance(found, SpanFound) else (found.rule, found.says)
        self.add(path, span_table(found.n, found.unit), sentence, sentence.text[found.start : found.end], rule, says)

    def _duties(self) -> None:
        used: dict[str, int] = {}
        for duty in duties.read(self.text):
            row = dict(duty.table)
            used[row["article"]] = used.get(row["article"], 0) + 1
            if used[row["article"]] > 1:
                row["id"] = f"{row['article']}-{row['kind']}"
            self.add(
                "obligation",
                row,
                duty.sentence,
                duty.sentence.text[duty.start : duty.end],
                duty.rule.name,
                duty.rule.says,
            )


def _effect(leave: Leaving) -> str | None:
    if isinstance(leave.notice, DelayFound) and leave.notice.rounding:
        return (
            "first day of next year" if leave.notice.rounding == "first_of_january_after" else "first day of next month"
        )
    return "end of term" if leave.before_term_end else None


_EVIDENCE: dict[str, tuple[str, ...]] = {
    "threshold": ("count", "threshold"),
    "deposit_count": ("count",),
    "deposit_all": ("all",),
    "fraction": ("share",),
    "named": ("named",),
    "exchange": ("exchange", "letters"),
    "notification": ("notification", "procedures"),
    "signature": ("signature",),
    "signature_count": ("signature_count",),
    "fixed_date": ("date",),
    "by_reference": ("reference",),
}
