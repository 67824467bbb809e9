// The questions of a contact's form: each with its outcome and where the person was guided.
const NOT_ROUTED = "R99";
const NO_ANSWER = "NOA";

export class Topics {
  constructor(form) {
    this.form = form;
    this.list = form.root.querySelector("[data-cc-topics]");
    const options = form.root.querySelector('[data-cc-template="routing"]').content.querySelectorAll("option[data-outside]");
    this.outside = new Set([...options].filter((option) => option.dataset.outside).map((option) => option.value));
    this.names = {};
    this.learn();
  }

  get rows() {
    return this.form.draft.data.topics;
  }

  learn() {
    for (const option of this.form.root.querySelectorAll("#reason-list option")) this.names[option.dataset.code] = option.value;
  }

  // Questions without an outcome, or guided without a destination.
  get unfinished() {
    return this.rows.find((topic) => !topic.outcome || (topic.outcome === "GUI" && !topic.routings.length)
      || topic.routings.some((routing) => !routing.destination || (routing.destination === NOT_ROUTED && !routing.reason_text)));
  }

  get isOutside() {
    return this.rows.some((topic) => topic.routings.some((routing) => this.outside.has(routing.destination)));
  }

  // The question that a service goes to: the one in hand, else the last.
  get current() {
    const open = this.rows.find((topic) => !topic.outcome);
    return open ?? this.rows.at(-1);
  }

  add(reason) {
    if (this.rows.some((topic) => topic.reason === reason)) return;
    this.rows.push({ reason, outcome: "", is_main: this.rows.length === 0, routings: [], is_service_missing: false, missing_service: "" });
    this.changed();
  }

  // Only what is still missing stays open.
  fold() {
    this.opened = null;
    this.draw();
  }

  remove(topic) {
    this.rows.splice(this.rows.indexOf(topic), 1);
    if (topic.is_main && this.rows.length) this.rows[0].is_main = true;
    this.changed();
  }

  guide(hit) {
    const topic = this.current;
    topic.outcome = "GUI";
    if (!topic.routings.some((routing) => routing.service === hit.service)) {
      topic.routings.push({ destination: hit.destination, service: hit.service, is_by_rule: Boolean(hit.destination), reason_text: "" });
    }
    this.form.names.services[hit.service] = { name: hit.name, provider: hit.provider };
    this.changed();
  }

  answered() {
    this.current.outcome = "ANS";
    this.changed();
  }

  // A trigger hands the first question over to where it says, and takes that back.
  urge(outcome, destination) {
    const [first] = this.rows;
    if (!first) return;
    first.outcome = outcome;
    if (destination && !first.routings.some((routing) => routing.destination === destination)) {
      first.routings.push({ destination, service: "", is_by_rule: false, reason_text: "" });
    }
    this.changed();
  }

  calm(outcome, destination) {
    const [first] = this.rows;
    if (first?.outcome !== outcome) return;
    first.routings = first.routings.filter((routing) => routing.service || routing.destination !== destination);
    first.outcome = first.routings.length ? "GUI" : "";
    this.changed();
  }

  changed() {
    this.draw();
    this.form.changed();
  }

  draw() {
    this.list.replaceChildren(...this.rows.map((topic, index) => this.topic(topic, index)));
    this.list.hidden = this.rows.length === 0;
  }

  topic(topic, index) {
    const item = this.form.made("topic");
    item.querySelector("[data-cc-name]").textContent = this.names[topic.reason] ?? topic.reason;
    this.main(item, topic);
    item.querySelector("[data-cc-remove]").addEventListener("click", () => this.remove(topic));
    for (const radio of item.querySelectorAll("[data-cc-outcome]")) {
      radio.name = `outcome-${index}`;
      radio.checked = radio.value === topic.outcome;
      radio.addEventListener("change", () => { topic.outcome = radio.value; this.missing(item, topic); this.form.changed(); });
    }
    item.querySelector("[data-cc-routings]").append(...topic.routings.map((routing) => this.routing(topic, routing)));
    this.close(item, topic);
    this.bindMissing(item, topic);
    const other = item.querySelector("[data-cc-add-destination]");
    other.addEventListener("change", () => this.addDestination(topic, other.value));
    return item;
  }

  // A question with its outcome is one line; "Change" opens it again.
  close(item, topic) {
    const open = [...item.querySelectorAll("[data-cc-group='outcome'], [data-cc-elsewhere]")];
    const isClosed = Boolean(topic.outcome) && topic !== this.opened;
    open.forEach((part) => { part.hidden = isClosed; });
    item.querySelector("[data-cc-outcome-chosen]").hidden = !isClosed;
    item.querySelector("[data-cc-outcome-name]").textContent = item.querySelector("[data-cc-outcome]:checked")?.dataset.name ?? "";
    item.querySelector("[data-cc-change]").addEventListener("click", () => {
      this.opened = topic;
      this.draw();
      this.list.children[this.rows.indexOf(topic)].querySelector("[data-cc-outcome]:checked").focus();
    });
  }

  // "A service is missing": where no answer was found, or when the question is opened again.
  bindMissing(item, topic) {
    const [box, words] = ["is-missing", "missing-service"].map((name) => item.querySelector(`[data-cc-${name}]`));
    box.checked = topic.is_service_missing;
    words.value = topic.missing_service;
    box.addEventListener("change", () => {
      Object.assign(topic, { is_service_missing: box.checked, missing_service: box.checked ? topic.missing_service : "" });
      this.missing(item, topic);
      this.form.changed();
      if (box.checked) words.focus();
    });
    words.addEventListener("input", () => { topic.missing_service = words.value; this.form.changed(); });
    this.missing(item, topic);
  }

  missing(item, topic) {
    const isAsked = topic.outcome === NO_ANSWER || topic.is_service_missing || topic === this.opened;
    item.querySelector("[data-cc-missing]").hidden = !isAsked;
    item.querySelector("[data-cc-missing-service]").hidden = !topic.is_service_missing;
  }

  main(item, topic) {
    const radio = item.querySelector("[data-cc-main]");
    item.querySelector("[data-cc-main-label]").hidden = this.rows.length < 2;
    radio.checked = topic.is_main;
    radio.addEventListener("change", () => {
      this.rows.forEach((row) => { row.is_main = row === topic; });
      this.form.changed();
    });
  }

  addDestination(topic, destination) {
    if (!destination) return;
    topic.routings.push({ destination, service: "", is_by_rule: false, reason_text: "" });
    if (!topic.outcome && destination !== NOT_ROUTED) topic.outcome = "GUI";
    this.changed();
    const item = this.list.children[this.rows.indexOf(topic)];
    item.querySelector("[data-cc-reason-text]:not([hidden])")?.focus();
  }

  routing(topic, routing) {
    const item = this.form.made("routing");
    const known = this.form.names.services[routing.service];
    const select = item.querySelector("[data-cc-destination]");
    const why = item.querySelector("[data-cc-reason-text]");
    select.value = routing.destination;
    item.querySelector("[data-cc-name]").textContent = known?.name ?? select.selectedOptions[0]?.text ?? "";
    const short = known && select.value ? select.selectedOptions[0].text : "";
    item.querySelector("[data-cc-provider]").textContent = [known?.provider, short].filter(Boolean).join(" · ");
    why.value = routing.reason_text;
    why.hidden = routing.destination !== NOT_ROUTED;
    select.hidden = Boolean(routing.destination) && Boolean(topic.outcome) && topic !== this.opened;
    why.addEventListener("input", () => { routing.reason_text = why.value; this.form.changed(); });
    select.addEventListener("change", () => {
      Object.assign(routing, { destination: select.value, is_by_rule: false });
      why.hidden = routing.destination !== NOT_ROUTED;
      this.form.changed();
    });
    item.querySelector("[data-cc-remove]").addEventListener("click", () => {
      topic.routings.splice(topic.routings.indexOf(routing), 1);
      this.changed();
    });
    return item;
  }
}
