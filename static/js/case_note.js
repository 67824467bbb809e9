// A note of a case that is being written stays in the tab until it is saved: through a reload, a lost connection,
// a refusal and signing in again.
const PREFIX = "cc:case-note:";

const key = (form) => PREFIX + form.dataset.ccNote;

function restore(form) {
  const field = form.elements.text;
  const kept = sessionStorage.getItem(key(form));
  if (kept && !field.value) field.value = kept;
}

function keep(form) {
  const text = form.elements.text.value;
  if (text) sessionStorage.setItem(key(form), text);
  else sessionStorage.removeItem(key(form));
}

function say(form, text) {
  form.querySelector("[data-cc-note-error]").textContent = text;
}

const formOf = (event) => event.target.closest?.("[data-cc-note]");

document.querySelectorAll("[data-cc-note]").forEach(restore);

document.addEventListener("input", (event) => {
  const form = formOf(event);
  if (form) keep(form);
});

// A refused note comes back as its form with the reason; anything else leaves the text where it is.
document.addEventListener("htmx:beforeSwap", (event) => {
  if (!formOf(event)) return;
  if (event.detail.xhr.status === 422) event.detail.shouldSwap = true;
  if (event.detail.xhr.status === 200) sessionStorage.removeItem(key(formOf(event)));
});

for (const name of ["htmx:sendError", "htmx:timeout", "htmx:responseError"]) {
  document.addEventListener(name, (event) => {
    const form = formOf(event);
    if (form && event.detail.xhr?.status !== 422) say(form, form.dataset.textUnsaved);
  });
}
