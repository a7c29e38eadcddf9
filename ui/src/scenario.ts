// A scenario's graph, a column for each round; states can be moved, the rule of a tie is said on touch.

import cytoscape from "cytoscape";
import { at, data, tone } from "./page";

interface Edge {
  source: string;
  target: string;
  kind: string;
  verdict: string;
  rule: string;
  round: number;
}

async function scenario(place: HTMLElement): Promise<void> {
  const { graph } = await data<{ graph: { nodes: { id: string; round: number }[]; edges: Edge[] } }>(place);
  if (!graph.nodes.length) return;
  const columns = new Map<number, string[]>();
  for (const { id, round } of graph.nodes) columns.set(round, [...(columns.get(round) ?? []), id]);
  const tallest = Math.max(...[...columns.values()].map((column) => column.length));
  const spot = (id: string, round: number): { x: number; y: number } => {
    const column = columns.get(round) ?? [];
    return { x: [...columns.keys()].sort((a, b) => a - b).indexOf(round) * 230, y: ((column.indexOf(id) + 0.5) / column.length) * tallest * 78 };
  };
  const box = document.createElement("div");
  box.className = "canvas";
  box.setAttribute("role", "img");
  box.setAttribute("aria-label", "The scenario as a graph, a column for each round. The words below say the same.");
  const words = document.createElement("p");
  words.className = "quiet";
  const hint = "Red: attacks or breaches. Blue: owes. Dashed: on a condition. Touch a line for its rule.";
  words.textContent = hint;
  place.classList.remove("paper");
  place.replaceChildren(box, words);
  const owes = (verdict: string): object => ({
    "line-color": tone("link"), "target-arrow-color": tone("link"),
    "line-style": verdict === "obliged" ? "solid" : "dashed", opacity: verdict === "not_obliged" ? 0.3 : 1,
  });
  const red = { "line-color": tone("no"), "target-arrow-color": tone("no"), width: 3 };
  const drawn = cytoscape({
    container: box,
    elements: [
      ...graph.nodes.map(({ id, round }) => ({ data: { id }, position: spot(id, round) })),
      ...graph.edges.map((edge, number) => ({ data: { ...edge, id: `e${number}` } })),
    ],
    style: [
      { selector: "node", style: {
        label: "data(id)", "text-valign": "center", shape: "round-rectangle", width: 62, height: 30, color: tone("ink"),
        "background-color": tone("panel"), "border-color": tone("ink"), "border-width": 1.2, "font-size": 13,
        "font-family": "system-ui, sans-serif", "font-weight": "bold" } },
      { selector: "edge", style: { "curve-style": "bezier", "target-arrow-shape": "triangle", width: 1.8, "arrow-scale": 0.9 } },
      ...["obliged", "conditional", "cannot say", "not_obliged"].map((verdict) => ({ selector: `edge[verdict = "${verdict}"]`, style: owes(verdict) })),
      { selector: 'edge[kind = "attacks"], edge[kind = "joins against"], edge[verdict = "breach"]', style: red },
    ] as cytoscape.StylesheetJson,
    layout: { name: "preset", fit: true, padding: 30 },
    userZoomingEnabled: false,
    maxZoom: 1.6,
  });
  drawn.on("mouseover tap", "edge", (event) => {
    const edge = event.target.data() as Edge;
    words.textContent = [edge.source, edge.kind, edge.target, edge.verdict.replace("_", " "), edge.rule].filter(Boolean).join(" · ");
  });
  drawn.on("mouseout", "edge", () => (words.textContent = hint));
}

at("scenario", scenario);
