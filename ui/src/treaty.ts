// A treaty's page: the day slider, and its time as a chart.

import * as Plot from "@observablehq/plot";
import { at, data, hushed, tone } from "./page";
import { slider } from "./slider";

interface Spell {
  subject: string;
  standing: string;
  since: string | null;
  until: string | null;
}

const BINDS = new Set(["party", "in force", "provisional"]);
const DOUBT = new Set(["withdrawing", "suspended", "cannot say"]);
const GONE = new Set(["withdrawn", "ended", "replaced"]);
const words = (standing: string): string =>
  BINDS.has(standing) ? "binds" : DOUBT.has(standing) ? "in doubt or leaving" : GONE.has(standing) ? "ended" : "on the way";

async function timeline(place: HTMLElement): Promise<void> {
  const { spells } = await data<{ spells: Spell[] }>(place);
  const rows = spells.filter((row) => row.since);
  if (!rows.length) return;
  const order = [...new Set(rows.map((row) => row.subject))].slice(0, 60);
  const on = new Date(place.dataset.on ?? Date.now());
  const ends = rows.map((row) => +new Date(row.until ?? row.since ?? on));
  const end = new Date(Math.max(+on, ...ends) + 200 * 86_400_000);
  const chart = Plot.plot({
    width: Math.max(place.clientWidth, 320),
    height: order.length * 19 + 60,
    marginLeft: Math.min(150, 30 + 7 * Math.max(...order.map((name) => name.length))),
    style: { background: "transparent", color: "inherit", fontSize: "12px", fontFamily: "system-ui, sans-serif" },
    x: { type: "utc", label: null, grid: true },
    y: { domain: order, label: null, tickSize: 0 },
    color: {
      domain: ["binds", "in doubt or leaving", "ended", "on the way"],
      range: [tone("yes"), tone("open"), tone("no"), tone("quiet")],
      legend: true,
    },
    ariaLabel: "The treaty's time: a bar for each spell of the treaty and of each state. The tables say the same.",
    marks: [
      Plot.barX(rows.filter((row) => order.includes(row.subject)), {
        x1: (row: Spell) => new Date(row.since ?? ""),
        x2: (row: Spell) => (row.until ? new Date(row.until) : end),
        y: "subject",
        fill: (row: Spell) => words(row.standing),
        fillOpacity: (row: Spell) => (BINDS.has(row.standing) ? 0.85 : 0.5),
        insetTop: 2,
        insetBottom: 2,
        title: (row: Spell) => `${row.subject}: ${row.standing}, ${row.since} to ${row.until ?? "now"}`,
      }),
      Plot.ruleX([on], { stroke: "currentColor", strokeDasharray: "4 3" }),
    ],
  });
  hushed(chart);
  place.replaceChildren(chart);
}

const draw = (): void => at("timeline", timeline);
draw();
slider(draw);
