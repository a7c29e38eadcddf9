// The day slider: by pointer and keyboard through a treaty's time. The answer is the server's page of that day.

import { calmly } from "./page";

const DAY = 86_400_000;
const iso = (time: number): string => new Date(time).toISOString().slice(0, 10);
const said = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "long", year: "numeric", timeZone: "UTC" });

/** Build the slider in its place; `shown` is called after each new answer. */
export function slider(shown: () => void): void {
  const place = document.getElementById("day-slider");
  const form = document.getElementById("day-form") as HTMLFormElement | null;
  const field = document.getElementById("on") as HTMLInputElement | null;
  if (!place || !form || !field) return;
  const first = Date.parse(place.dataset.first ?? "");
  const days = Math.round((Date.parse(place.dataset.last ?? "") - first) / DAY);
  const moments = (place.dataset.moments ?? "").split(" ").filter(Boolean);
  const range = document.createElement("input");
  Object.assign(range, { type: "range", id: "day-range", min: "0", max: String(days), step: "1" });
  range.value = String(Math.round((Date.parse(place.dataset.on ?? "") - first) / DAY));
  const label = document.createElement("label");
  label.htmlFor = range.id;
  label.textContent = "Slide through time (arrow keys: a day; Page Up and Page Down: to the next act)";
  const spoken = document.createElement("p");
  spoken.setAttribute("role", "status");
  spoken.className = "unseen";
  place.append(label, range, marks(moments, first, days), spoken);

  const dayOf = (): string => iso(first + Number(range.value) * DAY);
  const tell = (): void => {
    range.setAttribute("aria-valuetext", said.format(new Date(dayOf())));
    field.value = dayOf();
  };
  let asked = 0;
  const ask = async (): Promise<void> => {
    const number = ++asked;
    const address = new URL(form.action);
    for (const [name, value] of new FormData(form)) if (value && typeof value === "string") address.searchParams.set(name, value);
    const answer = await fetch(address, { headers: { accept: "text/html" } });
    if (number !== asked || !answer.ok) return;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    for (const part of ["#answer", ".steps", "footer"]) {
      const [old, fresh] = [document.querySelector(part), page.querySelector(part)];
      if (old && fresh) old.replaceWith(fresh);
    }
    history.replaceState(null, "", address);
    spoken.textContent = document.querySelector("#answer .standing")?.textContent ?? "";
    shown();
  };
  const later = calmly(() => void ask());
  range.addEventListener("input", () => {
    tell();
    later();
  });
  range.addEventListener("keydown", (event) => {
    if (event.key !== "PageUp" && event.key !== "PageDown") return;
    event.preventDefault();
    const here = dayOf();
    const next = event.key === "PageUp" ? moments.find((day) => day > here) : moments.filter((day) => day < here).at(-1);
    if (!next) return;
    range.value = String(Math.round((Date.parse(next) - first) / DAY));
    tell();
    later();
  });
  field.addEventListener("change", () => {
    if (!field.value) return;
    range.value = String(Math.round((Date.parse(field.value) - first) / DAY));
    later();
  });
  tell();
}

/** The days on which something happened, as marks under the slider. */
function marks(moments: string[], first: number, days: number): HTMLElement {
  const row = document.createElement("div");
  row.className = "marks";
  row.setAttribute("aria-hidden", "true");
  for (const day of moments) {
    const share = (Date.parse(day) - first) / DAY / Math.max(days, 1);
    if (share < 0 || share > 1) continue;
    const mark = document.createElement("i");
    mark.style.left = `${share * 100}%`;
    mark.title = day;
    row.append(mark);
  }
  return row;
}
