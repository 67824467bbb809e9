// Beside the form: call script, check lists and news. Follows the form's area, municipality, language and questions;
// ticks go into the draft; folds are remembered in the tab. It never takes the focus and says nothing aloud.
const FOLDS = "cc-beside-folds";

const folds = () => JSON.parse(sessionStorage.getItem(FOLDS) ?? "{}");

export class Beside {
  // `panel` carries its address in `hx-get`; `form` has draft.data, changed() and root.
  constructor(form, panel) {
    Object.assign(this, { form, panel, asked: "" });
    this.address = panel.dataset.url ?? panel.getAttribute("hx-get");
    panel.addEventListener("change", (event) => event.target.dataset.ccCheck && this.tick(event.target));
    panel.addEventListener("click", (event) => this.clicked(event.target.closest("[data-cc-notice-read]")));
    panel.addEventListener("toggle", (event) => this.remember(event.target), true);
    panel.addEventListener("htmx:afterSwap", () => this.drawn());
    this.drawn();
    this.refresh();
  }

  get key() {
    const { service_area: area, municipality, language, topics } = this.form.draft.data;
    return [area, municipality, language, topics.map((topic) => topic.reason).join(",")].join("|");
  }

  /** Called after every change of the form: asks the server only when what it depends on has changed. */
  async refresh({ always = false } = {}) {
    const { key } = this;
    if (!always && (key === this.asked || key === this.panel.querySelector("[data-cc-beside-key]")?.dataset.ccBesideKey)) {
      this.mark();
      return;
    }
    this.asked = key;
    const html = await fetch(`${this.address}?${this.query}`).then((answer) => (answer.ok ? answer.text() : ""), () => "");
    if (this.asked !== key) return; // the form has gone on meanwhile
    if (html) this.show(html);
    this.asked = "";
  }

  get query() {
    const { service_area: area, municipality, language, channel, topics } = this.form.draft.data;
    const words = new URLSearchParams({ area, municipality, language, channel });
    topics.forEach((topic) => words.append("reason", topic.reason));
    return words;
  }

  show(html) {
    const place = this.place;
    this.panel.innerHTML = html; // our own fragment, escaped by the template
    this.drawn();
    if (place) (this.panel.querySelector(place) ?? this.panel.querySelector("[tabindex], summary"))?.focus();
  }

  // Where the reader stood inside the panel, if there: drawing it anew must not lose the place.
  get place() {
    const active = document.activeElement;
    if (!this.panel.contains(active)) return "";
    const { ccCheck, ccNoticeRead } = active.dataset;
    if (ccCheck) return `[data-cc-check="${CSS.escape(ccCheck)}"]`;
    if (ccNoticeRead) return "[data-cc-notice-read]";
    const fold = active.closest("[data-cc-beside-fold]")?.dataset.ccBesideFold;
    return fold ? `[data-cc-beside-fold="${CSS.escape(fold)}"] summary` : "[tabindex]";
  }

  drawn() {
    const kept = folds();
    for (const fold of this.panel.querySelectorAll("[data-cc-beside-fold]")) {
      const isOpen = kept[fold.dataset.ccBesideFold];
      if (isOpen !== undefined) fold.open = isOpen;
    }
    this.mark();
  }

  remember(fold) {
    if (!fold.dataset.ccBesideFold) return;
    sessionStorage.setItem(FOLDS, JSON.stringify({ ...folds(), [fold.dataset.ccBesideFold]: fold.open }));
  }

  // ---- check lists ----

  tick(box) {
    const others = this.checks.filter((name) => name !== box.dataset.ccCheck);
    this.form.draft.data.checks = box.checked ? [...others, box.dataset.ccCheck] : others;
    this.mark();
    this.form.changed();
  }

  get checks() {
    return this.form.draft.data.checks ?? [];
  }

  mark() {
    const { checks } = this;
    for (const box of this.panel.querySelectorAll("[data-cc-check]")) box.checked = checks.includes(box.dataset.ccCheck);
    for (const list of this.panel.querySelectorAll("[data-cc-beside-fold]")) {
      const boxes = [...list.querySelectorAll("[data-cc-check]")];
      const count = list.querySelector("[data-cc-check-count]");
      if (count) count.textContent = `${boxes.filter((box) => box.checked).length}/${boxes.length}`;
    }
  }

  // ---- news ----

  async clicked(button) {
    if (!button) return;
    const headers = { Accept: "application/json", "X-CSRFToken": this.form.root.dataset.csrf };
    const answer = await fetch(button.dataset.ccNoticeRead, { method: "POST", headers }).catch(() => null);
    if (answer?.ok) await this.refresh({ always: true });
  }
}
