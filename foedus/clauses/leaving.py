"""How long the treaty lasts and how a party leaves (VCLT 54–56, 65–68)."""

from __future__ import annotations

import re
from dataclasses import dataclass

from foedus.clauses import delays
from foedus.clauses.dates import days
from foedus.clauses.delays import DelayFound
from foedus.clauses.numbers import number
from foedus.clauses.rules import Rule, compiled, first, rules, table
from foedus.clauses.sentences import Sentence, Text
from foedus.model.drafts import Piece

_UNIT = re.compile(r"(day|week|month|year)")
ENOUGH = 7.5
"""The score from which an article counts as the one on leaving."""


@dataclass(frozen=True, slots=True)
class SpanFound:
    """A length of time read from a sentence, with the rule and the place in the sentence."""

    n: int
    unit: str
    rule: Rule
    sentence: Sentence
    start: int
    end: int

    @property
    def neutral(self) -> dict[str, object]:
        """As evaluation files write it."""
        return {"n": self.n, "unit": self.unit}


@dataclass(slots=True)
class Leaving:
    """The withdrawal clause: the sentences that make it, the wait, the notice."""

    sentences: tuple[Sentence, ...]
    after: SpanFound | None = None
    notice: SpanFound | DelayFound | None = None
    notice_sentence: Sentence | None = None
    before_term_end: bool = False


@dataclass(slots=True)
class Lasting:
    """The duration: ``unlimited``, ``years`` with a span, ``until`` with a day or words."""

    value: str
    sentence: Sentence
    rule: Rule
    start: int
    end: int
    span: tuple[int, str] | None = None
    until: str | None = None
    renewal: str | None = None
    renewal_term: tuple[int, str] | None = None
    unless_notice: tuple[int, str] | None = None


def _heading(piece: Piece | None) -> str:
    return (piece.heading or "").lower()[:70] if piece else ""


def leaving(text: Text, component: int = 0) -> Leaving | None:
    """The clause on withdrawal, denunciation or termination by a party; None where there is none."""
    articles: dict[str, tuple[list[float], list[Sentence]]] = {}
    for sentence in text.holding(table("leaving_words")["open"]):
        score = _score(sentence, component)
        if score <= 0:
            continue
        key = sentence.piece.id if sentence.piece else ""
        scores, found = articles.get(key, ([], []))
        articles[key] = ([*scores, score], [*found, sentence])
    best: tuple[float, list[Sentence]] | None = None
    for scores, found in articles.values():
        if not any(_is_right(sentence.text) for sentence in found):
            continue
        heading = rules("leaving.heading")[0]
        total = sum(sorted(scores)[-2:]) + (
            heading.gives["weight"] if heading.pattern.search(_heading(found[0].piece)) else 0
        )
        total += min(found[0].start / max(1, len(text.folded.text)), 1)
        if best is None or total > best[0]:
            best = (total, found)
    if best is None or best[0] < ENOUGH:
        return None
    return _spans(text, best[1])


def _is_right(words: str) -> bool:
    """Does it speak of a party's right to leave, not only of some end taking effect?"""
    return bool(re.search(r"denounc|denunciat|withdr|renounc", words)) or any(
        rule.pattern.search(words) for rule in rules("leaving.right")
    )


def _score(sentence: Sentence, component: int) -> float:
    words = sentence.text
    right = max((rule.gives["weight"] for rule in rules("leaving.right") if rule.pattern.search(words)), default=0)
    effect = max((rule.gives["weight"] for rule in rules("leaving.effect") if rule.pattern.search(words)), default=0)
    total = float(right + 0.5 * effect if right else effect)
    if total <= 0:
        return 0
    if right and compiled(
        r"(?:withdraw(?:al)? from|denounc[a-z]*|denunciation of|terminat[a-z]*(?: of)?) (?:it\b"
        r"|«this» (?:[a-z'-]+ ){0,3}?«type»)|«self» (?:may|can)"
    ).search(words):
        total += 3
    total += sum(float(rule.gives["weight"]) for rule in rules("leaving.against") if rule.pattern.search(words))
    if re.search(r"\b(?:from|denounce) (?:such|that|any|the) protocol|extension|territor|special protocol", words):
        total -= 3
    if sentence.piece is not None and (
        sentence.piece.kind in ("annex", "preamble", "conclusions") or "annex" in sentence.piece.id
    ):
        total -= 6
    if sentence.component != component:
        total -= 7
    return total


def _spans(text: Text, found: list[Sentence]) -> Leaving:
    result = Leaving(tuple(found))
    family = _with_followers(text, found)
    result.after = next((wait for sentence in family if (wait := _after(sentence))), None)
    for read in (_from_effect, _from_notice):
        for sentence in family:
            if result.notice is None:
                read(sentence, result)
    at_any_time = any("at any time" in sentence.text for sentence in found)
    only_later = any(_LATER_TERMS.search(sentence.text) for sentence in family) and not at_any_time
    if result.after is None and (result.before_term_end or only_later):
        term = lasting(text, found[0].component)
        if term and term.span and term.span[1] == "year":  # leaving only at the end of the first term
            result.after = SpanFound(term.span[0], "year", term.rule, term.sentence, term.start, term.end)
    if (
        result.after
        and isinstance(result.notice, SpanFound)
        and result.notice.start == result.after.start
        and result.notice_sentence is result.after.sentence
    ):
        result.after = None
    return result


def _with_followers(text: Text, found: list[Sentence]) -> list[Sentence]:
    """The sentences of the clause with the next ones in the article, which often give the effect of the notice."""
    family = {sentence.index: sentence for sentence in found}
    for sentence in found:
        after = text.next(sentence)
        if after and re.search(
            r"notice|notif|such|denunciation|withdrawal|it shall|the (?:agreement|treaty|convention"
            r"|protocol) shall (?:cease|terminate|expire)",
            after.text[:220],
        ):
            family.setdefault(after.index, after)
    return [family[index] for index in sorted(family)]


_FROM_ENTRY = ("been-in-force-years", "years-after-entry", "not-during-first-years")
"""Rules whose own words say that the time runs from entry into force."""
_LATER_TERMS = re.compile(r"thereafter|after (?:which|that)|further|successive|subsequent(?:ly)?")


def _after(sentence: Sentence) -> SpanFound | None:
    for rule in rules("leaving.after"):
        for match in rule.pattern.finditer(sentence.text):
            found = _span(rule, match, sentence)
            if found is None or found.unit == "day" or (found.unit == "month" and found.n < 12):
                continue
            if rule.name not in _FROM_ENTRY and _is_notice(sentence.text, match):
                continue
            return found
    return None


def _is_notice(words: str, match: re.Match[str]) -> bool:
    """Does the length of time run from the notice rather than from entry into force?"""
    tail = words[match.end() : match.end() + 130]
    if re.match(r"'?s?'? ?(?:written |prior |advance )*notice", tail):
        return True
    clause = re.split(r"[;:]", tail)[0]
    runs = re.search(
        r"(?:notice|notif|receipt|received|denunciation|(?:day|date) on which [a-z ]{0,30}denounc"
        r"|withdrawal|communicat|giv(?:en|ing)|terminat)",
        clause[:75],
    )
    starts = re.search(
        r"(?:entry|coming|came|entered|enters|entrance|been|remained) (?:into|in) (?:force"
        r"|effect)|in force|became|becom(?:es|ing)|membership|its commencement|ratif|accession"
        r"|acced",
        clause[:110],
    )
    return bool(runs and (not starts or runs.start() < starts.start()))


def _span(rule: Rule, match: re.Match[str], sentence: Sentence) -> SpanFound | None:
    groups = match.groupdict()
    said, unit = groups.get("n") or groups.get("n2"), groups.get("unit") or groups.get("unit2")
    value = number(said) if said else None
    plain = _UNIT.search(unit or "")
    if not value or not plain or value > 400:
        return None
    return SpanFound(value, plain[1], rule, sentence, match.start(), match.end())


_EFFECT = (
    r"(?:tak(?:e|es|ing) (?:legal )?effect|ha(?:ve|s) effect|becom(?:e|es|ing) effective"
    r"|be effective|is effective|come into (?:force|effect)|"
    r"enter into (?:force|effect)|cease(?:s)? to (?:be|have|apply)[a-z ]{0,40}"
    r"|shall terminate|terminates?|shall expire|expires?|be terminated|"
    r"be effected|shall lapse|become operative|may withdraw|withdraw from|may denounce"
    r"|its effects|may terminate|may be (?:denounced|terminated)|produce effects?)"
)


def _is_free(found: SpanFound | DelayFound, sentence: Sentence, result: Leaving) -> bool:
    """Is this length of time another one than the wait already read?"""
    taken = result.after if result.after and result.after.sentence is sentence else None
    return not (taken and found.start < taken.end and found.end > taken.start)


def _from_effect(sentence: Sentence, result: Leaving) -> None:
    """The time between notice and effect: "shall take effect one year after …"."""
    words = sentence.text
    for match in compiled(_EFFECT).finditer(words):
        close = _CLAUSE_END.search(words[match.end() : match.end() + 190])
        found = delays.find(words[: match.end() + (close.start() if close else 190)], match.end())
        if found and found.n and _is_free(found, sentence, result) and not _starts_from_entry(words, found.end):
            result.notice, result.notice_sentence = found, sentence
            return


def _from_notice(sentence: Sentence, result: Leaving) -> None:
    """The time of the notice itself: "upon giving six months' notice", "one year before the expiry"."""
    words = sentence.text
    for rule in rules("leaving.notice"):
        for hit in rule.pattern.finditer(words):
            span = _span(rule, hit, sentence)
            if span and _is_free(span, sentence, result):
                result.notice, result.notice_sentence = span, sentence
                result.before_term_end = bool(_TERM_END.search(words[hit.start() : hit.end() + 40]))
                return


_CLAUSE_END = re.compile(r"provided|however|;|, but |unless|except")
_TERM_END = re.compile(r"before (?:the )?(?:expir|end)|prior to (?:the )?(?:expir|end)")


def _starts_from_entry(words: str, at: int) -> bool:
    """Does the span found run from entry into force ("five years from the date on which the treaty entered …")?"""
    return bool(
        re.match(
            r"[^.;,]{0,60}?(?:entry into force|entered into force|come into force|came into force"
            r"|enters into force|became a party|in force)",
            words[at : at + 90],
        )
    )


def lasting(text: Text, component: int = 0) -> Lasting | None:
    """The clause on duration; None where the text states none."""
    best: tuple[float, Lasting] | None = None
    for sentence in text.holding(
        (
            "force",
            "duration",
            "valid",
            "indefinite",
            "permanent",
            "unlimited",
            "concluded for",
            "expire",
            "time-limit",
            "time limit",
            "operation",
            "effect",
            " years",
        )
    ):
        score = _lasting_score(sentence, component)
        if score < 3:
            continue
        options = [(rule, match) for rule in rules("lasting") for match in rule.pattern.finditer(sentence.text)]
        for rule, match in sorted(options, key=lambda option: (option[0].gives["value"] == "other", option[1].end())):
            found = _lasting(rule, match, sentence)
            if found and _speaks_of_term(sentence.text, match):
                worth = score - 0.4 * (found.value == "other")
                if best is None or worth > best[0]:
                    best = (worth, found)
                break
    if best:
        _renewal(text, best[1])
    return best[1] if best else None


_OWN = compiled(
    r"(?:this|the present|these"
    r"|present) (?:[a-z'-]+ ){0,3}?«type»(?:,[^.;]{3,80},)?(?: and [a-z ]{3,50})? (?:shall"
    r"|will|is|are|has|have|may|enters?|remains?|comes|applies|expires|covers)"
    r"|\bit (?:shall|will|is|has)|(?:duration|validity|term) of (?:this|the"
    r"|the present) [a-z ]{0,30}«type»|shall (?:remain|continue|stay) in force"
    r"|the (?:convention|treaty|agreement|protocol|statute|charter|arrangement) (?:shall|will|is|has)"
)
_LASTING = re.compile(
    r"remain|continue|duration|valid|indefinite|permanent|unlimited|concluded for|expire"
    r"|term of|period of|in force (?:for|until|unless|till)|force,? (?:for|until)|limit"
    r"|effect(?:ive)? (?:for|until)|operation until"
)


def _lasting_score(sentence: Sentence, component: int) -> float:
    words = sentence.text
    if not _LASTING.search(words) or not _OWN.search(words):
        return 0
    score = 3.0
    if re.search(
        r"duration|validity|entry into force|termination|final|expir|denunciation|signature|ratification|term",
        _heading(sentence.piece),
    ):
        score += 2
    if compiled(r"«force»|in force").search(words):
        score += 1
    return score + _lasting_place(sentence, component)


def _speaks_of_term(words: str, match: re.Match[str]) -> bool:
    """Does the match speak of the treaty's own life, not of an office, a notice or a wait before leaving?"""
    before = words[max(0, match.start() - 34) : match.start() + 10]
    if re.search(
        r"\bopen\b|been in force|expir|after (?:an? |the )?$|before|within|end of|lapse|elapse"
        r"|further period|once|(?:after|until) the end|not later",
        before,
    ) and not re.search(r"shall expire|will expire", before):
        return False
    around = words[max(0, match.start() - 170) : match.end() + 30]
    return not re.search(
        r"amend|reservation|licen|permit|certificate|contract shall|proposal|declaration"
        r"|measures? (?:shall|may)|annex|arbitra|members? (?:of the )?(?:panel|commission"
        r"|committee)|"
        r"rates?\b|mandate|office|(?:for|with respect to) (?:the )?(?:remaining|other|denouncing"
        r"|withdrawing) (?:part|contract|state)|"
        r"in force (?:for|between|among|as regards|with respect to|in respect of) (?:those|all"
        r"|any|each|such|other|that|its)",
        around,
    )


def _lasting_place(sentence: Sentence, component: int) -> float:
    score = 0.0
    if sentence.piece is not None and sentence.piece.kind in ("annex", "preamble", "conclusions"):
        score -= 3
    return score - 4 * (sentence.component != component)


def _lasting(rule: Rule, match: re.Match[str], sentence: Sentence) -> Lasting | None:
    result = Lasting(rule.gives["value"], sentence, rule, match.start(), match.end())
    if result.value == "years":
        groups = match.groupdict()
        n, unit = number(groups["n"] or groups["n2"] or ""), _UNIT.search(groups["unit"] or groups["unit2"] or "")
        if not n or not unit or unit[1] in ("day", "week"):
            return None
        result.span = (n, unit[1])
    elif result.value == "other":
        if re.search(
            r"open for signature|open until|remain open", sentence.text[max(0, match.start() - 40) : match.end() + 20]
        ):
            return None
        if re.search(
            r"until (?:the )?(?:expir|effective|(?:[a-z]+ ){1,2}(?:days|months|years) (?:from"
            r"|after) date|such time as (?:the|its) (?:amend|with)"
            r"|the (?:date on which the )?(?:denunc|withdraw))",
            sentence.text[match.start() : match.end() + 60],
        ):
            return None
        result.until = next((day.isoformat() for _, day in days(sentence.text[match.start() : match.end() + 80])), None)
        if result.until is None and not compiled(
            r"(?:this|the present|present|these) (?:[a-z'-]+ ){0,3}?«type»[^.;]{0,140}(?:remain"
            r"|continue|expire|terminate|force|effect|appl|valid)|\bit (?:shall"
            r"|will) (?:[a-z]+ ){0,2}(?:remain|continue|expire)"
        ).search(sentence.text):
            return None
    return result


def _renewal(text: Text, found: Lasting) -> None:
    if found.value == "unlimited":
        return
    sentence: Sentence | None = found.sentence
    for _ in range(3):
        if sentence is None:
            return
        hit = first("renewal", sentence.text)
        if hit:
            found.renewal = hit[0].gives["kind"]
            term = compiled(
                r"(?:periods?|terms?|extension|renewals?|further|additional|successive)(?: of| terms of"
                r"| periods of)* (?P<n>«num»|an?)[ -](?P<unit>«unit»|year)"
            ).search(sentence.text, hit[1].start())
            unit = _UNIT.search(term["unit"]) if term else None
            if term and unit and (n := number(term["n"])):
                found.renewal_term = (n, unit[1])
            notice = next((m for rule in rules("leaving.notice") if (m := rule.pattern.search(sentence.text))), None)
            if notice:
                value, unit2 = (
                    number(notice.groupdict().get("n") or notice.groupdict().get("n2") or ""),
                    _UNIT.search(notice.groupdict().get("unit") or notice.groupdict().get("unit2") or ""),
                )
                found.unless_notice = (value, unit2[1]) if value and unit2 else None
            return
        sentence = text.next(sentence)
