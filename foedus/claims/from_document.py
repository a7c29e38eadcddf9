"""A document to a reading: scan, sentences, names, treaties, acts, clauses, remarks."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from functools import cache
from itertools import takewhile

from foedus.claims import merge
from foedus.claims.between_states import is_treaty, unlink
from foedus.claims.certainty import certainty_of
from foedus.claims.context import Context
from foedus.claims.dates import find_dates, resolve
from foedus.claims.events import acts_in
from foedus.claims.exclusions import exclude
from foedus.claims.instruments import instruments
from foedus.claims.known import link
from foedus.claims.lexicon import data
from foedus.claims.linking import Treaty, gather, provisional_id
from foedus.claims.mention import Instrument
from foedus.claims.mentions import imply_other, imply_pair, imply_parties, organisations, short_names
from foedus.claims.names import Named, finder
from foedus.claims.nouns import loose
from foedus.claims.owners import home_of
from foedus.claims.people import with_alliance, with_people
from foedus.claims.places import only_places
from foedus.claims.provisions import Clause, clauses
from foedus.claims.scan import keeps
from foedus.claims.scene import BILL, LEAVING, RATIFYING, SUSPENDING, Found, Scene
from foedus.claims.segments import Sentence, dateline_length, is_date_line, lows, sentences
from foedus.claims.speakers import Speaker, speakers
from foedus.claims.trees import Tree, flat, model, trees
from foedus.claims.worth import about_somebody, worth_parsing
from foedus.model.actors import FormKind
from foedus.model.claims import (
    Certainty,
    Claim,
    Evidence,
    Provision,
    Reading,
    Remark,
    TreatyHandle,
    TreatyMention,
    When,
)
from foedus.model.dates import PartialDate
from foedus.model.documents import Document

_HEDGES = [phrase for key in ("believed", "suspected", "reported") for phrase in data("manner")["hedges"][key]]
_HEDGE = re.compile(r"\b(?:" + "|".join(map(re.escape, _HEDGES)) + r")\b", re.I)
_HEDGE_WORDS = [lows(phrase) for phrase in _HEDGES]
_ANY_HEDGE = frozenset[str]().union(*_HEDGE_WORDS)


def read(document: Document, *, treaties: Sequence[TreatyHandle] = (), on_model: bool = True) -> Reading:
    """What the document says of treaties.

    ``treaties``: those of atlas and ledger to which mentions may link; without them every treaty is provisional.
    ``on_model``: False reads by word order alone, as where no parsing model is installed.
    """
    text, rows = document.text, sentences(document.text, document.masks)
    notes: list[str] = []
    telling = worth_parsing(rows) if keeps(text) else []
    if not telling:
        return Reading(document=document.id, name=document.name, notes=("the text tells no act on a treaty",))
    if on_model and model() is None:
        notes.append("no parsing model is installed: read by word order alone, which misses joined and passive clauses")
    if document.published is None:
        notes.append("no day of publication: weekdays and days without a year stay open")
    named = [
        item
        for item in with_people(text, only_places(text, with_alliance(text, finder().find(text, document.published))))
        if _open(item, rows)
        and not _of_a_continent(text, item)
        and not (item.kind is FormKind.LEADER and _is_month(text, item))
    ]
    found, mentions, of, known = _acts(document, rows, telling, named, treaties, on_model)
    merge.one_per_handle(found)
    told_once = merge.dated_by_exchange(merge.merged(merge.signed_into_law(found)))
    dated_by_name(told_once, document)
    acts = [item for item in told_once if is_treaty(item, told_once)]
    merge.parties_seen(acts)
    parts = clauses(rows, _treaty_near(mentions, of, {id(item.treaty) for item in acts}))
    ids = _ids(known, acts, treaties)
    told = {id(item.treaty) for item in acts} | {id(part.treaty) for part in parts}
    return Reading(
        document=document.id,
        name=document.name,
        treaties=_mentions([treaty for treaty in known if id(treaty) in told], ids),
        claims=tuple(_claim(item, ids, document) for item in acts),
        provisions=tuple(_provision(part, ids, document) for part in parts),
        remarks=tuple(_remarks(rows, acts, document)),
        notes=tuple(notes),
    )


_MONTH = re.compile(r"(?:March|April|May|June|August)\Z")


def _is_month(text: str, item: Named) -> bool:
    """ "12 May", "in May 2018": a month and no leader of that name."""
    if not _MONTH.match(item.text):
        return False
    before, after = text[max(0, item.start - 8) : item.start], text[item.end : item.end + 6]
    return bool(re.search(r"(?:\d|\b(?:in|by|on|of|since|until|last|next|early|late|mid-))\s?$", before)) or bool(
        re.match(r",? \d", after)
    )


_CONTINENT = re.compile(r"(?:\b(?:Central|Latin|South|North|African)[ -]|\b(?:Pan|Inter|Ibero|Meso)[ -]?)$")


def _of_a_continent(text: str, item: Named) -> bool:
    """ "Central American", "Inter-American": of no one state."""
    return item.text.startswith("America") and bool(_CONTINENT.search(text[max(0, item.start - 9) : item.start]))


def _open(item: Named, rows: Sequence[Sentence]) -> bool:
    return any(row.start <= item.start and item.end <= row.end for row in rows)


def _acts(
    document: Document,
    rows: Sequence[Sentence],
    telling: Sequence[Sentence],
    named: Sequence[Named],
    handles: Sequence[TreatyHandle],
    on_model: bool,
) -> tuple[list[Found], list[Instrument], dict[int, Treaty], list[Treaty]]:
    parsed = {tree.sentence.start: tree for tree in trees(about_somebody(telling, named), on_model)}
    forest = [parsed.get(row.start) or flat(row) for row in rows]
    told_from = [row.start + dateline_length(row.text) for row in rows]
    by_tree = [
        [item for item in named if first <= item.start < row.end] for first, row in zip(told_from, rows, strict=True)
    ]
    lists = [instruments(tree, names) for tree, names in zip(forest, by_tree, strict=True)]
    table = data("lexicon")["instruments"]
    shown = frozenset(("amendment", *loose().values(), *table["unscanned"], *table["only_titled"]))
    proved = frozenset(item.head for row in lists for item in row) & shown
    if proved:  # "signed a lease … the lease": shown once, the noun points back elsewhere
        lists = [instruments(tree, names, proved) for tree, names in zip(forest, by_tree, strict=True)]
    exclude(forest, by_tree, lists)
    known, of = gather([item for row in lists for item in row], handles)
    short_names(forest, by_tree, lists, known, of, handles)
    imply_parties(forest, by_tree, lists, of)
    imply_other(named, by_tree, lists, of)
    imply_pair(known)
    known += organisations(document.text, named, known)
    mentions = [item for row in lists for item in row]
    voices_of = _voices(forest, by_tree)
    rooms = list(zip(forest, by_tree, lists, strict=True))
    before = _settled(known)
    found = _one_pass(rooms, set(parsed), of, known, named, document, voices_of)
    merge.parties_seen(found)
    unlink(found)
    for treaty in known:  # by now the text has told whose it is
        if treaty.handle is None and treaty.mentions and not treaty.excluded:
            treaty.handle = link(treaty, handles)
    if _settled(known) != before:  # who the parties are was settled on the way: read again with that
        found = _one_pass(rooms, set(parsed), of, known, named, document, voices_of)
    return [item for item in found if not item.treaty.excluded], mentions, of, known


def _treaty_near(
    mentions: Sequence[Instrument], of: dict[int, Treaty], acted: set[int]
) -> Callable[[Sentence], Treaty | None]:
    def at(sentence: Sentence) -> Treaty | None:
        here = [of[id(m)] for m in mentions if sentence.start <= m.start < sentence.end and id(m) in of]
        if here:
            return here[0]
        before = [of[id(m)] for m in mentions if m.start < sentence.start and id(m) in of and (id(of[id(m)]) in acted)]
        return before[-1] if before else None

    return at


def _ids(known: Sequence[Treaty], acts: Sequence[Found], handles: Sequence[TreatyHandle]) -> dict[int, str]:
    ids: dict[int, str] = {}
    taken = {handle.id for handle in handles if handle.id.startswith("new-")}  # "new-start": the New START Treaty
    for treaty in known:
        if treaty.handle is not None:
            made = treaty.handle.id
        else:
            signed = [
                str(item.when.date)[:4]
                for item in acts
                if item.treaty is treaty and item.act == "signature" and item.when and item.when.date
            ]
            made = provisional_id(treaty, signed[0] if signed else next(iter(sorted(treaty.years)), None))
        base, number = made, 2
        while made in taken and treaty.handle is None:
            made, number = f"{base}-{number}", number + 1
        taken.add(made)
        ids[id(treaty)] = made
    return ids


def _mentions(told: Sequence[Treaty], ids: dict[int, str]) -> tuple[TreatyMention, ...]:
    """One mention a treaty: what a text calls "the founding treaty" and "the Washington treaty" may be one."""
    made: dict[str, TreatyMention] = {}
    for treaty in told:
        item = _mention(treaty, ids)
        if (same := made.get(item.ref)) is not None:
            best = max((same, item), key=lambda m: (len(re.findall(r"\b[A-Z]", m.name)), len(m.name)))
            parties = tuple(sorted({*same.parties, *item.parties}))
            names = tuple(dict.fromkeys((*same.names, *item.names)))
            item = best.model_copy(update={"parties": parties, "names": names})
        made[item.ref] = item
    return tuple(made.values())


def _mention(treaty: Treaty, ids: dict[int, str]) -> TreatyMention:
    names = tuple(dict.fromkeys(re.sub(r"\s+", " ", m.name).strip("“”\"' ") for m in treaty.mentions))
    return TreatyMention(
        ref=ids[id(treaty)],
        name=treaty.name or treaty.organisation or "",
        parties=tuple(sorted(treaty.all_parties)),
        atlas=treaty.handle.id if treaty.handle else None,
        names=names,
        is_known=treaty.handle is not None,
    )


def _evidence(document: Document, start: int, end: int) -> Evidence:
    return Evidence(document=document.id, start=start, end=end, quote=document.text[start:end])


def _claim(item: Found, ids: dict[int, str], document: Document) -> Claim:
    return Claim(
        treaty=ids[id(item.treaty)],
        act=item.act,
        actors=tuple(sorted(item.actors)),
        organ=item.organ,
        date=item.when.date if item.when else None,
        when=item.when,
        modality=item.modality,
        condition=item.condition,
        source=item.source,
        certainty=item.certainty,
        evidence=_evidence(document, item.start, item.end),
        rule=item.rule,
    )


def _provision(part: Clause, ids: dict[int, str], document: Document) -> Provision:
    return Provision(
        treaty=ids[id(part.treaty)],
        kind=part.kind,
        trigger=part.trigger,
        response=part.response,
        qualifiers=part.qualifiers,
        fields=part.fields,
        evidence=_evidence(document, part.start, part.end),
        rule=f"clause-{part.kind}",
    )


def _remarks(rows: Sequence[Sentence], acts: Sequence[Found], document: Document) -> list[Remark]:
    made = []
    told = {item.start for item in acts}
    for row in rows:
        low = row.lows
        if row.start in told or low.isdisjoint(_ANY_HEDGE) or not any(words <= low for words in _HEDGE_WORDS):
            continue
        if not _HEDGE.search(row.text):
            continue
        certainty = certainty_of(row.text, (), False)
        if certainty is not Certainty.STATED:
            made.append(Remark(says=row.text, certainty=certainty, evidence=_evidence(document, row.start, row.end)))
    return made


def _settled(known: Sequence[Treaty]) -> list[tuple[object, ...]]:
    """What a pass over the text can change for the next one."""
    return [(tuple(t.parties), t.handle and t.handle.id, bool(t.organisation and t.seen)) for t in known]


def _one_pass(
    rooms: Sequence[tuple[Tree, list[Named], list[Instrument]]],
    parsed: set[int],
    of: dict[int, Treaty],
    known: list[Treaty],
    named: Sequence[Named],
    document: Document,
    voices_of: Callable[[int], Speaker | None],
) -> list[Found]:
    context = Context.of(named, home_of([tree.sentence for tree, _, _ in rooms[:6]], document.published))
    found: list[Found] = []
    near: date | None = None
    before: list[tuple[Tree, date | None]] = []
    recent: list[list[Found]] = [[], [], [], []]
    dateline = _dateline_day(document)
    for number, (tree, names, row) in enumerate(rooms):
        voices = speakers(tree, names, context.speaker, context.person)
        _note_bill(tree, context)
        made: list[Found] = []
        if tree.sentence.start in parsed:
            scene = Scene(
                tree, names, row, of, known, context, voices, document.published, near, voices_of(number),
                found[-1].act if found else None, dateline, scene_day(rooms, number, document.published),
                before=before,
                lead=dateline_length(tree.sentence.text) > 0,
                past=[item for told in recent for item in told],
            )  # fmt: skip
            made = acts_in(scene)
            found += made
            near = next((day.earliest for day in map(_day_told, reversed(made)) if day and day.is_exact), near)
        before.append((tree, near))
        recent = [*recent[1:], made]
        context.note(names, tree)
        context.person = _person(tree, names) or context.person
        context.speaker = voices[-1] if voices else context.speaker
    return found


def _day_told(item: Found) -> PartialDate | None:
    return item.when.date if item.when else None


_TITLED = re.compile(
    r"(?:President|Prime Minister|Premier|Chancellor|(?:Foreign|Defen[cs]e|Interior|Finance|Trade) "
    r"(?:Minister|Secretary)|Secretary(?: of State)?|"
    r"Ambassador|[Ss]pokes(?:man|woman|person)|[Mm]inister|Commissioner|Senator|"
    r"Speaker)\s+((?:[A-ZÀ-Þ][\w'’.-]+\s){0,2}[A-ZÀ-Þ][\w'’-]+)"
)


def _person(tree: Tree, names: Sequence[Named]) -> Speaker | None:
    """The person last named by name or by title and name, for the "he" and "she" of the next sentence."""
    leader = next((n for n in reversed(names) if n.kind is FormKind.LEADER and n.person), None)
    titled = list(_TITLED.finditer(tree.sentence.text))
    if leader is not None and (not titled or leader.end >= tree.sentence.start + titled[-1].start()):
        return Speaker(leader.person or leader.text, -1, leader.actor)
    if not titled:
        return None
    at = tree.sentence.start + titled[-1].start()
    before = [n.actor for n in names if n.actor and n.start <= at and at - n.end < 40]
    return Speaker(titled[-1][1], -1, before[-1] if before else None)


_MEETING = re.compile(r"\b(?:summit|meeting|ceremony|session|conference|talks|visit|signature|gathering)\b", re.I)


def scene_day(
    rooms: Sequence[tuple[Tree, list[Named], list[Instrument]]], number: int, published: date | None
) -> When | None:
    """The day of the meeting that the sentence before opens with ("On 8 August, a summit brought together …")."""
    if number == 0:
        return None
    before, here = rooms[number - 1][0].sentence, rooms[number][0].sentence
    if before.paragraph != here.paragraph:
        return None
    row = find_dates(before.text) if len(before.text) < 1000 else []
    if row and row[0].start <= 4 and row[0].is_anchored and _MEETING.search(before.text):
        return resolve(row[0], published)
    if number > 1 and not find_dates(here.text) and not row:
        return scene_day(rooms, number - 1, published)
    return None


_OF_A_DAY = re.compile(r"\b((?:today|yesterday|Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday))['’]s\s+$")


def dated_by_name(found: Sequence[Found], document: Document) -> None:
    """ "Under today's agreement": a signature with no day of its own was of that day."""
    for item in found:
        if (
            item.act != "signature"
            or item.modality != "occurred"
            or (item.when is not None and item.when.date is not None)
        ):
            continue
        for mention in item.treaty.mentions:
            match = _OF_A_DAY.search(document.text[max(0, mention.start - 14) : mention.start])
            row = find_dates(match[1]) if match else []
            if row:
                item.when = resolve(row[0], document.published)
                break


def _note_bill(tree: Tree, context: Context) -> None:
    """What "the bill" is about, for the sentences after."""
    text = tree.sentence.text
    if BILL.search(text):
        if LEAVING.search(text):
            context.bill = "leaving"
        elif SUSPENDING.search(text):
            context.bill = "suspending"
        elif RATIFYING.search(text):
            context.bill = "ratifying"


def _dateline_day(document: Document) -> When | None:
    """The day of a dateline ("MOSCOW, October 16. /TASS/."): what "has adopted" under it happened on."""
    for line in document.text[:1500].splitlines()[:12]:
        head = line.strip()
        row = find_dates(head if is_date_line(head) else head[: dateline_length(head)])
        if row:
            return resolve(row[0], document.published)
    return None


def _voices(forest: Sequence[Tree], by_tree: Sequence[Sequence[Named]]) -> Callable[[int], Speaker | None]:
    """For a quotation that names no speaker: the one that its paragraph names after it, or before."""

    @cache
    def heard(number: int) -> list[Speaker]:
        return speakers(forest[number], by_tree[number], None)

    def paragraph(numbers: range, own: int) -> Iterator[int]:
        return takewhile(lambda n: forest[n].sentence.paragraph == forest[own].sentence.paragraph, numbers)

    def at(number: int) -> Speaker | None:
        before = next(filter(heard, paragraph(range(number - 1, -1, -1), number)), None)
        if before is not None:
            return heard(before)[-1]
        if number and forest[number - 1].sentence.text.rstrip().endswith(":"):
            return None
        after = next(filter(heard, paragraph(range(number + 1, len(forest)), number)), None)
        return heard(after)[0] if after is not None else None

    return at
