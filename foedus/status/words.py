"""The sentences of the law: acts, delays, groups and conditions said in plain words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from foedus.model.acts import Act, ActKind
from foedus.model.clauses import Condition, Group
from foedus.status.moments import Moment
from foedus.status.setting import Setting

_MANY = 12

_DONE = {
    ActKind.NEGOTIATION: "negotiated by {who}",
    ActKind.INITIALLING: "initialled by {who}",
    ActKind.ADOPTION: "text adopted",
    ActKind.SIGNATURE: "signed by {who}",
    ActKind.LEGISLATIVE_APPROVAL: "approved by {organ} of {who}",
    ActKind.LEGISLATIVE_REJECTION: "rejected by {organ} of {who}",
    ActKind.RATIFICATION: "ratified by {who}",
    ActKind.ACCEPTANCE: "accepted by {who}",
    ActKind.APPROVAL: "approved by {who}",
    ActKind.ACCESSION: "acceded to by {who}",
    ActKind.DEPOSIT: "instrument of {of} deposited by {who}",
    ActKind.EXCHANGE: "instruments of {of} exchanged between {who}",
    ActKind.NOTIFICATION: "notification of {of} by {who}",
    ActKind.PROVISIONAL_APPLICATION: "applied provisionally by {who}",
    ActKind.ENTRY_INTO_FORCE: "entry into force reported",
    ActKind.WITHDRAWAL: "withdrawal by {who}",
    ActKind.TERMINATION: "terminated",
    ActKind.SUSPENSION: "suspended by {who}",
    ActKind.RESUMPTION: "resumed by {who}",
    ActKind.SUCCESSION: "succession of {who}",
    ActKind.REPLACEMENT: "replaced",
    ActKind.EXTENSION: "extended",
    ActKind.AMENDMENT: "amended",
}


def name(setting: Setting, actor: str) -> str:
    """An actor's name where the register has one, else its id."""
    found = setting.register.get(actor) if setting.register is not None else None
    return found.name if found is not None else actor


def names(setting: Setting, actors: Iterable[str]) -> str:
    """``Russia and North Korea``; a long list is shortened and counted."""
    said = [name(setting, actor) for actor in actors if actor]
    if not said:
        return "the parties"
    if len(said) > _MANY:
        return f"{', '.join(said[:_MANY])} and {len(said) - _MANY} more"
    return said[0] if len(said) == 1 else f"{', '.join(said[:-1])} and {said[-1]}"


def deed_words(setting: Setting, act: Act) -> str:
    """What was done, by whom: ``approved by the State Duma of Russia``."""
    template = _DONE.get(act.kind, act.kind.value.replace("_", " ") + " by {who}")
    organ = act.organ or ("the parliament" if act.kind in (ActKind.LEGISLATIVE_APPROVAL,) else "an organ")
    organ = organ if organ.startswith(("the ", "an ")) else f"the {organ}"
    of = act.of or ("completed procedures" if act.kind is ActKind.NOTIFICATION else "ratification")
    words = template.format(who=names(setting, act.by), organ=organ, of=of)
    if act.organ and act.kind is ActKind.RATIFICATION:
        words = f"{words} ({act.organ})"
    return words


def when(moment: Moment | None) -> str:
    """``on 2024-12-04``, ``between 2024-06-01 and 2024-06-30``, or ``on a day not known``."""
    if moment is None:
        return "never so far"
    if moment.exact is not None:
        return f"on {moment.lo}"
    partial = moment.partial()
    return f"on a day within {partial}"


def group_words(group: Group | None, setting: Setting) -> str:
    """Who counts: ``of the signatories``, ``of the members of UN``; empty where all states do."""
    if group is None:
        return ""
    if group.states:
        said = f" among {names(setting, group.states)}"
    elif group.every:
        said = "" if group.every == "all states" else f" of the {group.every}"
    elif group.members_of:
        said = f" of the members of {group.members_of}"
    elif group.parties_of:
        said = f" of the parties to {group.parties_of}"
    elif group.list or group.region:
        said = f" among the {group.list or group.region}"
    else:
        said = " of a combined group"
    return f"{said}{f' on {group.on}' if group.on else ''}"


def condition_words(condition: Condition, setting: Setting) -> str:
    """What the clause asks for, in words."""
    among = group_words(condition.among, setting)
    more = "more than " if condition.more_than else ""
    head = condition.head
    if head == "consents":
        if condition.consents == "all":
            return f"the consent of all{among or ' of the negotiating states'}"
        return f"{condition.consents} consents{among}"
    percent = " %" if condition.percent else ""
    whose = "all parties" if condition.signature == "all" else f"{condition.signature} states"
    act = condition.act.value.replace("_", " ") if condition.act else ""
    simple = {
        "named": f"the consent of {names(setting, condition.named)}",
        "share": f"the consent of {more}{condition.share}{among}",
        "weight": f"consents holding {more}{condition.reach or 0:g}{percent} of {condition.weight}{among}",
        "exchange": f"the exchange of instruments of {condition.exchange}",
        "last_notification": f"the last notification of {condition.last_notification}",
        "signature": f"signature by {whose}",
        "on": f"the day {condition.on}",
        "entry_of": f"the entry into force of {condition.entry_of}",
        "act": f"{act} of {condition.of}" if condition.of else act,
    }
    if head in simple:
        return simple[head]
    children: Sequence[Condition] = condition.all or condition.any
    joint = ", and " if condition.all else ", or "
    return joint.join(condition_words(child, setting) for child in children)


def article_words(rule: str) -> str:
    """``prk-rus-2024:22`` as ``Article 22``; other rules as they stand."""
    if ":" in rule and not rule.startswith("counting"):
        return f"Article {rule.split(':', 1)[1]}"
    return rule.replace("VCLT-1978-", "Vienna Convention on Succession of States ").replace("VCLT-", "VCLT ")


def facts(acts: Iterable[Act | None]) -> tuple[str, ...]:
    """The ids of acts and of the claims behind them."""
    found: dict[str, None] = {}
    for act in acts:
        if act is not None:
            found.update(dict.fromkeys((act.id, *act.claims)))
    return tuple(found)
