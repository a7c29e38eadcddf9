// Waiting for long work: beside the plain way of a form, the server tells how far its page is.

interface Step {
  says: string;
  seconds: number;
}

const PATIENCE = 350; // ms before a wait is spoken of

/** A line that tells what is being done; it appears only where the wait is long enough to be felt. */
function line(form: HTMLFormElement): { step: (one: Step) => void; end: () => void } {
  const box = document.createElement("p");
  box.className = "waiting";
  box.setAttribute("role", "status");
  const bar = document.createElement("progress");
  bar.setAttribute("aria-label", "Working");
  const words = document.createElement("span");
  box.append(bar, words);
  const timer = window.setTimeout(() => form.after(box), PATIENCE);
  return {
    step: ({ says, seconds }) => {
      const part = /(\d+) of (\d+)/.exec(says);
      if (part) [bar.value, bar.max] = [Number(part[1]), Number(part[2])];
      else bar.removeAttribute("value");
      words.textContent = says === "begun" ? "" : `${says}${seconds >= 2 ? `, ${Math.round(seconds)} s` : ""}`;
    },
    end: () => {
      clearTimeout(timer);
      box.remove();
    },
  };
}

/** Hear the steps of an address until the browser has the page, which it asks for by itself meanwhile. */
function listen(form: HTMLFormElement, address: string): EventSource {
  const told = line(form);
  const source = new EventSource(address);
  const end = (): void => {
    source.close();
    told.end();
  };
  source.addEventListener("step", (event) => told.step(JSON.parse((event as MessageEvent<string>).data) as Step));
  for (const last of ["fault", "error"]) source.addEventListener(last, end);
  source.addEventListener("done", () => source.close());
  window.addEventListener("pageshow", end, { once: true });
  return source;
}

/** The address that the browser makes of a form with GET. */
function target(form: HTMLFormElement): string {
  const fields = [...new FormData(form)].map(([name, value]) => [name, String(value)]);
  return `${new URL(form.action).pathname}?${new URLSearchParams(fields)}`;
}

/** A panel: made first, then its file is fetched, which leaves the page where it is. */
function panel(form: HTMLFormElement): void {
  const told = line(form);
  const fields = new URLSearchParams(target(form).split("?")[1]);
  const [unit, kind] = [fields.get("unit"), fields.get("form")];
  fields.set("kinds", fields.getAll("kind").join(","));
  for (const name of ["unit", "form", "kind"]) fields.delete(name);
  const source = new EventSource(`/api/progress/panels/${unit}?${fields}`);
  const leave = (): void => {
    source.close();
    told.end();
    location.assign(`/api/panels/${unit}.${kind}?${fields}`);
  };
  source.addEventListener("step", (event) => told.step(JSON.parse((event as MessageEvent<string>).data) as Step));
  for (const last of ["done", "fault", "error"]) source.addEventListener(last, leave);
}

/** An article goes with a word by which the server is asked how far it is. */
function withWord(form: HTMLFormElement): string {
  let field = form.querySelector<HTMLInputElement>("input[name=wait]");
  if (!field) {
    field = document.createElement("input");
    Object.assign(field, { type: "hidden", name: "wait" });
    form.append(field);
  }
  field.value = [...crypto.getRandomValues(new Uint8Array(12))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return field.value;
}

for (const form of document.querySelectorAll<HTMLFormElement>("form[data-progress]")) {
  form.addEventListener("submit", (event) => {
    if (form.dataset.progress === "panel") {
      event.preventDefault();
      panel(form);
    } else if (form.method === "post") listen(form, `/api/progress/form/${withWord(form)}`);
    else listen(form, `/api/progress/page?${new URLSearchParams({ address: target(form) })}`);
  });
}
