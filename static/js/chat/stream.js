// The messages of one conversation on the page: each once, in the order of its number, own unsent ones last.

import { write } from "./links.js";
import { clock, fill, say, slot, stamp } from "./texts.js";

/**
 * `list` is an <ol>; its templates are `mine`, `theirs`, `event`, `card` and `state-<word>`.
 * `own` is the sender role that sits on the own side.
 */
export class Stream {
  constructor(list, { own }) {
    Object.assign(this, { list, own, bySeq: new Map(), waiting: new Map(), readSeq: 0, online: true });
  }

  /** Show one stored message; showing it again changes nothing. */
  show(message) {
    if (this.bySeq.has(message.seq)) return;
    if (message.kind === "edit" || message.kind === "delete") return this.amend(message);
    const node = this.waiting.get(message.client_id) ?? this.make(message);
    this.waiting.delete(message.client_id);
    this.bySeq.set(message.seq, node);
    node.dataset.seq = message.seq;
    this.place(node);
    if (message.sender.role === this.own && message.kind === "text") this.confirm(node, message);
  }

  /** Own unsent messages stay below everything that has a number. */
  place(node) {
    const [first = null] = this.waiting.values();
    if (node.isConnected && node.nextElementSibling === first) return;
    this.list.insertBefore(node, first);
  }

  make(message) {
    if (message.kind === "system") return this.event(message);
    const mine = message.sender.role === this.own;
    const node = stamp(mine ? "mine" : "theirs");
    if (message.sender.name) fill(node, "name", message.sender.name);
    fill(node, "time", say(this.list, "clock", { time: clock(message.sent_at) }));
    write(slot(node, "text"), message.text);
    return node;
  }

  event(message) {
    const node = stamp("event");
    const event = message.data?.event ?? "";
    const values = { name: message.sender?.name ?? "", ...message.data, time: clock(message.sent_at) };
    fill(node, "text", say(this.list, `event-${event.replaceAll("_", "-")}`, values) || message.text);
    return node;
  }

  /** A line about the connection: part of what happened, so it stays in the log. */
  remark(key, instant = Date.now()) {
    const node = stamp("event");
    fill(node, "text", say(this.list, key, { time: clock(instant) }));
    this.list.insertBefore(node, [...this.waiting.values()][0] ?? null);
  }

  confirm(node, message) {
    fill(node, "time", say(this.list, "clock", { time: clock(message.sent_at) }));
    this.mark(node, message.seq <= this.readSeq ? "read" : "sent");
  }

  /** Show an unsent message as it stands: on its way, waiting for the connection, or refused. */
  pend(item) {
    const node = this.waiting.get(item.client_id) ?? this.begin(item);
    const state = item.refused ? "failed" : this.online ? "sending" : "later";
    this.mark(node, state);
    if (item.refused) fill(node, "reason", say(this.list, `error-${item.refused.replaceAll("_", "-")}`));
  }

  begin(item) {
    const node = this.make({ kind: "text", sender: { role: this.own, name: "" }, text: item.text, sent_at: item.at });
    node.dataset.clientId = item.client_id;
    this.waiting.set(item.client_id, node);
    this.list.append(node);
    return node;
  }

  acknowledge(clientId) {
    const node = this.waiting.get(clientId);
    if (node) this.mark(node, "sent");
  }

  discard(clientId) {
    this.waiting.get(clientId)?.remove();
    this.waiting.delete(clientId);
  }

  mark(node, state) {
    if (node.dataset.state === state) return;
    node.dataset.state = state;
    node.classList.toggle("nv-msg--pending", state === "sending" || state === "later");
    node.classList.toggle("nv-msg--failed", state === "failed");
    slot(node, "state")?.replaceChildren(...(stamp(`state-${state}`)?.childNodes ?? []));
    const actions = slot(node, "actions");
    if (actions) actions.hidden = state !== "failed";
  }

  markRead(seq) {
    this.readSeq = Math.max(this.readSeq, seq);
    this.bySeq.forEach((node, number) => number <= this.readSeq && node.dataset.state === "sent" && this.mark(node, "read"));
  }

  amend(message) {
    const node = this.bySeq.get(message.target);
    if (!node) return;
    if (message.kind === "edit") write(slot(node, "text"), message.text);
    else fill(node, "text", say(this.list, "deleted"));
  }
}
