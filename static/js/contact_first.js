// First information: the few facts the rules call for, filled while talking; what was told before waits beside them.
import { say } from "./chat/texts.js";

const FIELD = "input:not([type=radio]), select";

export class FirstInformation {
  constructor(form, told) {
    Object.assign(this, { form, told });
    this.box = form.one("[data-cc-first-box]");
    this.items = [...this.box.querySelectorAll("[data-cc-first]")];
    this.box.addEventListener("input", (event) => this.took(event));
    this.box.addEventListener("change", (event) => this.took(event));
    this.box.addEventListener("keydown", (event) => this.entered(event));
    this.box.addEventListener("click", (event) => event.target.closest("[data-cc-take]") && this.take(event.target.closest("[data-cc-first]")));
  }

  get facts() {
    return this.form.draft.data.first_information;
  }

  get shown() {
    return this.items.filter((item) => !item.hidden);
  }

  // ---- from controls to facts ----

  took(event) {
    const item = event.target.closest("[data-cc-first]");
    if (!item || (event.type === "input" && event.target.matches("select, [type=radio]"))) return;
    this.keep(item, this.read(item), event.type);
  }

  keep(item, value) {
    if (value) this.facts[item.dataset.ccFirst] = value;
    else delete this.facts[item.dataset.ccFirst];
    this.drawTold(item);
    this.form.changed();
  }

  read(item) {
    const field = item.querySelector(FIELD);
    const radio = item.querySelector("[type=radio]:checked")?.value ?? "";
    if (!field) return radio;
    const text = field.value.trim();
    const { kind } = item.dataset;
    const value = { municipality: () => this.code(text), phone_safe: () => [text, radio].filter(Boolean).join(", ") }[kind]?.() ?? text;
    if (text && (!value || !field.checkValidity())) field.setAttribute("aria-invalid", "true");
    else field.removeAttribute("aria-invalid");
    return value;
  }

  code(name) {
    const wanted = name.toLocaleLowerCase();
    return [...this.form.one("#municipality-list").options].find((option) => option.value.toLocaleLowerCase() === wanted)?.dataset.code ?? "";
  }

  // ---- from facts to controls ----

  write(item, value) {
    const field = item.querySelector(FIELD);
    const radios = [...item.querySelectorAll("[type=radio]")];
    const last = field ? value.split(", ").at(-1) : value; // of a phone: whether it is safe to call
    const chosen = radios.find((radio) => radio.value === last);
    radios.forEach((radio) => { radio.checked = radio === chosen; });
    if (field && field !== document.activeElement) field.value = chosen ? value.slice(0, -chosen.value.length).replace(/, $/, "") : this.text(item, value);
  }

  text(item, value) {
    if (item.dataset.kind !== "municipality") return value;
    return this.form.one(`#municipality-list option[data-code="${CSS.escape(value)}"]`)?.value ?? "";
  }

  draw(opens) {
    for (const item of this.items) {
      const code = item.dataset.ccFirst;
      item.hidden = !opens.includes(code) && !this.facts[code];
      this.write(item, this.facts[code] ?? "");
      this.drawTold(item);
    }
    this.box.hidden = this.shown.length === 0;
  }

  drawTold(item) {
    const told = this.told[item.dataset.ccFirst];
    const line = item.querySelector("[data-cc-told]");
    line.hidden = !told || Boolean(this.facts[item.dataset.ccFirst]);
    if (told) line.querySelector("[data-cc-told-text]").textContent = say(item, "told", told);
  }

  take(item) {
    this.keep(item, this.told[item.dataset.ccFirst].value);
    this.write(item, this.facts[item.dataset.ccFirst]);
    this.onward(item);
  }

  get filled() {
    return this.shown.filter((item) => this.facts[item.dataset.ccFirst]).length;
  }

  // ---- focus ----

  get empty() {
    return this.shown.find((item) => !this.facts[item.dataset.ccFirst]);
  }

  focus(item) {
    const taken = item.querySelector("[data-cc-told]:not([hidden]) [data-cc-take]");
    (taken ?? item.querySelector(`${FIELD}, [type=radio]`)).focus();
  }

  entered(event) {
    if (event.key !== "Enter" || event.ctrlKey || !event.target.matches("input")) return;
    event.preventDefault();
    this.onward(event.target.closest("[data-cc-first]"));
  }

  // The fact after this one; after the last, what is next in the step.
  onward(item) {
    const rest = this.shown.slice(this.shown.indexOf(item) + 1);
    const next = rest.find((one) => !this.facts[one.dataset.ccFirst]);
    if (next) this.focus(next);
    else this.form.guidance.lead();
  }
}
