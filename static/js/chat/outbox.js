// Messages that the server has not acknowledged yet, kept per tab from before the first try until the ack.

import { keep, recall } from "./storage.js";

const RETRY_MS = 8_000; // an unanswered message goes again, with the same id
const SLOW_DOWN_MS = 1_500;
const PASSING = new Set(["too_fast", "try_again"]); // refusals that end by themselves

/**
 * Items are `{client_id, text, at, refused}`; `refused` is the server's code once it has said no.
 * `transmit(item)` tries to send one; `changed(item)` tells the page that its state has changed.
 */
export class Outbox {
  constructor(name, { transmit, changed }) {
    Object.assign(this, { name, transmit, changed, timers: new Map() });
    this.items = recall(name, []);
  }

  add(text) {
    const item = { client_id: crypto.randomUUID(), text, at: new Date().toISOString(), refused: null };
    this.items.push(item);
    this.save();
    this.changed(item);
    this.attempt(item);
  }

  /** Everything not refused goes again, in the order it was written. */
  flush() {
    this.items.filter((item) => !item.refused).forEach((item) => this.attempt(item));
  }

  attempt(item, after = RETRY_MS) {
    clearTimeout(this.timers.get(item.client_id));
    this.transmit(item);
    this.timers.set(item.client_id, setTimeout(() => this.has(item.client_id) && this.attempt(item), after));
  }

  has(clientId) {
    return this.items.some((item) => item.client_id === clientId && !item.refused);
  }

  /** The server has it: acknowledged, or seen in the stream. */
  settle(clientId) {
    this.remove(clientId);
  }

  refuse(clientId, code) {
    const item = this.items.find((one) => one.client_id === clientId);
    if (!item) return;
    clearTimeout(this.timers.get(clientId));
    if (PASSING.has(code)) {
      this.timers.set(clientId, setTimeout(() => this.has(clientId) && this.attempt(item), SLOW_DOWN_MS));
      return;
    }
    item.refused = code;
    this.save();
    this.changed(item);
  }

  resend(clientId) {
    const item = this.items.find((one) => one.client_id === clientId);
    if (!item) return;
    item.refused = null;
    this.save();
    this.changed(item);
    this.attempt(item);
  }

  remove(clientId) {
    clearTimeout(this.timers.get(clientId));
    this.timers.delete(clientId);
    this.items = this.items.filter((item) => item.client_id !== clientId);
    this.save();
  }

  stop() {
    this.timers.forEach(clearTimeout);
    this.timers.clear();
  }

  save() {
    this.isSafe = keep(this.name, this.items);
  }
}
