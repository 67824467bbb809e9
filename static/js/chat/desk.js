// The counsellor's desk: one socket, the queue on the left, the chosen chat in the middle, its contact form on the right.

import { show as showPane } from "../panes.js";
import * as presence from "../presence.js";
import { Composer } from "./composer.js";
import { Connection } from "./connection.js";
import { DeskTalk } from "./desk_talk.js";
import { Duty } from "./duty.js";
import { Ring } from "./ring.js";
import { connectSound } from "./sound.js";
import { keep, recall } from "./storage.js";
import { Switcher } from "./switcher.js";
import { clock, say } from "./texts.js";

const root = document.querySelector("[data-cc-desk]");
const part = (name) => document.querySelector(`[data-cc-part="${name}"]`);

class Desk {
  constructor() {
    this.talks = new Map();
    this.current = null;
    this.wire = new Connection("/ws/staff/", {
      opened: () => this.opened(),
      received: (frame) => this.received(frame),
      lost: (how) => this.lost(how),
    });
    this.duty = new Duty(part("duty"), { ask: (state) => this.wire.send({ type: "duty", state }) });
    this.ring = new Ring(root);
    this.switcher = new Switcher(part("open-contacts"), { talks: this.talks, choose: (row) => this.choose(row.dataset.ccConversation) });
    this.composer = new Composer(part("composer"), {
      send: (text) => this.current?.write(text),
      typing: () => this.wire.send({ type: "typing", conversation: this.current?.id }),
      enterSends: true,
    });
  }

  async start() {
    this.wire.connect();
    await this.list();
    const asked = this.asked();
    const first = asked ?? recall("current") ?? this.switcher.rows[0]?.dataset.ccConversation;
    if (this.talks.has(first)) this.choose(first, { focus: Boolean(asked) });
  }

  /** Another page's list leads to a chat by its contact: /desk/#<contact>. A contact without a chat has its own page. */
  asked() {
    const contact = location.hash.slice(1);
    if (!contact) return null;
    history.replaceState(null, "", location.pathname);
    const row = document.querySelector(`.nv-sw a[data-cc-contact="${CSS.escape(contact)}"]`);
    if (row && !row.dataset.ccConversation) location.assign(row.href);
    return row?.dataset.ccConversation ?? null;
  }

  // ---- connection ----

  opened() {
    this.talks.forEach((talk) => talk.follow());
    presence.connected((frame) => this.wire.send(frame));
    this.connected(true);
    this.list();
  }

  lost({ final }) {
    presence.lost();
    this.connected(false);
    this.talks.forEach((talk) => talk.lost());
    if (final) part("ended").hidden = false;
  }

  connected(isConnected) {
    this.brokeAt = isConnected ? null : (this.brokeAt ?? Date.now());
    this.duty.connected(isConnected);
    part("end").disabled = !isConnected;
    document.dispatchEvent(new CustomEvent("cc:connection", { detail: isConnected ? "ok" : "lost" }));
    const banner = part("banner");
    banner.hidden = isConnected;
    if (!isConnected) part("broke-at").textContent = say(banner, "broke-at", { time: clock(this.brokeAt) });
  }

  // ---- frames ----

  received(frame) {
    presence.received(frame);
    this[`on_${frame.type}`]?.(frame);
    this.talks.get(frame.conversation)?.conversation.receive(frame);
  }

  on_duty(frame) {
    this.duty.confirm(frame.state);
    if (!this.duty.isOn) this.ring.update({});
  }

  on_queue(frame) {
    this.ring.update(frame);
  }

  on_changed({ what }) {
    if (what === "chats") this.list();
  }

  on_claimed({ conversation }) {
    this.claimed = conversation;
    this.ring.stop(conversation);
    this.list();
  }

  /** A refusal that concerns no message: the server's sentence stands until the next try. */
  on_error(frame) {
    if (frame.client_id) return;
    this.notice(frame.detail);
    this.duty.confirm(this.duty.state);
  }

  // ---- taking ----

  take() {
    const one = this.ring.ringing;
    if (!one) return;
    this.notice("");
    this.wire.send({ type: "claim", conversation: one.conversation });
  }

  // ---- open contacts ----

  async list() {
    await this.switcher.refresh().catch(() => {});
    const listed = new Set(this.switcher.rows.map((row) => row.dataset.ccConversation));
    listed.forEach((id) => this.talks.has(id) || this.add(id));
    this.talks.forEach((talk, id) => listed.has(id) || talk === this.current || this.remove(id));
    if (listed.has(this.claimed)) this.chooseClaimed();
    else this.showHead();
  }

  chooseClaimed() {
    const id = this.claimed;
    this.claimed = null;
    this.choose(id);
  }

  add(id) {
    const talk = new DeskTalk(id, { wire: this.wire, csrf: root.dataset.ccCsrf, changed: () => this.changed() });
    talk.show(false);
    part("talks").append(talk.node);
    this.talks.set(id, talk);
    talk.follow();
  }

  /** What has been finished stays on the screen until something else is chosen. */
  remove(id) {
    this.wire.send({ type: "leave", conversation: id });
    this.talks.get(id).stop();
    this.talks.delete(id);
  }

  changed() {
    this.ring.unread = [...this.talks.values()].reduce((sum, talk) => sum + talk.unread, 0);
    this.switcher.decorate();
    this.showComposer();
  }

  choose(id, { focus = true } = {}) {
    const before = this.current;
    if (before && !this.switcher.row(before.id)) this.remove(before.id);
    this.current = this.talks.get(id) ?? null;
    this.talks.forEach((talk) => talk.show(talk === this.current));
    this.switcher.current = id;
    keep("current", id);
    if (id) this.composer.turnTo(id);
    if (before !== this.current) this.loadForm();
    this.changed();
    this.showHead();
    if (focus && id) this.toWriting();
  }

  toWriting() {
    showPane("content");
    if (!part("composer").hidden) this.composer.field.focus();
    this.current.toEnd();
  }

  // ---- the chosen chat ----

  showHead() {
    const row = this.current && this.switcher.row(this.current.id);
    part("nothing-chosen").hidden = Boolean(this.current);
    part("head").hidden = !this.current;
    if (row) {
      part("title").textContent = row.dataset.ccTitle;
      part("number").textContent = row.dataset.ccNumber === row.dataset.ccTitle ? "" : row.dataset.ccNumber;
      document.querySelectorAll("[data-cc-head-chip]").forEach((chip) => (chip.hidden = chip.dataset.ccHeadChip !== row.dataset.ccLanguage));
    }
    this.showComposer();
  }

  showComposer() {
    const state = this.current?.state;
    const isGoing = Boolean(this.current) && state !== "closed" && state !== "waiting";
    part("composer").hidden = !isGoing;
    part("closed").hidden = state !== "closed";
    part("form-open").hidden = !this.current || !this.switcher.row(this.current.id);
    part("end").hidden = !isGoing;
  }

  /** The contact form is casework's own fragment; it stays when the chat has been closed. */
  loadForm() {
    const row = this.current && this.switcher.row(this.current.id);
    part("no-form").hidden = Boolean(row);
    if (row) window.htmx.ajax("GET", row.dataset.ccForm, { target: "#desk-form", swap: "innerHTML" });
    else part("form").replaceChildren();
  }

  close() {
    if (!this.wire.send({ type: "close", conversation: this.current.id })) return;
    part("end-dialog").close();
    showPane("form-pane");
    [...part("form").querySelectorAll("input, select, textarea")].find((field) => field.offsetParent)?.focus();
  }

  notice(sentence) {
    const line = part("notice");
    line.textContent = sentence;
    line.hidden = !sentence;
  }
}

const desk = new Desk();
const talkOf = (button) => [...desk.talks.values()].find((talk) => talk.node.contains(button)).conversation;
const clientIdOf = (button) => button.closest("[data-client-id]").dataset.clientId;
const ACTIONS = {
  "take": () => desk.take(),
  "ask-end": () => part("end-dialog").showModal(),
  "end": () => desk.close(),
  "reconnect": () => desk.wire.retryNow(),
  "resend": (button) => talkOf(button).resend(clientIdOf(button)),
  "discard": (button) => talkOf(button).discard(clientIdOf(button)),
};

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-cc-do]");
  if (button) ACTIONS[button.dataset.ccDo]?.(button);
});
document.addEventListener("visibilitychange", () => {
  if (document.hidden) return;
  desk.wire.retryNow();
  desk.current?.noteRead();
});
// A completed contact leaves the list; a saved draft may have given it a municipality for its name.
["cc:contact-completed", "cc:draft-saved"].forEach((name) => document.body.addEventListener(name, () => desk.list()));
connectSound(document);
desk.start();
