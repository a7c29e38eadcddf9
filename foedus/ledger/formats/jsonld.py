"""JSON-LD in the terms of W3C PROV: what is recorded as entities, batches as activities, people as agents.

Each entry also carries its whole body, so that an export in this format can be imported again.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from foedus.ledger.entry import canonical
from foedus.ledger.formats.reading import Reader
from foedus.ledger.parcel import Item, Parcel
from foedus.model.errors import FoedusError

CONTEXT = {
    "prov": "http://www.w3.org/ns/prov#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
    "dcterms": "http://purl.org/dc/terms/",
    "foedus": "urn:foedus:terms:",
    "wasGeneratedBy": {"@id": "prov:wasGeneratedBy", "@type": "@id"},
    "wasDerivedFrom": {"@id": "prov:wasDerivedFrom", "@type": "@id"},
    "wasQuotedFrom": {"@id": "prov:wasQuotedFrom", "@type": "@id"},
    "wasRevisionOf": {"@id": "prov:wasRevisionOf", "@type": "@id"},
    "wasAttributedTo": {"@id": "prov:wasAttributedTo", "@type": "@id"},
    "wasAssociatedWith": {"@id": "prov:wasAssociatedWith", "@type": "@id"},
    "wasInformedBy": {"@id": "prov:wasInformedBy", "@type": "@id"},
    "wasInvalidatedBy": {"@id": "prov:wasInvalidatedBy", "@type": "@id"},
    "endedAtTime": {"@id": "prov:endedAtTime", "@type": "xsd:dateTime"},
    "value": "prov:value",
    "title": "dcterms:title",
    "publisher": "dcterms:publisher",
    "issued": {"@id": "dcterms:issued", "@type": "xsd:date"},
    "body": {"@id": "foedus:body", "@type": "@json"},
    "header": {"@id": "foedus:header", "@type": "@json"},
    "link": {"@id": "foedus:link", "@type": "@json"},
    "about": {"@id": "foedus:about", "@type": "@id"},
    "batch": "foedus:batch",
    "kind": "foedus:kind",
    "id": "foedus:id",
    "treaty": "foedus:treaty",
}
"""The terms, so that the graph is read without asking the network."""


def write(parcel: Parcel, path: Path) -> None:
    """Write the parcel to a file, a node a line."""
    with path.open("w", encoding="utf-8", newline="\n") as file:
        file.write(
            '{"@context":' + canonical(CONTEXT) + ',\n"header":' + canonical(parcel.header()) + ',\n"@graph":[\n'
        )
        nodes = _nodes(parcel)
        first = next(nodes, None)
        if first is not None:
            file.write(canonical(first))
        for node in nodes:
            file.write(",\n" + canonical(node))
        file.write("\n]}\n")


def _nodes(parcel: Parcel) -> Any:
    agents: set[str] = set()
    for link in parcel.links:
        for name, kind in ((link["author"], "prov:Person"), (link["program"], "prov:SoftwareAgent")):
            if name not in agents:
                agents.add(name)
                yield {"@id": _agent(name), "@type": ["prov:Agent", kind], "title": name}
        yield _activity(link)
    for item in parcel.items:
        yield _entity(item)


def _activity(link: dict[str, Any]) -> dict[str, Any]:
    node = {
        "@id": f"urn:foedus:batch:{link['hash']}",
        "@type": "prov:Activity",
        "endedAtTime": link["recorded"],
        "wasAssociatedWith": [_agent(link["author"]), _agent(link["program"])],
        "link": link,
    }
    if link["seq"] > 1:
        node["wasInformedBy"] = f"urn:foedus:batch:{link['previous']}"
    return node


def _entity(item: Item) -> dict[str, Any]:
    content = item.content
    inner = content[item.kind] if item.kind in ("mention", "remark", "act") else content
    node: dict[str, Any] = {
        "@id": _urn(item.kind, item.id),
        "@type": ["prov:Entity", f"foedus:{item.kind.capitalize()}"],
        "batch": item.batch,
        "kind": item.kind,
        "id": item.id,
        "body": content,
    }
    evidence = inner.get("evidence")
    if isinstance(evidence, dict):
        node |= {"wasQuotedFrom": _urn("document", evidence["document"]), "value": evidence["quote"]}
        node["wasAttributedTo"] = [_agent(name) for name in inner.get("source", ())]
    elif "document" in content:
        node["wasDerivedFrom"] = _urn("document", content["document"])
    for name, key in (("title", "title"), ("publisher", "publisher"), ("issued", "published"), ("treaty", "treaty")):
        if isinstance(inner.get(key), str):
            node[name] = inner[key]
    if item.kind == "decision":
        node |= {"wasAttributedTo": [_agent(content["author"])], "about": list(_about(content))}
        if content["kind"] == "correct":
            node["wasRevisionOf"] = _urn("claim", content["target"])
        if content["kind"] in ("retract", "reject"):
            node["foedus:invalidates"] = node["about"]
    return node


def _about(content: dict[str, Any]) -> Iterable[str]:
    kinds = {"retract": "document", "merge": "treaty", "split": "treaty", "reverse": "decision"}
    yield _urn(kinds.get(content["kind"], "claim"), content["target"])
    yield from (_urn("claim", claim) for claim in content.get("claims", ()))


def _urn(kind: str, id: str) -> str:
    return f"urn:foedus:{kind}:{id}"


def _agent(name: str) -> str:
    safe = "".join(char if char.isalnum() and char.isascii() else f"%{ord(char):X}" for char in name)
    return f"urn:foedus:agent:{safe}"


def read(path: Path) -> Parcel:
    """The parcel of a file, with all its faults."""
    reader = Reader(path)
    try:
        graph = json.loads(path.read_text("utf-8"))
    except FileNotFoundError as error:
        raise FoedusError("FOE001", "no such file", where=str(path)) from error
    except OSError as error:
        raise FoedusError("FOE001", f"the file cannot be read ({error.strerror})", where=str(path)) from error
    except (ValueError, RecursionError) as error:
        raise FoedusError("FOE331", f"the file is cut, or is no JSON ({error})", where=str(path)) from error
    reader.begin(graph.get("header") if isinstance(graph, dict) else None)
    nodes = graph.get("@graph")
    for number, node in enumerate(nodes if isinstance(nodes, list) else (), start=1):
        if not isinstance(node, dict):
            reader.fault("FOE330", f"node {number} is no table")
        elif "link" in node:
            reader.link(node["link"])
        elif "body" in node:
            reader.item(node.get("batch"), node.get("kind"), node.get("id"), node["body"])
    return reader.end()
