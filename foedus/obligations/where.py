"""Does what was struck lie where, and is it of the kind, that the clause protects?"""

from __future__ import annotations

from datetime import date

from foedus.actors.places import Place, slug
from foedus.model.obligations import Region, Trigger
from foedus.model.truth import Truth, all_of, any_of
from foedus.obligations.adversaries import Ask
from foedus.obligations.facts import Blow
from foedus.obligations.outcome import Outcome, left_open, no, yes

LAND = frozenset({"territory"})


def placed(ask: Ask, trigger: Trigger, blow: Blow) -> Outcome:
    """The place and kind of what ``blow`` struck against the clause's ``where`` and ``against``."""
    kinds = kinds_of(blow.event.against)
    if trigger.against and not trigger.where:
        covered = _covers(trigger.against, kinds)
        if covered is Truth.NO:
            return no(ask.rule, f"what was struck ({', '.join(sorted(kinds))}) is not what the clause protects")
    if not trigger.where:
        return _home(ask, trigger, blow, kinds)
    if blow.event.where == () and kinds and not kinds & LAND:
        return left_open("place", ask.rule, f"where the {', '.join(sorted(kinds))} of {blow.on} were struck")
    found, unknown = Truth.NO, ""
    for name in blow.event.where or (blow.on,):
        place = ask.facts.places.place(name)
        if place is None:
            unknown, found = name, found | Truth.CANNOT_SAY
            continue
        inside = any_of(_inside(ask, word, place, blow, kinds) for word in trigger.where)
        found = found | inside
    spot, area = _spot(ask, blow), ", ".join(trigger.where)
    if found is Truth.YES:
        return yes(ask.rule, f"{spot} lies in: {area}")
    if found is Truth.NO:
        return no(ask.rule, f"{spot} does not lie in: {area}")
    if unknown:
        return left_open("place", ask.rule, f'where "{unknown}" lies is not known')
    return left_open("place", ask.rule, f"whether {spot} lies in: {area}")


def _spot(ask: Ask, blow: Blow) -> str:
    if not blow.event.where:
        return f"the territory of {blow.on}"
    return " and ".join(getattr(ask.facts.places.place(name), "name", name) for name in blow.event.where)


def _home(ask: Ask, trigger: Trigger, blow: Blow, kinds: frozenset[str]) -> Outcome:
    """No place is named: an attack on the state is one on its land; elsewhere, on its forces, only where it says so."""
    if trigger.against and _covers(trigger.against, kinds) is Truth.YES and kinds - LAND:
        return yes(ask.rule, f"the clause protects {', '.join(sorted(kinds))}")
    for name in blow.event.where:
        place = ask.facts.places.place(name)
        if place is None:
            return left_open("place", ask.rule, f'where "{name}" lies is not known')
        on = ask.facts.day_of(blow.event)
        if blow.on in place.owners(on) | place.administrators(on):
            return yes(ask.rule, f"{place.name} is territory of {blow.on}")
        if blow.on in place.claimed_by and not place.owners(on):
            return left_open("place", ask.rule, f"whether {place.name}, which {blow.on} claims, is its territory")
    if blow.event.where or kinds - LAND:
        what = ", ".join(sorted(kinds - LAND)) or "forces"
        return left_open(
            "place", ask.rule, f"whether an attack on {what} of {blow.on} outside its territory is one on it"
        )
    return yes(ask.rule, f"the attack is on {blow.on} itself")


def kinds_of(words: tuple[str, ...]) -> frozenset[str]:
    """What was struck, in the few words that clauses use: territory, forces, vessels, aircraft (public, private)."""
    return frozenset(_kind(word) for word in words)


def _kind(word: str) -> str:
    plain = word.casefold()
    ship = "vessel" in plain or "ship" in plain or "boat" in plain
    private = any(w in plain for w in ("civil", "merchant", "fishing", "private", "airliner", "commercial"))
    if ship:
        return (
            "private vessels" if private else ("public vessels" if "public" in plain or "coast" in plain else "vessels")
        )
    if "aircraft" in plain or "plane" in plain or "airliner" in plain:
        return "private aircraft" if private else ("public aircraft" if "public" in plain else "aircraft")
    if "force" in plain or "troop" in plain or "personnel" in plain:
        return "forces"
    if any(w in plain for w in ("territory", "land", "frontier", "island", "city", "base")):
        return "territory"
    return plain


def _covers(wanted: tuple[str, ...], kinds: frozenset[str]) -> Truth:
    """Are the kinds struck among those protected? Nothing said means the land itself."""
    protected = kinds_of(wanted)
    struck = kinds or LAND
    broad = {"vessels": {"public vessels", "vessels"}, "aircraft": {"public aircraft", "aircraft"}}
    reach = protected | {item for word in protected for item in broad.get(word, set())}
    if "forces" in protected:
        reach |= {"vessels", "aircraft"}
    if "public vessels" in protected:
        reach |= {"vessels"}
    if "public aircraft" in protected:
        reach |= {"aircraft"}
    return Truth.of(bool(struck & reach))


def _inside(ask: Ask, word: str, place: Place, blow: Blow, kinds: frozenset[str]) -> Truth:
    """Does a place lie in what one word of ``where`` names: a built-in phrase, a region of the treaty, a place?"""
    on = ask.facts.day_of(blow.event)
    phrase = _phrase(ask, word, place, blow, on)
    if phrase is not None:
        return phrase
    region = ask.treaty.regions.get(word)
    if region is not None:
        return _in_region(ask, region, place, blow, kinds, (word,))
    return _geographic(ask, word, place, on)


def _phrase(ask: Ask, word: str, place: Place, blow: Blow, on: date) -> Truth | None:
    """The built-in phrases: territory of a party, metropolitan territory, territory under administration."""
    plain = " ".join(word.casefold().replace("-", " ").split())
    if plain in ("anywhere", "any place", "everywhere"):
        return Truth.YES
    if not any(key in plain for key in ("territor", "administr", "home soil", "jurisdiction")):
        return None
    target = {blow.on}
    named = {token for token in word.replace(",", " ").split() if len(token) == 3 and token.isupper()}
    whose = named or ({*ask.members} if "any party" in plain or "parties" in plain else target)
    owned, run = place.owners(on), place.administrators(on)
    if "metropolitan" in plain:
        return Truth.of(bool(owned & whose) and place.home)
    if any(key in plain for key in ("administr", "jurisdiction", "control")):
        return Truth.of(bool(run & whose))
    if owned & whose:
        return Truth.YES
    return Truth.CANNOT_SAY if not owned and whose & place.claimed_by else Truth.NO


def _in_region(
    ask: Ask, region: Region, place: Place, blow: Blow, kinds: frozenset[str], seen: tuple[str, ...]
) -> Truth:
    if region.of and blow.on not in region.of:
        return Truth.NO
    if region.against and _covers(region.against, kinds) is Truth.NO and not (place.sea and not kinds):
        return Truth.NO
    if not region.against and place.sea and kinds and not kinds & LAND and not region.includes:
        return Truth.CANNOT_SAY
    on = ask.facts.day_of(blow.event)

    def item(name: str) -> Truth:
        if name in region.until and on > region.until[name]:
            return Truth.NO
        if name in region.since and on < region.since[name]:
            return Truth.NO
        inner = ask.treaty.regions.get(name)
        if inner is not None and name not in seen:
            return _in_region(ask, inner, place, blow, kinds, (*seen, name))
        phrase = _phrase(ask, name, place, blow, on)
        return phrase if phrase is not None else _geographic(ask, name, place, on)

    if not region.includes:
        return Truth.CANNOT_SAY
    out = any_of(item(name) for name in region.excludes) if region.excludes else Truth.NO
    return all_of((any_of(item(name) for name in region.includes), ~out))


def _geographic(ask: Ask, name: str, place: Place, on: date) -> Truth:
    """A state's home territory, a place or a region of the gazetteer."""
    gazetteer = ask.facts.places
    if name == place.id or slug(name) == slug(place.name):
        return Truth.YES
    region = gazetteer.region(name)
    if region is not None:
        return Truth.of(region in place.regions)
    if len(name) == 3 and name.isupper():
        return Truth.of(place.id == name or (name in place.owners(on) and place.home))
    other = gazetteer.place(name)
    if other is None:
        return Truth.CANNOT_SAY
    if other.id == place.id or (
        len(other.id) == 3 and other.id.isupper() and other.id in place.owners(on) and place.home
    ):
        return Truth.YES
    # An attack on a state, with no place told, may or may not strike a part of it.
    part = place.id.isupper() and place.id in other.owners(on)
    return Truth.CANNOT_SAY if part else Truth.NO
