// Keys of the workspace: whatever carries `aria-keyshortcuts` is pressed by them.
// Single characters act only inside their own [data-cc-keys] region and never in a text field (WCAG 2.1.4).
const NAMES = { Control: "ctrlKey", Alt: "altKey", Shift: "shiftKey", Meta: "metaKey" };
const TEXT = "input:not([type=checkbox], [type=radio], [type=button], [type=submit]), textarea, select, [contenteditable]";

function matches(event, combination) {
  const parts = combination.split("+");
  const key = parts.pop();
  const wanted = Object.entries(NAMES).every(([name, flag]) => name === "Shift" && key.length === 1
    ? true : event[flag] === parts.includes(name));
  return wanted && (event.key.toLowerCase() === key.toLowerCase() || (parts.includes("Alt") && event.code === `Key${key.toUpperCase()}`)
    || (parts.includes("Alt") && event.code === `Digit${key}`));
}

const isPlain = (combination) => combination.length === 1;

function mayAct(event, control, combination) {
  if (!isPlain(combination)) return true;
  const region = control.closest("[data-cc-keys]");
  return Boolean(region?.contains(event.target)) && !event.target.closest(TEXT);
}

function isUsable(control) {
  return !control.disabled && control.closest("[hidden]") === null && control.closest("[inert]") === null;
}

function controlFor(event) {
  const scope = document.querySelector("dialog[open]") ?? document;
  return [...scope.querySelectorAll("[aria-keyshortcuts]")].find((control) => isUsable(control)
    && control.getAttribute("aria-keyshortcuts").split(" ").some((combination) =>
      matches(event, combination) && mayAct(event, control, combination)));
}

function press(control) {
  const search = control.matches("[data-cc-search-link]") && document.querySelector("[data-cc-search]");
  if (search) {
    search.focus();
    search.select();
  } else if (control.matches(TEXT)) {
    control.focus();
  } else {
    control.click();
  }
}

document.addEventListener("keydown", (event) => {
  if (event.defaultPrevented || event.isComposing || event.repeat) return;
  const control = controlFor(event);
  if (!control) return;
  event.preventDefault();
  press(control);
});
