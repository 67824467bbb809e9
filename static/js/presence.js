// The topics that the elements of a page watch, over whichever socket the page has: says who else has a record open
// (`data-cc-here` inside `data-cc-watch`) and sends `cc:changed` to the body when something is to be fetched again.

const watched = new Map(); // topic → who else has it open
let send = null;

const elements = () => [...document.querySelectorAll("[data-cc-watch]")];

function draw(element) {
  const names = watched.get(element.dataset.ccWatch) ?? [];
  const slot = element.querySelector("[data-cc-here]");
  if (!slot) return;
  const list = new Intl.ListFormat(document.documentElement.lang || "fi").format(names);
  slot.querySelector("[data-cc-here-text]").textContent = names.length ? slot.dataset.textHere.replace("{names}", list) : "";
  slot.hidden = !names.length;
}

function changed(what, id) {
  document.body.dispatchEvent(new CustomEvent("cc:changed", { detail: { what, id } }));
}

/** Follow what the page shows now: new topics are watched, those that have gone are left. */
export function look() {
  if (!send) return;
  const wanted = new Set(elements().map((element) => element.dataset.ccWatch));
  for (const topic of watched.keys()) {
    if (!wanted.has(topic) && send({ type: "unwatch", topic }) !== false) watched.delete(topic);
  }
  for (const topic of wanted) {
    if (!watched.has(topic) && send({ type: "watch", topic }) !== false) watched.set(topic, []);
  }
  elements().forEach(draw);
}

/** The socket is open; after a break everything may have changed. */
export function connected(sender, { again = false } = {}) {
  send = sender;
  watched.clear();
  look();
  if (again) changed("all", "");
}

/** Who else is there is not known without a connection, so nothing is said. */
export function lost() {
  send = null;
  watched.clear();
  elements().forEach(draw);
}

export function received(frame) {
  if (frame.type === "changed") changed(frame.what, frame.id);
  if (!["watching", "here"].includes(frame.type) || !watched.has(frame.topic)) return;
  watched.set(frame.topic, frame.others);
  elements().filter((element) => element.dataset.ccWatch === frame.topic).forEach(draw);
}

export const isNeeded = () => elements().length > 0;
