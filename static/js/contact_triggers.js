// Signs that override: one key each. They raise the level, say what to do, and the most serious stop all questions.
import { say } from "./chat/texts.js";
import { focusGroup } from "./contact_keys.js";

const URGENT = "URG";

export class Triggers {
  constructor(form, rows) {
    Object.assign(this, { form, rows, given: new Set() });
    this.list = form.one("[data-cc-marked]");
    this.banner = form.one("[data-cc-urgent]");
    this.boxes = form.all("[data-cc-trigger]");
    this.more = form.one("#more-triggers");
    this.boxes.forEach((box) => box.addEventListener("change", () => this.set(box.value, box.checked)));
    const { data } = form.draft;
    if (data.topics[0]?.outcome === URGENT) data.triggers.forEach((code) => this.given.add(code));
  }

  get marked() {
    return this.rows.filter((row) => this.form.draft.data.triggers.includes(row.code));
  }

  get blocking() {
    return this.marked.filter((row) => row.blocks);
  }

  // The one whose number has not been given yet.
  get pending() {
    return this.blocking.find((row) => !this.given.has(row.code));
  }

  set(code, isMarked) {
    const { data } = this.form.draft;
    data.triggers = isMarked ? [...new Set([...data.triggers, code])] : data.triggers.filter((one) => one !== code);
    if (!isMarked) this.undo(this.rows.find((row) => row.code === code));
    this.form.level.settle();
    this.settle();
    this.form.changed();
  }

  undo(row) {
    this.given.delete(row.code);
    if (row.blocks) this.form.topics.calm(URGENT, row.destination);
  }

  // Nothing is asked twice: the first question was handed over to where the trigger says.
  settle() {
    const [row] = this.blocking.filter((one) => this.given.has(one.code));
    if (row) this.form.topics.urge(URGENT, row.destination);
  }

  give() {
    this.blocking.forEach((row) => this.given.add(row.code));
    this.settle();
    this.form.changed();
    this.form.next();
  }

  withdraw() {
    this.set(this.pending.code, false);
    this.back();
  }

  // ---- focus ----

  // F9: remembers where the counsellor was.
  go() {
    const { activeElement } = document;
    this.from = this.form.root.contains(activeElement) && !activeElement.closest("[data-cc-group='triggers']") ? activeElement : null;
    this.boxes.find((box) => !box.closest("label").hidden)?.focus();
  }

  toggleMore(isOpen = this.more.hidden) {
    this.more.hidden = !isOpen;
    this.form.one("[data-cc-trigger-more]").setAttribute("aria-expanded", isOpen);
    if (isOpen) focusGroup(this.more, "label:not([hidden]) > input");
  }

  chose() {
    this.toggleMore(false);
    if (this.pending) this.focusBanner();
    else this.back();
  }

  leave() {
    this.toggleMore(false);
    this.back();
  }

  back() {
    if (this.from?.isConnected && this.from.getClientRects().length) this.from.focus();
    else this.form.next();
  }

  focusBanner() {
    this.banner.querySelector("[data-cc-urgent-given]").focus();
  }

  // ---- on the page ----

  draw() {
    const { data } = this.form.draft;
    for (const box of this.boxes) {
      const row = this.rows.find((one) => one.code === box.value);
      box.checked = data.triggers.includes(box.value);
      box.closest("label").hidden = !box.checked && row.areas.length > 0 && !row.areas.includes(data.service_area);
    }
    const { pending } = this;
    const rest = this.marked.filter((row) => row !== pending);
    this.list.hidden = rest.length === 0;
    this.list.replaceChildren(...rest.map((row) => this.chip(row)));
    this.drawBanner(pending);
    this.form.steps.stop(Boolean(pending));
  }

  chip(row) {
    const item = this.form.made("trigger");
    item.querySelector("[data-cc-name]").textContent = row.short;
    item.querySelector("[data-cc-action]").textContent = this.given.has(row.code) && row.blocks ? say(this.list, "given") : row.action;
    this.phone(item.querySelector("[data-cc-phone]"), row.phone);
    item.querySelector(".nv-chip").classList.add(row.blocks ? "is-alert" : "is-info");
    const remove = item.querySelector("[data-cc-unmark]");
    remove.setAttribute("aria-label", remove.getAttribute("aria-label").replace("{name}", row.short));
    remove.addEventListener("click", () => { this.set(row.code, false); this.form.next(); });
    return item;
  }

  phone(link, number) {
    link.hidden = !number;
    link.textContent = number;
    if (number) link.href = `tel:${number.replace(/[^+\d]/g, "")}`;
    else link.removeAttribute("href");
  }

  drawBanner(row) {
    this.banner.hidden = !row;
    if (!row) return;
    const part = (name) => this.banner.querySelector(`[data-cc-${name}]`);
    part("name").textContent = row.name;
    part("level").textContent = this.form.one(`#contact-level option[value="${CSS.escape(row.level)}"]`)?.text ?? "";
    part("action").textContent = row.action;
    this.phone(part("phone"), row.phone);
    part("no-phone").hidden = Boolean(row.phone);
  }
}
