"""Entry into force: which sentence is the clause, what has to happen, and for whom later (VCLT 24)."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date

from foedus.clauses import delays
from foedus.clauses.dates import days
from foedus.clauses.delays import DelayFound
from foedus.clauses.names import state_ids
from foedus.clauses.numbers import fraction, number
from foedus.clauses.rules import compiled, first, rules, table
from foedus.clauses.sentences import Sentence, Text

THRESHOLD = 5
_FORCE = r"«force»"
_PRONOUN = re.compile(r"\b(?:it|they)\b,? (?:shall|will)")
_SELF = compiled(
    r"(?:this|present|these) (?:[a-z'-]+ ){0,3}?«type»|the (?:convention|treaty|agreement|protocol|arrangement|statute|constitution|charter) (?:shall|will|is)"
)
_OWN = r"(?:«this» (?:[a-z'-]+ ){0,3}?«type»|it)"
_ENTERS = r"(?:shall |will )?(?:enters?|comes?|entered|came|takes?|has entered|has come|have entered) (?:in ?to )?(?:force|effect)"
_MOMENT = (
    rf"(?:date|day|time|moment) (?:up)?on which (?:{_OWN} )?{_ENTERS}"
    rf"|(?:date|day|time|moment|until|before|prior to|after|when|once) (?:that |when |the date |the date on which )?{_OWN} {_ENTERS}"
)
"""The entry into force as the moment of something else ("the date on which the Convention will come into force")."""
_AFTER_TERM = compiled(
    r"(?:,| and| but|;)? ?(?:(?:(?:it |they )?(?:shall |will )(?:thereafter )?last\b|(?:it |they )?(?:shall |will )?(?:thereafter )?(?:remain|continue in|continue to|stay|be valid|be concluded|expire|be in force for|be of indefinite))"
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
    threshold: str | None = None
    delay: DelayFound | None = None
    date: date | None = None
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


def candidates(text: Text) -> list[tuple[float, Sentence]]:
    """Every sentence that could be the clause, with its score, best first."""
    force = compiled(_FORCE)
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
        (rule.gives["weight"] for rule in rules("entry.heading") if rule.pattern.search(_heading(sentence))),
        default=0,
        key=abs,
    )
    for rule in rules("entry.later"):
        if rule.pattern.search(text):
            total += rule.gives["weight"] * (0.35 if _states_a_number(text) and rule.name != "weak-verb" else 1)
    return total + _place(sentence)


def _heading(sentence: Sentence) -> str:
    piece = sentence.piece
    return (piece.heading or "").lower()[:60] if piece else ""


def _states_a_number(text: str) -> bool:
    return any(first(group, text) for group in ("entry.count", "entry.share", "entry.all"))


def _place(sentence: Sentence) -> float:
    piece = sentence.piece
    if piece is None or piece.kind == "body":
        return 0
    score = {"annex": -4.0, "protocol": -2.0, "preamble": -3.0, "conclusions": -2.0}.get(piece.kind, 0.0)
    if piece.kind == "article" and "annex" in piece.id:
        score -= 4
    return score - (6 if piece.component else 0) - (2 if sentence.text.rstrip().endswith('"') else 0)


def read(text: Text) -> Entry:
    """The entry-into-force clause of a text; ``kind`` is ``none`` where no sentence is one."""
    entry = Entry()
    ranked = candidates(text)
    if ranked:
        entry.sentence = ranked[0][1]
        _parts(text, entry)
    _later(text, entry)
    return entry


def _cut(words: str) -> str:
    """The clause without what it says about the time after: "and shall remain in force for ten years"."""
    force = compiled(_FORCE).search(words)
    if force is None:
        return words
    item = re.search(r";[^;]{0,12}\([a-z0-9]{1,3}\)[^;]*$", words[: force.start()])
    if item:  # one point of a list: neither the points before it nor those after
        close = words.find(";", force.end())
        lead = item.start() + 1
        words, force = words[lead : close if close > 0 else len(words)], None
        force = compiled(_FORCE).search(words)
    stop = _AFTER_TERM.search(words, force.end() if force else 0)
    return words[: stop.start()] if stop else words


def _parts(text: Text, entry: Entry) -> None:
    sentence = entry.sentence
    assert sentence is not None
    words = _cut(sentence.text)
    own, _, others = _split_later(words)
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
        entry.later = delays.find(others) or _at_once(others)
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


def _split_later(words: str) -> tuple[str, str, str]:
    """Part the clause for the first parties from that for others, where one sentence holds both."""
    mark = compiled(
        r"[;,.]? (?:and|but)? ?,?(?:for|in respect of|as regards|with respect to|as to) (?:all |any |each |every |the )?(?:other|subsequent|remaining|later|those which|states? which (?:subsequently|thereafter|later))"
        r"|(?:;|,| and) (?:thereafter|it shall thereafter|and thereafter)|and shall «force» (?:with respect to|for|in respect of|as regards)"
    ).search(words, min(len(words), 60))
    return (words[: mark.start()], mark[0], words[mark.start() :]) if mark else (words, "", "")


def _numbers(entry: Entry, words: str) -> None:
    sentence = entry.sentence
    assert sentence is not None
    groups = first("entry.groups", words)
    if groups and _DEPOSIT.search(words):
        one, two = number(groups[1]["one"]), number(groups[1]["two"])
        if one and two:
            entry.groups = ((one, groups[1]["first"].strip()), (two, groups[1]["second"].strip()))
            entry.count = one + two
            entry.note("count", groups[0].name, groups[0].says, sentence, *groups[1].span())
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


def _days(text: Text, entry: Entry, words: str) -> None:
    sentence = entry.sentence
    assert sentence is not None
    force = compiled(_FORCE).search(words)
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
            and not _DEPOSIT.search(words[force.end() : found.start()])
        ):
            entry.date = entry.date or day
            entry.note("date", "fixed-day", "the clause names the day", sentence, *found.span())
    if floor and entry.not_before is None and not entry.date:
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
    force = compiled(_FORCE).search(words)
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
        entry.reference = sentence.text[entry.evidence["reference"][3] : entry.evidence["reference"][4]]


def _tied(words: str, entry: Entry) -> bool:
    """Is the reference what the entry into force hangs on, not a list of who may consent?"""
    start, end = entry.evidence["reference"][3:5]
    if re.search(r"same|simultan|into force|enter", words[start:end]):
        return True
    force = compiled(_FORCE).search(words)
    return bool(force and 0 <= start - force.end() < 70)


def _decide(entry: Entry, has: set[str], consents: bool, signature: bool, tail: str) -> str:
    """One kind from the parts that were found; the order is that of how narrowly a part fixes the moment."""
    if entry.date and not (entry.count or entry.threshold) and not re.search(r"\bif\b|provided", tail):
        return "fixed_date"
    if entry.date and (entry.count or entry.threshold):
        entry.not_before, entry.not_before_mode, entry.date = entry.date, "fixed_if_met", None
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
    if entry.everyone and consents:
        return "deposit_all"
    if entry.count:
        return "deposit_count"
    if entry.date:
        return "fixed_date"
    if consents:
        return "named" if len(state_ids(tail)) > 1 else "deposit_all"
    return "signature" if "signature" in has else "other"


def _delay(text: Text, entry: Entry, words: str) -> None:
    sentence = entry.sentence
    assert sentence is not None
    force = compiled(_FORCE).search(words)
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
    r"with the (?:government|secretary|depositary)|deposited|have deposited|shall have|in accordance|of (?:the |their )?instruments?"
)


def _at_once(words: str) -> DelayFound | None:
    found = re.search(
        r"(?:on|upon|from|when|as from|at)(?: the)? (?:date|day|time|deposit|receipt|they|such|ratif|its)|immediately",
        words,
    )
    return (
        DelayFound(0, "day", None, "on-the-day", "on the day of the state's own act", *found.span()) if found else None
    )


def _later(text: Text, entry: Entry) -> None:
    """The clause for states that consent later: near the main clause, else in the article on accession."""
    if entry.later is not None:
        return
    best: tuple[float, Sentence, DelayFound] | None = None
    for sentence in text.holding(table("words")["entry"]):
        score = _later_score(text, entry, sentence)
        if score < 4 or (best and score <= best[0]):
            continue
        own, _, others = _split_later(sentence.text)
        words = others if sentence is entry.sentence and others else sentence.text
        found = _later_delay(words)
        if found:
            best = (score, sentence, found)
    if best:
        entry.later_sentence, entry.later = best[1], best[2]


def _later_delay(words: str) -> DelayFound | None:
    force = compiled(_FORCE).search(words)
    return (delays.find(words, force.end()) if force else None) or delays.find(words) or _at_once(words)


def _later_score(text: Text, entry: Entry, sentence: Sentence) -> float:
    words = sentence.text
    if not compiled(_FORCE).search(words) or sentence is entry.sentence:
        return 0
    hits = {rule.name: rule.gives["weight"] for rule in rules("later.score") if rule.pattern.search(words)}
    total = float(sum(hits.values()))
    closed = entry.kind in ("signature", "exchange", "notification", "fixed_date")
    if (
        total <= 0
        or not hits.keys() & {"later-self", "later-ratification-effect"}
        or (closed and "later-for-each" not in hits)
    ):
        return 0
    heading = max(
        (
            rule.gives["weight"]
            for rule in rules("entry.heading")
            if rule.pattern.search(_heading(sentence)) and rule.name != "heading-other"
        ),
        default=0,
    )
    if rules("later.heading")[0].pattern.search(_heading(sentence)):
        heading = -6
    if entry.sentence and sentence.piece is entry.sentence.piece:
        total += 4 - min(2.0, 0.3 * abs(sentence.index - entry.sentence.index))
    elif entry.sentence and sentence.component != entry.sentence.component:
        total -= 4
    return total + heading + _place(sentence)
