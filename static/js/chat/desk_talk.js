// One chat on the counsellor's desk: its messages, who waits for whom, and what has not been read.

import { Conversation } from "./conversation.js";
import { Stream } from "./stream.js";
import { fill, say, slot, stamp } from "./texts.js";
import { Twin } from "./twin.js";

const TYPING_SHOWN_MS = 6_000;

/** `wire.send(frame)` says whether the frame went out; `changed(talk)` hears of everything that shows elsewhere. */
export class DeskTalk {
  constructor(id, { wire, csrf, changed }) {
    Object.assign(this, { id, wire, changed, isShown: false, waitingSince: null, unread: 0, readSeq: 0, isTyping: false });
    this.node = stamp("talk");
    const twin = new Twin(id, { csrf, language: document.documentElement.lang });
    this.stream = new Stream(slot(this.node, "messages"), { own: "counsellor" });
    this.conversation = new Conversation({
      id,
      stream: this.stream,
      transmit: ({ client_id, text }) => wire.send({ type: "send", conversation: id, client_id, text }),
      ask: (seq) => (this.follow(seq) ? null : twin.after(seq)),
      told: (frame) => this.told(frame),
    });
  }

  get state() {
    return this.conversation.state;
  }

  get lastText() {
    return this.lastWritten ?? "";
  }

  /** Follow from where this tab is: the same frame at first load and after every break. */
  follow(seq = this.conversation.lastSeq) {
    return this.wire.send({ type: "open", conversation: this.id, after: seq });
  }

  told(frame) {
    if (frame.type === "welcome") this.welcomed(frame);
    if (frame.type === "message") this.meet(frame);
    if (frame.type === "typing" && frame.role === "visitor") this.showTyping(true);
    if (this.state !== "active") this.showTyping(false);
    this.noteRead();
    this.changed(this);
  }

  welcomed(frame) {
    frame.messages.forEach((message) => this.meet(message));
    this.conversation.setOnline(true);
  }

  /** The client waits from the first message after our last one. */
  meet({ kind, sender, sent_at, seq, text }) {
    if (kind !== "system") this.lastWritten = text;
    if (sender.role === "counsellor") this.waitingSince = null;
    if (sender.role !== "visitor") return;
    this.showTyping(false);
    this.waitingSince ??= sent_at;
    if (!this.isShown || document.hidden) this.unread += seq > this.readSeq ? 1 : 0;
    this.toEnd();
  }

  show(isShown) {
    this.isShown = isShown;
    this.node.hidden = !isShown;
    if (isShown) this.noteRead();
  }

  noteRead() {
    const { lastSeq: seq, last } = this.conversation;
    if (!this.isShown || document.hidden) return;
    this.unread = 0;
    if (seq === this.readSeq || last?.sender.role !== "visitor") return;
    if (this.wire.send({ type: "read", conversation: this.id, seq })) this.readSeq = seq;
  }

  showTyping(isTyping) {
    const line = slot(this.node, "typing");
    clearTimeout(this.typingTimer);
    this.isTyping = isTyping;
    line.hidden = !isTyping;
    if (isTyping) this.typingTimer = setTimeout(() => this.stopTyping(), TYPING_SHOWN_MS);
  }

  stopTyping() {
    this.showTyping(false);
    this.changed(this);
  }

  toEnd() {
    slot(this.node, "end").scrollIntoView({ block: "nearest" });
  }

  write(text) {
    this.conversation.write(text);
    this.waitingSince = null;
    this.toEnd();
    this.changed(this);
  }

  lost() {
    this.conversation.setOnline(false);
  }

  stop() {
    this.conversation.stop();
    this.node.remove();
  }
}

/** Words of a talk for its row in the list of open contacts. */
export function rowWords(row, talk, elapsed) {
  fill(row, "last", talk.lastText);
  const waits = slot(row, "waits");
  waits.hidden = !talk.waitingSince || talk.isTyping || talk.state === "closed";
  if (!waits.hidden) waits.textContent = say(row, "waits", { time: elapsed(talk.waitingSince) });
  slot(row, "typing").hidden = !talk.isTyping;
  slot(row, "closed").hidden = talk.state !== "closed";
  const unread = slot(row, "unread");
  unread.hidden = !talk.unread;
  fill(unread, "count", talk.unread);
}
