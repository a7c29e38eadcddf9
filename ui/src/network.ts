// The ties of a day as a network one can move, and the slider through two centuries.

import cytoscape from "cytoscape";
import { at, calmly, DASH, data, saving, tone } from "./page";

interface Tie {
  kind: string;
  one: string;
  other: string;
}

async function network(place: HTMLElement): Promise<void> {
  const { ties } = await data<{ ties: Tie[] }>(place);
  const centre = place.dataset.centre;
  const pairs = new Map<string, Tie>(ties.map((tie) => [`${tie.kind} ${tie.one} ${tie.other}`, tie]));
  const states = [...new Set([...pairs.values()].flatMap((tie) => [tie.one, tie.other]))];
  if (!states.length || states.length > 110) return; // too many to tell apart: the rings of the server stay
  const box = document.createElement("div");
  box.className = "canvas";
  box.setAttribute("role", "img");
  box.setAttribute("aria-label", `${states.length} states and ${pairs.size} ties by kind. The tables say the same.`);
  place.replaceChildren(box);
  const many = pairs.size > 300;
  const drawn = cytoscape({
    container: box,
    elements: [
      ...states.map((id, number) => ({ data: { id }, position: around(number, states.length) })),
      ...[...pairs].map(([id, tie]) => ({ data: { id, source: tie.one, target: tie.other, kind: tie.kind } })),
    ],
    style: [
      {
        selector: "node",
        style: {
          label: "data(id)", color: tone("ink"), "font-size": 11, "font-family": "system-ui, sans-serif",
          "background-color": tone("ink"), width: 9, height: 9, "text-margin-y": -3, "min-zoomed-font-size": 6,
          "text-background-color": tone("ground"), "text-background-opacity": 0.75, "text-background-padding": "1px",
        },
      },
      { selector: `node[id = "${centre ?? ""}"]`, style: { width: 16, height: 16, "font-weight": "bold" } },
      ...Object.entries(DASH).map(([kind, dash]) => ({
        selector: `edge[kind = "${kind}"]`,
        style: {
          "line-color": tone(kind), width: 1.6, "curve-style": many ? ("haystack" as const) : ("bezier" as const),
          "line-style": dash.length ? ("dashed" as const) : ("solid" as const), "line-dash-pattern": dash.length ? dash : [1, 0],
          opacity: many ? 0.35 : 0.85,
        },
      })),
    ],
    layout: centre
      ? { name: "concentric", concentric: (node) => (node.id() === centre ? 2 : 1), levelWidth: () => 1, minNodeSpacing: 60, animate: false }
      : { name: "cose", animate: false, randomize: false, nodeRepulsion: () => 400_000, idealEdgeLength: () => 110, nodeOverlap: 30, gravity: 0.4, numIter: many ? 300 : 900 },
    userZoomingEnabled: false,
    minZoom: 0.15,
    maxZoom: 1.4,
  });
  drawn.maxZoom(5);
  box.addEventListener("dblclick", () => drawn.userZoomingEnabled(true));
  const keys = document.createElement("p");
  keys.className = "quiet";
  keys.append("Drag a state to move it; double click to zoom with the wheel. ");
  keys.append(saving("Save as it stands (PNG)", "foedus-network.png", async () =>
    drawn.png({ output: "blob", scale: 2, full: true, bg: tone("ground") })));
  place.append(keys);
}

/** A place on a ring to start from, so that the same day always gives the same drawing. */
function around(number: number, all: number): { x: number; y: number } {
  const [angle, radius] = [(2 * Math.PI * number) / all, 12 * all + 60];
  return { x: radius * Math.cos(angle), y: radius * Math.sin(angle) };
}

const year = document.getElementById("year") as HTMLInputElement | null;
const shown = document.getElementById("shown-day");
const draw = (): void => at("network", network);

async function ask(): Promise<void> {
  const form = year?.form;
  if (!form) return;
  const address = new URL(form.action);
  for (const [name, value] of new FormData(form)) if (typeof value === "string" && value) address.searchParams.append(name, value);
  const answer = await fetch(address, { headers: { accept: "text/html" } });
  if (!answer.ok) return;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  for (const part of ["#answer", "main > .lead", "footer"]) {
    const [old, fresh] = [document.querySelector(part), page.querySelector(part)];
    if (old && fresh) old.replaceWith(fresh);
  }
  history.replaceState(null, "", address);
  draw();
  document.dispatchEvent(new Event("foedus:answer"));
}

if (year) {
  const later = calmly(() => void ask(), 250);
  year.addEventListener("input", () => {
    if (shown) shown.textContent = `31 December ${year.value}`;
    later();
  });
}
draw();
