// The steps of a contact's form: order and names by service area, numbers, what is folded, done, missing and counted.
const STEP_OF_NEED = { services: "topics", cause: "demand_class" };
const STEP_OF_FIELD = {
  language: "basics", service_area: "basics", channel: "basics", interpreter: "basics", is_municipality_unknown: "municipality",
  cause_provider: "demand_class", is_cause_unknown: "demand_class", prevention: "demand_class", earlier_contact: "demand_class",
  segment: "guidance", segment_reason: "guidance", segment_answers: "guidance", first_information: "guidance", triggers: "level",
};
const REQUIRED = ["municipality", "topics", "demand_class", "sote_look"];

export class Steps {
  constructor(form, byArea) {
    Object.assign(this, { form, byArea });
    this.list = form.one(".nv-steps");
  }

  get all() {
    return [...this.list.querySelectorAll("[data-cc-step]")];
  }

  get order() {
    return this.all.map((step) => step.dataset.ccStep);
  }

  named(name) {
    return this.list.querySelector(`[data-cc-step="${name}"]`);
  }

  ofField(field) {
    const name = field.split(".")[0];
    return this.named(STEP_OF_FIELD[name] ?? (name || "note"));
  }

  // The needs in the order in which the steps stand on the page.
  inOrder(needs) {
    const place = (need) => this.order.indexOf(STEP_OF_NEED[need] ?? need);
    return [...needs].sort((one, other) => place(one) - place(other));
  }

  // ---- by service area ----

  get rows() {
    return this.byArea[this.form.draft.data.service_area] ?? [];
  }

  has(name) {
    return this.rows.some((row) => row.step === name);
  }

  arrange() {
    const known = this.rows.filter((row) => this.named(row.step));
    const isShown = (step) => this.has(step.dataset.ccStep) && step.dataset.ccStep !== "guidance"; // it opens by rule
    this.all.forEach((step) => { step.hidden = !isShown(step); });
    known.forEach((row) => this.describe(this.named(row.step), row));
    const wanted = known.map((row) => this.named(row.step));
    const present = this.all.filter((step) => wanted.includes(step));
    if (wanted.some((step, index) => step !== present[index])) keepingFocus(() => this.list.prepend(...wanted));
    this.number();
  }

  describe(step, { name, hint }) {
    step.querySelector("[data-cc-step-name]").textContent = name;
    const place = step.querySelector("[data-cc-step-hint]");
    place.textContent = hint;
    place.hidden = !hint;
  }

  number() {
    this.all.filter((step) => !step.hidden).forEach((step, index) => {
      step.querySelector(".nv-step-n").textContent = index + 1;
    });
  }

  // While a trigger stops the questions, only what the emergency needs stays.
  stop(isStopped) {
    this.list.classList.toggle("is-stopped", isStopped);
  }

  // ---- folding: what is done becomes one line ----

  fold(next) {
    for (const step of this.all.filter((one) => one.matches(".is-done:has([data-cc-fold])"))) {
      if (step.dataset.ccStep !== next && !step.matches("[data-cc-held], [hidden]")) this.setFold(step, true);
    }
  }

  setFold(step, isFolded) {
    step.querySelector("[data-cc-fold]").hidden = isFolded;
    step.querySelector("[data-cc-unfold]").hidden = !isFolded;
    const summary = step.querySelector("[data-cc-summary]");
    if (summary) summary.hidden = !isFolded;
  }

  isFolded(step) {
    return Boolean(step.querySelector("[data-cc-fold][hidden]"));
  }

  // Esc: an open step that has its answer becomes one line again, and its button gets the focus.
  close(step) {
    if (!step.matches(".is-done, .is-auto") || !step.querySelector("[data-cc-fold]:not([hidden])")) return;
    this.setFold(step, true);
    step.querySelector("[data-cc-unfold]").focus();
  }

  // ---- state ----

  mark(name, isDone) {
    this.named(name).classList.toggle("is-done", isDone);
  }

  stand(step) {
    this.all.forEach((one) => one.classList.toggle("is-now", one === step));
  }

  measure() {
    const required = this.form.guidance.isRequired ? [...REQUIRED, "guidance"] : REQUIRED;
    const counted = this.all.filter((step) => required.includes(step.dataset.ccStep));
    const done = counted.filter((step) => step.classList.contains("is-done")).length;
    const bar = this.form.one("[data-cc-meter] progress");
    Object.assign(bar, { max: counted.length, value: done });
    this.form.one("[data-cc-meter]").classList.toggle("is-full", done === counted.length);
    this.form.one("[data-cc-meter-text]").textContent = `${done}/${counted.length}`;
  }

  summarize() {
    for (const step of this.all.filter((one) => one.querySelector("[data-cc-summary]") && one.dataset.ccStep !== "guidance")) {
      const texts = [...step.querySelectorAll("[data-cc-fold] select")].map((select) => select.selectedOptions[0]?.text ?? "");
      const radio = step.querySelector("[data-cc-fold] input:checked");
      step.querySelector("[data-cc-summary]").textContent = radio ? radio.dataset.name : texts.join(" · ");
    }
  }
}

function keepingFocus(move) {
  const focused = document.activeElement;
  move();
  if (focused !== document.activeElement) focused.focus({ preventScroll: true });
}
