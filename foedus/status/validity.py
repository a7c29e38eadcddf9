"""Acts that have no effect: by a state that cannot take part, too late, before the state existed (VCLT 7–8, 11–15)."""

from __future__ import annotations

from collections.abc import Callable

from foedus.model.acts import ActKind
from foedus.status.consent import Life
from foedus.status.deeds import Deed
from foedus.status.moments import Moment
from foedus.status.setting import EVERYONE, Setting, members
from foedus.status.withdrawal import Refusal

Test = Callable[[Deed], Refusal | None]


def refuse(setting: Setting) -> list[Refusal]:
    """Take the acts without effect out of the record and say why each has none."""
    tests = _tests(setting)
    if not tests:
        return []
    refused: list[Refusal] = []
    for life in setting.record.lives.values():
        if life.state:
            _sift(life, tests, refused)
    return refused


def _sift(life: Life, tests: list[Test], refused: list[Refusal]) -> None:
    def stands(deed: Deed) -> bool:
        for test in tests:
            found = test(deed)
            if found is not None:
                if all(item.deed.act is not deed.act or item.code != found.code for item in refused):
                    refused.append(found)
                return False
        return True

    if life.signed is not None and not stands(life.signed):
        life.signed = None
    life.consents = [deed for deed in life.consents if stands(deed)]
    life.steps = [deed for deed in life.steps if stands(deed)]
    life.leaves = [deed for deed in life.leaves if stands(deed)]


def _tests(setting: Setting) -> list[Test]:
    consent = setting.treaty.consent
    tests: list[Test] = []
    if setting.register is not None:
        tests.append(lambda deed: _existed(deed, setting))
    if consent is not None and consent.open_to is not None:
        tests.append(lambda deed: _may_join(deed, setting))
    if consent is not None and consent.accession_from == "signature closes" and consent.signature_until is not None:
        tests.append(lambda deed: _open_for_accession(deed, setting))
    if consent is not None and consent.signature_until is not None:
        tests.append(lambda deed: _open_for_signature(deed, setting))
    return tests


def _existed(deed: Deed, setting: Setting) -> Refusal | None:
    """A state acts from its first day to its last; the register says when these were."""
    register = setting.register
    actor = register.get(deed.state) if register is not None else None
    if register is None or actor is None or register.exists(actor.id, deed.lo) or register.exists(actor.id, deed.hi):
        return None
    return Refusal(deed, "FOE403", f"{actor.name} did not exist on that day", "VCLT-6")


def _may_join(deed: Deed, setting: Setting) -> Refusal | None:
    """Consent and signature by a state outside the closed group (VCLT 11–15); a successor takes a member's place."""
    consent = setting.treaty.consent
    if consent is None or consent.invitation or deed.kind.value in ("succession", "withdrawal", "termination"):
        return None
    who = members(consent.open_to, setting).on(deed.hi)
    if who is None or who is EVERYONE or deed.state in who:
        return None
    joins = deed.kind is ActKind.ACCESSION or deed.of == "accession"
    if joins and consent.open_to is not None and consent.open_to.every and ActKind.ACCESSION in consent.by:
        return None  # "open to the signatories" speaks of ratification; accession is for the others (VCLT 15)
    return _outside(deed, setting)


def _outside(deed: Deed, setting: Setting) -> Refusal:
    consent = setting.treaty.consent
    article = consent.article if consent else None
    rule = f"{setting.treaty.id}:{article}" if article else "VCLT-15"
    return Refusal(deed, "FOE402", "the treaty is not open to it", rule)


def _open_for_signature(deed: Deed, setting: Setting) -> Refusal | None:
    consent = setting.treaty.consent
    if consent is None or consent.signature_until is None or deed.kind.value != "signature":
        return None
    if deed.lo <= consent.signature_until:
        return None
    rule = f"{setting.treaty.id}:{consent.article}" if consent.article else "VCLT-11"
    return Refusal(deed, "FOE408", f"it was closed for signature on {consent.signature_until}", rule)


def accedes(deed: Deed) -> bool:
    """Is it an accession, or the deposit or notification of one?"""
    return deed.kind is ActKind.ACCESSION or (deed.of == "accession" and deed.kind is not ActKind.WITHDRAWAL)


def _open_for_accession(deed: Deed, setting: Setting) -> Refusal | None:
    """Accession is for those who did not sign, and where the treaty says so opens when signature closes (VCLT 15)."""
    consent = setting.treaty.consent
    closes = consent.signature_until if consent is not None else None
    if closes is None or not accedes(deed) or deed.hi > closes:
        return None
    return _too_early(deed, setting, f"it is open for accession only after signature closes on {closes}")


def _too_early(deed: Deed, setting: Setting, says: str) -> Refusal:
    article = setting.treaty.consent.article if setting.treaty.consent else None
    return Refusal(deed, "FOE430", says, f"{setting.treaty.id}:{article}" if article else "VCLT-15")


Held = dict[str, list[Deed]]
"""Accessions set aside, by state."""


def hold_accessions(setting: Setting) -> Held:
    """Take out the accessions to a treaty that opens for them on entry into force: they cannot bring that about."""
    consent = setting.treaty.consent
    if consent is None or consent.accession_from != "entry into force":
        return {}
    held: Held = {}
    for life in setting.record.lives.values():
        early = [deed for deed in life.consents if accedes(deed)]
        if early:
            held[life.state] = early
            life.consents = [deed for deed in life.consents if not accedes(deed)]
    return held


def admit_accessions(held: Held, entry: Moment | None, setting: Setting) -> list[Refusal]:
    """Put them back from entry into force on; an earlier one has no effect (VCLT 15)."""
    refused: list[Refusal] = []
    for state, deeds in held.items():
        life = setting.record.lives[state]
        stand = [deed for deed in deeds if entry is not None and deed.hi >= entry.lo]
        life.consents = sorted([*life.consents, *stand], key=lambda deed: (deed.lo, deed.hi))
        when = f"on {entry.partial()}" if entry is not None else "which has not come about"
        says = f"it is open for accession only from its entry into force, {when}"
        refused += [_too_early(deed, setting, says) for deed in deeds if deed not in stand]
    return refused
