// The map of a day: parties on present borders, by their weightiest kind of tie; states that did not exist are greyed out.

import * as Plot from "@observablehq/plot";
import { feature } from "topojson-client";
import type { GeometryCollection, Topology } from "topojson-specification";
import worldAddress from "world-atlas/countries-50m.json?url";
import { at, data, hushed, png, saving, svgFile, tone } from "./page";

interface State {
  state: string;
  name: string;
  numeric: string | number | null;
  partners: Record<string, number>;
}

let world: Promise<Topology> | undefined;

async function map(place: HTMLElement): Promise<void> {
  world ??= fetch(worldAddress).then((answer) => answer.json() as Promise<Topology>);
  const [shapes, page] = await Promise.all([world, data<{ states: State[]; kinds: string[]; on: string }>(place)]);
  const lands = feature(shapes, shapes.objects.countries as GeometryCollection<{ name: string }>).features;
  const states = new Map(page.states.filter((one) => one.numeric !== null).map((one) => [Number(one.numeric), one]));
  const kindOf = (one: State | undefined): string =>
    one === undefined ? "not a state that day" : (page.kinds.find((kind) => one.partners[kind]) ?? "no such tie");
  const domain = [...page.kinds, "no such tie", "not a state that day"];
  const drawn = Plot.plot({
    width: Math.max(Math.min(place.clientWidth, 1180), 320),
    projection: { type: "equal-earth", domain: { type: "Sphere" } },
    style: { background: "transparent", color: "inherit", fontFamily: "system-ui, sans-serif" },
    color: {
      domain,
      range: [...page.kinds.map(tone), tone("panel"), tone("absent")],
      legend: true,
    },
    ariaLabel: `Parties on ${page.on}, on present borders. The table by state says the same.`,
    marks: [
      Plot.sphere({ stroke: tone("line") }),
      Plot.geo(lands, {
        fill: (land: { id?: string | number }) => kindOf(states.get(Number(land.id))),
        stroke: tone("ground"),
        strokeWidth: 0.5,
        title: (land: { id?: string | number; properties: { name: string } }) => said(land.properties.name, states.get(Number(land.id))),
      }),
    ],
  });
  hushed(drawn);
  const picture = drawn instanceof SVGSVGElement ? drawn : drawn.querySelector<SVGSVGElement>("svg[role=img]");
  const row = document.createElement("p");
  row.className = "quiet";
  row.append("Present borders; the tie is of the state, not of every part of its land. ");
  if (picture)
    row.append(
      saving("SVG", `foedus-map-${page.on}.svg`, async () => svgFile(picture)), " ",
      saving("PNG", `foedus-map-${page.on}.png`, () => png(picture)));
  place.replaceChildren(drawn, row);
}

function said(name: string, one: State | undefined): string {
  if (!one) return `${name}: not a state that day`;
  const ties = Object.entries(one.partners).map(([kind, count]) => `${kind} with ${count}`);
  return `${one.name}: ${ties.join(", ") || "no such tie"}`;
}

const draw = (): void => at("map", map);
document.addEventListener("foedus:answer", draw);
draw();
