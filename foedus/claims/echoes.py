"""Acts told by an echo of one before: "did likewise", "so did Peru", "the Duma on 3 May and the Council on 10 May"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date

from foedus.claims.context import Who, is_state, who
from foedus.claims.dates import DateWords, find_dates, resolve
from foedus.claims.dating import when_of
from foedus.claims.lexicon import every_form, forms_of, telling, words
from foedus.claims.modality import put
from foedus.claims.names import LEGISLATIVE, Named
from foedus.claims.parties import actors_in_row
from foedus.claims.roles import roles
from foedus.claims.scene import Found, Scene
from foedus.claims.speakers import voice_of
from foedus.claims.state_rows import row_at, row_before
from foedus.claims.trees import Tree, Word
from foedus.model.acts import ActKind
from foedus.model.claims import Modality, When

_DO = frozenset(forms_of("do"))
_HELPS = frozenset("has have had did does do".split())
_AFTER_DO = frozenset("so likewise same similarly".split())
_FOLLOW = frozenset(forms_of("follow"))
_TAKEN = every_form("take go make")
_STEPS = frozenset("step steps decision way course action move measure measures route road pledge".split())
_DECLINED = frozenset(("declined", "refused", "demurred"))
"""With nothing after it: the act just told of another, which this one would not do."""
_REPEATED = frozenset(
    (
        ActKind.SIGNATURE,
        ActKind.RATIFICATION,
        ActKind.ACCESSION,
        ActKind.ACCEPTANCE,
        ActKind.APPROVAL,
        ActKind.DEPOSIT,
        ActKind.LEGISLATIVE_APPROVAL,
        ActKind.LEGISLATIVE_REJECTION,
        ActKind.WITHDRAWAL,
        ActKind.SUSPENSION,
        ActKind.NOTIFICATION,
        ActKind.INITIALLING,
        ActKind.EXTENSION,
        ActKind.TERMINATION,
        ActKind.RESERVATION,
        ActKind.SUCCESSION,
        ActKind.PROVISIONAL_APPLICATION,
    )
)
"""Acts that one state does after another."""
_TOGETHER = (ActKind.SIGNATURE, ActKind.INITIALLING, ActKind.EXTENSION, ActKind.TERMINATION)
"""Acts done by all in one moment."""
_CHAMBERS = (ActKind.LEGISLATIVE_APPROVAL, ActKind.LEGISLATIVE_REJECTION)
ECHO = re.compile(
    r"\b(?:do(?:es|ne|ing)?|did) (?:so|likewise|the same|similarly)\b|\bfollow(?:s|ed|ing)? suit\b|"
    r"\bsimilar (?:decision|vote|move|step|action|resolution|law|bill|measure)s?\b|"
    r"\b(?:declined|refused|demurred)[.,;]|"
    rf"\b(?:t[ao]k\w+|went|gone|ma[dk]e) the same (?:{'|'.join(sorted(_STEPS))})",
    re.I,
)
"""What makes a sentence with no word of an act of its own worth parsing after one that tells an act."""


def echoes(scene: Scene, found: Sequence[Found]) -> list[Found]:
    """The acts that the sentence tells only by pointing back to one in it or in the sentence before."""
    if not scene.tree.parsed:
        return []
    made = [one for f in found if not f.noun for one in _gapped(scene, f, found)]
    made += _similar(scene, found)
    for at, names in _marks(scene.tree):
        told = _told(scene, at, found)
        if told is not None:
            made += _echoed(scene, at, names, told)
    return made


def _marks(tree: Tree) -> Iterator[tuple[int, int]]:
    """Each word that stands for an act told before, with the place after which its doer stands (or -1)."""
    row = tree.words
    for word in row:
        ahead = [w.low for w in row[word.i + 1 : word.i + 4]]
        before = row[word.i - 1].low if word.i else ""
        if word.low in _HELPS and before in ("as", "so") and not _ends(row, word.i + 1):
            yield word.i, word.i + 1  # "as has Japan", "so did Peru"
        elif word.low in _FOLLOW and ahead[:1] == ["by"] and not _ends(row, word.i + 2):
            yield word.i, word.i + 2  # "…, followed by the Duma in January"
        elif (word.low in _DO and set(ahead[: 2 if ahead[:1] == ["the"] else 1]) & _AFTER_DO) or (
            word.low in _FOLLOW and (ahead[:1] == ["suit"] or _follows_bare(tree, word))
        ):
            yield word.i, -1
        elif word.low in _TAKEN and ahead[:2] == ["the", "same"] and tree.words[word.i + 3].low in _STEPS:
            yield word.i, -1  # "had already taken the same step"
        elif word.low in _DECLINED and word.tag in ("VBD", "VBN") and _ends(row, word.i + 1):
            yield word.i, -1  # "France had already declined"
        elif word.low in _HELPS and (
            _ends(row, word.i + 1) or (ahead[:1] and ahead[0] in ("not", "n't") and _ends(row, word.i + 2))
        ):
            yield word.i, -1  # "neither the United States nor China ever did"


def _follows_bare(tree: Tree, word: Word) -> bool:
    """ "The Senate followed on Thursday": with no object."""
    if word.tag not in ("VBD", "VBZ") or any(
        c > word.i and tree.words[c].dep in ("dobj", "ccomp", "nsubjpass") for c in word.children
    ):
        return False
    heads = [tree.words[c] for c in word.children if tree.words[c].dep == "nsubj"]
    return any(h.low in _HOUSE_WORDS or h.text[:1].isupper() for h in heads)


def _ends(row: Sequence[Word], at: int) -> bool:
    return at >= len(row) or row[at].text in '.,;”"'


def _told(scene: Scene, at: int, found: Sequence[Found]) -> Found | None:
    """The act pointed back to: the last one told before in the sentence, else in the one before."""
    here = [f for f in found if f.trigger < at and not f.noun]
    other = any(w.low in telling() and w.tag.startswith("V") for w in scene.tree.words[:at])
    if not here and other:
        return None  # an act of its own sentence, which came to nothing
    before = scene.before[-1][0] if scene.before else None
    pool = here or [f for f in scene.past if not f.heading and f.tree is before]
    if not here and not (scene.tree.words[at].low in _FOLLOW | _DECLINED or _plainly(scene.tree, at)):
        return None  # a bare "did" reaches no further back than its own sentence
    row = [f for f in pool if f.act in _REPEATED]
    row = [f for f in row if f.tree is None or f.tree.words[f.trigger].tag != "VB"] or row  # "ratified its bid to join"
    return row[-1] if row else None


def _plainly(tree: Tree, at: int) -> bool:
    return any(w.low in _AFTER_DO for w in tree.words[at + 1 : at + 3])


def _echoed(scene: Scene, at: int, names: int, told: Found) -> list[Found]:
    tree = scene.tree
    subject, denied = _doer(scene, at, names, told)
    if not subject.actors or (not subject.legislature and set(subject.actors) <= set(told.actors)):
        return []
    if any(not is_state(a) for a in subject.actors) and told.act is not ActKind.LEGISLATIVE_APPROVAL:
        return []
    modality, forward = Modality.OCCURRED, False
    if names < 0 and tree.words[at].low not in _HELPS - _DO:
        manner = put(tree, at, roles(tree, at), False)
        if manner.dropped:
            return []
        modality, forward = manner.modality, manner.forward
    if denied or _left_to(tree, at) or tree.words[at].low in _DECLINED:
        modality = Modality.DENIED
    voice = voice_of(tree, at, scene.speakers)
    when, own = when_of(scene, at, forward, False, modality, voice)
    if when is None:
        when, own = _day_after(scene, at, told)
    voted = subject.legislature and told.act is ActKind.RATIFICATION
    return [
        replace(
            told,
            act=ActKind.LEGISLATIVE_APPROVAL if voted else told.act,
            actors=subject.actors,
            organ=subject.organ,
            when=when,
            own_date=own,
            modality=modality,
            condition=None,
            start=tree.sentence.start,
            end=tree.sentence.end,
            tree=tree,
            trigger=at,
            collective=False,
            rule=told.rule.removesuffix("-echo") + "-echo",
        )
    ]


def _doer(scene: Scene, at: int, names: int, told: Found) -> tuple[Who, bool]:
    """Who does it too, and whether a "neither", "not" or "never" stands with it."""
    tree = scene.tree
    if names >= 0:
        end = next((w.i for w in tree.words[names:] if w.text in ",;.("), len(tree.words))
        one = who(tree, range(names, end), scene.named, scene.context, None)
        one.actors = one.actors[:1] if "and" not in [w.low for w in tree.words[names:end]] else one.actors
        return one, False
    parts = roles(tree, at)
    row: set[int] | range = parts.subject
    bare = tree.words[at].low in _HELPS and not _plainly(tree, at)
    start = max((w.i for w in tree.words[:at] if w.text in ",;" or w.low in ("but", "while", "and")), default=-1)
    if bare:
        start = max((w.i for w in tree.words[:at] if w.text in ",;" or w.low in ("but", "while")), default=-1)
        if told.trigger > start:
            return Who(), False
        row = range(start + 1, at)
    subject = who(tree, row, scene.named, scene.context, told.treaty)
    if not bare and (wide := _row_of(scene, parts.subject_head)) and set(subject.actors) <= set(wide):
        subject.actors = wide
    if set(subject.actors) <= set(told.actors) and (cut := row_before(tree, _finite_above(tree, at), scene.named)):
        subject.actors = cut  # "ratified the Treaty but Canada has yet to do so", taken by the parse for its object
    low = {tree.words[j].low for j in row} | {w.low for w in tree.words[at + 1 : at + 3]}
    low |= {w.low for w in tree.words[start + 1 : at]} if bare else set()
    return subject, bool(low & {"neither", "never", "not", "n't", "no"})


def _finite_above(tree: Tree, at: int) -> int:
    word = tree.words[at]
    while word.dep == "xcomp" and word.head != word.i:
        word = tree.words[word.head]
    return min([word.i, *(c for c in word.children if tree.words[c].dep.startswith("aux"))])


def _row_of(scene: Scene, head: int) -> tuple[str, ...]:
    return row_at(scene.tree, head, scene.named) if head >= 0 else ()


_LEFT = re.compile(r"\b(?:remain(?:s|ed|ing)?|left|still|yet|outstanding)\b[^,;.]{0,30}\bto$")


def _left_to(tree: Tree, at: int) -> bool:
    """ "Only Spain remains to do so": it has not."""
    return bool(_LEFT.search(" ".join(w.low for w in tree.words[max(0, at - 6) : at])))


def _day_after(scene: Scene, at: int, told: Found) -> tuple[When | None, bool]:
    near = told.when.date.earliest if told.when and told.when.date else scene.near
    word = scene.tree.words[at]
    day = next((d for d in scene.dates if word.end <= d.start < word.end + 30), None)
    return (None, False) if day is None else (resolve(day, scene.published, False, near), True)


# ---- gaps -----------------------------------------------------------------------------------------------------------

_JOINS = frozenset("and while but ; ,".split())
_LEADS = frozenset("the its then also that those of by in both finally lastly later with for".split())
_HOUSE_WORDS = frozenset("senate council house chamber parliament duma assembly congress cabinet lawmakers".split())


def _gapped(scene: Scene, told: Found, found: Sequence[Found]) -> list[Found]:
    """ "Ratified it in April and Cyprus in May": the verb stands once, each doer has its own day."""
    tree, base = scene.tree, told.trigger
    if told.act not in _REPEATED or base < 0 or sum(f.trigger == base and f.treaty is told.treaty for f in found) > 1:
        return []
    if told.tree is not tree or (both := _respectively(scene, told)):
        return both if told.tree is tree else []
    made: list[Found] = _before_verb(scene, told)
    last = base
    for word in tree.words[base + 1 :]:
        if word.text not in _JOINS and word.low not in _JOINS:
            continue
        day = _day_of_gap(scene, word.i)
        if day is None or not any(tree.words[last].start < d.start < word.start for d in scene.dates):
            continue
        where, words_of_day = day
        one = _gap_doer(scene, range(word.i + 1, where), told)
        if one is None:
            continue
        told.actors = tuple(a for a in told.actors if a not in one.actors) or told.actors
        near = told.when.date.earliest if told.when and told.when.date else scene.near
        made.append(
            replace(
                told,
                actors=one.actors,
                organ=one.organ,
                when=_when(scene, words_of_day, told, near),
                own_date=words_of_day is not None,
                trigger=word.i + 1,
                rule=told.rule + "-gap",
            )
        )
        last = word.i
    return made


def _before_verb(scene: Scene, told: Found) -> list[Found]:
    """ "The Duma on 3 May and the Council on 10 May approved it": two doers with their days stand before the verb."""
    tree, at = scene.tree, told.trigger
    if told.act not in _CHAMBERS or told.modality is not Modality.OCCURRED:
        return []
    days = [d for d in scene.dates if d.end <= tree.words[at].start]
    join = next((w.i for w in tree.words[:at] if w.low == "and" and days and w.start > days[0].end), None)
    if join is None or len(days) > 2 or days[0].end + 2 < tree.words[join].start:
        return []
    later = [d for d in days if d.start > tree.words[join].end]
    end = tree.at(later[0].start, later[0].end).start if later else at
    one = _gap_doer(scene, range(join + 1, end), told)
    if one is None or not (later or _LATER.search(tree.sentence.text)):
        return []
    told.when, told.own_date = resolve(days[0], scene.published, False, scene.near), True
    when = resolve(later[0], scene.published, False, scene.near) if later else None
    return [replace(told, organ=one.organ, when=when, own_date=bool(later), rule=told.rule + "-gap")]


_LATER = re.compile(
    r"\b(?:(?:the (?:following|next|previous|same) (?:day|week|month|year))|"
    r"(?:a|an|one|two|three|four|five|six|\w+ty|\d+) (?:day|week|month|year)s? (?:later|earlier|after|before))\b"
)


def _day_of_gap(scene: Scene, at: int) -> tuple[int, DateWords | None] | None:
    """Where the day begins right after a name that follows the join, with no verb between, and the day itself."""
    tree = scene.tree
    base = tree.sentence.start
    starts: list[tuple[int, DateWords | None]] = [(d.start, d) for d in scene.dates]
    near = tree.words[at].end - base
    loose = _LATER.search(tree.sentence.text, near, near + 90)
    if loose is not None and not any(d.start <= base + loose.start() < d.end for d in scene.dates):
        starts.append((base + loose.start(), None))
    for start, day in sorted(starts, key=lambda pair: pair[0]):
        where = next((w.i for w in tree.words if w.end > start), len(tree.words))
        if not at < where <= at + 12:
            continue
        between = tree.words[at + 1 : where]
        if any(w.tag.startswith(("VB", "MD")) or w.text in ",;:" for w in between):
            return None
        return (where, day) if between else None
    return None


def _when(scene: Scene, day: DateWords | None, told: Found, near: date | None) -> When | None:
    return None if day is None else resolve(day, scene.published, told.modality is Modality.SCHEDULED, near)


def _gap_doer(scene: Scene, name: range, told: Found) -> Who | None:
    """A state or chamber that fills the whole stretch between the join and its day."""
    tree = scene.tree
    row = [tree.words[j] for j in name]
    while row and row[0].low in _LEADS:
        row = row[1:]
    named_so = bool(row) and row[-1].low == "of"  # "… and the Czech Republic of 30 April 1998": the name's own day
    while row and row[-1].low in ("on", "in", "last", "early", "late", "a", "at", "earlier", "later"):
        row = row[:-1]
    if not row or named_so:
        return None
    mine = [n for n in scene.named if row[0].start <= n.start and n.end <= row[-1].end]
    low = {w.low for w in row}
    chamber = bool(low & _HOUSE_WORDS) or any(n.organ_kind in LEGISLATIVE for n in mine)
    if chamber and told.act in _CHAMBERS:
        one = who(tree, [w.i for w in row], scene.named, scene.context, None)
        states = {n.actor for n in mine if n.actor}
        one.actors = one.actors if states else told.actors
        return one
    if chamber or not _starts_named(row, mine):
        return None
    actors = actors_in_row(tree, row[0].i, mine, wide=True)
    if not actors or set(told.actors) <= set(actors) or not all(is_state(a) for a in actors):
        return None
    return Who(actors=tuple(dict.fromkeys(actors)))


def _starts_named(row: Sequence[Word], mine: Sequence[Named]) -> bool:
    """Is the stretch made of names only?"""
    if not mine or mine[0].start != row[0].start:
        return False
    covered = [w for w in row if any(n.start <= w.start < n.end for n in mine)]
    rest = [w for w in row if w not in covered and w.low not in (",", "and", "the", "'s", "’s")]
    return not rest


def _respectively(scene: Scene, told: Found) -> list[Found]:
    """ "Ratified it on 20 and 25 May respectively": as many acts as days, each with its doer or house."""
    tree = scene.tree
    if not re.search(r"\brespectively\b", tree.sentence.text) or told.modality is not Modality.OCCURRED:
        return []
    days = [d for d in scene.dates if d.start > tree.words[told.trigger].start]
    whens = _years_in_row(scene, told) or [resolve(d, scene.published, False, scene.near) for d in days]
    if not 1 < len(whens) < 9:
        return []
    if told.act in _CHAMBERS and len(told.actors) == 1:
        first, *others = whens
        told.when, told.own_date = first, True
        return [replace(told, when=when, rule=told.rule + "-gap") for when in others]
    if len(told.actors) == len(whens) and told.act not in _TOGETHER:
        actors = told.actors
        told.actors, told.when, told.own_date = actors[:1], whens[0], True
        return [
            replace(told, actors=(actor,), when=when, rule=told.rule + "-gap")
            for actor, when in zip(actors[1:], whens[1:], strict=True)
        ]
    return []


_YEARS = re.compile(r"\bin ((?:\d{4}, )*\d{4},? and \d{4}),? respectively")


def _years_in_row(scene: Scene, told: Found) -> list[When]:
    """ "In 2003, 2004 and 2005, respectively": the years, which a list hides from the resolver."""
    match = _YEARS.search(scene.tree.after(told.trigger))
    found = [find_dates(f"in {year}") for year in re.findall(r"\d{4}", match[1])] if match else []
    return [resolve(row[0], scene.published, False, scene.near) for row in found if row]


# ---- "similar votes by lawmakers in …" ------------------------------------------------------------------------------

_SIMILAR = re.compile(
    r"\b(?:follow\w*|join\w*|echo\w*|mirror\w*|after|came|come|comes)\b[^.;]{0,40}?"
    r"\b(?:similar|identical|the same) (?:\w+ )?(?:decision|vote|move|step|action|resolution|law|bill|measure)s?\b"
    r"(?: taken| made| passed| adopted)?,? (?:by|in|from|of)\b",
    re.I,
)


def _similar(scene: Scene, found: Sequence[Found]) -> list[Found]:
    """ "The move follows similar votes by lawmakers in Latvia and Lithuania": they did it before."""
    match = _SIMILAR.search(scene.tree.sentence.text)
    if match is None:
        return []
    tree, start = scene.tree, scene.tree.sentence.start + match.end()
    pool = [f for f in (*scene.past, *found) if f.act in _REPEATED and not f.heading]
    told = next((f for f in reversed(pool) if f.act in _CHAMBERS), pool[-1] if pool else None)
    first = next((n for n in scene.named if n.actor and is_state(n.actor) and n.start >= start), None)
    if told is None or first is None or first.start - start > 60:
        return []
    at = tree.at(first.start, first.end).start
    actors = tuple(a for a in dict.fromkeys(actors_in_row(tree, at, scene.named, wide=False)) if is_state(a))
    if not actors or set(actors) & set(told.actors):
        return []
    houses = words("voices", "legislatures") & {w.low for w in tree.words[tree.at(start, start + 1).start : at + 4]}
    act = ActKind.LEGISLATIVE_APPROVAL if houses and told.act is not ActKind.LEGISLATIVE_REJECTION else told.act
    return [
        replace(
            told,
            act=act,
            actors=actors,
            organ="parliament" if houses else None,
            when=None,
            own_date=False,
            modality=Modality.OCCURRED,
            start=tree.sentence.start,
            end=tree.sentence.end,
            tree=tree,
            trigger=at,
            rule="similar-step",
        )
    ]
