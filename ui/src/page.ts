// What the islands share: the page's colours, its data, and pictures that can be taken along.

/** A colour of the sheet by its name, for canvases that know no CSS variables. */
export function tone(name: string): string {
  return getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim() || "#767a83";
}

/** The data behind a picture: the same address as the page, as JSON. */
export async function data<T>(where: HTMLElement): Promise<T> {
  const answer = await fetch(where.dataset.source ?? "", { headers: { accept: "application/json" } });
  if (!answer.ok) throw new Error(`${answer.status}`);
  return (await answer.json()) as T;
}

/** Run an island where its place is on the page; on any fault the picture of the server stays. */
export function at(id: string, draw: (place: HTMLElement) => Promise<void>): void {
  const place = document.getElementById(id);
  if (place) draw(place).catch(() => place.classList.add("plain"));
}

/** A link that saves something under a name. */
export function saving(label: string, name: string, make: () => Promise<Blob>): HTMLButtonElement {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "plain";
  button.textContent = label;
  button.addEventListener("click", async () => {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(await make());
    link.download = name;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
  });
  return button;
}

/** The dashes of each kind, so that kinds differ without colour. */
export const DASH: Record<string, number[]> = {
  defence: [],
  offence: [9, 3],
  guarantee: [6, 3],
  neutrality: [4, 3],
  nonaggression: [2, 3],
  consultation: [1, 3],
};

/** Call again once things have been quiet for a moment. */
export function calmly(then: () => void, wait = 140): () => void {
  let timer = 0;
  return () => {
    clearTimeout(timer);
    timer = window.setTimeout(then, wait);
  };
}

/** A chart of Plot for those who hear it: one picture with one name; its legend's swatches and inner parts stay silent. */
export function hushed(chart: Element): void {
  const svgs = chart instanceof SVGSVGElement ? [chart] : [...chart.querySelectorAll("svg")];
  for (const svg of svgs) {
    for (const part of svg.querySelectorAll("[aria-label]")) part.removeAttribute("aria-label");
    if (svg.hasAttribute("aria-label")) svg.setAttribute("role", "img");
    else svg.setAttribute("aria-hidden", "true");
  }
}
