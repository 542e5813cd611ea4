// Saves the page load between two turns. Every form works without it: it sends the same form to the same address,
// gets the same page, and puts the parts that are new in the place of the old ones.

const talk = document.querySelector("[data-case]");
const caseId = talk?.dataset.case;
const status = () => document.querySelector("[data-status]");
const latest = () => document.getElementById("latest");
const isWriting = (element) => element?.matches?.("textarea, select, input:not([type=checkbox])");
let isBusy = false;
/** The key that is down: it counts once, however long it is held and whatever it has put in front of the reader. */
let heldKey = null;

/** What stays of an address when the mark of a place on the page is left out. */
const address = (form) => form.getAttribute("action").split("#")[0];

async function converse(form, submitter) {
  if (isBusy) return;
  isBusy = true;
  talk.setAttribute("aria-busy", "true");
  const waiting = setTimeout(() => (status().textContent = "Looking…"), 400);
  try {
    const body = new URLSearchParams(new FormData(form, submitter));
    const response = await fetch(address(form), { method: "POST", body, headers: { accept: "text/html" } });
    take(response, await response.text(), form, submitter);
  } catch {
    notArrived();
  } finally {
    clearTimeout(waiting);
    if (status()) status().textContent = "";
    isBusy = false;
    talk.removeAttribute("aria-busy");
  }
}

function take(response, html, form, submitter) {
  const page = new DOMParser().parseFromString(html, "text/html");
  if (response.redirected && new URL(response.url).pathname !== location.pathname) {
    // The case note, or another case.
    location.assign(response.url);
  } else if (page.querySelector("[data-case]")) {
    show(page, form, response.ok);
  } else if (response.status >= 500 || response.status === 429) {
    notArrived();
  } else {
    // Whatever it is: the browser itself sends the form, and shows what comes.
    form.removeAttribute("data-converse");
    form.requestSubmit(submitter);
  }
}

/** What was typed stays where it is, to be sent again; what has arrived already is refused as an old page is. */
function notArrived() {
  const alert = document.createElement("div");
  alert.className = "alert";
  alert.setAttribute("role", "alert");
  const [title, text] = ["No answer came", "Whether it arrived is not known, and nothing you typed is lost. Send it again in a moment: if it had arrived, you will see how the case stands, and it does not count twice."].map(
    (words) => Object.assign(document.createElement("p"), { textContent: words }),
  );
  title.className = "alert-title";
  alert.append(title, text);
  const notices = document.querySelector("[data-part=notices]");
  notices.replaceChildren(alert);
  notices.scrollIntoView({ block: "center" });
}

function show(page, form, isTaken) {
  const field = document.getElementById("say");
  const wasWriting = document.activeElement === field && field !== null;
  document.title = page.title;
  replaceTurns(page.querySelector(".turns"));
  const folds = openFolds();
  for (const part of ["head", "notices", "step", "side"]) swap(page, `[data-part=${part}]`);
  keepField(page, form, isTaken);
  for (const id of folds) document.getElementById(id)?.setAttribute("open", "");
  prepare();
  const refused = document.querySelector(".say [aria-invalid=true]");
  if (refused) {
    refused.focus();
  } else if (wasWriting && document.getElementById("say")) {
    document.getElementById("say").focus({ preventScroll: true });
    latest()?.scrollIntoView({ block: "nearest" });
  } else {
    latest()?.focus({ preventScroll: true });
    latest()?.scrollIntoView({ block: "start" });
  }
}

/** Only what differs is replaced, from the first turn that does: a reader is told what is new and nothing else. */
function replaceTurns(fresh) {
  const old = document.querySelector(".turns");
  const [was, is] = [[...old.children], [...fresh.children]];
  let same = 0;
  while (same < was.length && same < is.length && was[same].isEqualNode(is[same])) same += 1;
  was.slice(same).forEach((turn) => turn.remove());
  old.append(...is.slice(same));
}

function swap(page, selector) {
  const [old, fresh] = [document.querySelector(selector), page.querySelector(selector)];
  if (old && fresh) old.replaceWith(fresh);
}

/** The field that is written in stays the same element, so that neither focus nor keyboard go away on a phone. */
function keepField(page, form, isTaken) {
  const [old, fresh] = [document.querySelector(".say"), page.querySelector(".say")];
  if (!old || !fresh) {
    old?.remove();
    if (fresh) document.querySelector(".step").after(fresh);
    return;
  }
  const field = old.querySelector("#say");
  const typed = field.value;
  const isSaying = form.classList.contains("say-form");
  const freshField = fresh.querySelector("#say");
  const value = isSaying && isTaken ? "" : isSaying ? freshField.value : typed;
  if (document.activeElement === field) {
    old.querySelector("#say-refusal")?.remove();
    const refusal = fresh.querySelector("#say-refusal");
    if (refusal) field.before(refusal);
    for (const name of ["rows", "aria-describedby", "aria-invalid"]) {
      const attribute = freshField.getAttribute(name);
      if (attribute === null) field.removeAttribute(name);
      else field.setAttribute(name, attribute);
    }
    old.querySelector("label[for=say]").textContent = fresh.querySelector("label[for=say]").textContent;
    swap(page, ".say-steer");
    for (const input of old.querySelectorAll("[name=expected]")) input.value = fresh.querySelector("[name=expected]").value;
    field.value = value;
    const [offered, offers] = [old.querySelector("#hand-over-fold"), fresh.querySelector("#hand-over-fold")];
    if (!offers) offered?.remove();
    else if (!offered) old.append(offers);
  } else {
    freshField.value = value;
    // What is typed elsewhere waits there for its own button.
    for (const id of ["facts", "file", "reason"]) {
      const waiting = old.querySelector(`#${id}`);
      if (waiting && !form.contains(waiting)) fresh.querySelector(`#${id}`)?.replaceWith(waiting);
    }
    old.replaceWith(fresh);
  }
}

function openFolds() {
  return [...document.querySelectorAll(".case-side details[open][id], .say details[open][id]")].map((fold) => fold.id);
}

/** Steps ticked off stay so, in this window only. */
function prepareTicks() {
  for (const card of document.querySelectorAll("[data-ticks]")) {
    const key = `ticks ${caseId} ${card.dataset.ticks} ${card.querySelector("ul.ticks") ? "seen" : "done"}`;
    const boxes = [...card.querySelectorAll("input[type=checkbox]")];
    const kept = read(key);
    boxes.forEach((box, at) => {
      box.checked = kept.includes(at);
      box.addEventListener("change", () => {
        write(key, boxes.flatMap((other, place) => (other.checked ? [place] : [])));
      });
    });
  }
}

function read(key) {
  try {
    return JSON.parse(sessionStorage.getItem(key)) ?? [];
  } catch {
    return [];
  }
}

function write(key, value) {
  try {
    sessionStorage.setItem(key, JSON.stringify(value));
  } catch {
    // A browser that keeps nothing shows the ticks all the same.
  }
}

/** Files let fall on the form go into its file field. */
function prepareDrop() {
  for (const form of document.querySelectorAll("[data-drop]:not([data-ready])")) {
    form.dataset.ready = "";
    const file = form.querySelector("input[type=file]");
    const drags = (event) => event.dataTransfer?.types.includes("Files");
    form.addEventListener("dragover", (event) => {
      if (!drags(event)) return;
      event.preventDefault();
      form.classList.add("is-dropping");
    });
    form.addEventListener("dragleave", () => form.classList.remove("is-dropping"));
    form.addEventListener("drop", (event) => {
      if (!drags(event)) return;
      event.preventDefault();
      form.classList.remove("is-dropping");
      file.files = event.dataTransfer.files;
      file.focus();
    });
  }
}

/** A form that leaves the page takes nothing with it that was typed beside it. */
function keepWords() {
  const field = document.getElementById("say");
  if (field) write(`words ${caseId}`, field.value);
}

function giveWordsBack() {
  const field = document.getElementById("say");
  if (!field) return;
  const words = read(`words ${caseId}`);
  if (typeof words === "string" && !field.value) field.value = words;
  write(`words ${caseId}`, "");
}

function prepare() {
  for (const hint of document.querySelectorAll(".step [data-key-hint]")) hint.hidden = false;
  prepareTicks();
  prepareDrop();
}

if (talk) {
  document.addEventListener("submit", (event) => {
    if (!event.target.matches("[data-converse]")) return keepWords();
    event.preventDefault();
    converse(event.target, event.submitter);
  });
  // Single keys count only while something of the conversation has the focus, and never while somebody writes.
  talk.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey) {
      if (event.key === "Enter" && event.target.matches("#say")) event.target.form.requestSubmit();
      return;
    }
    if (event.repeat || heldKey === event.key) return;
    if (event.altKey || isWriting(event.target) || !/^[1-9]$/.test(event.key)) return;
    const button = document.querySelector(`.step [data-key="${event.key}"]`);
    if (!button) return;
    event.preventDefault();
    heldKey = event.key;
    button.click();
  });
  document.addEventListener("keyup", () => (heldKey = null));
  window.addEventListener("blur", () => (heldKey = null));
  // A click beside the buttons puts the focus here, so that keys count as the hint says.
  talk.tabIndex = -1;
  prepare();
  giveWordsBack();
  // A page that is loaded once more does not go to its mark again.
  if (document.activeElement === document.body) latest()?.focus({ preventScroll: true });
}
