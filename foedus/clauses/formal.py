"""Depositary, reservations, languages, registration, consent and provisional application (VCLT 11–25, 76–80)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from foedus.clauses.names import Named, organisation, states
from foedus.clauses.register import capitals
from foedus.clauses.rules import Rule, compiled, rules, table
from foedus.clauses.sentences import Sentence, Text


@dataclass(frozen=True, slots=True)
class Read:
    """A value with the sentence, the rule and the place in the sentence that gave it."""

    value: tuple[str, ...]
    sentence: Sentence
    rule: Rule
    start: int
    end: int


_ENOUGH_DEPOSITARY = 4


def depositary(text: Text, near: Sentence | None = None) -> Read | None:
    """Who keeps the treaty (VCLT 76): states and organisations by id; None where the text names nobody."""
    best: tuple[float, Read] | None = None
    for sentence in text.holding(
        (
            "deposit",
            "depository",
            "notif",
            "archives",
            "communicated to",
            "registered with",
            "lodged",
            "files with",
            "filed with",
            "placed with",
        )
    ):
        if len(sentence.text) > 3500:
            continue
        for rule in rules("depositary"):
            for score, read in _depositaries(text, sentence, rule, near):
                if best is None or score > best[0]:
                    best = (score, read)
    return best[1] if best and best[0] >= _ENOUGH_DEPOSITARY else None


def _depositaries(text: Text, sentence: Sentence, rule: Rule, near: Sentence | None) -> Iterator[tuple[float, Read]]:
    for match in rule.pattern.finditer(sentence.text):
        before = rule.gives["side"] == "before"
        words = (
            sentence.text[max(0, match.start() - 230) : match.start()]
            if before
            else sentence.text[match.end() : match.end() + 210]
        )
        ids = whom(text, words, last=before)
        if not ids:
            continue
        score = rule.gives["weight"] + _near(sentence, near)
        if re.search(
            r"amendment|denunci|protocols? of|declaration|withdraw",
            sentence.text[max(0, match.start() - 60) : match.end()],
        ):
            score -= 1.5
        if re.search(r"ratif|accept|approv|accession", match[0]):
            score += 0.5
        yield (
            score,
            Read(ids, sentence, rule, match.start(), min(len(sentence.text), match.end() + (0 if before else 110))),
        )


def _near(sentence: Sentence, near: Sentence | None) -> float:
    score = 0.0
    piece = sentence.piece
    if piece is not None:
        heading = (piece.heading or "").lower()[:60]
        score += 1.5 if re.search(r"deposit|ratif|signature|acceptance|final|entry", heading) else 0
        score -= 2 if piece.kind in ("annex", "preamble") or "annex" in piece.id else 0
    if near is not None:
        score += 1 if piece is near.piece else 0
        score -= 4 if sentence.component != near.component else 0
        score -= min(2.0, abs(sentence.start - near.start) / 20_000)
    return score


_UNTIL = re.compile(
    r"\b(?:which|who|whose|that shall|as soon|and the date|shall (?:inform|notify|transmit"
    r"|communicate|be|send|act)|and (?:shall|will|each|certified|a certified|the latter)"
    r"|by (?:the|each|all)|when|within|done|signed|"
    r"after|on behalf|in accordance|at least|thirty|and on|the protocol|upon|instruments?"
    r"|not later|and enter|until|if)\b"
)


def whom(text: Text, words: str, *, last: bool = False) -> tuple[str, ...]:
    """The ids of those whom the words name as depositary: governments, or the office of an organisation.

    ``last``: the words stand before the verb, so the nearest name is the last one.
    """
    if last:
        words = (
            re.split(r"[.;:]|\bwith\b(?! the depositar)|\bin witness", words)[-1]
            if not words.rstrip().endswith("with")
            else words
        )
        words = words[-190:]
    else:
        cut = _UNTIL.search(words)
        words = words[: cut.start()] if cut and cut.start() > 3 else words
    words = re.split(r"\bdepositar(?:y|ies)\b(?! (?:government|of))", words)[-1 if last else 0]
    office = (
        organisation(words)
        if re.search(
            r"secretar|director|organi[sz]ation|union|league|council|commission|agency|bureau|forum"
            r"|office|community|president|general|archives|nations|[a-z]*\b(?:sadc|asean|oas|ffa|spec"
            r"|fao|imo|aladi)\b",
            words,
        )
        else None
    )
    government = _governments(words)
    if government and not (office and re.search(r"secretar|director", words) and not re.search(r"government", words)):
        return government
    if office:
        return (office,)
    town = re.match(
        r" ?(?:the (?:foreign office|ministry (?:of|for) foreign affairs|archives) (?:at|in|of) )?([a-z]+(?: [a-z]+)?)",
        words,
    )
    seat = None if last or not town else capitals().get(town[1]) or capitals().get(town[1].split()[0])
    return (seat,) if seat else _defined(text, words)


def _governments(words: str) -> tuple[str, ...]:
    named = states(words)
    if not named or not re.search(
        r"government|republic|kingdom|ministr|confederation|depositar|federal council|department"
        r"|archives|of the|states of america|union of soviet",
        words,
    ):
        return ()
    kept: list[Named] = []
    for item in named:
        between = words[kept[-1].end : item.start] if kept else ""
        if kept and not re.fullmatch(
            r"[ ,]*(?:and|,|of|the|government|governments|republic|kingdom|people's|federal|democratic|union| )*[ ,]*",
            between,
        ):
            break
        kept.append(item)
    return tuple(dict.fromkeys(item.id for item in kept))


def _defined(text: Text, words: str) -> tuple[str, ...]:
    """An office named by a defined term ("the Organization", "the Secretary-General"): look for its definition."""
    term = re.search(
        r"\b(organi[sz]ation|agency|secretary-general|secretary general|director-general"
        r"|director general|executive secretary|secretariat|council|commission|union|bureau"
        r"|director|depositary government)\b",
        words,
    )
    if not term:
        return ()
    body = re.search(r"of the (organi[sz]ation|agency|council|commission|union|bureau|community|league)\b", words)
    term = body or term
    whole = text.folded.text
    stem = (
        re.sub("[ -]", "[ -]", term[1]).replace("s", "[sz]") if "organi" in term[1] else re.sub("[ -]", "[ -]", term[1])
    )
    return _definition(text, whole, stem)


_MOST_USES = 60
"""A defined term is looked for among its first uses only; definitions stand early, or where the term is first used."""


def _definition(text: Text, whole: str, stem: str) -> tuple[str, ...]:
    late: tuple[str, ...] = ()
    for count, use in enumerate(re.finditer(stem, whole)):
        if count >= _MOST_USES:
            break
        before, after = whole[max(0, use.start() - 230) : use.start()], whole[use.end() : use.end() + 170]
        said = re.match(r"[\"')]* ?(?:means|shall mean|signifies|designates) ([^.;]{0,160})", after)
        if said and (found := organisation(said[1])):
            return (found,)
        body = re.search(
            r"of the (organi[sz]ation|agency|council|commission|union|bureau|community|league)\b",
            said[1] if said else "",
        )
        if body and body[1] not in stem:  # "Secretary-General" means the Secretary-General of the Organization
            return _definition(text, whole, body[1])
        if re.search(r"(?:herein(?:after)?|hereafter)[^.;]{0,50}$", before):
            names = organisation(re.split(r"[.;]", before)[-1])
            if names:
                return (names,)
        named = re.match(r" (?:of|to) ([^.;]{0,110})", after)
        if named and not late and (found := organisation(named[1])):
            late = (found,)
    return late


def reservations(text: Text) -> Read | None:
    """Whether reservations are prohibited or allowed (VCLT 19); None where the text is silent."""
    best: tuple[float, Read] | None = None
    for sentence in text.holding(("reserv",)):
        words = re.sub(
            r"(?:without|with|subject to) reservations? (?:as to|in respect of|with respect to|of"
            r"|regarding|for) (?:the )?(?:[a-z]+, )*(?:ratif|accept|approv|subsequent)",
            " ",
            sentence.text,
        )
        if re.search(
            r"airline|computer reserv|seat|ticket|hotel|nature reserv|indian reserv|marine reserv"
            r"|reservation of (?:marine|land|forest)",
            words,
        ):
            continue
        for rule in rules("reservations"):
            match = rule.pattern.search(words)
            if not match:
                continue
            score = (
                2.0
                + (rule.gives["value"] == "prohibited")
                + 2 * ("reservation" in (sentence.piece.heading or "").lower()[:40] if sentence.piece else False)
            )
            score -= 2.5 * bool(
                sentence.piece and (sentence.piece.kind == "annex" or "annex" in sentence.piece.id)
            ) + 2 * bool(sentence.component)
            value = rule.gives["value"]
            if value == "prohibited" and re.search(
                r"other than|except (?:those|for|as|in accordance|that|the)"
                r"|unless (?:[a-z]+ ){0,3}(?:permitted|allowed|authori)|save",
                words[match.start() : match.end() + 130],
            ):
                value = "prohibited" if "unless" in words[match.start() : match.end() + 130] else "allowed"
            if value == "allowed" and re.search(r"listing|annex (?:i|ii|iii)\b|species|appendix", words):
                score -= 1.5
            if score > 1.4 and (best is None or score > best[0]):
                best = (score, Read((value,), sentence, rule, *_shift(sentence.text, match[0])))
            break
    return best[1] if best else None


def _shift(words: str, part: str) -> tuple[int, int]:
    at = words.find(part)
    return (at, at + len(part)) if at >= 0 else (0, len(words))


def languages(text: Text) -> Read | None:
    """The languages in which the text is authentic, by their English names; None where the text names none."""
    known: dict[str, str] = table("language")
    inside = "|".join(sorted(known, key=len, reverse=True))
    pattern = compiled(rf"(?<![a-z])(?:{inside})(?![a-z])")
    best: tuple[float, Read] | None = None
    for sentence in text.holding(
        (
            "authentic",
            "language",
            "authoritative",
            "done at",
            "done in",
            "in duplicate",
            "texts",
            "same force",
            "original",
            "equally",
        )
    ):
        found = list(pattern.finditer(sentence.text))
        if not found or (sentence.piece and sentence.piece.kind == "annex"):
            continue
        score = (
            3
            * bool(
                re.search(
                    r"authentic|authoritative|equal(?:ly)? (?:valid|force|binding)|same (?:force|value|validity)",
                    sentence.text,
                )
            )
            + bool(re.search(r"done |drawn up|in duplicate|in witness|original", sentence.text))
            + 0.1 * len(set(found))
        )
        score -= 2 * bool(
            re.search(r"official languages?|working languages?|meeting|communicat(?:ion|ed) in", sentence.text)
        ) + 3 * bool(sentence.component)
        ids = tuple(dict.fromkeys(known[match[0]] for match in found))
        if score > 0.9 and (best is None or score > best[0]):
            best = (score, Read(ids, sentence, rules("languages")[0], found[0].start(), found[-1].end()))
    return best[1] if best else None


def registration(text: Text) -> Read | None:
    """Who registers the treaty, in words; None where the text does not say (Charter 102)."""
    return _plain(text, "registration", ("regist", "article 102", "article 18 of the covenant"))


def provisional(text: Text) -> Read | None:
    """Provisional application (VCLT 25), with the moment from which it runs; None where the text has none."""
    found = _plain(text, "provisional", ("provisional", "pending its", "pending the"))
    if found is None or re.search(
        r"provisional (?:measure|secretar|agenda|list|rate|duty|safeguard|member)", found.sentence.text
    ):
        return None
    words = found.sentence.text
    start = (
        "signature"
        if re.search(r"signature|signed|signing", words)
        else "declaration"
        if re.search(r"notif|declar", words)
        else "adoption"
        if "adopt" in words
        else "consent"
    )
    return Read((start,), found.sentence, found.rule, found.start, found.end)


def _plain(text: Text, group: str, words: tuple[str, ...]) -> Read | None:
    for sentence in text.holding(words):
        if sentence.component or (sentence.piece and (sentence.piece.kind == "annex" or "annex" in sentence.piece.id)):
            continue
        for rule in rules(group):
            match = rule.pattern.search(sentence.text)
            if match:
                return Read((), sentence, rule, match.start(), match.end())
    return None


_ACTS = {
    "ratif": "ratification",
    "accept": "acceptance",
    "approv": "approval",
    "acced": "accession",
    "access": "accession",
    "adher": "accession",
    "adhes": "accession",
}


_OPENS = re.compile(r"subject to|open (?:for|to)|shall be|require")


def consent(text: Text, near: Sentence | None, signature_binds: bool) -> Read | None:
    """The acts by which a state consents to be bound (VCLT 11–17), in the order of the vocabulary."""
    found: dict[str, int] = {}
    place: tuple[Sentence, int, int] | None = None
    sure = False
    for sentence in text.holding(("ratif", "accept", "approval", "approv", "acce", "adhe")):
        if sentence.component or re.search(r"amend|annex|protocol to", sentence.text[:120]):
            continue
        for rule in rules("consent"):
            for match in rule.pattern.finditer(sentence.text):
                if not re.search(
                    r"subject to|open (?:for|to)|shall be (?:ratified|submitted)|instruments? of|deposit"
                    r"|accede|adhere|require",
                    sentence.text[max(0, match.start() - 40) : match.end() + 20],
                ):
                    continue
                for stem in re.findall(
                    r"ratif|accept|approv|acced|access|adher|adhes", sentence.text[match.start() : match.end() + 60]
                ):
                    found[_ACTS[stem]] = found.get(_ACTS[stem], 0) + 1
                own = bool(_OPENS.search(sentence.text[match.start() : match.end()]))
                if place is None or (own and not sure):
                    place, sure = (sentence, match.start(), match.end()), own
    acts = [act for act in ("ratification", "acceptance", "approval", "accession") if act in found]
    if signature_binds and near is not None:
        whole = compiled(r"signature|signed|signing").search(near.text)
        at = whole.span() if whole else (0, len(near.text))
        return Read(("signature",), near, rules("entry.signature")[0], *at)
    if not acts or place is None:
        return None
    return Read(tuple(acts), place[0], rules("consent")[0], place[1], place[2])


def amendment(text: Text) -> Read | None:
    """How amendments are adopted, in few words (``two-thirds``, ``consensus``); None where the text does not say."""
    for sentence in text.holding(("amend", "modif", "revis")):
        if sentence.component or (
            sentence.piece and (sentence.piece.kind not in ("article", "body") or "annex" in sentence.piece.id)
        ):
            continue
        if re.search(r"amendments? to (?:an |the )?annex|legislation|rules of procedure", sentence.text):
            continue
        for rule in rules("amendment.adopted"):
            match = rule.pattern.search(sentence.text)
            if match:
                how = next(part for part in (match["how"], match["how2"], match["how3"]) if part)
                return Read((how.strip(),), sentence, rule, match.start(), match.end())
    return None
