// The catalogue beside a contact's form: asks for hits and hands the chosen one over.
const DELAY = 250;

export class Services {
  constructor(form, panel) {
    Object.assign(this, { form, panel, isPending: false, queued: null, turn: 0 });
    this.box = panel.querySelector("[data-cc-services]");
    this.input = panel.querySelector("[data-cc-service-search]");
    this.input.addEventListener("input", () => this.later());
    this.input.addEventListener("keydown", (event) => event.key === "Enter" && !event.ctrlKey && this.enter(event));
    this.box.addEventListener("click", (event) => this.clicked(event));
  }

  later() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.ask({ q: this.input.value.trim() }), DELAY);
  }

  forReason(reason, name) {
    this.input.value = "";
    this.panel.querySelector("[data-cc-for-question]").hidden = false;
    this.panel.querySelector("[data-cc-question-name]").textContent = name;
    this.ask({ reason });
  }

  async ask(query) {
    clearTimeout(this.timer);
    const turn = ++this.turn;
    this.isPending = true;
    this.box.setAttribute("aria-busy", "true");
    this.box.querySelectorAll("[data-cc-digit]").forEach((button) => { button.disabled = true; });
    const address = `${this.form.urls.services}?${new URLSearchParams({ ...query, municipality: this.form.draft.data.municipality })}`;
    const html = await fetch(address).then((response) => (response.ok ? response.text() : ""), () => "");
    if (turn === this.turn) this.show(html);
  }

  show(html) {
    const hadFocus = this.box.contains(document.activeElement);
    this.box.innerHTML = html; // our own fragment, escaped by the template
    this.box.removeAttribute("aria-busy");
    this.isPending = false;
    const digit = this.queued;
    this.queued = null;
    if (digit) this.box.querySelector(`[data-cc-digit="${digit}"]`)?.click();
    else if (hadFocus) this.focus(); // never taken from where the counsellor has gone meanwhile
  }

  focus() {
    (this.isPending ? this.box : this.box.querySelector("button") ?? this.box).focus();
  }

  // A digit pressed before the hits came is kept for them.
  queue(digit) {
    if (this.isPending) this.queued = digit;
  }

  enter(event) {
    event.preventDefault();
    if (this.timer) this.ask({ q: this.input.value.trim() });
    this.focus();
  }

  clicked(event) {
    const button = event.target.closest("button");
    if (!button) return;
    const { ccService: service, name, provider, destination } = button.dataset;
    if (service) this.form.guide({ service, name, provider, destination });
    else this.form.answered();
  }
}
