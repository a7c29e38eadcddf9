// Waiting for long work: a form marked so tells how far its page is, then opens it. Without scripts the page just comes.

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
  const buttons = [...form.querySelectorAll<HTMLButtonElement>("button")];
  for (const button of buttons) button.disabled = true;
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
      for (const button of buttons) button.disabled = false;
    },
  };
}

/** The address that a form with GET leads to; empty fields are left out. */
function target(form: HTMLFormElement): string {
  const address = new URL(form.action);
  for (const [name, value] of new FormData(form))
    if (typeof value === "string" && value) address.searchParams.append(name, value);
  return address.pathname + address.search;
}

function byAddress(form: HTMLFormElement): void {
  const [address, told] = [target(form), line(form)];
  const source = new EventSource(`/api/progress/page?${new URLSearchParams({ address })}`);
  const leave = (): void => {
    source.close();
    location.assign(address);
  };
  source.addEventListener("step", (event) => told.step(JSON.parse((event as MessageEvent<string>).data) as Step));
  for (const last of ["done", "fault", "error"]) source.addEventListener(last, leave); // a fault is shown as its page
  window.addEventListener("pagehide", () => told.end(), { once: true });
}

/** A panel: made first, then its file is fetched. */
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

/** An article: sent, and heard about until its page is there. */
async function byBody(form: HTMLFormElement): Promise<void> {
  const told = line(form);
  try {
    const body = new URLSearchParams([...new FormData(form)].map(([name, value]) => [name, String(value)]));
    const answer = await fetch(form.action, { method: "POST", headers: { accept: "text/event-stream" }, body });
    if (!answer.ok || !answer.body) throw new Error(`${answer.status}`);
    const parts = answer.body.pipeThrough(new TextDecoderStream()).getReader();
    let rest = "";
    for (let part = await parts.read(); !part.done; part = await parts.read()) {
      const events = (rest + part.value).split("\n\n");
      rest = events.pop() ?? "";
      for (const event of events) {
        const found = /^event: (\w+)\ndata: (.*)$/s.exec(event);
        if (!found) continue;
        const [name, data] = [found[1], JSON.parse(found[2] ?? "{}") as Record<string, string>];
        if (name === "step") told.step(data as unknown as Step);
        else if (name === "done") return location.assign(data.address ?? "/");
        else if (name === "page") return shown(data.html ?? "");
        else throw new Error(data.message);
      }
    }
    throw new Error("the answer broke off");
  } catch {
    form.submit(); // the plain way; a fault is shown as its page
  }
}

/** The page of an article too long for an address, in this one's place. */
function shown(html: string): void {
  document.open();
  document.write(html);
  document.close();
}

for (const form of document.querySelectorAll<HTMLFormElement>("form[data-progress]")) {
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (form.dataset.progress === "panel") panel(form);
    else if (form.method === "post") void byBody(form);
    else byAddress(form);
  });
}
