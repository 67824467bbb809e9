// Keys of a contact's form: a digit chooses in the group that has focus and moves on to what is missing.
// In text fields a digit is a digit. Esc folds what is open.
const TEXT = "input:not([type=checkbox], [type=radio]), textarea, select";

export function bindKeys(form, element) {
  element.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey || event.isComposing) return;
    if (event.key === "Escape") form.escape(event);
    const group = event.target.closest("[data-cc-group]");
    if (!group || event.target.matches(TEXT) || !/^[0-9]$/.test(event.key) || event.repeat) return;
    event.preventDefault();
    choose(form, group, event.key);
  });
}

function choose(form, group, digit) {
  const control = group.querySelector(`:not([hidden]) > [data-cc-digit="${digit}"]:not(:disabled)`);
  if (!control) {
    if (group.dataset.ccGroup === "services") form.services.queue(digit);
    return;
  }
  control.click();
  if (control.matches("input")) form.chose(group);
}

export function focusGroup(group, selector = "input, button, select") {
  const checked = group.querySelector("input:checked");
  (checked ?? group.querySelector(selector) ?? group).focus();
}
