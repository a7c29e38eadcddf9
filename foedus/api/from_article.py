"""One article to one answer: what is reported, where each treaty stands, what is owed, what is left open."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING

from foedus.api import words
from foedus.api.agreement import agreeing_acts, is_disagreeing
from foedus.api.records import provisional_treaty
from foedus.api.roads import roads
from foedus.model.brief import (
    Beside,
    Brief,
    BriefDocument,
    Owed,
    ReportedClaim,
    ReportedProvision,
    TreatyBrief,
)
from foedus.model.claims import Claim, Modality, Provision, Reading, TreatyMention
from foedus.model.documents import Document
from foedus.model.findings import Finding
from foedus.model.obligations import Obligation
from foedus.model.standings import TreatyStanding
from foedus.model.treaty import Treaty
from foedus.model.truth import Truth

if TYPE_CHECKING:
    from foedus.api.session import Foedus

_STANDS = (TreatyStanding.IN_FORCE, TreatyStanding.SUSPENDED)


def brief_of(session: Foedus, document: Document, *, on: date | None = None, known: date | None = None) -> Brief:
    """The answer to one document. ``on`` defaults to its day of publication, else to the session's today."""
    reading = session.read(document)
    day = on or document.published or session.today
    basis = (
        "the day asked for"
        if on
        else "the day of publication"
        if document.published
        else "today, since the article gives no day of publication"
    )
    numbers = {claim.id: number for number, claim in enumerate(reading.claims, 1)}
    treaties = tuple(
        _treaty_brief(session, document, reading, mention, numbers, day, known) for mention in reading.treaties
    )
    return Brief(
        document=BriefDocument(
            id=document.id,
            name=document.name,
            title=document.title,
            publisher=document.publisher,
            published=document.published,
            published_basis=document.published_basis,
            language=document.language,
            masked=tuple((mask.start, mask.end, mask.why) for mask in document.masks),
        ),
        on=day,
        on_basis=basis,
        known=known,
        says=_says(document, reading),
        treaties=treaties,
        remarks=reading.remarks,
        notes=(*document.notes, *reading.notes, *_day_notes(document)),
    )


def _says(document: Document, reading: Reading) -> str:
    if document.language != "en" and not reading.claims:
        return (
            f'This text seems to be in another language (code "{document.language}"); '
            "Foedus reads English only, so nothing was read from it."
        )
    if not reading.claims and not reading.provisions:
        return "This text reports no act on a treaty between states or international organisations."
    acts, treaties = len(reading.claims), len(reading.treaties)
    return (
        f"{acts} act{'s' if acts != 1 else ''} reported, on {treaties} treat{'ies' if treaties != 1 else 'y'}; "
        f"{len(reading.provisions)} of its clauses described."
    )


def _day_notes(document: Document) -> tuple[str, ...]:
    if document.published is None:
        return (
            "No day of publication was found: weekdays and words such as “last month” stay without a date. "
            "Give it with --published.",
        )
    return ()


def _treaty_brief(
    session: Foedus,
    document: Document,
    reading: Reading,
    mention: TreatyMention,
    numbers: Mapping[str, int],
    on: date,
    known: date | None,
) -> TreatyBrief:
    claims = [claim for claim in reading.claims if claim.treaty == mention.ref]
    key = mention.atlas or mention.ref
    is_held = mention.atlas is not None
    treaty = session.treaty(key, known=known) if is_held else provisional_treaty(mention, claims, document)
    finding = session.reckon(treaty, on, known=known)
    reported = tuple(_reported(claim, numbers[claim.id], treaty) for claim in claims)
    return TreatyBrief(
        mention=mention,
        treaty=treaty.id,
        title=treaty.title,
        parties=treaty.parties,
        is_encoded=treaty.record == "encoded",
        reported=reported,
        provisions=tuple(
            ReportedProvision(number=number, id=item.id, provision=item, article=_article_of(item, treaty))
            for number, item in enumerate((p for p in reading.provisions if p.treaty == mention.ref), 1)
        ),
        finding=finding,
        why=tuple(words.with_names(line, treaty.parties) for line in finding.why.lines()),
        roads=roads(treaty, finding),
        owed=owed_under(treaty, finding),
        beside=beside(session, treaty, on, known),
        open=tuple(_open(session, treaty, reported, finding, on, known)),
        notes=_notes(treaty),
    )


def _reported(claim: Claim, number: int, treaty: Treaty) -> ReportedClaim:
    acts = agreeing_acts(claim, treaty.acts) if treaty.record == "encoded" else []
    note = None
    if acts and claim.date is None:
        days = [
            f"{words.day(act.date)} ({f'{act.organ}; ' if act.organ else ''}{words.source_says(treaty, act)})"
            for act in acts
        ]
        note = f"the text gives no day; the record has {words.listed(days)}"
    return ReportedClaim(
        number=number,
        id=claim.id,
        says=words.claim_says(claim),
        claim=claim,
        agrees_with=tuple(act.id for act in acts),
        note=note,
    )


def _article_of(item: Provision, treaty: Treaty) -> str | None:
    """The article a reported provision is about: the only one of its kind, or the one that shares most fields."""
    same = [obligation for obligation in treaty.obligations if obligation.kind.value == item.kind]
    if len(same) == 1:
        return same[0].article
    said = _stems(" ".join((item.response or "", *item.fields)))
    scored = sorted(
        ((len(said & _stems(f"{o.owes.what} {' '.join(o.owes.fields)}")), index, o) for index, o in enumerate(same)),
        key=lambda entry: (-entry[0], entry[1]),
    )
    return scored[0][2].article if scored and scored[0][0] else None


def _stems(text: str) -> set[str]:
    dull = {"the", "and", "with", "for", "both", "each", "other", "countries", "work", "cooperate", "cooperation", "in"}
    return {word.strip(".,;“”\"'").lower()[:7] for word in text.split()} - dull - {""}


def owed_under(treaty: Treaty, finding: Finding) -> tuple[Owed, ...]:
    """What each clause of the treaty makes its parties owe, and whether it is owed on the finding's day."""
    return tuple(_owed(item, treaty, finding) for item in treaty.obligations)


def _owed(item: Obligation, treaty: Treaty, finding: Finding) -> Owed:
    debtors = creditors = treaty.parties
    if item.directions:
        debtors = tuple(sorted({state for way in item.directions for state in way.from_}))
        creditors = tuple(sorted({state for way in item.directions for state in way.to}))
    return Owed(
        article=item.article,
        kind=item.kind.value,
        says=words.obligation_says(item, treaty.parties),
        owed_by=debtors,
        owed_to=creditors,
        trigger=words.trigger_says(item.when, many=len(treaty.parties) > 2) if item.when else None,
        response=item.owes.what,
        extent=item.owes.extent,
        timing=item.owes.timing,
        limits=words.limits(item),
        fields=item.owes.fields,
        from_day=_from_day(finding),
        disputed=item.disputed,
        note=item.note,
    )


def _from_day(finding: Finding) -> str:
    if finding.in_force is Truth.YES:
        return f"owed since {words.day(finding.since)}"
    if finding.standing in (TreatyStanding.ENDED, TreatyStanding.REPLACED):
        return f"no longer owed since {words.day(finding.ended_on)}"
    if finding.in_force is Truth.CANNOT_SAY:
        return "whether it is owed cannot be said"
    return "not owed yet: the treaty is not in force"


def beside(session: Foedus, treaty: Treaty, on: date, known: date | None) -> tuple[Beside, ...]:
    """Other treaties that tie the same parties, and any this one replaces or is replaced by, as they stand."""
    found = []
    for other in session.atlas.beside(treaty):
        tie = _tie(treaty, other)
        standing, since = session.stretches.standing(other, on, known)
        if tie is None and standing not in _STANDS:
            continue
        says = words.standing_says(other.short or other.title, standing.value, since)
        found.append(
            Beside(
                treaty=other.id,
                title=other.short or other.title,
                standing=standing.value,
                tie=tie,
                says=says,
            )
        )
    return tuple(sorted(found, key=lambda item: (item.tie is None, item.treaty)))


def _tie(treaty: Treaty, other: Treaty) -> str | None:
    if other.id in treaty.replaces:
        return "to be ended by this treaty when it enters into force"
    if treaty.id in other.replaces:
        return "the later treaty that ends this one"
    if other.id in treaty.amends or other.id in treaty.protocol_of:
        return "the treaty that this one amends or adds to"
    if treaty.id in other.amends or treaty.id in other.protocol_of:
        return "amends or adds to this one"
    return None


def _open(
    session: Foedus,
    treaty: Treaty,
    reported: Sequence[ReportedClaim],
    finding: Finding,
    on: date,
    known: date | None,
) -> list[str]:
    """What the sources disagree on or leave open, one sentence each."""
    found = []
    for item in reported:
        for act in treaty.acts if treaty.record == "encoded" else ():
            if is_disagreeing(item.claim, act):
                found.append(
                    f"Claim {item.number} gives {words.day(item.claim.date)}; "
                    f"the record has {words.day(act.date)} ({words.source_says(treaty, act)})."
                )
        if item.note:
            found.append(f"Claim {item.number}: {item.note}.")
        elif item.claim.date is None and item.claim.modality is Modality.OCCURRED:
            found.append(f"Claim {item.number}: the text gives no day.")
        is_in_force_claim = item.claim.act == "entry_into_force" and item.claim.modality is Modality.OCCURRED
        if is_in_force_claim and finding.in_force is not Truth.YES and treaty.record == "encoded":
            found.append(
                f"Claim {item.number} says that the treaty is in force; by its final clauses it is not: "
                f"{finding.why.says}."
            )
    found += [f"Disputed: {item.disputed} (Article {item.article})." for item in treaty.obligations if item.disputed]
    found += [f"Disputed: {act.disputed}." for act in treaty.acts if act.disputed]
    found += [f"On {item.about}: {item.says}" for item in treaty.explained if "ATOP" not in item.about]
    if later := _later(session, treaty, finding, on, known):
        found.append(later)
    return found


def _later(session: Foedus, treaty: Treaty, finding: Finding, on: date, known: date | None) -> str | None:
    """What became of it after the day asked about, as far as it is known today."""
    if known is not None or session.today <= on or treaty.record != "encoded":
        return None
    now = session.reckon(treaty, session.today)
    if now.standing == finding.standing:
        return None
    return f"Since then: {now.standing.value} since {words.day(now.since)}, as the record stands today."


def _notes(treaty: Treaty) -> tuple[str, ...]:
    if treaty.record == "provisional":
        return (
            "This treaty is not in the atlas: a provisional record was opened from the claims alone. "
            "Its final clauses and obligations are not known.",
        )
    return (treaty.note,) if treaty.note else ()
