// The buttons of the case note. Without script the text is selected and copied by hand.

const text = document.querySelector("[data-note]");
const status = document.querySelector("[data-status]");
const copy = document.querySelector("[data-copy]");
const print = document.querySelector("[data-print]");

if (text && copy) {
  copy.hidden = false;
  copy.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(text.value);
      status.textContent = "Copied.";
    } catch {
      // Pages that do not come over TLS may not write to the clipboard; the selection can be copied by key.
      text.focus();
      text.select();
      const isDone = document.execCommand?.("copy");
      status.textContent = isDone ? "Copied." : "The note is selected: copy it with Ctrl and C.";
    }
  });
}
if (print) {
  print.hidden = false;
  print.addEventListener("click", () => window.print());
}
