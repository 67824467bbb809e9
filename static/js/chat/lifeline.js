// The visitor's way to the server: the socket, and its HTTP twin while the socket stays blocked.

import { Connection } from "./connection.js";
import { Polling, Twin } from "./twin.js";

const FAILURES_BEFORE_POLLING = 3;

/** Calls `received(frame)`, `up()`, `down()` and, when the server knows no such conversation, `gone()`. */
export class Lifeline {
  constructor({ id, token, lastSeq, received, up, down, gone }) {
    Object.assign(this, { id, token, lastSeq, received, up, down, gone });
    this.twin = new Twin(id, { token, language: document.documentElement.lang });
    this.polling = new Polling(() => this.twin.after(lastSeq()), { received: (frame) => this.heard(frame), lost: down });
    this.connection = new Connection("/ws/visitor/", {
      opened: () => this.ask(lastSeq()),
      received: (frame) => this.heard(frame),
      lost: (how) => this.lost(how),
    });
  }

  start() {
    this.connection.connect();
  }

  /** Over the socket the answer comes as a frame of its own. */
  ask(seq) {
    return this.send({ type: "hello", token: this.token, after: seq }) ? null : this.twin.after(seq);
  }

  heard(frame) {
    if (frame.code === "not_found") return this.gone();
    if (frame.type === "welcome") this.arrived();
    this.received(frame);
  }

  arrived() {
    if (this.connection.isOpen) this.polling.stop();
    this.up();
  }

  lost({ failures, final }) {
    if (final) this.gone();
    else if (failures >= FAILURES_BEFORE_POLLING && navigator.onLine) this.polling.start();
    else this.down();
  }

  /** Whether the frame went out; frames that only the socket carries are simply not sent without it. */
  send(frame) {
    return this.connection.send({ conversation: this.id, ...frame });
  }

  async transmit({ client_id, text }) {
    if (this.send({ type: "send", client_id, text }) || !this.polling.running) return;
    try {
      this.received(await this.twin.send({ client_id, text }));
    } catch {
      this.down();
    }
  }

  /** By the twin, so that it arrives even when the page is left at the same moment; what it brought is shown. */
  async close() {
    await this.twin.close();
    this.received({ type: "welcome", ...(await this.twin.after(this.lastSeq())) });
  }

  retryNow() {
    this.connection.retryNow();
  }

  stop() {
    this.connection.stop();
    this.polling.stop();
  }
}
