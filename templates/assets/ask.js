// Small comforts for the field "What happened?". Everything works without them.

/** So long nobody types before deskdoc is asked what it sounds like, in milliseconds. */
const PAUSE = 180;
/** Fewer letters than this say nothing. */
const SHORTEST = 8;

for (const form of document.querySelectorAll('[data-enhance="ask"]')) {
  const field = form.querySelector("textarea");
  const hint = form.querySelector("[data-key-hint]");
  if (hint) hint.hidden = false;
  field?.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      form.requestSubmit();
    }
  });
  if (field) suggestFor(form, field);
}

// A file that falls beside its field would be opened in the place of the page, and what was typed be gone.
for (const kind of ["dragover", "drop"]) {
  document.addEventListener(kind, (event) => {
    const isFile = event.dataTransfer?.types.includes("Files");
    if (!isFile || event.defaultPrevented || event.target.closest?.("input[type=file]")) return;
    event.preventDefault();
    event.dataTransfer.dropEffect = "none";
  });
}

function suggestFor(form, field) {
  const box = form.querySelector("[data-suggestions]");
  const status = form.querySelector("[data-suggested]");
  if (!box) return;
  let pause;
  let asking;
  field.addEventListener("input", () => {
    clearTimeout(pause);
    asking?.abort();
    pause = setTimeout(async () => {
      asking = new AbortController();
      try {
        show(box, status, await candidates(field.value, asking.signal));
      } catch {
        // Suggestions are a comfort; without them the form is sent as it is.
      }
    }, PAUSE);
  });
}

async function candidates(text, signal) {
  if (text.trim().length < SHORTEST) return [];
  const response = await fetch("/suggestions", { method: "POST", body: new URLSearchParams({ q: text }), signal });
  return response.ok ? (await response.json()).candidates : [];
}

function show(box, status, found) {
  const items = found.map((candidate) => {
    const button = document.createElement("button");
    button.className = "suggestion";
    button.name = "symptom";
    button.value = candidate.symptom;
    button.append(candidate.title, sure(candidate.confidence));
    const item = document.createElement("li");
    item.append(button);
    return item;
  });
  const words = found.map((candidate) => candidate.title).join("; ");
  box.querySelector("ul").replaceChildren(...items);
  box.hidden = items.length === 0;
  const said = words && `It sounds like: ${words}`;
  if (status.textContent !== said) status.textContent = said;
}

/** The same words as on the page of an answer. */
function sure(confidence) {
  const word =
    confidence >= 0.95 ? "very sure" : confidence >= 0.8 ? "fairly sure" : confidence >= 0.5 ? "more sure than not" : "not sure";
  const span = document.createElement("span");
  span.className = "suggestion-sure";
  span.textContent = word;
  return span;
}
