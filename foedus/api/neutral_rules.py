"""The neutral notation of entry-into-force rules, translated into the clause language.

Knows every kind the notation describes; a kind that it does not know is a fault with its name, never a guess.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from foedus.model.actors import Membership, Organisation, Period, State
from foedus.model.errors import FoedusError
from foedus.status import Register

_STOP = frozenset(
    {"the", "of", "a", "an", "in", "for", "with", "and", "among", "them", "state", "states", "list", "to"}
)


@dataclass(slots=True)
class Translation:
    """What a rule became: a condition, the lists and tables it needs, and what could not be carried over."""

    condition: dict[str, Any] = field(default_factory=dict)
    lists: dict[str, list[str]] = field(default_factory=dict)
    weights: dict[str, dict[str, Any]] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Lists:
    """The lists and weights of the folder, found by the words of their names.

    ``treaties``: the folder's own treaties, so that a rule can speak of another's parties.
    """

    data: Mapping[str, Any]
    treaties: Mapping[str, str] = field(default_factory=dict)

    def named(self, *words: str, kind: type = list) -> tuple[str, Any] | None:
        """The list or table whose name shares most words with ``words``; the folder's own filters by their text."""
        wanted = " ".join(words)
        for key, value in self._all():
            if key == wanted and isinstance(value, kind):
                return key, value
        tokens = _tokens(wanted)
        best: tuple[int, str, Any] | None = None
        for key, value in self._all():
            if not isinstance(value, kind):
                continue
            own = _tokens(key) - _SUFFIXES
            shared = len(own & tokens)
            # Nearly all words of the list's name must be asked for: "range states in Africa" is not "range states".
            if own and shared > len(own) / 2 and {word for word in own - tokens if not word.isdigit()} == set():
                best = max(best, (shared, key, value), key=lambda item: item[0]) if best else (shared, key, value)
        return (best[1], best[2]) if best is not None else None

    def _all(self) -> Iterable[tuple[str, Any]]:
        for key, value in self.data.items():
            if isinstance(value, dict) and value and all(isinstance(item, list) for item in value.values()):
                yield from value.items()
            else:
                yield key, value


_SUFFIXES = frozenset({"member", "since", "exclude", "excluding", "approx", "pct", "percent"})


def _tokens(text: str) -> frozenset[str]:
    words = re.split(r"[^a-z0-9]+", text.casefold())
    return frozenset(word.rstrip("s") for word in words if word and word not in _STOP)


def translate(rule: Mapping[str, Any], lists: Lists, states: Mapping[str, list[str]]) -> Translation:
    """A rule of the notation as a condition.

    ``states``: the actors of the treaty by what they did: ``all``, ``signed``, ``consented``.
    Raises `FoedusError` FOE426 for a kind that is not known.
    """
    made = Translation()
    items = [dict(item) for item in rule.get("all_of", [])]
    parts = [part for item in items for part in _part(item, items, lists, states, made)]
    if not parts:
        made.notes.append("no condition is left that can be evaluated")
        parts = [{"consents": len(states["all"]) + 1}]
    made.condition = parts[0] if len(parts) == 1 else {"all": parts}
    return made


def _part(
    item: dict[str, Any],
    items: list[dict[str, Any]],
    lists: Lists,
    states: Mapping[str, list[str]],
    made: Translation,
) -> list[dict[str, Any]]:
    kind = str(item.get("type"))
    if kind == "count":
        return [_count(item, lists, states, made)]
    if kind == "named":
        need = item.get("need", "all")
        names = list(item["states"])
        number = 1 if need in ("any", "one") else need
        return [{"named": names} if need == "all" else {"consents": int(number), "among": names}]
    if kind in ("fraction_of_list", "fraction_of_members", "fraction_of_parties"):
        return [_fraction(item, items, lists, states, made)]
    if kind == "weighted":
        return _weighted(item, lists, made)
    if kind == "at_least":
        return _at_least(item, lists, made)
    if kind == "exchange_of_instruments":
        return [{"exchange": "ratification"}]
    if kind == "last_notification":
        return [{"last_notification": "completed procedures"}]
    if kind == "signature_alone":
        return [{"signature": "all", "among": sorted(states["all"])}]
    if kind == "all_deposits":
        return [{"consents": "all", "among": sorted(states["all"])}]
    raise FoedusError("FOE426", f'a rule of kind "{kind}" is not known', help="see the description of the notation")


def _count(item: Mapping[str, Any], lists: Lists, states: Mapping[str, list[str]], made: Translation) -> dict[str, Any]:
    found: dict[str, Any] = {"consents": int(item["n"])}
    excluding = _excluded(item, lists)
    only = item.get("only")
    who = item.get("who")
    if isinstance(only, list):
        found["among"] = list(only)
    elif only == "states":
        excluding += [actor for actor in states["all"] if actor == "EUE" or actor.startswith("X:")]
    elif only:
        who = who or only
    if who:
        group, out = _who(str(who), lists, states, made)
        excluding += out
        if group is not None:
            found["among"] = group
    if excluding:
        found["excluding"] = sorted(set(excluding))
    return found


def _excluded(item: Mapping[str, Any], lists: Lists) -> list[str]:
    """Who is not counted: actors by id, or the name of one list or actor."""
    named = item.get("exclude") or ()
    if not isinstance(named, str):
        return list(named)
    found = lists.named(named)
    return list(found[1]) if found is not None else [named]


def _who(who: str, lists: Lists, states: Mapping[str, list[str]], made: Translation) -> tuple[Any, list[str]]:
    """Who counts, as a group and as those left out, by the folder's lists."""
    if who.startswith("all "):
        return None, []  # the number itself says all of whom
    if "signator" in who.casefold() and states["signed"]:
        return list(states["signed"]), []
    dated = lists.named(who, kind=dict)
    if dated is not None and _is_dated(dated[1]):
        return {"members_of": dated[0]}, []
    found = lists.named(who)
    if found is None:
        made.notes.append(f'"{who}" is no list of the folder: every consent is counted')
        return None, []
    name, members = found
    if "exclude" in _tokens(name):
        return None, list(members)
    made.lists[name] = list(members)
    return {"list": name}, []


def _is_dated(values: Mapping[str, Any]) -> bool:
    return all(isinstance(value, str) and len(value) == 10 for value in values.values())


def _fraction(
    item: Mapping[str, Any],
    items: list[dict[str, Any]],
    lists: Lists,
    states: Mapping[str, list[str]],
    made: Translation,
) -> dict[str, Any]:
    if item.get("n"):
        name = str(item.get("list") or item.get("org") or item.get("parties_of") or "")
        group = _fraction_group(name, items, lists, states, made) if name else None
        if name and group is None:
            made.notes.append(f'who "{name}" are is not in the folder')
            group = {"list": name}
        return {"consents": int(item["n"]), **({"among": group} if group else {})}
    (above, below), strict = (item["gt"], True) if "gt" in item else (item["ge"], False)
    size = next((int(item[key]) for key in item if key.startswith(("member_count", "party_count", "size"))), None)
    if size is not None:
        whole = int(above) * size
        return {"consents": whole // int(below) + 1 if strict else -(-whole // int(below))}
    found: dict[str, Any] = {"share": f"{above}/{below}", "more_than": strict}
    inline = next((item[key] for key in ("list", "of", "states") if isinstance(item.get(key), list)), None)
    if inline is not None:
        return {**found, "among": list(inline)}
    keys = ("list", "org", "parties_of", "treaty", "parent", "of")
    name = str(next((item[key] for key in keys if item.get(key)), ""))
    group = _fraction_group(name, items, lists, states, made)
    if group is None:
        made.notes.append(f'the members of "{name}" are not in the folder')
        group = {"list": name or "unknown"}
    found["among"] = group
    if item.get("exclude"):
        found["excluding"] = _excluded(item, lists)
    return found


def _fraction_group(
    name: str, items: list[dict[str, Any]], lists: Lists, states: Mapping[str, list[str]], made: Translation
) -> Any:
    other = next((slug for id, slug in lists.treaties.items() if name in (id, id.removeprefix("mtdsg-"))), None)
    if other is not None:
        return {"parties_of": other}
    dated = lists.named(name, kind=dict)
    if dated is not None and _is_dated(dated[1]):
        return {"members_of": dated[0]}
    if "signator" in name.casefold():
        # Where the source has dropped the signatures, those that acted are all that is left of the signatories.
        members = set(states["signed"] or states["all"])
        if "other" in name.casefold():
            members -= {state for other in items if other.get("type") == "named" for state in other["states"]}
        return sorted(members)
    found = lists.named(name)
    if found is None:
        return None
    made.lists[found[0]] = list(found[1])
    return {"list": found[0]}


def _weighted(item: Mapping[str, Any], lists: Lists, made: Translation) -> list[dict[str, Any]]:
    name = str(item["weights"])
    if item.get("data") == "absent":
        made.notes.append(f'the weights "{name}" are absent: that condition is not evaluated')
        return []
    found = lists.named(name, kind=dict)
    if found is None:
        made.notes.append(f'the weights "{name}" are not in the folder')
        return [{"weight": name, "reach": 100.0}]
    key, values = found
    table: dict[str, Any] = {"source": f"lists.json: {key}", "values": dict(values)}
    strict = item.get("op") == ">" or "gt" in item or "gt_pct" in item
    if "ge_pct" in item or "gt_pct" in item:
        table["total"] = 100.0  # the values are already shares, in percent
        reach = float(item.get("ge_pct", item.get("gt_pct", 0)))
    else:
        share = item.get("ge", item.get("gt"))
        reach = 100 * share[0] / share[1] if isinstance(share, list) else float(share or 0)
        if not isinstance(share, list):
            made.weights[key] = table
            return [_weight(item, lists, key, reach, strict) | {"percent": False}]
    made.weights[key] = table
    return [_weight(item, lists, key, reach, strict)]


def _weight(item: Mapping[str, Any], lists: Lists, key: str, reach: float, strict: bool) -> dict[str, Any]:
    found: dict[str, Any] = {"weight": key, "reach": reach, "more_than": strict}
    if item.get("exclude"):
        found["excluding"] = _excluded(item, lists)
    return found


def _at_least(item: Mapping[str, Any], lists: Lists, made: Translation) -> list[dict[str, Any]]:
    if isinstance(item["of"], list):
        return [{"consents": int(item["k"]), "among": list(item["of"])}, *_of_them(item)]
    of, inner = str(item["of"]), str(item.get("and_of") or "")
    excluding = {"excluding": _excluded(item, lists)} if item.get("exclude") else {}
    found: list[dict[str, Any]] = []
    for number, words in ((item["k"], (of,)), (item.get("and_k"), (of, inner))):
        if not number:
            continue
        named = lists.named(*words)
        if named is None:
            name = next(word for word in reversed(words) if word)
            made.notes.append(f'"{name}" is no list of the folder')
            found.append({"consents": int(number), "among": {"list": name}})
            continue
        made.lists[named[0]] = list(named[1])
        found.append({"consents": int(number), "among": {"list": named[0]}, **excluding})
    return found


def _of_them(item: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The second number of ``at_least``, where its states are given by id."""
    inner = item.get("and_of")
    if not item.get("and_k"):
        return []
    if not isinstance(inner, list):
        raise FoedusError("FOE426", "and_of is no list of states, though of is one")
    return [{"consents": int(item["and_k"]), "among": list(inner)}]


_DELAY_KEYS = frozenset({"days", "weeks", "months", "years", "then", "month_start_offset", "note"})


def delay_of(value: Mapping[str, Any] | None) -> dict[str, Any]:
    """A delay of the notation as a delay of the clause language."""
    if not value:
        return {}
    if not isinstance(value, Mapping):
        raise FoedusError("FOE426", f'the delay "{value}" is no table of days or months')
    strange = sorted(set(value) - _DELAY_KEYS)
    if strange:
        raise FoedusError("FOE426", f'a delay in "{strange[0]}" is not known')
    if "month_start_offset" in value:
        return {"months": int(value["month_start_offset"]), "then": "first day of month"}
    found: dict[str, Any] = {key: int(value[key]) for key in ("days", "weeks", "months", "years") if key in value}
    then = value.get("then")
    if then == "first_of_next_month":
        found["then"] = "first day of next month"
    elif then:
        found["then"] = str(then).replace("_", " ")
    return found


class Bodies:
    """The register of actors, with the organisations that the folder's dated lists describe."""

    def __init__(self, lists: Lists, actors: Register) -> None:
        self._actors = actors
        self._found: dict[str, Organisation] = {}
        for key, value in lists.data.items():
            if isinstance(value, dict) and value and _is_dated(value):
                spells = tuple(Membership(state=s, start=date.fromisoformat(day)) for s, day in value.items())
                self._found[key] = Organisation(id=key, name=key, exists=(Period(),), members=spells)

    def get(self, id: str) -> State | Organisation | None:
        """The organisation behind a list, else the register's actor."""
        return self._found.get(id) or self._actors.get(id)

    def exists(self, id: str, on: date) -> bool:
        """Tables put a successor in its predecessor's place, so that Russia consents in 1962: every act stands."""
        return True

    def members(self, organisation: str, on: date) -> frozenset[str]:
        """The members on a day."""
        found = self._found.get(organisation)
        if found is None:
            return self._actors.members(organisation, on)
        return frozenset(spell.state for spell in found.members if spell.holds(on))
