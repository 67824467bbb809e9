// A visitor's conversation on the page: place in the queue, messages, typing, connection, end.

import { Composer } from "./composer.js";
import { Conversation } from "./conversation.js";
import { Lifeline } from "./lifeline.js";
import { Stream } from "./stream.js";
import { fill, say } from "./texts.js";

const TYPING_SHOWN_MS = 6_000;
const NEAR_END_PX = 400;
const SILENT_WHILE_LOADING_MS = 1_000;

/** `part(name)` finds a part of the page; `show(state)` turns the page to waiting, active or closed. */
export class Visit {
  constructor({ conversation, token }, { part, show }) {
    Object.assign(this, { id: conversation, part, show, state: null, counsellor: "", brokeAt: null, readSeq: 0 });
    this.stream = new Stream(part("messages"), { own: "visitor" });
    this.talk = new Conversation({
      id: conversation,
      stream: this.stream,
      transmit: (item) => this.line?.transmit(item),
      ask: (seq) => this.line.ask(seq),
      told: (frame) => this[`told_${frame.type}`]?.(frame),
    });
    this.line = new Lifeline({
      id: conversation,
      token,
      lastSeq: () => this.talk.lastSeq,
      received: (frame) => this.talk.receive(frame),
      up: () => this.up(),
      down: () => this.down(),
      gone: () => this.gone(),
    });
    this.composer = new Composer(part("composer"), {
      send: (text) => this.write(text),
      typing: () => this.line.send({ type: "typing" }),
    });
    this.composer.turnTo(conversation);
    document.addEventListener("visibilitychange", () => this.returned());
  }

  write(text) {
    this.talk.write(text);
    this.showEnd();
  }

  begin() {
    this.stayQuiet();
    this.line.start();
  }

  /** History is shown but not read aloud; what comes after it is. */
  stayQuiet() {
    const log = this.part("log");
    log.setAttribute("aria-live", "off");
    setTimeout(() => log.setAttribute("aria-live", this.state === "closed" ? "off" : "polite"), SILENT_WHILE_LOADING_MS);
  }

  returned() {
    if (document.hidden || this.state === "closed") return;
    this.line.retryNow();
    this.talk.catchUp();
    this.noteRead();
  }

  up() {
    if (this.brokeAt) this.stream.remark("connection-back");
    this.brokeAt = null;
    this.part("banner").hidden = true;
    this.talk.setOnline(true);
  }

  down() {
    if (this.brokeAt || this.state === "closed") return;
    this.brokeAt = Date.now();
    if (this.state) this.stream.remark("connection-lost");
    this.part("banner").hidden = false;
    this.talk.setOnline(false);
  }

  told_welcome(frame) {
    frame.messages.forEach((message) => this.meet(message));
    this.turnTo(frame);
    this.noteRead();
  }

  told_state(frame) {
    this.turnTo(frame);
  }

  told_message(frame) {
    this.meet(frame);
    if (frame.sender.role !== "visitor") this.showTyping(null);
    this.noteRead();
    this.toEnd();
  }

  told_typing({ role }) {
    if (role !== "visitor") this.showTyping(this.counsellor);
  }

  /** Follow the newest message, unless the person reads further up. */
  toEnd() {
    if (this.part("end").getBoundingClientRect().top < innerHeight + NEAR_END_PX) this.showEnd();
  }

  /** The field one writes in lies over the messages, as high as its text size makes it. */
  showEnd() {
    const end = this.part("end");
    end.style.scrollMarginBottom = `${this.part("composer").offsetHeight}px`;
    end.scrollIntoView({ block: "nearest" });
  }

  /** Whoever joined or wrote last is the one whose name stands above. */
  meet({ sender, data }) {
    const name = sender.role === "counsellor" ? sender.name : data?.event === "taken" ? data.name : "";
    if (!name) return;
    this.counsellor = name;
    this.part("counsellor").textContent = name;
    this.part("initial").textContent = [...name][0];
  }

  turnTo({ state, position, call_back_offered: isLong }) {
    if (position) this.showPosition(position);
    if (isLong) this.part("call-offer").hidden = false;
    if (!state || state === this.state) return;
    this.state = state;
    this.show(state);
    if (state === "closed") this.finish();
  }

  showPosition(position) {
    const place = this.part("position");
    if (place.textContent !== String(position)) place.textContent = position;
  }

  showTyping(name) {
    const line = this.part("typing");
    clearTimeout(this.typingTimer);
    line.hidden = name === null;
    if (name === null) return;
    fill(line, "text", say(line, "typing", { name }));
    this.typingTimer = setTimeout(() => this.showTyping(null), TYPING_SHOWN_MS);
  }

  /** Say how far the person has read, only while the page is in front of them. */
  noteRead() {
    const { lastSeq: seq, last } = this.talk;
    if (document.hidden || !last || last.sender.role === "visitor" || seq === this.readSeq) return;
    if (this.line.send({ type: "read", seq })) this.readSeq = seq;
  }

  finish() {
    this.line.stop();
    this.talk.stop();
    this.showTyping(null);
    this.part("banner").hidden = true;
    this.part("log").setAttribute("aria-live", "off");
  }

  /** The server knows no such conversation any more. */
  gone() {
    this.stream.remark("gone");
    this.turnTo({ state: "closed" });
  }
}
