// What caused failure demand: a provider found by name, or "not known".
const DELAY = 250;

export class Cause {
  constructor(form) {
    this.form = form;
    this.box = form.root.querySelector("[data-cc-cause]");
    this.part = (name) => this.box.querySelector(`[data-cc-cause-${name}]`);
    this.input = this.part("input");
    this.input.addEventListener("input", () => {
      clearTimeout(this.timer);
      this.timer = setTimeout(() => this.ask(), DELAY);
    });
    this.input.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" || event.ctrlKey) return;
      event.preventDefault();
      this.part("hits").querySelector("button")?.click();
    });
    this.part("clear").addEventListener("click", () => { this.choose("", ""); this.input.focus(); });
  }

  async ask() {
    const address = `${this.form.root.dataset.providers}?${new URLSearchParams({ q: this.input.value })}`;
    const answer = await fetch(address).then((response) => response.json(), () => ({ providers: [] }));
    this.part("hits").replaceChildren(...answer.providers.map((provider, index) => this.hit(provider, index + 1)));
  }

  hit(provider, digit) {
    const button = document.createElement("button");
    Object.assign(button, { type: "button", className: "btn is-small nv-btn2", textContent: provider.name });
    button.dataset.ccDigit = digit;
    button.addEventListener("click", () => { this.choose(provider.id, provider.name); this.form.root.querySelector("#contact-prevention").focus(); });
    return button;
  }

  choose(id, name) {
    const { data } = this.form.draft;
    data.cause_provider = id;
    if (id) data.is_cause_unknown = false;
    this.form.names.providers[id] = name;
    this.input.value = "";
    this.part("hits").replaceChildren();
    this.form.fill();
    this.form.changed();
  }

  draw(isFailure) {
    const { data } = this.form.draft;
    this.box.hidden = !isFailure;
    this.part("chosen").hidden = !data.cause_provider;
    this.part("search").hidden = Boolean(data.cause_provider);
    this.part("name").textContent = this.form.names.providers[data.cause_provider] ?? "";
    if (isFailure) this.askEarlier();
  }

  // Contacts that this one may repeat: fetched once, when failure demand asks for them.
  async askEarlier() {
    const place = this.box.querySelector("[data-cc-earlier]:not([data-cc-asked])");
    if (!place) return;
    place.dataset.ccAsked = "";
    await window.htmx.ajax("GET", place.dataset.address, { target: place, swap: "innerHTML" });
    this.form.fillBound();
  }
}
