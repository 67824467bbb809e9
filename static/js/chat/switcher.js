// The list of open contacts: fetched from the server whenever it changes, and kept alive by what the sockets tell.

import { rowWords } from "./desk_talk.js";
import { elapsed } from "./texts.js";

/** `talks` maps conversation to DeskTalk; `choose(row)` opens one. */
export class Switcher {
  constructor(list, { talks, choose }) {
    Object.assign(this, { list, talks, current: null });
    list.addEventListener("click", (event) => {
      const row = event.target.closest("a[data-cc-conversation]");
      if (!row) return;
      event.preventDefault();
      choose(row);
    });
    setInterval(() => this.decorate(), 1000);
  }

  get rows() {
    return [...this.list.querySelectorAll("a[data-cc-conversation]")];
  }

  row(conversation) {
    return this.rows.find((row) => row.dataset.ccConversation === conversation) ?? null;
  }

  /** First load, change and reconnect: the same request. */
  async refresh() {
    const response = await fetch(this.list.dataset.ccUrl, { cache: "no-store", headers: { "HX-Request": "true" } });
    if (!response.ok) return;
    const focused = document.activeElement?.closest?.("a[data-cc-conversation]")?.dataset.ccConversation;
    const page = new DOMParser().parseFromString(await response.text(), "text/html");
    this.list.replaceChildren(...page.body.children);
    this.decorate();
    if (focused) this.row(focused)?.focus();
  }

  decorate() {
    for (const row of this.rows) {
      const talk = this.talks.get(row.dataset.ccConversation);
      if (talk) rowWords(row, talk, elapsed);
      if (row.dataset.ccConversation === this.current) row.setAttribute("aria-current", "true");
      else row.removeAttribute("aria-current");
    }
  }
}
