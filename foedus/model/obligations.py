"""Obligations as data: who owes what to whom, on what trigger, within what limits.

The kinds ``defence``, ``offence``, ``neutrality``, ``nonaggression`` and ``consultation`` are used in the sense of
the ATOP data set (Leeds, Ritter, Mitchell & Long 2002); where a field answers to an ATOP variable its docstring
names it. ``docs/obligations.md`` has an example for each form.
"""

from __future__ import annotations

from datetime import date as Day  # noqa: N812
from enum import StrEnum
from typing import Annotated, Any, Literal, get_args

from pydantic import BeforeValidator, ConfigDict, Field, model_validator

from foedus.model.acts import Names, Strict
from foedus.model.clauses import Span


class ObligationKind(StrEnum):
    """What kind of thing is owed."""

    DEFENCE = "defence"
    OFFENCE = "offence"
    NEUTRALITY = "neutrality"
    NONAGGRESSION = "nonaggression"
    CONSULTATION = "consultation"
    GUARANTEE = "guarantee"
    NO_HOSTILE_ALLIANCE = "no_hostile_alliance"
    TERRITORY_DENIAL = "territory_denial"
    COOPERATION = "cooperation"
    OTHER = "other"


class Adversary(Strict):
    """Who must have acted for the trigger to be met; nothing set means any state outside the treaty.

    ``states``: these (ATOP ``defcoadv``). ``supported_by``: only if one of these helps them ("Italy supported by
    Germany"). ``alternatives``: any one of several descriptions. ``outside``: a state that is not a party.
    ``great_power``: a great power of the day. ``defined``: a name in the treaty's ``[definitions]``.
    ``at_least``: so many attackers (ATOP ``defconum``). ``european``: a state of Europe. ``not_states``: never these.
    ``not_in``: a power not yet taking part in a named conflict. ``group``: a dated group of the register of groups
    ("communist"). ``party``: another party to the treaty itself (an attack inside the alliance). ``unknown``: the
    source says that adversaries are named but not which: then whether one is meant cannot be said.
    """

    states: Names = ()
    supported_by: Names = ()
    alternatives: tuple[AdversaryLike, ...] = ()
    outside: bool = False
    great_power: bool = False
    european: bool = False
    defined: str | None = None
    at_least: int = 1
    not_states: Names = ()
    not_in: str | None = None
    group: str | None = None
    party: bool = False
    unknown: str | None = None


def _adversary(value: Any) -> Any:
    words = {
        "any state": {},
        "any state or states": {},
        "any": {},
        "outside party": {"outside": True},
        "great power": {"great_power": True},
    }
    if isinstance(value, str):
        return words.get(value, {"states": [value]} if value.isupper() else {"defined": value})
    return {"states": value} if isinstance(value, list | tuple) else value


AdversaryLike = Annotated[
    Adversary, BeforeValidator(_adversary, json_schema_input_type=str | tuple[str, ...] | Adversary)
]

Happening = Literal[
    "armed attack",  # an armed attack or aggression
    "invasion",  # an armed invasion of territory
    "war",  # being engaged in war, however it began
    "war declared",  # a declaration of war
    "war begun",  # a war that the party itself carries to another
    "threat",  # a threat to security, integrity or independence
    "internal unrest",  # unrest inside a party
    "mobilisation",  # the mobilisation of armed forces
    "violation",  # a breach of a named clause or zone
    "question",  # a question about the commitments comes up
    "forced to war",  # a threat that makes a party go to war
    "always",  # no trigger: the duty stands at all times
    "act",  # another state's act, described in ``describes``
]


def _short_forms(schema: dict[str, Any]) -> None:
    """The schema admits the short forms too: a happening alone, and ``{ armed_attack = { … } }``."""
    schema["type"] = ["object", "string"]
    schema["patternProperties"] = {f"^{word.replace(' ', '_')}$": {"type": "object"} for word in get_args(Happening)}


class Trigger(Strict):
    """The casus foederis: what must have happened.

    ``what``: the happenings of which one must have come about. ``on``: whom it must have struck: ``party`` (any
    other party), ``self`` (the party that owes), ``third`` states by id. ``puts``: a result that must follow ("state
    of war"). ``by``: the adversary. ``where``: names of the treaty's ``[regions]`` or places in which the target must
    lie (ATOP ``defcoloc``); ``against``: what kinds of target count. ``unprovoked`` (``defconpr``);
    ``after_demand`` (``defcodem``); ``conflict`` (``defcocon``): only in a given conflict. ``request``: the victim
    must ask (``concoreq``). ``finding_by``: a body that must first find the attack. ``self_judged``: the party
    judges for itself whether the trigger is met. ``first``: an act of another that must come before (the Soviet
    Union helps only so far as France does). ``describes``: the trigger in words where nothing above says it.
    ``of``: for a violation or a question, the clauses or zones concerned (``versailles-1919:42``). ``over``: interests
    at stake, by place or state (China, Korea in 1902). ``from_``: places from which the attack must come. ``any_of``:
    several triggers of which one is enough; the fields beside it then hold for all of them. ``unknown``: conditions
    that the source says exist without giving them ("place", "conflict"); each makes the answer `cannot say`.
    """

    model_config = ConfigDict(json_schema_extra=_short_forms)

    what: Names = ("armed attack",)
    on: Names = ("party",)
    puts: str | None = None
    by: AdversaryLike = Adversary()
    where: Names = ()
    against: Names = ()
    unprovoked: bool = False
    after_demand: str | None = None
    conflict: str | None = None
    request: bool = False
    finding_by: str | None = None
    self_judged: str | None = None
    first: ActFirst | None = None
    describes: str | None = None
    of: Names = ()
    over: Names = ()
    from_: Names = Field(default=(), alias="from")
    any_of: tuple[Trigger, ...] = ()
    unknown: Names = ()

    @model_validator(mode="before")
    @classmethod
    def _named_happening(cls, value: Any) -> Any:
        """Allow ``{ armed_attack = { on = "party" } }`` for ``{ what = "armed attack", on = "party" }``."""
        if isinstance(value, str):
            return {"what": (value,)}
        if isinstance(value, dict) and len(value) == 1:
            (key, inner), *_ = value.items()
            if isinstance(inner, dict) and key not in cls.model_fields:
                return {"what": (key.replace("_", " "),), **inner}
        return value


class ActFirst(Strict):
    """An act of another state on which the duty waits: who, and what it must do."""

    by: Names
    does: str


class Response(Strict):
    """What is owed: ``what``, how far (``extent``), when (``timing``), by what ``means``.

    ``discretion``: words that leave the form to the party ("such action as it deems necessary"); set, they make the
    duty conditional. ``fields``: the fields of a cooperation clause. ``level``: the kind of neutrality.
    """

    what: str
    extent: str | None = None
    timing: str | None = None
    means: str | None = None
    discretion: str | None = None
    fields: Names = ()
    level: str | None = None


class Exemption(Strict):
    """A case in which the duty does not hold, or holds otherwise.

    ``attack_by_party_on``: not for a war that results from a party's own attack on these states (Reinsurance 1887).
    ``toward``: never as regards these states (Tripartite Pact 5). ``by``: states for which it is qualified
    ("specific character" of neutral members). ``supported_by``: where one of these supports the attacker. ``group``:
    never as regards states of that group. ``provoked``: where the party to be helped provoked the attack. ``since``
    and ``until``: when the exception stands. ``makes``: what becomes of the duty: none, or conditional.
    """

    says: str
    article: str | None = None
    attack_by_party_on: Names = ()
    toward: Names = ()
    by: Names = ()
    supported_by: Names = ()
    group: str | None = None
    provoked: bool = False
    since: Day | None = None
    until: Day | None = None
    makes: Literal["no duty", "conditional"] = "no duty"


class Understanding(Strict):
    """A reservation or understanding of one party that narrows the duty for it (VCLT 2(1)(d), 21).

    The duty stands for that party only if ``trigger`` is met and the adversary belongs to ``adversary_kind`` (a dated
    group: "communist"); otherwise it becomes what ``makes`` says. With neither, ``makes`` holds always.
    """

    by: Names
    says: str
    since: Day | None = None
    until: Day | None = None
    trigger: Trigger | None = None
    adversary_kind: str | None = None
    makes: Literal["no duty", "conditional", "consultation"] = "no duty"
    article: str | None = None
    source: str | None = None


class Direction(Strict):
    """From whom to whom, by id (ATOP ``asymm``, ``obvary``); ``to`` may be third states (a guarantee)."""

    model_config = ConfigDict(populate_by_name=True)

    from_: Names = Field(alias="from")
    to: Names
    when: Trigger | None = None


def _directions(value: Any) -> Any:
    return [value] if isinstance(value, dict) else value


Directions = Annotated[
    tuple[Direction, ...],
    BeforeValidator(_directions, json_schema_input_type=Direction | tuple[Direction, ...]),
]


class Obligation(Strict):
    """One clause by which a party owes something.

    ``id``: unique in the treaty; by default its article. ``owed``: ``mutual`` (each party to each other party), ``any
    state`` (each party, for the good of every other state, party or not: VCLT 36(1)) or a list of `Direction`.
    ``when``: the trigger (absent: at all times). ``owes``: the response. ``under``: the law it stands under ("UN
    Charter 51", "constitutional processes"). ``proviso``, ``exceptions``, ``understandings``: limits.
    ``secret_until``: a clause not public before that day. ``since`` and ``until``: the days between which this clause
    stands in this form; ``duration`` a term of its own. ``also``: ATOP's side promises (``notaiden``, ``dipaid``,
    ``terrres``, ``seppeace``). ``disputed``: both readings, where the text is argued over.
    """

    id: str | None = None
    article: str
    kind: ObligationKind
    owed: Literal["mutual", "any state"] | Directions = "mutual"
    when: Trigger | None = None
    owes: Response
    under: Names = ()
    proviso: str | None = None
    exceptions: tuple[Exemption, ...] = ()
    understandings: tuple[Understanding, ...] = ()
    secret_until: Day | None = None
    since: Day | None = None
    until: Day | None = None
    duration: Span | None = None
    also: Names = ()
    disputed: str | None = None
    note: str | None = None

    @property
    def directions(self) -> tuple[Direction, ...]:
        """From whom to whom, where the clause names them; empty where each party owes it."""
        return () if isinstance(self.owed, str) else self.owed


class Region(Strict):
    """A region as the treaty draws it, by places of the gazetteer and states; dated where it changed.

    ``includes``: ids of states or places, or names of other regions; "territory of a party" and the other words
    of ``docs/obligations.md``. ``until``: place or state → last day. ``against``: the region counts only for these
    kinds of target (the seas, for vessels and aircraft); empty for all. ``of``: the region counts only where the
    state attacked, or whose land or forces are meant, is one of these.
    """

    article: str | None = None
    against: Names = ()
    of: Names = ()
    includes: Names = ()
    excludes: Names = ()
    until: dict[str, Day] = {}
    since: dict[str, Day] = {}
    says: str | None = None


class Definition(Strict):
    """A term defined once in the treaty ("European Power" means Germany)."""

    article: str | None = None
    means: Names = ()
    says: str | None = None
    secret_until: Day | None = None


Adversary.model_rebuild()
Trigger.model_rebuild()
