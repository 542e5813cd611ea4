// Small comforts for the field "What do you see?". Everything works without them.

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
}
