// The level of guidance: what the counsellor or an accepted segment set, raised while a trigger calls for more.
import { say } from "./chat/texts.js";

export class Level {
  constructor(form, order) {
    Object.assign(this, { form, order });
    this.key = `cc-level-${form.id}`;
    this.base = sessionStorage.getItem(this.key) ?? form.draft.data.level;
  }

  get step() {
    return this.form.steps.named("level");
  }

  higher(one, other) {
    return this.order.indexOf(one) >= this.order.indexOf(other) ? one : other;
  }

  // The one trigger that calls for the highest level.
  get raising() {
    const levels = this.form.triggers.marked.filter((row) => row.level);
    return levels.sort((one, other) => this.order.indexOf(other.level) - this.order.indexOf(one.level))[0];
  }

  // By hand: it stays until the next trigger is marked or removed.
  choose(level) {
    this.base = level;
    sessionStorage.setItem(this.key, level);
  }

  settle() {
    this.form.draft.data.level = this.raising ? this.higher(this.raising.level, this.base) : this.base;
    sessionStorage.setItem(this.key, this.base);
    this.form.one("#contact-level").value = this.form.draft.data.level;
  }

  accept(level) {
    this.choose(level);
    this.settle();
  }

  draw() {
    const { level, segment } = this.form.draft.data;
    const isRaised = this.raising?.level === level && this.base !== level;
    const why = isRaised ? say(this.step, "raised", { name: this.raising.name }) : this.segment(segment);
    this.step.querySelector("[data-cc-level-why]").textContent = why;
  }

  segment(code) {
    const radio = this.form.one(`[data-cc-bind="segment"][value="${CSS.escape(code)}"]`);
    if (radio) return radio.dataset.name;
    return this.form.guidance.isShown ? "" : say(this.step, "no-segment");
  }

  forget() {
    sessionStorage.removeItem(this.key);
  }
}
