"""One entry: kind, id, body as canonical JSON, and the few columns that are found by."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from typing import Any, NamedTuple

from pydantic import BaseModel

from foedus.ledger.testimony import facts
from foedus.model.acts import Act
from foedus.model.claims import Claim, Provision, Reading, Remark, TreatyMention, content_id
from foedus.model.documents import Document, text_hash
from foedus.model.entries import Appearance, Decision
from foedus.model.errors import FoedusError
from foedus.model.treaty import Treaty
from foedus.model.watching import Change

FORMAT = 1
"""Number of the format of entry bodies; it enters the hash of each batch."""

SHORT = 300
"""Longest name or id kept in a column, in code points; the body has it whole."""


class Entry(NamedTuple):
    """What is written, before it has a place. ``body`` is what is hashed; the other columns follow from it.

    ``content``: the body as plain values, where it is at hand.
    """

    kind: str
    id: str
    body: str
    document: str | None = None
    treaty: str | None = None
    act: str | None = None
    earliest: str | None = None
    latest: str | None = None
    publisher: str | None = None
    name: str | None = None
    facts: str | None = None
    content: dict[str, Any] | None = None

    @property
    def values(self) -> dict[str, Any]:
        """The body as plain values."""
        content: dict[str, Any] = self.content if self.content is not None else json.loads(self.body)
        return content

    @property
    def hash(self) -> str:
        """The first 128 bits of the sha256 of kind, id and body."""
        text = f"{self.kind}\n{self.id}\n{self.body}"
        return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:32]


TITLE = 100
"""Longest title that serves as a name."""

MODELS: dict[str, type[BaseModel]] = {
    "document": Document,
    "appearance": Appearance,
    "reading": Reading,
    "mention": TreatyMention,
    "claim": Claim,
    "provision": Provision,
    "remark": Remark,
    "act": Act,
    "treaty": Treaty,
    "decision": Decision,
    "change": Change,
}
"""The kinds of entry and the type that each body holds (mentions, remarks and acts in an envelope)."""


_READABLE = json.JSONEncoder(sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode
_ESCAPED = json.JSONEncoder(sort_keys=True, separators=(",", ":")).encode


def canonical(content: Any) -> str:
    """Canonical JSON: keys sorted, no spaces. Readable where the text is well-formed Unicode, else escaped."""
    text = _READABLE(content)
    if not text.isascii():
        try:
            text.encode()
        except UnicodeEncodeError:
            return _ESCAPED(content)
    return text


def plain(model: BaseModel) -> dict[str, Any]:
    """The model as plain values, without what it leaves open."""
    return model.model_dump(mode="json", exclude_none=True, by_alias=True, exclude={"is_bilateral"})


def of_body(kind: str, content: dict[str, Any]) -> Entry:
    """The entry that a body makes. Raises `KeyError`, `ValueError` or pydantic's error where it makes none."""
    if kind == "reading":
        return _reading(content)
    inner = content[kind] if kind in ENVELOPED else content
    return _MAKERS[kind](MODELS[kind].model_validate(inner), content)


def of_model(kind: str, model: BaseModel, **envelope: str) -> Entry:
    """The entry of a model; ``envelope`` names what it belongs to (``document`` or ``treaty``)."""
    content = plain(model)
    return _MAKERS[kind](model, {kind: content, **envelope} if kind in ENVELOPED else content)


def of_reading(reading: Reading) -> list[Entry]:
    """The entries of all that was read from a document: each thing read, and last the reading, which names them."""
    document = reading.document
    made = {
        "mentions": [of_model("mention", item, document=document) for item in reading.treaties],
        "claims": [of_model("claim", item) for item in reading.claims],
        "provisions": [of_model("provision", item) for item in reading.provisions],
        "remarks": [of_model("remark", item, document=document) for item in reading.remarks],
    }
    content = {"document": document, "name": reading.name, "notes": list(reading.notes)}
    content |= {name: [entry.id for entry in entries] for name, entries in made.items()}
    return [*(entry for entries in made.values() for entry in entries), _reading(content)]


def derived(kind: str, id: str, body: str) -> Entry:
    """The entry of a body that is recorded already: all columns that follow from it."""
    return of_body(kind, json.loads(body))._replace(id=id, body=body)


def revive(kind: str, body: str) -> Any:
    """The model that a body holds. Raises `FoedusError` FOE311 where it holds none: it was changed from outside."""
    try:
        content = json.loads(body)
        if kind in ENVELOPED:
            content = content[kind]
        return content if kind == "reading" else MODELS[kind].model_validate(content)
    except (ValueError, KeyError, TypeError) as error:
        raise FoedusError("FOE311", f"a {kind} of the ledger cannot be understood", help="run foedus verify") from error


def shown_name(title: str | None, name: str) -> str:
    """What a document is called in lists: its title, if that is not a whole paragraph, else its name."""
    return title if title and (len(title) <= TITLE or not name) else name


def fit(text: str) -> str:
    """Fit for a column of any store: no lone surrogate, no NUL."""
    if text.isascii() and "\0" not in text:
        return text
    return text.encode("utf-8", "replace").decode().replace("\0", "\N{REPLACEMENT CHARACTER}")


def _clean(text: str | None) -> str | None:
    return fit(text)[:SHORT] if text else None


def _document(document: Document, content: dict[str, Any]) -> Entry:
    if document.id != text_hash(document.text):
        raise ValueError("the document's id is not the hash of its text")
    day = document.published.isoformat() if document.published else None
    return Entry(
        "document",
        document.id,
        canonical(content),
        content=content,
        earliest=day,
        latest=day,
        publisher=_clean(document.publisher),
        name=_clean(shown_name(document.title, document.name)),
    )


def _appearance(seen: Appearance, content: dict[str, Any]) -> Entry:
    day = seen.published.isoformat() if seen.published else None
    return Entry(
        "appearance",
        seen.id,
        canonical(content),
        content=content,
        document=seen.document,
        earliest=day,
        latest=day,
        publisher=_clean(seen.publisher),
        name=_clean(shown_name(seen.title, seen.name)),
    )


def _named(content: dict[str, Any]) -> tuple[str, str]:
    """Id and body of what is named by the hash of its content, written out once where both are the same text."""
    body = canonical(content)
    if body.isascii() and "\x7f" not in body:
        return hashlib.sha256(body.encode()).hexdigest()[:16], body
    return content_id(content), body


def _reading(content: dict[str, Any]) -> Entry:
    return Entry("reading", *_named(content), content=content, document=content["document"])


def _mention(mention: TreatyMention, content: dict[str, Any]) -> Entry:
    return Entry(
        "mention",
        *_named(content),
        content=content,
        document=content["document"],
        treaty=_clean(mention.atlas or mention.ref),
        name=_clean(mention.name),
    )


def _claim(claim: Claim, content: dict[str, Any]) -> Entry:
    return Entry(
        "claim",
        claim.id,
        canonical(content),
        content=content,
        document=claim.evidence.document,
        treaty=_clean(claim.treaty),
        act=content["act"],
        earliest=claim.date.earliest.isoformat() if claim.date else None,
        latest=claim.date.latest.isoformat() if claim.date else None,
        facts=fit(facts(claim)),
    )


def _provision(item: Provision, content: dict[str, Any]) -> Entry:
    return Entry(
        "provision", item.id, canonical(content), content=content, document=item.evidence.document,
        treaty=_clean(item.treaty), act=_clean(item.kind),
    )  # fmt: skip


def _remark(remark: Remark, content: dict[str, Any]) -> Entry:
    return Entry(
        "remark", *_named(content), content=content, document=content["document"], treaty=_clean(remark.treaty)
    )


def _act(act: Act, content: dict[str, Any]) -> Entry:
    return Entry(
        "act",
        *_named(content),
        content=content,
        treaty=_clean(content["treaty"]),
        act=act.kind.value,
        earliest=act.date.earliest.isoformat() if act.date else None,
        latest=act.date.latest.isoformat() if act.date else None,
        name=_clean(act.source),
    )


def _treaty(treaty: Treaty, content: dict[str, Any]) -> Entry:
    return Entry("treaty", *_named(content), content=content, treaty=treaty.id, name=_clean(treaty.title))


def _decision(decision: Decision, content: dict[str, Any]) -> Entry:
    return Entry(
        "decision", decision.id, canonical(content), content=content, act=decision.kind.value,
        name=_clean(decision.target),
    )  # fmt: skip


def _change(change: Change, content: dict[str, Any]) -> Entry:
    """Announced once, by what changed: its id leaves out who told it and when."""
    return Entry(
        "change", change.id, canonical(content), content=content, document=change.document,
        treaty=_clean(change.treaty), name=_clean(change.says),
    )  # fmt: skip


ENVELOPED = ("mention", "remark", "act")
"""Kinds whose body holds the model under its kind, beside what it belongs to."""

_MAKERS: dict[str, Callable[[Any, dict[str, Any]], Entry]] = {
    "document": _document,
    "appearance": _appearance,
    "mention": _mention,
    "claim": _claim,
    "provision": _provision,
    "remark": _remark,
    "act": _act,
    "treaty": _treaty,
    "decision": _decision,
    "change": _change,
}
