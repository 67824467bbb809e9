// The field one writes in: its text survives a reload, and Enter does what the person has chosen.

import { findIdentityCode } from "./identity_code.js";
import { forget, keep, recall } from "./storage.js";

const TYPING_EVERY_MS = 3_000;

/**
 * `form` holds a textarea and `[data-cc-problem]` for a refusal; the page may have `[data-cc-enter-sends]`, a check box.
 * `send(text)` is called with what was written, `typing()` at most every three seconds.
 */
export class Composer {
  constructor(form, { send, typing = () => {}, enterSends = false }) {
    Object.assign(this, { form, send, typing, typedAt: 0, draft: null });
    this.field = form.querySelector("textarea");
    this.problem = form.querySelector("[data-cc-problem]");
    this.choice = document.querySelector("[data-cc-enter-sends]");
    if (this.choice) this.choice.checked = recall("enter-sends", enterSends);
    this.choice?.addEventListener("change", () => keep("enter-sends", this.choice.checked));
    this.field.addEventListener("input", () => this.changed());
    this.field.addEventListener("keydown", (event) => this.key(event));
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.submit();
    });
  }

  /** Write to `conversation` from now on; what was begun there comes back. */
  turnTo(conversation) {
    this.draft = `draft:${conversation}`;
    this.field.value = recall(this.draft, "");
    this.complain("");
  }

  changed() {
    if (this.draft) keep(this.draft, this.field.value);
    if (this.problem && !this.problem.hidden) this.complain("");
    if (Date.now() - this.typedAt < TYPING_EVERY_MS) return;
    this.typedAt = Date.now();
    this.typing();
  }

  key(event) {
    if (event.key !== "Enter" || event.isComposing || event.shiftKey) return;
    if (!event.ctrlKey && !event.metaKey && !this.choice?.checked) return;
    event.preventDefault();
    this.submit();
  }

  submit() {
    const text = this.field.value.trim().normalize("NFC");
    if (!text) return this.field.focus();
    if (findIdentityCode(text)) return this.complain(this.form.dataset.textIdentityCode);
    if ([...text].length > Number(this.field.dataset.ccMax ?? 4000)) return this.complain(this.form.dataset.textTooLong);
    this.field.value = "";
    if (this.draft) forget(this.draft);
    this.typedAt = 0;
    this.send(text);
    this.field.focus();
  }

  complain(sentence) {
    if (!this.problem) return;
    this.problem.hidden = !sentence;
    this.problem.textContent = sentence;
    this.field.toggleAttribute("aria-invalid", Boolean(sentence));
    if (sentence) this.field.focus();
  }
}
