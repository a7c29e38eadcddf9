"""Kinds of object in a treaty's later life: notices and letters, instruments, memberships, changes, disputes."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING

from foedus.claims.at_home import chamber_told
from foedus.claims.binding import organisation_of
from foedus.claims.context import is_state
from foedus.claims.scene import BELONGING, INSTRUMENTS, LEAVING, RATIFYING, SUSPENDING, is_behind
from foedus.model.actors import FormKind

if TYPE_CHECKING:
    from foedus.claims.kinds import Place

_NOTICES = frozenset("notice notices notification notifications".split())
_PAPERS = frozenset("documents papers paperwork".split())
_MESSAGES = frozenset("message communication".split())
_LETTERS = frozenset("letter letters note notes telegram telex demarche".split()) | _MESSAGES


_SINGLE = re.compile(
    r"\b(?:letter|note|notification) of (?:acceptance|accession|ratification|approval|succession)\b", re.I
)


_PACTS = re.compile(r"\b(?:letters?|notes?|exchange) of (?:intent|understanding|agreement|notes|letters)\b", re.I)
"""Letters that are treaties themselves, and tell no notice."""


def _heads(place: Place) -> set[str]:
    return {place.scene.tree.words[at].low for at in place.parts.object_heads} | {place.head}


def _notice(place: Place) -> bool:
    return bool(_heads(place) & _NOTICES)


def _letter(place: Place) -> bool:
    """A letter or diplomatic note, which tells what its next words say."""
    heads = _heads(place)
    if heads & _MESSAGES and not re.search(r"\b(?:formal|official|diplomatic|written)\b", place.own):
        return False  # "sends a message that": no paper
    if heads & _PAPERS and LEAVING.search(rest(place)) and place.scene.tree.words[place.i].tag != "VB":
        return True  # "submitted documents regarding its withdrawal"
    if not heads & (_LETTERS | _NOTICES) or _SINGLE.search(place.text) or _PACTS.search(place.after[:60]):
        return False
    return bool(heads & _NOTICES) or bool(
        re.search(
            r"\b(?:formal|official|diplomatic|verbale|of|on|that|about|regarding|(?:say|announc|inform|notify|declar|stat|confirm)ing)\b"
            r"|\bto (?:withdraw|leave|denounce|terminate|end|quit|exit|suspend)\b",
            rest(place),
        )
    )


def rest(place: Place) -> str:
    """The words of the object and those after it."""
    tree = place.scene.tree
    at = max(place.parts.object_heads, default=0)
    words_after = tree.sentence.text[tree.words[at].start - tree.sentence.start :][:100]
    return f"{place.text} {words_after}"


_LATER = re.compile(
    r"\b(?:renew\w*|exten[ds]\w*|prolong\w*|complet\w+|procedures|accept\w*|accession|approv\w+|amend\w*|no longer|"
    r"pull\w* out|ending|end (?:the|its|their)|quit\w*|abeyance|on hold|decision|intention|paus\w+|join\w*)\b",
    re.I,
)


_LEFT_LAND = re.compile(
    r"\b(?:leav(?:e|es|ing)|left|quit) (?:the (?:country|capital|region|office|post)|[A-Z][a-z]+\b(?! T))"
)


def step_told(place: Place) -> bool:
    """Do the words after the verb tell a step in the treaty's life: leaving, pausing, ratifying, completing?"""
    after = _LEFT_LAND.sub(" ", f"{place.own} {place.after[:200]}")
    return any(found.search(after) for found in (LEAVING, SUSPENDING, RATIFYING, _LATER))


def _addressee(place: Place) -> bool:
    """Another state, its organ or an organisation, straight after the verb: "notified Sweden that …"."""
    scene, parts = place.scene, place.parts
    if re.match(r"\s*each other\b", place.after):
        return True
    told = parts.object_heads[:1] if not parts.passive else parts.object_heads
    reach = {j for at in told for j in (at, *_modifiers(place, at))}
    mine = parts.subject if not parts.passive else set()
    kinds = (FormKind.DEMONYM, FormKind.LEADER)
    return any(
        n.kind not in kinds
        and set(scene.tree.at(n.start, n.end)) & reach
        and not set(scene.tree.at(n.start, n.end)) & mine
        for n in scene.named
    )


def _modifiers(place: Place, at: int) -> list[int]:
    tree = place.scene.tree
    return [c for c in tree.words[at].children if tree.words[c].dep in ("amod", "compound", "poss", "nmod")]


_CONSENT = re.compile(r"\b(?:acceptance|accession|approval|adherence|succession)\b", re.I)
_NOTES = re.compile(
    r"\b(?:diplomatic notes|notes verbales?|letters?|notes|notifications)\b(?=.*\b(?:force|effect|complet\w+|"
    r"procedures|treaty|agreement|convention|pact|accord|protocol)\b)",
    re.I,
)


_CONSENTED = frozenset(
    "acceptance acceptances ratification ratifications accession accessions approval approvals".split()
)
"""What a state lodges may be called by the consent that it tells: "filed their acceptances"."""
_OWNED = re.compile(r"(?:\b(?:its|their|his|her|our|the|own)|['’]s?) (?:\w+ ){0,2}?instruments?\b", re.I)


def _known_to_lodge(place: Place) -> bool:
    """A treaty told in the sentence, or an act on one in the sentences before: "lodged its instrument"."""
    return bool(place.scene.past) or any(not m.excluded for m in place.scene.instruments)


def _for_consent(place: Place) -> bool:
    """ "Congress received the treaty for ratification": what is to be done with it, and no paper of it."""
    words = place.scene.tree.words
    return any(words[at].low in _CONSENTED and words[words[at].head].low == "for" for at in place.parts.object_heads)


def instruments(place: Place) -> bool:
    """Papers of consent: instruments of ratification, a letter of acceptance, notes that bring a treaty into force."""
    sentence = place.scene.tree.sentence
    start = place.scene.tree.words[place.i].start - sentence.start
    near = sentence.text[max(0, start - 60) :][:160] if place.noun else place.text
    consent = RATIFYING.search(near) or RATIFYING.search(sentence.text) or _CONSENT.search(place.text)
    lodged = not _for_consent(place) and _heads(place) & _CONSENTED and place.frame.act == "deposit" and not place.noun
    swapped = place.frame.act == "exchange" and not place.noun and place.head == "instruments"
    to_chamber = lodged and chamber_told(place.scene, place.i) is not None
    if (lodged and not to_chamber and _known_to_lodge(place)) or swapped:
        return True
    if INSTRUMENTS.search(near if place.noun and place.frame.act == "deposit" else place.text) and consent:
        return True
    if place.frame.act == "deposit" and _OWNED.search(place.text) and not place.noun and _known_to_lodge(place):
        return True
    lodging = place.scene.tree.words[place.i].low.startswith(("deposit", "lodg"))
    if place.frame.act == "deposit" and lodging and place.head in ("notification", "notifications") and not place.noun:
        return True  # "Slovenia deposited its notification last October"
    single = _SINGLE.search(place.text)
    exchanged = place.frame.act == "exchange" and _NOTES.search(f"{place.text} {sentence.text[start:]}")
    return bool(single) or bool(exchanged and re.search(r"\b(?:notes?|letters|notifications)\b", place.text, re.I))


_MEMBER = re.compile(
    r"[^,.;]{0,60}?\b(?:members?|ally|member[- ](?:states?|countr\w+)|partner states?|signatory)\b", re.I
)
_FIRST_TO = re.compile(
    r"[^,.;]{0,90}?\bto (?:\w+ )?(?:do so|ratify|sign|accept|approve|join|deposit|recogni[sz]e|back)\b"
)


def member_of(place: Place) -> bool:
    """A member of an organisation: "the 29th member of NATO", "NATO's 29th member", "its 143rd member"."""
    if not _MEMBER.match(place.after) or _FIRST_TO.match(place.after):
        return False
    told = place.parts.object | place.parts.object_all
    reach = told | set(range(max(told))) if told else told  # "joined the WTO, becoming its 143rd member"
    return organisation_of(place.scene, reach) is not None


def _itself(place: Place) -> bool:
    """The organisation is the object itself, no building or market of it: "entered the WTO"."""
    scene = place.scene
    heads = set(place.parts.object_heads)
    return place.mention is None and organisation_of(scene, heads) is not None


_AS_MEMBER = re.compile(
    r"[^.;]{0,60}?\binto\b|"
    r"[^.;]{0,60}?\bas (?:(?:an?|the|its)\b[^.;]{0,40}\b(?:member|party|state)|(?:full |new )?members\b)",
    re.I,
)
_INTO = re.compile(rf"[^.;]{{0,60}}?\bto\b|{_AS_MEMBER.pattern}", re.I)


def _admission(place: Place) -> bool:
    scene = place.scene
    ahead = set(range(place.i + 1, len(scene.tree.words)))
    into = _INTO if "admi" in scene.tree.words[place.i].low else _AS_MEMBER
    if place.parts.pronoun == "it" and organisation_of(scene, place.parts.subject) is not None:
        return True  # "the leaders of the bloc admitted it in March"
    return organisation_of(scene, ahead) is not None and bool(into.match(place.after))


_CHANGE = re.compile(r"\b(?:amendments?|changes?|modifications?|revisions?|alterations?)\b", re.I)


def _changes(place: Place) -> bool:
    """Changes to a treaty: "amendments to the customs agreement"."""
    head = place.head
    if place.mention is not None and place.mention.head == "amendment" and place.mention.titled:
        return False  # "Kigali Amendment": a treaty of its own
    return bool(_CHANGE.fullmatch(head)) and bool(place.told) and bool(re.search(r"\b(?:to|of|in)\b", place.text))


_DISPUTE = re.compile(
    r"\b(?:consultations?|arbitration|panel|proceedings|dispute|case|complaint|mediation|meeting|talks)\b", re.I
)


def _dispute(place: Place) -> bool:
    return bool(_DISPUTE.search(" ".join(_heads(place)))) or bool(_DISPUTE.match(place.own))


_CLAUSES = re.compile(r"\barticles?\s+\w+|\b(?:clause|provisions?|mechanism|snap-?back|exception|safeguards?)\b", re.I)


def _article(place: Place) -> bool:
    return bool(_CLAUSES.search(place.text))


_DECIDED = frozenset("withdrawal denunciation suspension exit decision intention".split())
_INTO_FORCE = re.compile(
    r"(?:(?!closer|nearer|entering|entry)[^.;]){0,90}?\b(?:in)?to (?:full |legal |provisional )?"
    r"(?:force|effect|operation)\b",
    re.I,
)
_NOT_PARTY = re.compile(
    r"[^.;]{0,30}?\bno longer (?:be |been |considers? (?:itself|themselves) )?"
    r"(?:an? |legally )?(?:\w+ )?(?:party to|parties to|members? of|bound by|signator\w+ to|part of|committed to|"
    r"obliged (?:by|under)|subject to)\b",
    re.I,
)
_NO_FORCE = re.compile(
    r"[^.;]{0,20}?\bno longer (?:be )?(?:in (?:force|effect)|valid|binding|effective|applicable|operative)\b", re.I
)
_OUTSIDE = re.compile(r"[^.;]{0,40}?\boutside (?:of )?(?:the |its )?(?:framework|terms|confines) of\b", re.I)

_DEPOSITARY = re.compile(
    r"\s*(?:(?:to )?(?:the )?(?:\w+ )?)?(?:United Nations|UN\b|U\.N\.|depositar(?:y|ies)|secretariat|"
    r"Secretary\s*-?\s*General|Security Council|International Atomic Energy Agency|IAEA|Council of Europe|"
    r"Organi[sz]ation)",
    re.I,
)
_NOW_PARTY = re.compile(
    r"\s*(?:now|currently|today|already|officially|formally) (?:a |an |also )*(?:\w+ )?part(?:y|ies) to\b", re.I
)


def _titled(place: Place) -> bool:
    """A treaty called by its title, which states accept; "accepted a deal" is said of anything."""
    mention = place.mention
    return (
        mention is not None
        and mention.titled
        and mention.core in (*place.parts.object_heads, *place.parts.object)
        and place.scene.tree.words[place.i].dep != "pcomp"
    )


def _own_instrument(place: Place) -> bool:
    """The treaty right below the noun: "extension of the treaty", "the water agreement's renewal"."""
    scene, tree = place.scene, place.scene.tree
    if not tree.parsed:
        return place.mention is not None
    below = {place.i}
    for c in tree.words[place.i].children:
        word = tree.words[c]
        if word.dep == "prep" and word.low in ("of", "to", "in", "for", "on"):
            below |= {j for j in word.children if tree.words[j].dep == "pobj"}
        elif word.dep in ("compound", "poss", "nmod"):
            below.add(c)
    return any(m.core in below and not m.excluded and m.core != place.i for m in scene.instruments)


_REFUSED = re.compile(r"\b(?:proposals?|plans?|drafts?|calls?)\b", re.I)


def _new_one(place: Place) -> bool:
    """A proposal for a treaty that is not there yet: "proposals for a new agreement"."""
    return bool(_REFUSED.fullmatch(place.head)) and bool(
        re.search(
            r"\bfor (?:an?|another)(?: \w+){0,4} (?:treaty|agreement|convention|pact|accord|protocol)\b",
            place.text,
            re.I,
        )
    )


_KEEPING = frozenset("implementation fulfilment fulfillment observance performance compliance".split())
_HELP = re.compile(r"\bfor (?:military |urgent |security )?(?:help|assistance|aid|support|troops|intervention)\b", re.I)


def _with_longer(place: Place) -> str:
    """The words after the verb, with "no longer" put after it where it stands before ("will no longer be …")."""
    tree = place.scene.tree
    before = [w.low for w in tree.words[max(0, place.i - 4) : place.i]]
    return f" no longer{place.after}" if "longer" in before else place.after


_MEMBERSHIP = re.compile(r"\b(?:participation|membership|involvement)\b", re.I)
_TO_DEPOSITARY = re.compile(r"\bto the (?:\w+ )?(?:Secretary|depositar|United Nations|secretariat|UN\b)", re.I)
_PLUG = re.compile(r"\s+(?:the plug|time|(?:its|his|her|their) backs?) on\b", re.I)
_MEETING = re.compile(r"\b(?:meetings?|sessions?|summits?|talks|consultations|inspections?|conference|rounds?)\b", re.I)
_STOPPED = re.compile(
    r"\s+(?:\w+ly )?(?:implement|apply|observ|comply|abid|participat|adher|honou?r|fulfil|cooperat|respect)\w*ing\b",
    re.I,
)
_OWED = re.compile(
    r"\b(?:under|required by|pursuant to|as (?:agreed|promised|required|laid down) (?:in|by|under)|"
    r"set (?:out )?(?:in|by)|"
    r"in (?:defiance|violation|breach) of|owed|called for (?:in|by)|in line with|in accordance with)\b",
    re.I,
)


def _stopped(place: Place) -> bool:
    """ "Stopped implementing the protocol": what is stopped is the keeping of a treaty."""
    return bool(_STOPPED.match(place.after)) and any(
        m.core > place.i and not m.excluded for m in place.scene.instruments
    )


def _out_of(place: Place) -> bool:
    """ "Is out of the coffee pact": the treaty right after the words."""
    match = re.match(r"\s+(?:now |already |formally |officially )?out of (?:the )?", place.after)
    at = place.scene.tree.words[place.i].end + (match.end() if match else 0)
    return match is not None and any(m.start - 1 <= at < m.end and not m.excluded for m in place.scene.instruments)


def _owed(place: Place) -> bool:
    """ "Hand over the base by the date set in the accord": what a treaty told after the words calls for."""
    match = _OWED.search(place.after)
    at = place.scene.tree.words[place.i].end + (match.end() if match else 0)
    return match is not None and any(0 <= m.start - at < 80 and not m.excluded for m in place.scene.instruments)


_MINE = re.compile(
    r"\b(?:participation|membership|involvement|obligations|commitments|compliance|operation|implementation|application)\b",
    re.I,
)


def _belonging(place: Place) -> bool:
    if not _MINE.search(place.own) and not place.told and not organisation_of(place.scene, place.parts.object_all):
        return False  # "military activities", "ties": of a treaty or a body only where it is told
    return bool(BELONGING.search(place.own)) and not re.search(r"\bfunding\b", place.text, re.I)


_TO_BE_JOINED = re.compile(r"\b(?:application|bid|membership|accession|entry|admission|incorporation|joining)\b", re.I)


def _candidacy(place: Place) -> bool:
    joining = re.search(
        r"\b(?:application|bid|membership|accession|entry|admission|incorporation|joining)\b", place.text, re.I
    )
    scene, parts = place.scene, place.parts
    mine = parts.subject if not parts.passive else set()
    told = parts.object | parts.object_all
    others = [
        n
        for n in scene.named
        if n.actor
        and is_state(n.actor)
        and not set(scene.tree.at(n.start, n.end)) & mine
        and set(scene.tree.at(n.start, n.end)) & told
    ]
    return bool(joining) and bool(others or re.search(r"\bnato\b", place.text, re.I))


_CONTRARY = re.compile(
    r"\s+(?:\w+ly )?(?:(?:not|no longer|n['’]t) (?:fully )?"
    r"(?:consistent|compatible|in (?:line|conformity|keeping|accordance)) with|"
    r"(?:inconsistent|incompatible|at odds) with|(?:contrary|counter) to|illegal under)\b"
)


def _contrary(place: Place) -> bool:
    """ "Is contrary to the treaty", "no longer consistent with the spirit of the pact": the treaty right after."""
    match = _CONTRARY.match(place.after)
    at = place.scene.tree.words[place.i].end + (match.end() if match else 0)
    return match is not None and any(0 <= m.start - at < 60 and not m.excluded for m in place.scene.instruments)


_LEAVING_STEPS = re.compile(
    r"\b(?:withdrawal|exit|denunciation|leaving)\b.{0,12}?\b(?:process|procedures?|proceedings|formalities)\b|"
    r"\b(?:process|procedures?|proceedings|formalities) (?:of|for|to|towards?) (?:\w+ )?"
    r"(?:withdr\w+|leav\w+|exit\w*|quit\w*|denounc\w+|denunciation|pull\w* out)",
    re.I,
)


_INTO_IT = re.compile(r"[^,.;]{2,50}? (?:back )?into (?:(?:the|this|that|its) )?\s*(?:\w+ ){0,2}?$")
""" "Bring his country back into the accord"."""
_IN_IT = re.compile(
    r" (?:(?:in|within|inside)|(?:a )?(?:full )?(?:party|member|part) (?:to|of|in))(?: the| this| that)?\s*"
    r"(?:(?!with\b|of\b|to\b|for\b)[\w-]+ ){0,2}?$"
)
""" "Will stay in the accord", and nothing else that it stays in."""
_BARE_OUT = re.compile(
    r" out(?:[.,;]| (?:again|in|on|last|next|this|completely|altogether|entirely|unless|if|after)\b|$)"
)
"""Of what, the sentences before have told: "It pulled out in 2020"."""


LATER: dict[str, Callable[[Place], bool]] = {
    "contrary": _contrary,
    "leaving-process": lambda place: bool(_LEAVING_STEPS.search(f"{place.own} {place.after[:60]}")),
    "moratorium": lambda place: (
        bool(place.told) and bool(re.search(r"\bmoratorium on\b", place.text + place.after[:60]))
    ),
    "lodged-with": lambda place: (
        (place.parts.pronoun == "it" or bool(place.told))
        and _known_to_lodge(place)
        and bool(re.match(r"(?: \w+)? (?:with|at)\b", place.after))
        and bool(_DEPOSITARY.match(place.after.lstrip().partition(" ")[2]))
    ),
    "candidacy": _candidacy,
    "belonging": _belonging,
    "membership": lambda place: bool(_MEMBERSHIP.search(place.own)),
    "its-force": lambda place: bool(
        re.match(r"\s+(?:its |their |legal |all )*(?:force|effect|validity)\b", place.after)
    ),
    "decision-told": lambda place: (
        bool(_heads(place) & {"decision", "intention"})
        and bool(_TO_DEPOSITARY.search(place.after[:80]) or (LEAVING.search(place.after) and _addressee(place)))
    ),
    "out-of": _out_of,
    "meeting-under-it": lambda place: (
        bool(_MEETING.search(place.own))
        and (bool(place.told) or organisation_of(place.scene, place.parts.object) is not None)
    ),
    "to-an-end": lambda place: bool(
        re.match(r"\s+(?:to )?(?:an end|a close|(?:the end of )?its (?:end|term|life))\b", place.after)
    ),
    "plug": lambda place: bool(_PLUG.match(place.after)),
    "keeping-it": _stopped,
    "owed": _owed,
    "notice": _notice,
    "letter": _letter,
    "addressee": _addressee,
    "instruments": instruments,
    "member-of": member_of,
    "organisation-itself": _itself,
    "admission": _admission,
    "changes": _changes,
    "dispute": _dispute,
    "article": _article,
    "keeping": lambda place: (
        place.head in _KEEPING
        and bool(re.search(r"\bof (?:its|their|the|his)? ?(?:\w+ )?(?:obligations?|commitments?)", place.text))
    ),
    "help": lambda place: bool(_HELP.search(place.after[:80])),
    "into-force": lambda place: place.mention is not None and bool(_INTO_FORCE.match(place.after)),
    "no-longer-party": lambda place: bool(_NOT_PARTY.match(_with_longer(place))),
    "no-longer-bound": lambda place: bool(re.match(r" by\b", place.after)) and "no longer" in _with_longer(place)[:14],
    "no-longer-force": lambda place: bool(_NO_FORCE.match(place.after)),
    "not-bound": lambda place: bool(
        re.search(r"\bnot (?:consider (?:itself|themselves) |be |itself )?bound by\b", place.after[:160])
    ),
    "outside": lambda place: bool(_OUTSIDE.match(place.after)),
    "depositary-itself": lambda place: bool(_DEPOSITARY.match(place.after)),
    "own-instrument": _own_instrument,
    "proposal-of-treaty": _new_one,
    "withdrawal-word": lambda place: bool(_heads(place) & _DECIDED),
    "now-party": lambda place: place.mention is not None and bool(_NOW_PARTY.match(place.after)),
    "succession-word": lambda place: "succession" in _heads(place) or bool(re.search(r"\bof succession\b", place.own)),
    "titled-treaty": _titled,
    "led-into": lambda place: is_behind(place.scene, place.i, _INTO_IT),
    "bare-out": lambda place: bool(_BARE_OUT.match(place.after)),
    "stays-in": lambda place: is_behind(place.scene, place.i, _IN_IT),
}
