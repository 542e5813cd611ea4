// Shows edits at once: waits until the files are no longer those that the page was made of, and loads it anew.
// Without it the browser's own way to load a page anew does the same.

const note = document.querySelector("[data-preview-state]");
const field = document.querySelector("#phrase");
const pause = (ms) => new Promise((done) => setTimeout(done, ms));

async function waitForEdits(known) {
  for (;;) {
    try {
      const answer = await fetch(`/preview/state?known=${encodeURIComponent(known)}`);
      if (!answer.ok) throw new Error(answer.statusText);
      if ((await answer.text()) !== known) break;
    } catch {
      await pause(2000);
    }
  }
  // Nobody wants a half-written phrase to vanish.
  if (field && field.value !== field.defaultValue) {
    note.textContent = "The pages have changed since. “Try” shows what that makes of your phrase.";
  } else {
    location.reload();
  }
}

if (note) waitForEdits(note.dataset.previewState);
