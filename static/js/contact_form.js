// The form of a contact, as a page or as a fragment of another page (htmx): fills it, follows it, finishes it.
import { Cause } from "./contact_cause.js";
import { Draft } from "./contact_draft.js";
import { bindKeys, focusGroup } from "./contact_keys.js";
import { Services } from "./contact_services.js";
import { show } from "./panes.js";
import { startTimer } from "./contact_timer.js";
import { Topics } from "./contact_topics.js";

const STEP_OF = { language: "basics", service_area: "basics", channel: "basics", cause_provider: "demand_class", segment: "level" };

class ContactForm {
  constructor(root) {
    const state = JSON.parse(root.querySelector("script[type='application/json']").textContent);
    Object.assign(this, { root, id: state.id, urls: state.urls, names: state.names, isEdit: state.isEdit });
    this.draft = new Draft(state, root.dataset.csrf, {
      state: (name, text) => this.tell(name, text),
      conflict: (mine, theirs, names) => this.conflict(mine, theirs, names),
      replaced: () => this.fill(),
    });
    const panel = document.getElementById("contact-search");
    this.services = new Services(this, panel);
    this.topics = new Topics(this);
    this.cause = new Cause(this);
    this.bind();
    bindKeys(this, root);
    bindKeys(this, panel);
    startTimer(root.querySelector("[data-cc-timer]"));
    this.fill();
    this.draft.restore();
  }

  all(selector) {
    return [...this.root.querySelectorAll(selector)];
  }

  one(selector) {
    return this.root.querySelector(selector);
  }

  // ---- from controls to facts ----

  bind() {
    this.root.addEventListener("input", (event) => event.target.matches("textarea, #contact-prevention") && this.took(event.target));
    this.root.addEventListener("change", (event) => this.took(event.target));
    this.root.addEventListener("focusout", () => this.draft.flush());
    this.root.addEventListener("focusin", (event) => this.stand(event.target.closest("[data-cc-step]")));
    this.root.addEventListener("click", (event) => this.clicked(event));
    this.all("[data-cc-bind='demand_class']").forEach((radio) => radio.addEventListener("focus", () => this.define(radio)));
  }

  took(control) {
    const name = control.dataset.ccBind;
    if (control.dataset.ccTyped) this.typed(control);
    if (!name) return;
    if (name === "municipality") this.place(control.value);
    else this.draft.data[name] = control.type === "checkbox" ? control.checked : control.value;
    if (name === "is_cause_unknown" && control.checked) this.draft.data.cause_provider = "";
    if (name === "service_area") this.loadReasons();
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
    if (!button) return;
    const { ccReason, ccQuick, ccKeep } = button.dataset;
    if (ccReason) this.ask(ccReason);
    else if (ccQuick) this.end(`${this.urls.quick_end}?code=${encodeURIComponent(ccQuick)}`);
    else if (ccKeep) this.keep(ccKeep);
    else if ("ccQuickOpen" in button.dataset) this.toggleQuick(this.one("#quick-ends").hidden);
    else if ("ccUnfold" in button.dataset) this.unfold(button.closest("[data-cc-step]"));
    else if ("ccFinish" in button.dataset) this.end(this.isEdit ? this.urls.edit : this.urls.complete);
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
    return [
      !isPlaced && "municipality", !this.topics.rows.length && "topics", this.topics.unfinished && "services",
      !data.demand_class && "demand_class", !isCaused && "cause", !this.topics.isOutside && !data.sote_look && "sote_look",
    ].filter(Boolean);
  }

  next() {
    const [first] = this.missing;
    this.fold(first);
    reveal(first === "services" ? this.services.panel : this.root);
    if (!first) this.one("[data-cc-finish]").focus();
    else if (first === "services") this.goToServices();
    else if (first === "cause") this.cause.input.focus();
    else focusGroup(this.one(`[data-cc-group="${first}"]`));
  }

  // What is done becomes one line; what comes next stays open.
  fold(next) {
    this.topics.fold();
    for (const step of this.all("[data-cc-step].is-done:has([data-cc-fold])")) {
      if (step.dataset.ccStep !== next) this.setFold(step, true);
    }
  }

  setFold(step, isFolded) {
    step.querySelector("[data-cc-fold]").hidden = isFolded;
    step.querySelector("[data-cc-unfold]").hidden = !isFolded;
    const summary = step.querySelector("[data-cc-summary]");
    if (summary) summary.hidden = !isFolded;
  }

  goToServices() {
    const topic = this.topics.unfinished;
    const field = topic.outcome && this.one("[data-cc-destination]:invalid, [data-cc-reason-text]:not([hidden])");
    if (field) field.focus();
    else this.services.focus();
  }

  // ---- from facts to controls ----

  fill() {
    const { data } = this.draft;
    for (const control of this.all("[data-cc-bind]")) {
      const value = control.dataset.ccBind === "municipality" && data.is_municipality_unknown ? "?" : data[control.dataset.ccBind];
      if (control.type === "radio") control.checked = control.value === value;
      else if (control.type === "checkbox") control.checked = value;
      else control.value = value;
    }
    this.addMunicipality(data.municipality);
    this.topics.draw();
    this.update();
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
    const { missing } = this;
    this.cause.draw(this.kind === "failure");
    const chosen = this.one("[data-cc-bind='demand_class']:checked");
    if (chosen) this.define(chosen);
    this.one("[data-cc-look-derived]").hidden = !this.topics.isOutside;
    this.one("[data-cc-group='sote_look']").hidden = this.topics.isOutside;
    this.all("[data-cc-reason]").forEach((button) => button.setAttribute("aria-pressed", data.topics.some((topic) => topic.reason === button.dataset.ccReason)));
    this.mark("note", Boolean(data.note));
    this.mark("party", true);
    this.mark("municipality", !missing.includes("municipality"));
    this.mark("topics", !missing.includes("topics") && !missing.includes("services"));
    this.mark("demand_class", !missing.includes("demand_class") && !missing.includes("cause"));
    this.mark("sote_look", !missing.includes("sote_look"));
    this.summarize();
    this.measure();
  }

  mark(name, isDone) {
    this.one(`[data-cc-step="${name}"]`).classList.toggle("is-done", isDone);
  }

  measure() {
    const done = this.all("[data-cc-step].is-done").filter((step) => !["note", "party"].includes(step.dataset.ccStep)).length;
    this.one("[data-cc-meter] progress").value = done;
    this.one("[data-cc-meter]").classList.toggle("is-full", done === 4);
    this.one("[data-cc-meter-text]").textContent = `${done}/4`;
  }

  summarize() {
    for (const step of this.all("[data-cc-step]:has([data-cc-summary])")) {
      const texts = [...step.querySelectorAll("[data-cc-fold] select")].map((select) => select.selectedOptions[0]?.text ?? "");
      const radio = step.querySelector("input[type=radio]:checked");
      step.querySelector("[data-cc-summary]").textContent = radio ? radio.dataset.name : texts.join(" · ");
    }
  }

  define(radio) {
    this.one("[data-cc-definition]").textContent = radio.dataset.definition;
  }

  stand(step) {
    this.all("[data-cc-step]").forEach((one) => one.classList.toggle("is-now", one === step));
  }

  unfold(step) {
    this.setFold(step, false);
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

  conflict(mine, theirs, names) {
    this.theirs = theirs;
    for (const kind of ["services", "providers"]) Object.assign(this.names[kind], names?.[kind]);
    this.one("[data-cc-mine]").textContent = mine.note;
    this.one("[data-cc-theirs]").textContent = theirs.note;
    this.one("[data-cc-conflict]").hidden = false;
    this.one("[data-cc-keep]").focus();
  }

  keep(which) {
    const mine = this.draft.data;
    const both = { ...mine, note: mine.note === this.theirs.note ? mine.note : `${this.theirs.note}\n\n${mine.note}` };
    this.one("[data-cc-conflict]").hidden = true;
    this.draft.resolve({ both, mine, theirs: this.theirs }[which]);
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

  complain(problems) {
    const links = problems.map(({ field, text }) => this.link(this.stepOf(field), text));
    this.one("[data-cc-problem-list]").replaceChildren(...links);
    this.one("[data-cc-problems]").hidden = problems.length === 0;
    for (const step of this.all("[data-cc-step]")) {
      const texts = problems.filter(({ field }) => this.stepOf(field) === step).map(({ text }) => text);
      const slot = step.querySelector("[data-cc-error]");
      if (slot) slot.textContent = texts.join(" ");
      step.classList.toggle("is-miss", texts.length > 0);
    }
    this.one("[data-cc-problem-list] button")?.focus();
  }

  stepOf(field) {
    const name = field.split(".")[0];
    return this.one(`[data-cc-step="${STEP_OF[name] ?? (name || "note")}"]`);
  }

  link(step, text) {
    const item = document.createElement("li");
    const button = document.createElement("button");
    Object.assign(button, { type: "button", className: "btn is-small nv-btn3", textContent: text });
    button.addEventListener("click", () => {
      step.scrollIntoView({ block: "center" });
      if (step.querySelector("[data-cc-unfold]:not([hidden])")) this.unfold(step);
      else focusGroup(step.querySelector("[data-cc-group]") ?? step);
    });
    item.append(button);
    return item;
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
