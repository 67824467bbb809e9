// The segment questions: the next best one first, the others behind a word, an answered one as a line on its axis.
import { say } from "./chat/texts.js";
import { focusGroup } from "./contact_keys.js";

export class Questions {
  constructor(form, step) {
    Object.assign(this, { form, order: [], next: null, known: {} });
    this.part = (name) => step.querySelector(`[data-cc-${name}]`);
    this.rows = [...form.made("questions").children];
    this.others = this.part("others");
    this.part("other-questions").append(...this.rows);
    step.addEventListener("change", (event) => this.took(event.target));
    step.addEventListener("click", (event) => this.reask(event.target.closest("[data-cc-reask]")));
  }

  get answers() {
    return this.form.draft.data.segment_answers;
  }

  row(code) {
    return this.rows.find((one) => one.dataset.ccQuestion === code);
  }

  // The codes that are asked and not answered, in the order of the rules; the next best first.
  get open() {
    const open = this.order.filter((code) => !(code in this.answers) && this.row(code));
    const first = this.asked ?? this.next;
    return open.includes(first) ? [first, ...open.filter((code) => code !== first)] : open;
  }

  took(control) {
    const row = control.closest("[data-cc-question]");
    if (!row) return;
    this.answers[row.dataset.ccQuestion] = Number(control.value);
    this.asked = null;
    if (this.next === row.dataset.ccQuestion) [this.next = null] = this.open;
    this.form.changed();
  }

  reask(button) {
    if (!button) return;
    this.asked = button.closest("[data-cc-question]").dataset.ccQuestion;
    delete this.answers[this.asked];
    this.form.changed();
    this.focus();
  }

  // What the rules say: a question that somebody is answering stays where it is.
  put(order, next, known) {
    const held = document.activeElement?.closest("[data-cc-question]")?.dataset.ccQuestion;
    this.asked = held && !this.form.guidance.isLed && !(held in this.answers) ? held : null;
    Object.assign(this, { order, next, known });
  }

  draw() {
    const wanted = this.open.map((code) => this.row(code));
    this.place(this.part("questions"), wanted.slice(0, 1));
    this.place(this.part("other-questions"), wanted.slice(1));
    this.others.hidden = wanted.length < 2;
    this.part("others-label").textContent = say(this.others, "others", { count: wanted.length - 1 });
    for (const axis of ["R", "C"]) this.place(this.part(`answered="${axis}"`), this.rows.filter((row) => row.dataset.axis === axis && row.dataset.ccQuestion in this.answers));
    this.rows.forEach((row) => this.drawRow(row));
  }

  // Moves only what is not in its place, so that the focus stays.
  place(list, rows) {
    [...list.children].filter((row) => !rows.includes(row)).forEach((row) => row.remove());
    rows.forEach((row, index) => { if (list.children[index] !== row) list.insertBefore(row, list.children[index] ?? null); });
  }

  drawRow(row) {
    const score = this.answers[row.dataset.ccQuestion];
    row.querySelectorAll("[type=radio]").forEach((radio) => { radio.checked = radio.value === String(score); });
    row.querySelector("[data-cc-asked]").hidden = score !== undefined;
    row.querySelector("[data-cc-told-answer]").hidden = score === undefined;
    row.querySelector("[data-cc-next]").hidden = row.dataset.ccQuestion !== this.next;
    this.drawKnown(row);
    row.querySelector("[data-cc-answer]").textContent = row.querySelector("[type=radio]:checked")?.dataset.name ?? "";
  }

  // What the record already tells is offered beside the question and never filled in.
  drawKnown(row) {
    const option = row.querySelector(`[type=radio][value="${this.known[row.dataset.ccQuestion]}"]`);
    row.querySelector("[data-cc-known]").textContent = option ? say(row, "known", { answer: option.dataset.name }) : "";
  }

  focus() {
    const [first] = this.part("questions").children;
    if (first) focusGroup(first.querySelector("[data-cc-group]"));
    return Boolean(first);
  }
}
