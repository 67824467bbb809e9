// The form of a contact, as a page or as a fragment of another page (htmx): fills it, follows it, finishes it.
import { Beside } from "./contact_beside.js";
import { PRESSED } from "./contact_buttons.js";
import { Cause } from "./contact_cause.js";
import { Conflict } from "./contact_conflict.js";
import { findIdentityCode } from "./chat/identity_code.js";
import { Draft } from "./contact_draft.js";
import { Guidance } from "./contact_guidance.js";
import { bindKeys, focusGroup } from "./contact_keys.js";
import { Level } from "./contact_level.js";
import { Problems } from "./contact_problems.js";
import { Services } from "./contact_services.js";
import { Steps } from "./contact_steps.js";
import { startTimer } from "./contact_timer.js";
import { Topics } from "./contact_topics.js";
import { Triggers } from "./contact_triggers.js";
import { say } from "./chat/texts.js";
import { show } from "./panes.js";

const INTERPRETER = "T15";

class ContactForm {
  constructor(root) {
    const state = JSON.parse(root.querySelector("script[type='application/json']").textContent);
    Object.assign(this, { root, id: state.id, urls: state.urls, names: state.names, isEdit: state.isEdit });
    this.draft = new Draft(state, root.dataset.csrf, {
      state: (name, text) => this.tell(name, text),
      conflict: (mine, theirs, names) => this.conflict.show(mine, theirs, names),
      replaced: () => this.fill(),
    });
    const panel = document.getElementById("contact-search");
    this.services = new Services(this, panel);
    this.steps = new Steps(this, state.steps);
    this.topics = new Topics(this);
    this.triggers = new Triggers(this, state.triggers);
    this.level = new Level(this, state.levels);
    this.guidance = new Guidance(this, state);
    this.cause = new Cause(this);
    this.conflict = new Conflict(this);
    this.problems = new Problems(this);
    const beside = panel.querySelector("[data-cc-beside]");
    this.beside = beside && new Beside(this, beside);
    this.bind();
    bindKeys(this, root);
    bindKeys(this, panel);
    startTimer(root.querySelector("[data-cc-timer]"));
    this.fill();
    this.draft.restore();
    if (state.data.municipality || this.guidance.isShown || state.data.triggers.length) this.guidance.ask();
  }

  all(selector) {
    return [...this.root.querySelectorAll(selector)];
  }

  one(selector) {
    return this.root.querySelector(selector);
  }

  // A fresh copy of one of the page's templates.
  made(name) {
    return this.one(`[data-cc-template="${name}"]`).content.firstElementChild.cloneNode(true);
  }

  // ---- from controls to facts ----

  bind() {
    this.root.addEventListener("input", (event) => event.target.matches("textarea, #contact-prevention, #segment-reason") && this.took(event.target));
    this.root.addEventListener("change", (event) => this.took(event.target));
    this.root.addEventListener("focusout", () => this.draft.flush());
    this.root.addEventListener("focusin", (event) => this.steps.stand(event.target.closest("[data-cc-step]")));
    this.root.addEventListener("click", (event) => this.clicked(event));
    this.root.addEventListener("htmx:afterSwap", () => { this.fillBound(); this.drawHead(); });
    this.all("[data-cc-bind='demand_class']").forEach((radio) => radio.addEventListener("focus", () => this.define(radio)));
  }

  took(control) {
    const name = control.dataset.ccBind;
    if (control.dataset.ccTyped) this.typed(control);
    if (!name) return;
    if (name === "municipality") this.place(control.value);
    else this.draft.data[name] = control.type === "checkbox" ? control.checked : control.value;
    if (name === "is_cause_unknown" && control.checked) this.draft.data.cause_provider = "";
    if (name === "level") this.level.choose(control.value);
    if (name === "service_area") this.moved();
    this.changed();
  }

  place(value) {
    Object.assign(this.draft.data, { municipality: value === "?" ? "" : value, is_municipality_unknown: value === "?" });
  }

  typed(input) {
    const wanted = input.value.trim().toLocaleLowerCase();
    const options = [...input.list.options];
    const begins = options.filter((option) => option.value.toLocaleLowerCase().startsWith(wanted));
    const option = options.find((one) => one.value.toLocaleLowerCase() === wanted) ?? (begins.length === 1 ? begins[0] : null);
    if (!wanted || !option) return;
    input.value = "";
    if (input.dataset.ccTyped === "topics") {
      this.ask(option.dataset.code);
    } else {
      this.place(option.dataset.code);
      this.fill();
      this.changed();
      this.next();
    }
  }

  clicked(event) {
    const button = event.target.closest("button");
    const name = button && Object.keys(PRESSED).find((one) => one in button.dataset);
    if (name) PRESSED[name](this, button);
  }

  // A digit chose in `group`: go on, inside its own part of the form first.
  chose(group) {
    const { ccGroup: name } = group.dataset;
    if (name === "triggers") this.triggers.chose();
    else if (name === "question") this.guidance.lead();
    else if (name === "first") this.guidance.first.onward(group.closest("[data-cc-first]"));
    else if (name === "segment") this.one("#segment-reason").focus();
    else this.next();
  }

  escape({ target }) {
    const step = target.closest("[data-cc-step]");
    if (target.closest("#quick-ends")) this.toggleQuick(false);
    else if (target.closest("[data-cc-group='triggers']")) this.triggers.leave();
    else if (step?.dataset.ccStep === "guidance") this.guidance.close();
    else if (step) this.steps.close(step);
  }

  // Another service area: its own order of steps, triggers and questions.
  moved() {
    this.steps.arrange();
    this.guidance.moved();
    this.loadReasons();
  }

  async loadReasons() {
    const address = `${this.urls.reasons}?${new URLSearchParams({ area: this.draft.data.service_area })}`;
    const html = await fetch(address).then((response) => (response.ok ? response.text() : ""), () => "");
    if (html) this.one("[data-cc-reasons]").innerHTML = html; // our own fragment, escaped by the template
    this.topics.learn();
  }

  // ---- questions and services ----

  ask(reason) {
    this.topics.add(reason);
    this.services.forReason(reason, this.topics.names[reason]);
    if (this.waiting) this.guide(this.waiting);
    this.waiting = null;
    this.triggers.settle();
    this.next();
  }

  guide(hit) {
    if (!this.topics.rows.length) {
      this.waiting = hit; // goes to the question chosen next
      focusGroup(this.one("[data-cc-group='topics']"));
      return;
    }
    this.topics.guide(hit);
    this.next();
  }

  answered() {
    if (this.topics.rows.length) this.topics.answered();
    this.next();
  }

  // ---- what is missing, and where to go ----

  get kind() {
    return this.one("[data-cc-bind='demand_class']:checked")?.dataset.kind ?? "";
  }

  get missing() {
    const { data } = this.draft;
    const isPlaced = data.municipality || data.is_municipality_unknown;
    const isCaused = this.kind !== "failure" || data.cause_provider || data.is_cause_unknown;
    return this.steps.inOrder([
      !isPlaced && "municipality", !this.topics.rows.length && "topics", this.topics.unfinished && "services",
      this.guidance.isMissing && "guidance", !data.demand_class && "demand_class", !isCaused && "cause",
      !this.topics.isOutside && !data.sote_look && "sote_look",
    ].filter(Boolean));
  }

  next() {
    const [first] = this.missing;
    this.topics.fold();
    this.steps.fold(first);
    reveal(first === "services" && !this.triggers.pending ? this.services.panel : this.root);
    if (this.triggers.pending) this.triggers.focusBanner();
    else if (!first) this.one("[data-cc-finish]").focus();
    else this.goTo(first);
  }

  goTo(need) {
    if (need === "services") this.goToServices();
    else if (need === "cause") this.cause.input.focus();
    else if (need === "guidance") this.guidance.lead();
    else focusGroup(this.one(`[data-cc-group="${need}"]`));
  }

  goToServices() {
    const topic = this.topics.unfinished;
    const field = topic.outcome && this.one("[data-cc-destination]:invalid, [data-cc-reason-text]:not([hidden])");
    if (field) field.focus();
    else this.services.focus();
  }

  // ---- from facts to controls ----

  fill() {
    this.fillBound();
    this.addMunicipality(this.draft.data.municipality);
    this.steps.arrange();
    this.topics.draw();
    this.update();
  }

  // Controls that hold one fact each; parts fetched later bring their own.
  fillBound() {
    const { data } = this.draft;
    for (const control of this.all("[data-cc-bind]")) {
      const value = control.dataset.ccBind === "municipality" && data.is_municipality_unknown ? "?" : data[control.dataset.ccBind];
      if (control.type === "radio") control.checked = control.value === value;
      else if (control.type === "checkbox") control.checked = value;
      else if (control.value !== value) control.value = value;
    }
  }

  // A municipality without a digit gets a button of its own once chosen.
  addMunicipality(code) {
    const group = this.one("[data-cc-group='municipality']");
    if (!code || group.querySelector(`input[value="${CSS.escape(code)}"]`)) return;
    const option = this.one(`#municipality-list option[data-code="${CSS.escape(code)}"]`);
    const label = group.firstElementChild.cloneNode(true);
    const input = label.querySelector("input");
    Object.assign(input, { value: code, checked: true });
    input.dataset.name = option?.value ?? code;
    input.removeAttribute("data-cc-digit");
    label.querySelector("span").textContent = option?.value ?? code;
    group.append(label);
  }

  changed() {
    this.update();
    this.draft.changed();
  }

  update() {
    const { data } = this.draft;
    this.one("[data-cc-note-code]").hidden = !findIdentityCode(data.note);
    this.triggers.draw();
    this.guidance.draw();
    this.guidance.changed();
    this.level.draw();
    this.beside?.refresh();
    this.cause.draw(this.kind === "failure");
    const chosen = this.one("[data-cc-bind='demand_class']:checked");
    if (chosen) this.define(chosen);
    this.one("[data-cc-look-derived]").hidden = !this.topics.isOutside;
    this.one("[data-cc-group='sote_look']").hidden = this.topics.isOutside;
    this.all("[data-cc-reason]").forEach((button) => button.setAttribute("aria-pressed", data.topics.some((topic) => topic.reason === button.dataset.ccReason)));
    this.drawMarks();
    this.drawInterpreter();
    this.drawHead();
  }

  drawMarks() {
    const { missing } = this;
    const lacks = (...needs) => needs.some((need) => missing.includes(need));
    this.steps.mark("note", Boolean(this.draft.data.note));
    this.steps.mark("party", true);
    this.steps.mark("municipality", !lacks("municipality"));
    this.steps.mark("topics", !lacks("topics", "services"));
    this.steps.mark("guidance", !lacks("guidance"));
    this.steps.mark("demand_class", !lacks("demand_class", "cause"));
    this.steps.mark("sote_look", !lacks("sote_look"));
    this.steps.summarize();
    this.steps.measure();
  }

  // Asked when the language, a trigger or the counsellor calls for it.
  drawInterpreter() {
    const { interpreter, triggers } = this.draft.data;
    const isForeign = !this.one("#contact-language").selectedOptions[0]?.dataset.national;
    const isOpen = !this.steps.isFolded(this.steps.named("basics"));
    this.one("[data-cc-interpreter]").hidden = !(isForeign || isOpen || interpreter || triggers.includes(INTERPRETER));
  }

  drawHead() {
    const place = this.one("[data-cc-bind='municipality']:checked:not([value='?'])")?.dataset.name;
    const who = this.one("[data-cc-who]");
    this.one("[data-cc-title-place]").textContent = place ? ` · ${place}` : "";
    this.one("[data-cc-party-name]").textContent = this.one("[data-cc-bind='party']:checked")?.dataset.name ?? "";
    if (this.one("#contact-person")) who.textContent = say(who, this.one("#contact-person b a") ? "named" : "anonymous");
  }

  // Sentences that warn and never block.
  warn(warnings) {
    for (const place of this.all("[data-cc-warnings]")) {
      const texts = warnings.filter(({ field }) => this.steps.ofField(field)?.contains(place)).map(({ text }) => text);
      place.hidden = texts.length === 0;
      place.querySelector("[data-cc-warning-text]").textContent = texts.join(" ");
    }
  }

  define(radio) {
    this.one("[data-cc-definition]").textContent = radio.dataset.definition;
  }

  unfold(step) {
    if (step.dataset.ccStep === "guidance") {
      this.guidance.open();
      return;
    }
    this.steps.setFold(step, false);
    this.drawInterpreter();
    focusGroup(step.querySelector("[data-cc-fold] [data-cc-group], [data-cc-fold][data-cc-group]") ?? step.querySelector("[data-cc-fold]"));
  }

  toggleQuick(isOpen) {
    this.one("#quick-ends").hidden = !isOpen;
    this.one("[data-cc-quick-open]").setAttribute("aria-expanded", isOpen);
    (isOpen ? this.one("#quick-ends button") : this.one("[data-cc-quick-open]")).focus();
  }

  // ---- saving and finishing ----

  tell(name, text) {
    const line = this.one("[data-cc-save-state]");
    const words = this.root.dataset[`text${name[0].toUpperCase()}${name.slice(1)}`] ?? "";
    line.textContent = name === "refused" ? text : [words, text].filter(Boolean).join(" ");
    line.dataset.state = name;
    line.classList.toggle("nv-error", !["saving", "saved"].includes(name));
    if (name === "saved") document.body.dispatchEvent(new CustomEvent("cc:draft-saved", { detail: this.id }));
  }

  async end(url) {
    const { status, body } = await this.draft.finish(url);
    if (status === 200) this.leave();
    else if (status === 422) this.complain(body.problems);
    else if (status === 409 && body.data) this.draft.conflict(this.draft.data, body.version, body.data, body.names);
    else if (status === 409) this.leave();
    else if (status === 400 || status === 404) this.tell("refused", body.detail);
    else if (status) this.draft.failed(status === 401 ? "signedOut" : "failed");
  }

  leave() {
    this.draft.forget();
    this.level.forget();
    this.draft.isBlocked = true;
    this.root.dispatchEvent(new CustomEvent("cc:contact-completed", { bubbles: true, detail: this.id }));
    if ("isPage" in this.root.dataset) window.location.assign(this.urls.page);
    else this.showComplete(this.root.closest(".nv-split"));
  }

  /** Beside a chat the finished contact takes the form's place, and the reader's. */
  async showComplete(place) {
    const pane = place.parentElement;
    await window.htmx.ajax("GET", this.urls.form, { target: place, swap: "outerHTML" });
    pane.querySelector("[data-cc-complete]")?.focus();
  }

  // What is missing is said after the emergency's number has been given: its steps must be seen.
  complain(problems) {
    if (this.triggers.pending) this.triggers.give();
    this.problems.show(problems);
  }
}

// A small screen shows one pane at a time: the one that is needed comes forward.
function reveal(element) {
  const pane = element.closest("[data-cc-pane]");
  if (pane && !pane.getClientRects().length) show(pane.id);
}

function begin(element) {
  for (const root of element.querySelectorAll("[data-cc-contact-form]:not([data-cc-begun])")) {
    root.dataset.ccBegun = "";
    new ContactForm(root);
  }
}

begin(document);
document.addEventListener("htmx:load", (event) => begin(event.detail.elt.parentElement ?? document));
