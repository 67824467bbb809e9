// Two texts of one contact: both are shown, the words say what else differs, and nothing of either is lost by joining.
import { isSame } from "./contact_draft.js";
import { say } from "./chat/texts.js";

const LISTS = ["triggers", "checks"];
const ANSWERS = ["first_information", "segment_answers"];

export class Conflict {
  constructor(form) {
    this.form = form;
    this.box = form.one("[data-cc-conflict]");
  }

  show(mine, theirs, names) {
    this.theirs = theirs;
    for (const kind of ["services", "providers"]) Object.assign(this.form.names[kind], names?.[kind]);
    for (const [name, { note }] of [["mine", mine], ["theirs", theirs]]) {
      this.box.querySelector(`[data-cc-${name}]`).textContent = note || say(this.box, "no-note");
    }
    const parts = this.differing(mine, theirs);
    const line = this.box.querySelector("[data-cc-differs]");
    line.hidden = parts.length === 0;
    line.textContent = say(this.box, "differs", { names: parts.join(", ") });
    this.box.hidden = false;
    this.box.querySelector("[data-cc-keep]").focus();
  }

  // The names of the steps whose facts are not the same.
  differing(mine, theirs) {
    const fields = Object.keys({ ...mine, ...theirs }).filter((name) => name !== "note" && !isSame(mine[name], theirs[name]));
    return [...new Set(fields.map((name) => this.nameOf(name)))];
  }

  nameOf(field) {
    if (LISTS.includes(field)) return say(this.box, field);
    return this.form.steps.ofField(field)?.querySelector("[data-cc-step-name]").textContent ?? field;
  }

  keep(which) {
    const mine = this.form.draft.data;
    this.box.hidden = true;
    this.form.draft.resolve({ both: join(mine, this.theirs), mine, theirs: this.theirs }[which]);
  }
}

function join(mine, theirs) {
  const both = { ...mine, note: mine.note === theirs.note ? mine.note : [theirs.note, mine.note].filter(Boolean).join("\n\n") };
  for (const name of LISTS) both[name] = [...new Set([...theirs[name], ...mine[name]])];
  for (const name of ANSWERS) both[name] = { ...theirs[name], ...mine[name] };
  const known = new Set(mine.topics.map((topic) => topic.reason));
  const added = theirs.topics.filter((topic) => !known.has(topic.reason));
  both.topics = [...mine.topics, ...added.map((topic) => ({ ...topic, is_main: mine.topics.length ? false : topic.is_main }))];
  return both;
}
