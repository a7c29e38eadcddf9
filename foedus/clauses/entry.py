"""Entry into force: what has to happen, after what time, and not before which day (VCLT 24)."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date

from foedus.clauses import delays, later
from foedus.clauses.dates import days
from foedus.clauses.delays import DelayFound
from foedus.clauses.entry_clause import FORCE, candidates
from foedus.clauses.later import at_once, split_later
from foedus.clauses.names import state_ids
from foedus.clauses.numbers import fraction, number
from foedus.clauses.rules import compiled, first, rules
from foedus.clauses.sentences import Sentence, Text

_AFTER_TERM = compiled(
    r"(?:,| and| but|;)? ?(?:(?:(?:it |they )?(?:shall |will )(?:thereafter )?last\b|(?:it "
    r"|they )?(?:shall |will )?(?:thereafter )?(?:remain|continue in|continue to|stay"
    r"|be valid|be concluded|expire|be in force for|be of indefinite))"
    r"|for (?:an? )?(?:initial |first |indefinite )*(?:period|term|duration)|until\b|duration\b|shall be of)"
)
_CONSENT = compiled(r"\b«consent»\b|consent to be bound|instruments?\b|ratified")
_DEPOSIT = compiled(r"deposit|ratif|instrument|accession|approv|accept|consent to be bound|become parties|adher")


@dataclass(slots=True)
class Entry:
    """What was read of the entry-into-force clause, in neutral words, with the evidence for each part."""

    sentence: Sentence | None = None
    words: str = ""
    kind: str = "none"
    count: int | None = None
    share: str | None = None
    among: str | None = None
    named: tuple[str, ...] = ()
    named_are_depositaries: bool = False
    groups: tuple[tuple[int, str], ...] = ()
    subset: tuple[int, str] | None = None
    threshold: str | None = None
    delay: DelayFound | None = None
    day: date | None = None
    not_before: date | None = None
    not_before_mode: str | None = None
    not_before_of: str | None = None
    reference: str | None = None
    everyone: bool = False
    majority: bool = False
    later: DelayFound | None = None
    later_sentence: Sentence | None = None
    evidence: dict[str, tuple[str, str, Sentence, int, int]] = field(default_factory=dict)

    def note(self, part: str, rule: str, says: str, sentence: Sentence, start: int, end: int) -> None:
        """Keep the words that gave a part: folded offsets within the sentence."""
        self.evidence.setdefault(part, (rule, says, sentence, start, end))


def read(text: Text) -> Entry:
    """The entry-into-force clause of a text; ``kind`` is ``none`` where no sentence is one."""
    entry = Entry()
    ranked = candidates(text)
    if ranked:
        entry.sentence = ranked[0][1]
        _parts(text, entry)
    if entry.later is None:
        found = later.find(text, entry.sentence, entry.kind)
        if found:
            entry.later, entry.later_sentence = found
    return entry


def _cut(words: str) -> str:
    """The clause without what it says about the time after: "and shall remain in force for ten years"."""
    force = compiled(FORCE).search(words)
    if force is None:
        return words
    item = re.search(r";[^;]{0,12}\([a-z0-9]{1,3}\)[^;]*$", words[: force.start()])
    if item:  # one point of a list: neither the points before it nor those after
        close = words.find(";", force.end())
        lead = item.start() + 1
        words, force = words[lead : close if close > 0 else len(words)], None
        force = compiled(FORCE).search(words)
    stop = _AFTER_TERM.search(words, force.end() if force else 0)
    return words[: stop.start()] if stop else words


def _parts(text: Text, entry: Entry) -> None:
    sentence = entry.sentence
    assert sentence is not None
    words = _cut(sentence.text)
    own, _, others = split_later(words)
    own = entry.words = _with_context(text, sentence, own)
    entry.note(
        "clause",
        "entry-clause",
        "the sentence that says when the treaty enters into force",
        sentence,
        0,
        len(sentence.text),
    )
    _numbers(entry, own)
    _days(text, entry, own)
    _kind(entry, own)
    if entry.kind != "fixed_date":
        _delay(text, entry, own)
    _named(entry, sentence.text)
    if others:
        entry.later = delays.find(others) or at_once(others)
        entry.later_sentence = sentence


def _with_context(text: Text, sentence: Sentence, words: str) -> str:
    """Add the words a clause points to: the sentence before ("on that date"), the article it refers to."""
    if _DEPOSIT.search(words) or re.search(r"signature|notif|exchange|signed", words):
        named = re.search(r"(?:mentioned|referred to|provided for) in article (\d{1,3})\b", words)
    else:
        before = text.next(sentence, -1)
        words = words if before is None or len(before.text) > 1500 else f"{words} {before.text}"
        named = re.search(r"(?:mentioned|referred to|provided for) in article (\d{1,3})\b", words)
    if named and not first("entry.count", words) and not first("entry.all", words):
        piece = next((p for p in text.structure.pieces if p.kind == "article" and p.number == named[1]), None)
        words = f"{words} {text.article(piece, 700)}" if piece else words
    return words


def _numbers(entry: Entry, words: str) -> None:
    sentence = entry.sentence
    assert sentence is not None
    for rule in rules("entry.groups"):
        for match in rule.pattern.finditer(words) if _DEPOSIT.search(words) else ():
            one, two = number(match["one"]) or 0, number(match["two"]) or 0
            if 0 < one < 200 and 0 < two < 200 and not entry.groups:
                entry.groups = ((one, match["first"].strip()), (two, match["second"].strip()))
                entry.count = one + two
                entry.note("count", rule.name, rule.says, sentence, *match.span())
    subset = first("entry.subset", words)
    among_them = number(subset[1]["count"]) if subset and not entry.groups else None
    if subset and among_them:
        entry.subset = (among_them, subset[1]["who"].strip())
        entry.note("subset", subset[0].name, subset[0].says, sentence, *subset[1].span())
    weight = first("entry.weight", words)
    if weight:
        entry.threshold = words[max(0, weight[1].start() - 60) : weight[1].end() + 150].strip()
        entry.note("threshold", weight[0].name, weight[0].says, sentence, *weight[1].span())
    share = first("entry.share", words)
    if share and not (weight and entry.threshold and share[1]["share"] in weight[1][0]):
        entry.share = fraction(share[1]["share"])
        entry.majority = "majority" in share[1][0]
        entry.among = share[1]["among"].strip()
        entry.note("share", share[0].name, share[0].says, sentence, *share[1].span())
    if entry.count is None:
        _count(entry, words)
    everyone = first("entry.all", words)
    if everyone:
        entry.everyone = True
        entry.note("all", everyone[0].name, everyone[0].says, sentence, *everyone[1].span())


def _count(entry: Entry, words: str) -> None:
    assert entry.sentence is not None
    for rule in rules("entry.count"):
        for found in rule.pattern.finditer(words):
            value = number(found["count"])
            alone = rule.name == "nth-instrument" and value == 1
            of_all = (
                re.search(r"\b(?:all|both|the|each of the|of the|these|those|by) $", words[: found.start("count")])
                if rule.name == "n-states"
                else None
            )
            if (
                value is None
                or alone
                or value > 250
                or (of_all and "the" in of_all[0] and value < 12 and not _first_to(words, found))
            ):
                continue
            if rule.name == "n-states" and (
                value < 2
                or re.search(r"article|paragraph|no\.? $", words[max(0, found.start() - 12) : found.start("count")])
            ):
                continue
            entry.count = value
            entry.note("count", rule.name, rule.says, entry.sentence, *found.span())
            return


def _first_to(words: str, found: re.Match[str]) -> bool:
    return bool(re.search(r"which first|first to|the first", words[max(0, found.start() - 12) : found.end() + 40]))


_ANOTHER_DAY = re.compile(rf"{_DEPOSIT.pattern}|sign(?:ed|ature|ing)|supersed|replac|dated|conclud")
"""Words between the verb and a day that make it the day of something else."""


def _days(text: Text, entry: Entry, words: str) -> None:
    sentence = entry.sentence
    assert sentence is not None
    force = compiled(FORCE).search(words)
    floor = first("entry.floor", words)
    for found, day in days(words):
        before = words[max(0, found.start() - 60) : found.start()]
        if (
            floor
            and floor[1].start() <= found.start() <= floor[1].end()
            and re.search(r"before|prior|earlier|later|sooner", floor[1][0])
        ):
            entry.not_before, entry.not_before_mode = day, "later_of"
            entry.note("not_before", floor[0].name, floor[0].says, sentence, *found.span())
            continue
        if (
            force
            and found.start() > force.end()
            and re.search(r"(?:on|from|as of|as from|with effect from|since|to|effect|force|be)(?: the)? $", before)
            and not _ANOTHER_DAY.search(words[force.end() : found.start()])
        ):
            entry.day = entry.day or day
            entry.note("date", "fixed-day", "the clause names the day", sentence, *found.span())
    if floor and entry.not_before is None and not entry.day:
        other = re.search(
            r"(?:entry|coming) into force of (?P<of>[^.;,]{4,120})|(?P<of2>[a-z ]{4,80}) (?:enters|has entered|comes)",
            floor[1][0],
        )
        if other:
            entry.not_before_of = (other["of"] or other["of2"]).strip()
            entry.note("not_before", floor[0].name, floor[0].says, sentence, *floor[1].span())


def _kind(entry: Entry, words: str) -> None:
    sentence = entry.sentence
    assert sentence is not None
    force = compiled(FORCE).search(words)
    tail = words[force.start() :] if force else words
    for part in ("exchange", "letters", "notification", "procedures", "signature", "signature_count", "reference"):
        hit = first(f"entry.{part}", words)
        if hit:
            entry.note(part, hit[0].name, hit[0].says, sentence, *hit[1].span())
    if "reference" in entry.evidence and not _tied(words, entry):
        del entry.evidence["reference"]
    has = set(entry.evidence)
    consents = bool(_CONSENT.search(words))
    signature = first("entry.signature", tail) if force else None
    near = bool(signature and signature[1].start() < 90 and not _DEPOSIT.search(tail[: signature[1].start()]))
    near = near and not (entry.count and _DEPOSIT.search(tail))
    entry.kind = _decide(entry, has, consents, near, tail)
    if entry.kind == "by_reference":
        start, end = entry.evidence["reference"][3:5]
        entry.reference = sentence.text[start:end] + re.split(r"[.;,]", sentence.text[end : end + 120])[0].rstrip()


_BY_A_BODY = re.compile(
    r"(?:approv|confirm|accept|adopt|endors)[a-z]* (?:of this [a-z]+ )?by (?:the |its )?(?:[a-z]+ ){0,3}?"
    r"(?:council|conference|assembly|commission|board|committee|ministers|congress|parliament)\b"
)
"""Approval by an organ, not by states: no rule of this language reads it."""


def _tied(words: str, entry: Entry) -> bool:
    """Is the reference what the entry into force hangs on, not a list of who may consent?"""
    start, end = entry.evidence["reference"][3:5]
    if re.search(r"same|simultan|into force|enter", words[start:end]):
        return True
    force = compiled(FORCE).search(words)
    return bool(force and 0 <= start - force.end() < 70)


def _decide(entry: Entry, has: set[str], consents: bool, signature: bool, tail: str) -> str:
    """One kind from the parts that were found; the order is that of how narrowly a part fixes the moment."""
    if entry.day and not (entry.count or entry.threshold) and not re.search(r"\bif\b|provided", tail):
        return "fixed_date"
    if entry.day and (entry.count or entry.threshold):
        mode = "later_of" if re.search(r"whichever (?:[a-z]+ ){0,3}(?:later|last|latest)\b", tail) else "fixed_if_met"
        entry.not_before, entry.not_before_mode, entry.day = entry.day, mode, None
    if entry.threshold and (entry.count or consents) and not entry.groups:
        return "threshold"
    if entry.share and (consents or not signature):
        return "fraction"
    if "reference" in has and not entry.count and not ("procedures" in has and "notification" in has) and not signature:
        return "by_reference"
    if "signature_count" in has and not _DEPOSIT.search(re.sub(r"without reservation as to [a-z, ]+", "", tail)):
        found = entry.evidence["signature_count"]
        words = found[2].text[found[3] : found[4]]
        value = re.search(compiled(r"«num»|«ord»").pattern, words)
        entry.count = number(value[0]) if value else entry.count
        return "signature_count"
    if signature and "letters" not in has:
        return "signature"
    if entry.count == 2 and "notification" in has and not re.search(r"deposit|instrument|ratif", tail):
        entry.count = None  # "the second of the two notifications": both parties
        return "notification"
    if entry.count and consents:
        return "deposit_count"
    if "exchange" in has:
        return "exchange"
    if entry.everyone and re.search(
        r"instruments? of (?:ratif|accept|approv)[^.]{0,60}deposit|deposit of (?:[a-z]+ ){0,3}instruments", tail
    ):
        return "deposit_all"
    if "notification" in has and ("procedures" in has or entry.everyone or not re.search(r"deposit", tail)):
        return "deposit_count" if entry.count and not entry.everyone else "notification"
    if "letters" in has:
        return "exchange"
    if _BY_A_BODY.search(tail) and not entry.count:
        return "other"
    if entry.everyone and consents:
        return "deposit_all"
    if entry.count:
        return "deposit_count"
    if entry.day:
        return "fixed_date"
    if consents:
        return "named" if len(state_ids(tail)) > 1 else "deposit_all"
    return "signature" if "signature" in has else "other"


def _delay(text: Text, entry: Entry, words: str) -> None:
    sentence = entry.sentence
    assert sentence is not None
    force = compiled(FORCE).search(words)
    found = delays.find(words, force.end()) if force else delays.find(words)
    if found is None and force:
        ahead = words[: force.start()]
        # "Ninety days after the deposit of …, this treaty shall enter into force": only next to the trigger
        found = delays.find(ahead, max(0, len(ahead) - 260)) if _DEPOSIT.search(ahead) or "signature" in ahead else None
        if found and found.rule == "after-period":
            found = None
    if entry.not_before_mode == "fixed_if_met" and found is None:
        after = text.next(sentence)
        if after and first("entry.unmet", after.text):
            found = delays.find(after.text)
            if found:
                entry.note("delay", found.rule, found.says, after, found.start, found.end)
    entry.delay = found
    if found:
        entry.note("delay", found.rule, found.says, sentence, found.start, found.end)


def _named(entry: Entry, words: str) -> None:
    sentence = entry.sentence
    assert sentence is not None
    if entry.kind not in ("deposit_count", "threshold", "fraction", "deposit_all", "named", "fixed_date"):
        return
    for rule in rules("entry.named"):
        for found in rule.pattern.finditer(words):
            who = words[found.end() : found.end() + 400].split(".")[0]
            if "depositar" in who and found[0] == "including":
                entry.named_are_depositaries = True
                entry.note("named", rule.name, rule.says, sentence, found.start(), found.end() + len(who))
                return
            ids = state_ids(_AFTER_NAMES.split(who)[0])
            if ids and (rule.name == "including-states" or len(ids) > 1 or "by" not in found[0]):
                entry.named = ids
                entry.note("named", rule.name, rule.says, sentence, found.start(), found.end() + len(who))
                return
    if entry.kind == "named" and not entry.named:
        entry.named = state_ids(words)
        if not entry.named:
            entry.kind = "deposit_all"


_AFTER_NAMES = re.compile(
    r"with the (?:government|secretary|depositary)|deposited|have deposited|shall have"
    r"|in accordance|of (?:the |their )?instruments?"
)
