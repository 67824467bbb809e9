// What stands in the way of finishing: sentences that lead to their step.
import { focusGroup } from "./contact_keys.js";

export class Problems {
  constructor(form) {
    this.form = form;
    this.list = form.one("[data-cc-problem-list]");
  }

  show(problems) {
    this.list.replaceChildren(...problems.map(({ field, text }) => this.link(field, text)));
    this.form.one("[data-cc-problems]").hidden = problems.length === 0;
    for (const step of this.form.steps.all) {
      const texts = problems.filter(({ field }) => this.form.steps.ofField(field) === step).map(({ text }) => text);
      const slot = step.querySelector("[data-cc-error]");
      if (slot) slot.textContent = texts.join(" ");
      step.classList.toggle("is-miss", texts.length > 0);
    }
    this.list.querySelector("button")?.focus();
  }

  link(field, text) {
    const item = document.createElement("li");
    const button = document.createElement("button");
    Object.assign(button, { type: "button", className: "btn is-small nv-btn3", textContent: text });
    button.addEventListener("click", () => this.lead(field));
    item.append(button);
    return item;
  }

  lead(field) {
    const step = this.form.steps.ofField(field);
    step.scrollIntoView({ block: "center" });
    if (step.dataset.ccStep === "guidance") this.form.guidance.rethink();
    else if (step.querySelector("[data-cc-unfold]:not([hidden])")) this.form.unfold(step);
    else focusGroup(step.querySelector("[data-cc-group]") ?? step);
  }
}
