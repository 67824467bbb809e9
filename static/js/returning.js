// What an earlier contact knew is offered, never written over: a press takes one value into the form.
function take(form, { ccTake: name, value, name: words }) {
  const radio = form.querySelector(`input[type="radio"][data-cc-bind="${name}"][value="${CSS.escape(value)}"]`);
  if (radio) return radio.click();
  const control = form.querySelector(`[data-cc-typed="${name}"], select[data-cc-bind="${name}"]`);
  control.value = control.matches("select") ? value : words;
  control.dispatchEvent(new Event("change", { bubbles: true }));
}

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-cc-take]");
  if (!button) return;
  take(button.closest("[data-cc-contact-form]"), button.dataset);
  button.disabled = true;
});
