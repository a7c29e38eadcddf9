"""An assessment as a graph: who attacks, who owes, who breaks what; by the round in which each comes in."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any, NamedTuple

from foedus.model.duties import Assessment, Duty, Round, Verdict

WEIGHT = {
    Verdict.BREACH: 4,
    Verdict.OBLIGED: 3,
    Verdict.CONDITIONAL: 2,
    Verdict.CANNOT_SAY: 1,
    Verdict.NOT_OBLIGED: 0,
}
HELP = frozenset({"defence", "offence", "guarantee", "neutrality"})


class Edge(NamedTuple):
    """From one state to another: ``attacks`` or the kind of duty, its verdict, the rule and the round."""

    source: str
    target: str
    kind: str
    verdict: str
    rule: str
    round: int


class Graph(NamedTuple):
    """States with the round in which they first come in, and the edges between them."""

    nodes: dict[str, int]
    edges: tuple[Edge, ...]

    def to_dict(self) -> dict[str, Any]:
        """Nodes and edges as plain values, as graph programs read them."""
        nodes = [{"id": state, "round": number} for state, number in self.nodes.items()]
        return {"nodes": nodes, "edges": [edge._asdict() for edge in self.edges]}


def graph_of(assessment: Assessment, *, unowed: bool = False, kinds: Collection[str] = ()) -> Graph:
    """The graph of an assessment; ``unowed``: with the duties that are not owed; ``kinds``: only duties of these."""
    nodes: dict[str, int] = {}
    edges: list[Edge] = []
    joined = _joined(assessment)
    alone = Round(number=0, on=assessment.on, attacks=assessment.attacks, joins=assessment.joins)
    parts = assessment.rounds or (alone, Round(number=1, on=assessment.on, duties=assessment.duties))
    # In a cascade the first round's attacks are the events themselves, and stand before it.
    cascade = any(part.joined for part in assessment.rounds) or len({part.on for part in parts}) == 1
    for part in parts:
        number = 0 if cascade else part.number
        for kind, fights in (("attacks", part.attacks), ("joins against", part.joins)):
            for by, on in fights:
                if (by, on) not in joined:
                    nodes.setdefault(by, number)
                    nodes.setdefault(on, number)
                    edges.append(Edge(by, on, kind, "", "", number))
        edges += _joins(part, nodes)
        for duty in _strongest([d for d in part.duties if not kinds or d.kind in kinds], unowed):
            nodes.setdefault(duty.toward, part.number)
            nodes.setdefault(duty.state, part.number)
            edges.append(Edge(duty.state, duty.toward, duty.kind, duty.verdict.value, duty.rule, part.number))
    return Graph(nodes, tuple(dict.fromkeys(edges)))


def _joined(assessment: Assessment) -> set[tuple[str, str]]:
    """Who came in against whom in a cascade: shown as joining, not as attacking."""
    return {(item.state, foe) for part in assessment.rounds for item in part.joined for foe in item.against}


def _joins(part: Round, nodes: dict[str, int]) -> list[Edge]:
    found = []
    for item in part.joined:
        nodes.setdefault(item.state, part.number)
        found += [
            Edge(item.state, foe, "joins against", item.verdict.value, f"{item.treaty}:{item.article}", part.number)
            for foe in item.against
        ]
    return found


def _strongest(duties: Collection[Duty], unowed: bool) -> list[Duty]:
    """For each pair and kind of thing the strongest duty; consultation and the like only where nothing else binds."""
    best: dict[tuple[str, str, bool], Duty] = {}
    for duty in duties:
        if duty.verdict is Verdict.NOT_OBLIGED and not unowed:
            continue
        if (
            duty.kind in ("nonaggression", "no_hostile_alliance", "territory_denial")
            and duty.verdict is not Verdict.BREACH
        ):
            continue
        key = (duty.state, duty.toward, duty.kind in HELP)
        if key not in best or WEIGHT[duty.verdict] > WEIGHT[best[key].verdict]:
            best[key] = duty
    helped = {(state, toward) for state, toward, is_help in best if is_help}
    return [duty for (state, toward, is_help), duty in best.items() if is_help or (state, toward) not in helped]


def text_of(assessment: Assessment, *, unowed: bool = True) -> str:
    """The graph in words, round by round: the readable twin of the picture; ``unowed``: also what is not owed."""
    lines = [assessment.title or assessment.scenario, f"asked about {assessment.on}", ""]
    if not assessment.rounds:
        lines += [f"{by} attacks {on}" for by, on in assessment.attacks]
        lines += [f"{by} joins against {on}" for by, on in assessment.joins]
    parts = assessment.rounds or (
        Round(number=1, on=assessment.on, duties=assessment.duties, conflicts=assessment.conflicts),
    )
    joined = _joined(assessment)
    for part in parts:
        lines += ["", f"Round {part.number} ({part.on})" if assessment.rounds else "Duties"]
        lines += [f"  {by} attacks {on}" for by, on in part.attacks]
        lines += [f"  {by} joins against {on}" for by, on in part.joins if (by, on) not in joined]
        told = [duty for duty in part.duties if unowed or duty.verdict is not Verdict.NOT_OBLIGED]
        lines += [f"  {_line(duty)}" for duty in told]
        lines += [
            f"  {item.state} joins against {', '.join(item.against)} ({item.treaty}:{item.article})"
            for item in part.joined
        ]
        lines += [f"  assumed: {words}" for words in part.assumed]
        lines += [f"  conflict: {item.says}" for item in part.conflicts]
        if not told and not part.joined and not part.attacks and not part.joins:
            lines.append("  nothing new")
    lines += [f"note: {words}" for words in assessment.notes]
    return "\n".join(lines) + "\n"


def _line(duty: Duty) -> str:
    verdict = duty.verdict.value.replace("_", " ")
    return f"{duty.state} → {duty.toward}: {duty.kind} {verdict} ({duty.rule}): {duty.because}"
