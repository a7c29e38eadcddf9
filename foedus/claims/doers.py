"""Who does an act: the subject, both parties, the one withdrawn, the owner below a noun."""

from __future__ import annotations

import re

from foedus.claims.at_home import chamber_told, of_congress
from foedus.claims.context import Who, is_state, who
from foedus.claims.lexicon import Frame, every_form, words
from foedus.claims.linking import TREATY_MAKERS, Treaty
from foedus.claims.manner import CALLING, URGING
from foedus.claims.mention import Instrument
from foedus.claims.names import Named
from foedus.claims.roles import Roles, roles
from foedus.claims.scene import Scene, mentions_in
from foedus.claims.senders import owner_below, sender
from foedus.claims.standing_for import sent_by
from foedus.claims.state_rows import beside, counted, listed, row_at, row_before, row_in
from foedus.claims.subjects import antecedent
from foedus.claims.trees import Tree
from foedus.model.actors import FormKind


def maker_of(scene: Scene, i: int, treaty: Treaty) -> Who:
    """Whoever signed or passed the law that does the act: "signed the bill, which ratified the treaty"."""
    for word in scene.tree.up(i):
        if word.tag.startswith("V"):
            above = roles(scene.tree, word.i)
            if above.subject_head == i:
                continue  # "announced the conclusion of talks": not what the talks do
            made = who(scene.tree, above.subject, scene.named, scene.context, treaty)
            row = row_at(scene.tree, above.subject_head, scene.named) if above.subject_head >= 0 else ()
            made.actors = row if row and set(made.actors) <= set(row) else made.actors
            return made
    return Who()


def actors_of(
    scene: Scene,
    i: int,
    frame: Frame,
    parts: Roles,
    treaty: Treaty,
    mention: Instrument | None,
    subject: Who,
    noun: bool,
) -> tuple[str, ...]:
    """Who does the act, as the frame says to look for it."""
    mine = subject.actors
    if frame.id == "decision-in-force":  # "Chad's withdrawal from its pact with Mali took effect": Chad's
        below = {j for m in mentions_in(scene, parts.subject) for j in scene.tree.subtree(m.core)}
        owned = who(scene.tree, parts.subject - below, scene.named, scene.context, treaty).actors or mine
        if any(scene.tree.words[j].low == "whose" for j in parts.subject):  # "Peru and Chile, whose exits took effect"
            head = antecedent(scene.tree, i)
            return row_at(scene.tree, head, scene.named) if head is not None else ()
        named = {n.actor for n in scene.named if n.actor and set(scene.tree.at(n.start, n.end)) & parts.subject}
        left = [f.actors for f in scene.past if f.act in _LEFT_BEFORE and f.treaty is treaty and f.actors]
        owned = left[-1] if left and not named & set(owned) else owned  # "the withdrawal": the one just told
        mine = tuple(a for a in owned if a != treaty.organisation)
    if frame.actors == "both" and len(mine) == 1 and frame.act in ("termination", "extension"):
        return mine  # one side alone may end a treaty, and may be the one that will not prolong it
    if frame.actors == "both" and not (frame.id == "draft-moved" and parts.passive and not mine):
        return _both(scene, frame, parts, treaty, mention, subject, noun)
    told = _by_frame(scene, i, frame, parts, treaty, mine, noun)
    if told is not None:
        return told
    if frame.id in ("breach", "breach-it") and _accuses(scene, i, parts, mine):
        return tuple(p for p in treaty.all_parties if p not in mine) if treaty.is_bilateral else ()
    if noun and not mine:
        return tuple(a for a in owner_below(scene, parts) if a != treaty.organisation)  # "from ECOWAS": what is left
    return mine


_OWNING_UP = every_form("admit acknowledge concede confess deny dismiss reject")


def _accuses(scene: Scene, i: int, parts: Roles, mine: tuple[str, ...]) -> bool:
    """ "London said it violates the declaration": nobody says so of itself, unless it owns up or denies it."""
    words = scene.tree.words
    voice = scene.context.voice
    if parts.subject_head < 0 or words[parts.subject_head].low != "it" or voice is None or mine != (voice.actor,):
        return False
    above = next((w for w in scene.tree.up(i) if w.tag.startswith("V")), None)
    negated = any(words[c].dep == "neg" or words[c].low in _MODAL for c in words[i].children)
    return above is not None and words[i].dep == "ccomp" and above.low not in _OWNING_UP and not negated


_MODAL = frozenset("will would may might could can should".split())
_LEFT_BEFORE = ("withdrawal", "notification", "suspension", "termination")


def _by_frame(
    scene: Scene, i: int, frame: Frame, parts: Roles, treaty: Treaty, mine: tuple[str, ...], noun: bool
) -> tuple[str, ...] | None:
    """The doers of frames that do not look for them in the subject; None for the others."""
    tree, ask, pair = scene.tree, frame.actors, tuple(treaty.all_parties) if treaty.is_bilateral else ()
    if ask == "parties":
        if (for_one := _force_for(scene, i)) and not treaty.is_bilateral:
            return for_one
        brought = mine if frame.id == "brought-into-force" and len(mine) > 1 else ()
        return brought if len(brought) > len(pair) else pair
    if ask == "object":
        row = parts.object - _treaty_words(scene, parts.object)
        return who(tree, row, scene.named, scene.context, treaty).actors
    if ask == "none":
        return ()
    if ask == "chamber":
        return _chamber(scene, i, treaty, mine)
    if ask == "house":
        bill = parts.object_head if parts.passive else parts.subject_head
        return ("USA",) if of_congress(scene, bill) else _house(scene, i, treaty, mine)
    if frame.id == "draft-moved" and parts.passive and not mine:
        return pair
    if ask == "goes-to":  # "goes to President X for ratification"
        ahead = range(i + 1, min(i + 12, len(tree.words)))
        return who(tree, ahead, scene.named, scene.context, treaty).actors[:1]
    if ask == "mover":
        return _mover(scene, parts, treaty, mine)
    if ask == "moved":  # "the bloc admitted Bolivia": who joins is the one admitted
        moved = who(tree, parts.direct, scene.named, scene.context, None).actors
        return tuple(a for a in moved if a != treaty.organisation)
    if ask in ("sender", "depositor"):
        return sender(scene, i, frame, parts, mine, treaty)
    if ask == "adopter":
        if parts.subject_head >= 0 and tree.words[parts.subject_head].tag == "NNS":
            mine = tuple(a for a in mine if not is_state(a))  # "adopted by many nations in San José, Costa Rica"
        return mine or _adopter(scene, i)
    if ask == "either":  # one alone, or both together
        if noun and not mine:
            return ()
        if parts.subject_head in {m.core for m in scene.instruments}:
            mine = ()  # "the pact with Oman is no longer valid": whose it is, not who ended it
        return mine or pair
    return None


def _with_partners(mention: Instrument) -> bool:
    """ "Agreements with Georgia and Moldova": those after "with" sign together with whoever is told to sign."""
    after = mention.tree.words[mention.last + 1 : mention.last + 2]
    return bool(after) and after[0].low == "with"


def _chamber(scene: Scene, i: int, treaty: Treaty, mine: tuple[str, ...]) -> tuple[str, ...]:
    """ "Sent it to parliament": whose parliament, else of whoever sent it."""
    told = chamber_told(scene, i) or set()
    if mine and not any(n.actor and set(scene.tree.at(n.start, n.end)) & told for n in scene.named):
        return mine  # "tabled the treaty with Fiji in parliament": its own
    return who(scene.tree, told, scene.named, scene.context, treaty).actors[:1] or mine


def _house(scene: Scene, i: int, treaty: Treaty, mine: tuple[str, ...]) -> tuple[str, ...]:
    """Whose house passed "the bill": the one told in the sentence, else of whoever acted on the treaty before."""
    told = chamber_told(scene, i) or set()
    actors = who(scene.tree, told, scene.named, scene.context, treaty).actors[:1] if told else mine
    if mine or (actors and any(n.actor and set(scene.tree.at(n.start, n.end)) & told for n in scene.named)):
        return mine or actors
    at_home = ("legislative_approval", "legislative_rejection", "ratification", "signature")
    past = [f for f in scene.past if f.treaty is treaty and f.act in at_home]
    alone = [f for f in past if len(f.actors) == 1 and is_state(f.actors[0])]
    main = scene.context.main_states[:1] if told or scene.context.one_state else ()
    return alone[-1].actors if alone else main or actors


def _both(
    scene: Scene, frame: Frame, parts: Roles, treaty: Treaty, mention: Instrument | None, subject: Who, noun: bool
) -> tuple[str, ...]:
    """All who make it together: the subject, those "with" it, the parties of a treaty of two."""
    mine = subject.actors
    partners = who(scene.tree, parts.partners, scene.named, scene.context, None).actors
    between = mention is not None and len(mention.parties) > 1 and not _with_partners(mention)
    if mention is not None and between and mine and not set(mine) & set(mention.parties):
        return mine  # "France will not sign the EU-Mercosur deal"
    told = tuple(treaty.parties) if frame.act == "exchange" else ()
    if mention is not None:  # the roof under which a convention was made does not sign it
        told = tuple(p for p in mention.parties if not mine or len(mention.parties) > 1 or _makes(p))
    row = tuple(dict.fromkeys((*mine, *partners, *told)))
    if (
        mention is not None
        and len(row) >= 2
        and not treaty.handle
        and (mine or partners)
        and not noun
        and not _open_to_all(mention)
    ):
        for party in row:
            treaty.parties[party] = None
    if parts.passive and len(mine) > 1 and not treaty.is_bilateral:
        return mine  # "signed by A and B": they, whoever else is party
    if treaty.implied and parts.passive and mine and not set(mine) <= set(treaty.parties):
        return mine
    if treaty.implied and mine and not partners and not set(mine) & set(treaty.parties):
        return mine  # "Oman told Rome that it would sign a pact if Italy …": whoever else the sentence names
    if treaty.implied and parts.passive and len(mine) == 1 and subject.collective is False and frame.id == "agree-to":
        return mine
    if treaty.is_bilateral and not subject.collective:
        pair = tuple(treaty.parties)
        return pair if len(pair) == 2 and not treaty.implied and treaty.handle is None else treaty.all_parties
    voice = scene.context.voice
    if not mine and parts.passive and voice and voice.actor and is_state(voice.actor) and len(treaty.parties) == 1:
        treaty.parties[voice.actor] = None  # "the pact with Nepal was signed, Beijing said"
        return treaty.all_parties
    if not mine and noun:
        return ()
    rest = set(treaty.parties) - set(row)
    own = not mine and parts.passive and bool(partners) and mention is not None and all(map(_makes, row))
    if own and len(rest) == 1 and not treaty.implied:
        return tuple(treaty.parties)  # "the EU-Andean agreement signed with Peru and Colombia": by the EU
    if (
        not mine
        and len(row) == 1
        and parts.passive
        and mention is not None
        and (one := _other_side(scene, mention, row))
    ):
        treaty.parties.update(dict.fromkeys((one, *row)))
        return (one, *row)
    return row if mine or len(row) > 1 else ()


_SIGNED_WITH = re.compile(r"(?:,? (?:which|that) (?:was|were|had been|has been))?,? ?(?:\w+ed )?with\b")


def _other_side(scene: Scene, mention: Instrument, told: tuple[str, ...]) -> str | None:
    """ "Iceland praised the pact signed with China": the other side is the one state that the sentence names before."""
    base, text = scene.tree.sentence.start, scene.tree.sentence.text
    if not _SIGNED_WITH.match(text[mention.end - base :]) or not is_state(told[0]):
        return None
    kinds = (FormKind.STATE, FormKind.ADJECTIVE, FormKind.LEADER, FormKind.ACRONYM)
    here = {
        n.actor for n in scene.named if n.actor and is_state(n.actor) and n.kind in kinds and n.end <= mention.start
    }
    rest = here - set(told)
    return rest.pop() if len(rest) == 1 else None


_FOR_ONE = re.compile(r"[^.;,]{0,30}?\b(?:force|effect) (?:for|in|with respect to|in respect of|as regards) (?:the )?$")


def _force_for(scene: Scene, i: int) -> tuple[str, ...]:
    """ "Entered into force for Iraq": for the state that joined."""
    base, start = scene.tree.sentence.start, scene.tree.words[i].end
    text = scene.tree.sentence.text
    first = next(
        (
            n
            for n in scene.named
            if n.actor and n.kind is FormKind.STATE and _FOR_ONE.match(text[start - base : max(0, n.start - base)])
        ),
        None,
    )
    if first is None or not first.actor or not is_state(first.actor):
        return ()
    row = row_at(scene.tree, scene.tree.at(first.start, first.end).start, scene.named)
    return row if first.actor in row else (first.actor,)  # "for Brazil and the State of Palestine"


_AT_A_BODY = re.compile(
    r"[^.;]{0,60}?\b(?:by|at|in|under) (?:the |a |an )?(?:\w+ ){0,3}?$|[^.;]{0,80}?\b(?:of|at) the $", re.I
)


def _adopter(scene: Scene, i: int) -> tuple[str, ...]:
    """The organisation at whose meeting a text was adopted: "was adopted at the United Nations"."""
    tree = scene.tree
    start, base = tree.words[i].end, tree.sentence.start
    for item in scene.named:
        if item.start <= start or not item.actor or item.kind.value not in ("organisation", "acronym", "organ"):
            continue
        if is_state(item.actor):
            continue
        if _AT_A_BODY.match(tree.sentence.text[start - base : item.start - base]):
            return (item.actor,)
    return ()


def _makes(actor: str) -> bool:
    """States and the few organisations that conclude treaties as one party among two."""
    return is_state(actor) or actor in TREATY_MAKERS


def _treaty_words(scene: Scene, indices: set[int]) -> set[int]:
    found: set[int] = set()
    for item in scene.instruments:
        if item.core in indices:
            found |= set(range(item.first, item.last + 1))
    return found


def widen(scene: Scene, i: int, parts: Roles, subject: Who) -> None:
    """The subject's states with those of its row that the parse cuts off, of its list, and of "along with"."""
    tree, head = scene.tree, parts.subject_head
    alone = tree.parsed and not parts.passive and tree.words[i].dep not in ("acl", "relcl", "xcomp", "pcomp")
    if head >= 0 and alone and not subject.actors and not (subject.collective or subject.both):
        subject.actors = tuple(a for a in row_before(tree, i, scene.named) if is_state(a))
    if head < 0:
        if tree.parsed and parts.object_heads and not subject.actors and not parts.passive:
            subject.actors = row_before(tree, i, scene.named)
        return
    if not parts.passive and head < i and (sent := sent_by(scene, i, parts)):
        subject.actors = sent
        return
    told = listed(tree, head, i, scene.named)
    if told is not None:
        subject.actors, subject.collective = ((), True) if told.more else (told.actors, subject.collective)
        return
    row = row_at(tree, head, scene.named, acts=True) or row_in(tree, parts.subject, scene.named)
    bodies = {
        n.actor for n in scene.named if n.actor and not is_state(n.actor) and counted(tree, tree.at(n.start, n.end))
    }
    row = tuple(a for a in row if a not in bodies)  # "four ASEAN countries and Korea"
    if row and set(subject.actors) <= set(row):
        subject.actors = row
    if tree.sentence.heading and len(subject.actors) == 1 and (first := _first_in_headline(scene, head)):
        subject.actors = (first, *subject.actors)
    if subject.actors:
        subject.actors = tuple(dict.fromkeys((*subject.actors, *beside(tree, head, i, scene.named))))


def _first_in_headline(scene: Scene, head: int) -> str | None:
    """ "Turkey, Syria revive border accord": in a headline a comma joins two states."""
    named = [n for n in scene.named if n.actor and is_state(n.actor)][:2]
    if len(named) < 2 or named[0].start != scene.tree.sentence.start or head not in scene.tree.at(*_span(named[1])):
        return None
    base, text = scene.tree.sentence.start, scene.tree.sentence.text
    same = named[0].kind is named[1].kind and named[0].actor != named[1].actor
    return named[0].actor if same and text[named[0].end - base : named[1].start - base] == ", " else None


def _span(item: Named) -> tuple[int, int]:
    return item.start, item.end


_UNDOING = frozenset(
    "undo commit committed deny denied denies admit admitted end ended continue continued correct".split()
)


_RULING = frozenset("found finds find finding ruled rules held holds declared declares judged deemed deems".split())


_TURNING = every_form("return come get fall slip move drift depart be")


def undoer(scene: Scene, i: int) -> tuple[str, ...]:
    """Whose breach it is that one cannot undo, denies or admits."""
    head = scene.tree.words[i].head
    preps = ("in", "into", "to", "from", "of")  # "is in material breach of it", "should return to compliance"
    if head >= 0 and scene.tree.words[head].low in preps and scene.tree.words[head].dep == "prep":
        verb = scene.tree.words[head].head
        told = roles(scene.tree, verb)
        found = next((c for c in scene.tree.words[verb].children if scene.tree.words[c].dep == "dobj"), None)
        if found is not None and scene.tree.words[verb].low in _RULING:  # "found Colombia in breach"
            return who(scene.tree, {found}, scene.named, scene.context, None).actors
        at = told.subject_head
        if scene.tree.words[head].low != "in" and scene.tree.words[verb].low not in _TURNING:
            return ()
        if at < 0 or not any(n.actor and n.start <= scene.tree.words[at].start < n.end for n in scene.named):
            return ()  # a law or a practice that is in breach, not its state
        return who(scene.tree, roles(scene.tree, verb).subject, scene.named, scene.context, None).actors
    if head < 0 or scene.tree.words[head].low not in _UNDOING:
        return ()
    return who(scene.tree, roles(scene.tree, head).subject, scene.named, scene.context, None).actors


def _open_to_all(mention: Instrument) -> bool:
    """ "signed the African Continental Free Trade Area agreement": a title with "the" was there before these signed."""
    before = mention.tree.words[mention.first - 1].low if mention.first else ""
    return before == "the" and not mention.parties and len(re.findall(r"\b[A-Z]\w+", mention.name)) >= 2


_ASKS = every_form("demand propose suggest seek want recommend insist")


def asker(scene: Scene, i: int, parts: Roles, treaty: Treaty) -> tuple[str, ...]:
    """ "Asked that the convention be amended": whoever asks proposes it."""
    if not any(w.low in URGING or w.low in CALLING or w.low in _ASKS for w in parts.chain):
        return ()
    told = maker_of(scene, i, treaty).actors
    return told if len(told) == 1 else ()


def _mover(scene: Scene, parts: Roles, treaty: Treaty, mine: tuple[str, ...]) -> tuple[str, ...]:
    """Who leaves: the one withdrawn ("withdraw the US from"), else the one who withdraws."""
    if parts.object_heads and parts.object_heads[0] in {m.core for m in scene.instruments}:
        return mine  # "Denmark's agreement with Chad was denounced by Chad": the treaty's own parties do nothing
    moved = who(scene.tree, parts.direct - _treaty_words(scene, parts.direct), scene.named, scene.context, None).actors
    moved = tuple(a for a in moved if a != treaty.organisation)
    return moved if moved and (not mine or set(moved) & set(mine)) else mine


def one_person(tree: Tree, parts: Roles) -> bool:
    """Is the subject somebody who speaks for one state: "the President", "he", "the government"?"""
    if parts.subject_head < 0:
        return False
    word = tree.words[parts.subject_head]
    return word.tag == "PRP" or word.low in words("voices", "states") or word.tag.startswith("NNP")


def told_party(scene: Scene, parts: Roles, treaty: Treaty, actors: tuple[str, ...]) -> None:
    """ "Kyiv notified Moscow that the friendship treaty …": of a treaty of two, the one told is the other party."""
    if treaty.handle or treaty.organisation or any(m.titled for m in treaty.mentions) or len(treaty.parties) > 1:
        return
    told = who(scene.tree, parts.direct, scene.named, scene.context, None).actors
    pair = dict.fromkeys((*treaty.parties, *actors, *told))
    if len(told) == 1 and is_state(told[0]) and len(pair) == 2:
        treaty.parties.update(pair)
