// The worklist by keyboard: J and K (or the arrows) move, Enter opens, T marks done, S postpones. After the rows
// have come anew, the focus stays on its row, or on the one that took its place.
const region = document.querySelector("[data-cc-worklist]");
const dialog = document.getElementById("postpone");
const say = document.querySelector("[data-cc-say]");
const refusal = document.querySelector("[data-cc-refusal]");
let place = null; // the row in focus and its number, while the rows are away
let postponed = null; // the row that the dialog is about

const rows = () => [...region.querySelectorAll("[data-cc-row]")];
const current = () => document.activeElement?.closest?.("[data-cc-row]") ?? null;
const link = (row) => row?.querySelector("[data-cc-row-link]");

function tell(name, row) {
  say.textContent = (say.dataset[name] ?? "").replace("{what}", row?.dataset.what ?? "");
}

function move(step) {
  const all = rows();
  const at = all.indexOf(current());
  link(all[at < 0 ? 0 : Math.min(Math.max(at + step, 0), all.length - 1)])?.focus();
}

function finish(row) {
  const button = row?.querySelector("[data-cc-done]");
  if (button) button.click();
  else if (row) tell("textCannotFinish", row);
}

function postpone(row) {
  const button = row?.querySelector("[data-cc-postpone]");
  if (!button) {
    if (row) tell("textCannotPostpone", row);
    return;
  }
  postponed = { key: row.dataset.ccRow, what: row.dataset.what, url: button.dataset.ccPostpone, number: rows().indexOf(row) };
  dialog.querySelector("[data-cc-postpone-what]").textContent = row.dataset.what;
  dialog.querySelector("[name=day]").value = dialog.querySelector("[data-cc-day]").dataset.ccDay;
  dialog.showModal();
  dialog.querySelector("[name=day]").focus();
}

const KEYS = {
  j: () => move(1), ArrowDown: () => move(1), k: () => move(-1), ArrowUp: () => move(-1),
  t: () => finish(current()), s: () => postpone(current()),
};

region.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.altKey || event.metaKey || event.repeat && !event.key.startsWith("Arrow")) return;
  const act = KEYS[event.key] ?? KEYS[event.key.toLowerCase()];
  if (!act) return;
  event.preventDefault();
  act();
});

region.addEventListener("click", (event) => {
  const button = event.target.closest("[data-cc-postpone]");
  if (button) postpone(button.closest("[data-cc-row]"));
});

dialog.addEventListener("click", (event) => {
  const chosen = event.target.closest("[data-cc-day]");
  if (chosen) dialog.querySelector("[name=day]").value = chosen.dataset.ccDay;
});

dialog.querySelector("form").addEventListener("submit", () => {
  const day = dialog.querySelector("[name=day]").value;
  window.htmx.ajax("POST", postponed.url, { source: region, swap: "none", values: { day } });
});

dialog.addEventListener("close", () => link(region.querySelector(`[data-cc-row="${CSS.escape(postponed?.key ?? "")}"]`))?.focus());

const refresh = () => document.body.dispatchEvent(new CustomEvent("cc:refresh"));

document.body.addEventListener("htmx:afterRequest", (event) => {
  const path = event.detail.requestConfig?.path ?? "";
  const isDone = path.includes("/done/");
  if (!isDone && !path.includes("/postpone/")) return;
  const row = isDone ? event.target.closest("[data-cc-row]") : { dataset: { what: postponed?.what } };
  refusal.hidden = event.detail.successful;
  if (event.detail.successful) {
    tell(isDone ? "textDone" : "textPostponed", row);
    refresh();
  } else {
    const page = new DOMParser().parseFromString(event.detail.xhr?.responseText ?? "", "text/html");
    refusal.textContent = page.body.textContent.trim() || say.dataset.textFailed;
  }
});

document.body.addEventListener("htmx:beforeSwap", (event) => {
  if (event.detail.target !== region) return;
  const row = current();
  place = row && { key: row.dataset.ccRow, number: rows().indexOf(row) };
});

document.body.addEventListener("htmx:afterSettle", (event) => {
  if (event.detail.target !== region || !place || document.querySelector("dialog[open]")) return;
  const same = rows().find((row) => row.dataset.ccRow === place.key);
  link(same ?? rows()[Math.min(place.number, rows().length - 1)])?.focus();
  place = null;
});
