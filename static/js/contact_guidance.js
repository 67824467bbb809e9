// First information and the segment: asks the rules while the form is filled, shows their suggestion with its reason.
import { post, isSame } from "./contact_draft.js";
import { FirstInformation } from "./contact_first.js";
import { focusGroup } from "./contact_keys.js";
import { Questions } from "./contact_questions.js";
import { say } from "./chat/texts.js";

const DELAY = 150;
const ADVICE = 1; // the place of the highest level that needs no first information

export class Guidance {
  constructor(form, state) {
    Object.assign(this, { form, opens: [], suggestion: null, isOpened: false, isLeft: false, isOwn: false, isLed: false, turn: 0 });
    this.step = form.steps.named("guidance");
    this.part = (name) => this.step.querySelector(`[data-cc-${name}]`);
    this.first = new FirstInformation(form, state.told);
    this.questions = new Questions(form, this.step);
    this.byArea = state.questions;
    this.questions.order = this.byArea[form.draft.data.service_area] ?? [];
    this.asked = this.key;
    this.part("own").addEventListener("keydown", (event) => this.entered(event));
    for (const name of ["keydown", "pointerdown"]) form.root.addEventListener(name, () => { this.isLed = false; }, true);
  }

  // What the rules look at.
  get key() {
    const { level, triggers, service_area, municipality, segment_answers } = this.form.draft.data;
    return structuredClone({ level, triggers, service_area, municipality, segment_answers });
  }

  get isStopped() {
    return this.form.triggers.blocking.length > 0;
  }

  get isShown() {
    if (!this.form.steps.has("guidance")) return false;
    const { level, first_information: facts } = this.form.draft.data;
    const isCalled = this.opens.length > 0 || Object.keys(facts).length > 0;
    if (this.isStopped) return !this.form.triggers.pending && isCalled;
    return this.isOpened || isCalled || this.isRequired || this.form.level.order.indexOf(level) > ADVICE;
  }

  // What was answered must lead to a segment; without answers it may stay open.
  get isRequired() {
    return !this.isStopped && Object.keys(this.form.draft.data.segment_answers).length > 0;
  }

  get isOtherwise() {
    const { segment } = this.form.draft.data;
    return Boolean(segment && this.suggestion?.segment && segment !== this.suggestion.segment);
  }

  get isDecided() {
    const { segment, segment_reason: reason } = this.form.draft.data;
    const isSkipped = this.isLeft && !this.suggestion?.is_enough;
    return this.isStopped || isSkipped || Boolean(segment && (!this.isOtherwise || reason.trim()));
  }

  get isMissing() {
    return this.isShown && !this.isDecided;
  }

  // ---- the rules' answer ----

  changed() {
    if (isSame(this.key, this.asked)) return;
    this.asked = this.key;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.ask(), DELAY);
  }

  async ask() {
    const turn = ++this.turn;
    const { draft, urls } = this.form;
    const asked = post(urls.guidance, draft.csrf, { version: draft.version, data: draft.data });
    const { status, body } = await asked.catch(() => ({ status: 0 })); // without a connection what is shown stays
    if (status === 200 && turn === this.turn) this.answered(body);
  }

  answered({ opens, suggestion, questions, next_question: next, known, warnings }) {
    Object.assign(this, { opens, suggestion });
    this.questions.put(questions.map(({ code }) => code), next, known);
    this.form.warn(warnings);
    this.form.update();
    if (this.isLed) this.lead(); // nobody has pressed anything since the page led to a question
  }

  // ---- the counsellor's decision ----

  accept() {
    const { data } = this.form.draft;
    if (!this.suggestion) return;
    Object.assign(data, { segment: this.suggestion.segment, segment_reason: "" });
    this.decided(this.suggestion.level);
  }

  // The choice and its reason are kept as they are made; this closes them.
  useOwn() {
    const { segment, segment_reason: reason } = this.form.draft.data;
    const chosen = this.part("own").querySelector("[data-cc-bind='segment']:checked");
    if (!segment || !chosen) return focusGroup(this.part("own").querySelector("[data-cc-group]"));
    this.part("own-missing").hidden = !this.isOtherwise || Boolean(reason.trim());
    if (!this.part("own-missing").hidden) return this.form.one("#segment-reason").focus();
    return this.decided(chosen.dataset.level);
  }

  decided(level) {
    this.isOwn = this.isLeft = false;
    this.form.level.accept(level);
    this.form.changed();
    this.form.fillBound();
    this.form.next();
  }

  leaveOpen() {
    Object.assign(this.form.draft.data, { segment: "", segment_reason: "" });
    this.isLeft = true;
    this.isOwn = false;
    this.form.fillBound();
    this.form.changed();
    this.form.next();
  }

  rethink() {
    this.isLeft = false;
    this.isOwn = true;
    this.form.steps.setFold(this.step, false);
    this.form.update();
    focusGroup(this.part("own").querySelector("[data-cc-group]"));
  }

  toggleOwn() {
    this.isOwn = !this.isOwn;
    this.form.update();
    if (this.isOwn) focusGroup(this.part("own").querySelector("[data-cc-group]"));
    else this.part("otherwise").focus();
  }

  entered(event) {
    if (event.key !== "Enter" || event.ctrlKey || !event.target.matches("#segment-reason")) return;
    event.preventDefault();
    this.useOwn();
  }

  // Another service area has its own questions, also while the rules cannot be asked.
  moved() {
    this.questions.put(this.byArea[this.form.draft.data.service_area] ?? [], null, {});
  }

  // ---- opening and focus ----

  open() {
    this.isOpened = true;
    this.form.steps.setFold(this.step, false);
    this.form.update();
    if (!this.suggestion) this.ask();
    if (this.first.empty) this.first.focus(this.first.empty);
    else if (this.isDecided) this.part("rethink").focus();
    else this.lead();
  }

  close() {
    this.isOpened = false;
    this.form.update();
    if (this.isShown && !this.isMissing) this.form.steps.close(this.step);
    else if (!this.isShown) this.form.one("[data-cc-guidance-open]").focus();
  }

  lead() {
    if (this.isStopped) return this.form.next();
    if (this.isOwn) return focusGroup(this.part("own").querySelector("[data-cc-group]"));
    if (this.isDecided) return this.form.next();
    this.isLed = true;
    this.form.steps.setFold(this.step, false);
    this.step.scrollIntoView({ block: "nearest" });
    if (this.suggestion?.is_enough && !this.questions.next) return this.part("accept").focus();
    return this.questions.focus() || this.part("otherwise").focus();
  }

  // ---- on the page ----

  draw() {
    const wasHidden = this.step.hidden;
    this.step.hidden = !this.isShown;
    if (wasHidden !== this.step.hidden) this.form.steps.number();
    if (this.step.hidden) this.form.steps.setFold(this.step, false); // it comes open
    this.first.draw(this.opens);
    this.questions.draw();
    this.part("segment-box").hidden = this.isStopped;
    this.part("guidance-close").hidden = !this.isOpened || this.form.steps.isFolded(this.step);
    this.step.toggleAttribute("data-cc-held", this.isStopped && Boolean(this.first.empty)); // what the trigger itself asks
    this.summarize();
    this.drawSuggestion();
    this.drawDecision();
  }

  summarize() {
    const { segment } = this.form.draft.data;
    const name = this.form.one(`[data-cc-bind="segment"][value="${CSS.escape(segment)}"]`)?.dataset.name;
    const told = this.first.shown.length ? `${say(this.step, "first")} ${this.first.filled}/${this.first.shown.length}` : "";
    this.part("summary").textContent = [this.isStopped ? "" : name ?? say(this.step, "left"), told].filter(Boolean).join(" · ");
  }

  drawSuggestion() {
    const { suggestion } = this;
    this.part("guess").hidden = !suggestion;
    if (!suggestion) return;
    this.part("guess-name").textContent = suggestion.name;
    this.part("guess-level").textContent = `${suggestion.level} ${suggestion.level_name}`;
    this.part("guess-level").hidden = !suggestion.is_enough;
    this.part("guess-rules").textContent = suggestion.rules && say(this.step, "rules", { version: suggestion.rules });
    this.part("guess-reason").textContent = suggestion.reason;
    this.part('mean="R"').textContent = suggestion.resources ?? "";
    this.part('mean="C"').textContent = suggestion.complexity ?? "";
    this.drawHints(suggestion.hints);
  }

  drawHints(hints) {
    this.part("hints").hidden = !this.suggestion.is_enough || hints.length === 0 || !this.form.topics.rows.length;
    this.part("hint-list").replaceChildren(...hints.map(({ code, name }) => {
      const button = document.createElement("button");
      Object.assign(button, { type: "button", className: "btn is-small nv-btn3", textContent: name });
      button.addEventListener("click", () => this.form.topics.addDestination(this.form.topics.current, code));
      return button;
    }));
  }

  drawDecision() {
    const { segment, segment_reason: reason } = this.form.draft.data;
    const isClosed = Boolean(segment) && this.isDecided && !this.isOwn;
    this.part("accept").disabled = !this.suggestion?.is_enough;
    this.part("leave-open").hidden = Boolean(this.suggestion?.is_enough);
    this.part("decide").hidden = isClosed;
    this.part("otherwise").setAttribute("aria-expanded", this.isOwn || this.isOtherwise);
    this.part("own").hidden = isClosed || !(this.isOwn || this.isOtherwise);
    this.part("chosen").hidden = !isClosed;
    const chosen = this.part("own").querySelector("[data-cc-bind='segment']:checked");
    this.part("chosen-name").textContent = chosen?.dataset.name ?? "";
    this.part("chosen-why").textContent = this.isOtherwise ? reason : "";
    if (reason.trim()) this.part("own-missing").hidden = true;
  }
}
