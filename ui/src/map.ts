// The map of a day: parties on present borders, one kind of tie at a time or each by its weightiest; states that did not exist are greyed out.

import * as Plot from "@observablehq/plot";
import { feature } from "topojson-client";
import type { GeometryCollection, Topology } from "topojson-specification";
import worldAddress from "world-atlas/countries-50m.json?url";
import { at, data, hushed, tone } from "./page";

interface State {
  state: string;
  name: string;
  numeric: string | number | null;
  partners: Record<string, number>;
}

interface Page {
  states: State[];
  kinds: string[];
  counts: Record<string, number>;
  on: string;
}

type Lands = { id?: string | number; properties: { name: string }; type: "Feature"; geometry: GeoJSON.Geometry }[];

let world: Promise<Topology> | undefined;

const WEIGHTIEST = "each by its weightiest kind";
let chosen = WEIGHTIEST;

async function map(place: HTMLElement): Promise<void> {
  world ??= fetch(worldAddress).then((answer) => answer.json() as Promise<Topology>);
  const [shapes, page] = await Promise.all([world, data<Page>(place)]);
  const lands = feature(shapes, shapes.objects.countries as GeometryCollection<{ name: string }>).features as Lands;
  const kinds = page.kinds.filter((kind) => page.counts[kind]);
  if (!kinds.includes(chosen)) chosen = WEIGHTIEST;
  const box = document.createElement("div");
  const show = (): void => box.replaceChildren(drawn(place, lands, page, chosen === WEIGHTIEST ? kinds : [chosen]));
  place.replaceChildren(...(kinds.length > 1 ? [choice([WEIGHTIEST, ...kinds], show)] : []), box, note());
  show();
}

/** Buttons for the kinds: one kind alone, or each state by its weightiest. */
function choice(names: string[], show: () => void): HTMLElement {
  const row = document.createElement("p");
  row.className = "choice";
  row.setAttribute("role", "group");
  row.setAttribute("aria-label", "Which ties the map shows");
  for (const name of names) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "plain";
    button.textContent = name;
    button.setAttribute("aria-pressed", String(name === chosen));
    button.addEventListener("click", () => {
      chosen = name;
      for (const other of row.children) other.setAttribute("aria-pressed", String(other === button));
      show();
    });
    row.append(button);
  }
  return row;
}

function drawn(place: HTMLElement, lands: Lands, page: Page, kinds: string[]): Element {
  const states = new Map(page.states.filter((one) => one.numeric !== null).map((one) => [Number(one.numeric), one]));
  const kindOf = (one: State | undefined): string =>
    one === undefined ? "not a state that day" : (kinds.find((kind) => one.partners[kind]) ?? "no such tie");
  const chart = Plot.plot({
    width: Math.max(Math.min(place.clientWidth, 1180), 320),
    projection: { type: "equal-earth", domain: { type: "Sphere" } },
    style: { background: "transparent", color: "inherit", fontFamily: "system-ui, sans-serif" },
    color: {
      domain: [...kinds, "no such tie", "not a state that day"],
      range: [...kinds.map(tone), tone("untied"), tone("absent")],
      legend: true,
    },
    ariaLabel: `Parties on ${page.on}, on present borders: ${kinds.join(", ")}. The table by state says the same.`,
    marks: [
      Plot.sphere({ stroke: tone("line") }),
      Plot.geo(lands, {
        fill: (land: Lands[number]) => kindOf(states.get(Number(land.id))),
        stroke: tone("ground"),
        strokeWidth: 0.5,
        title: (land: Lands[number]) => said(land.properties.name, states.get(Number(land.id))),
      }),
    ],
  });
  hushed(chart);
  return chart;
}

function note(): HTMLElement {
  const row = document.createElement("p");
  row.className = "quiet";
  row.textContent = "Present borders; the tie is of the state, not of every part of its land.";
  return row;
}

function said(name: string, one: State | undefined): string {
  if (!one) return `${name}: not a state that day`;
  const ties = Object.entries(one.partners).map(([kind, count]) => `${kind} with ${count}`);
  return `${one.name}: ${ties.join(", ") || "no such tie"}`;
}

const draw = (): void => at("map", map);
document.addEventListener("foedus:answer", draw);
draw();
