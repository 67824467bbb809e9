// One conversation as this tab knows it: what has been shown, what is unsent, and how gaps are filled.

import { Outbox } from "./outbox.js";

/**
 * `transmit(item)` sends over whatever is open. `ask(seq)` asks for what came after `seq`: over the socket, whose
 * `welcome` comes back as a frame (then it returns nothing), or by the HTTP twin, whose `welcome` it returns.
 * `told(frame)` hears every frame of the conversation once it is on the page.
 */
export class Conversation {
  constructor({ id, stream, transmit, ask, told = () => {} }) {
    Object.assign(this, { id, stream, ask, told, lastSeq: 0, state: null, behind: false });
    this.outbox = new Outbox(`outbox:${id}`, { transmit, changed: (item) => stream.pend(item) });
    this.outbox.items.forEach((item) => stream.pend(item));
  }

  /** The one path for first load, live update and reconnect. */
  receive(frame) {
    const handle = this[`on_${frame.type}`];
    if (handle) handle.call(this, frame);
    this.told(frame);
  }

  on_welcome(frame) {
    this.state = frame.state;
    frame.messages.forEach((message) => this.accept(message));
    Object.entries(frame.read ?? {}).forEach(([role, seq]) => this.on_read({ role, seq }));
    this.behind = false;
    if (frame.more) this.catchUp();
  }

  on_message(frame) {
    if (frame.seq > this.lastSeq + 1) this.catchUp();
    else this.accept(frame);
  }

  on_state(frame) {
    this.state = frame.state ?? this.state;
    if (frame.last_seq > this.lastSeq) this.catchUp();
  }

  on_ack(frame) {
    this.stream.acknowledge(frame.client_id);
    this.outbox.settle(frame.client_id);
  }

  on_error(frame) {
    if (frame.client_id) this.outbox.refuse(frame.client_id, frame.code);
  }

  /** How far the other side has read; how far we have is no news. */
  on_read({ role, seq }) {
    if (role !== this.stream.own) this.stream.markRead(seq);
  }

  accept(message) {
    if (message.seq <= this.lastSeq) return;
    this.lastSeq = message.seq;
    this.stream.show(message);
    this.outbox.settle(message.client_id);
    this.last = message;
  }

  /** Ask for what was missed; one question at a time. */
  async catchUp() {
    if (this.behind) return;
    this.behind = true;
    try {
      const frame = await this.ask(this.lastSeq);
      if (frame) this.behind = false;
      if (frame && !frame.code) this.receive(frame);
    } catch {
      this.behind = false; // the connection tells about its own loss
    }
  }

  /** The page learnt that the connection is there or gone: unsent messages say so. */
  setOnline(online) {
    this.stream.online = online;
    if (!online) this.behind = false; // the answer was lost with the connection
    this.outbox.items.forEach((item) => this.stream.pend(item));
    if (online) this.outbox.flush();
  }

  write(text) {
    this.outbox.add(text);
  }

  resend(clientId) {
    this.outbox.resend(clientId);
  }

  discard(clientId) {
    this.outbox.remove(clientId);
    this.stream.discard(clientId);
  }

  stop() {
    this.outbox.stop();
  }
}
