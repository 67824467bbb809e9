// Keys of a contact's form: a digit chooses in the group that has focus and moves on to what is missing.
// In text fields a digit is a digit.
const TEXT = "input:not([type=checkbox], [type=radio]), textarea, select";

export function bindKeys(form, element) {
  element.addEventListener("keydown", (event) => {
    const group = event.target.closest("[data-cc-group]");
    if (!group || event.ctrlKey || event.altKey || event.metaKey || event.target.matches(TEXT)) return;
    if (event.key === "Escape" && group.dataset.ccGroup === "quick") form.toggleQuick(false);
    if (!/^[0-9]$/.test(event.key) || event.repeat) return;
    event.preventDefault();
    choose(form, group, event.key);
  });
}

function choose(form, group, digit) {
  const control = group.querySelector(`[data-cc-digit="${digit}"]:not(:disabled)`);
  if (!control) {
    if (group.dataset.ccGroup === "services") form.services.queue(digit);
    return;
  }
  control.click();
  if (control.matches("input")) form.next();
}

export function focusGroup(group) {
  const checked = group.querySelector("input:checked");
  (checked ?? group.querySelector("input, button, select") ?? group).focus();
}
