// The visitor's chat page: starting, leaving, printing and clearing. A conversation belongs to its tab.

import { findIdentityCode } from "./identity_code.js";
import { forgetEverything, keep, recall } from "./storage.js";
import { fill } from "./texts.js";
import { Visit } from "./visit.js";

const DOOR_EVERY_MS = 30_000;

const page = document.querySelector("[data-cc-visitor]");
const part = (name) => page.querySelector(`[data-cc-part="${name}"]`);
let visit = null;

function show(state) {
  const lostFocus = part("composer").contains(document.activeElement) || part("end-dialog").contains(document.activeElement);
  page.dataset.ccState = state;
  if (state !== "start") keep("state", state); // so that a reload shows at once what was true
  page.querySelectorAll("[data-cc-when]").forEach((each) => {
    each.hidden = !each.dataset.ccWhen.split(" ").includes(state);
  });
  announceIn(state);
  const heading = page.querySelector(`[data-cc-heading="${state}"]`);
  document.title = document.title.replace(/^.*?( – )/, `${heading.textContent.trim()}$1`);
  if (lostFocus && state === "closed") heading.focus();
}

/** Exactly one polite live region: the place in the queue while waiting, then the messages. */
function announceIn(state) {
  const [queue, log] = [part("queue"), part("log")];
  queue.toggleAttribute("role", false);
  log.toggleAttribute("role", false);
  if (state === "waiting") queue.setAttribute("role", "status");
  if (state === "active") log.setAttribute("role", "log");
}

function begin(session) {
  visit = new Visit(session, { part, show });
  show(recall("state", "waiting"));
  visit.begin();
}

function refuse(sentence) {
  const problem = part("start-problem");
  fill(problem, "text", sentence);
  problem.hidden = !sentence;
  if (sentence) problem.focus();
}

/** What the page says about the door stays true; a question that has been begun is never thrown away. */
async function watchDoor() {
  if (visit || document.hidden || part("start")?.elements.text.value) return;
  const response = await fetch(page.dataset.ccDoor, { cache: "no-store" }).catch(() => null);
  const door = response?.ok ? await response.json() : null;
  if (door && door.open !== (page.dataset.ccOpen === "yes")) location.reload();
}

async function open(form) {
  const response = await fetch(form.action, {
    method: "POST",
    headers: { "Content-Type": "application/json", Accept: "application/json" },
    body: JSON.stringify({ language: document.documentElement.lang }),
  });
  const answer = await response.json();
  if (!response.ok) throw new Error(answer.detail || form.dataset.textFailed);
  return answer;
}

/** The first question goes through the outbox like every other message, so a retry cannot double it. */
async function start(event) {
  event.preventDefault();
  const form = event.currentTarget;
  const question = form.elements.text.value.trim();
  if (findIdentityCode(question)) return refuse(form.dataset.textIdentityCode);
  refuse("");
  form.querySelector("button").disabled = true;
  try {
    const session = await open(form);
    keep("session", session);
    form.reset();
    begin(session);
    if (question) visit.talk.write(question);
    part("field").focus();
  } catch (problem) {
    refuse(problem instanceof TypeError || problem instanceof SyntaxError ? form.dataset.textFailed : problem.message);
  }
  form.querySelector("button").disabled = false;
}

async function end(dialog) {
  dialog.close();
  try {
    await visit.line.close();
  } catch {
    visit.down();
  }
}

function forgetAll() {
  visit?.finish();
  forgetEverything();
}

function clear() {
  forgetAll();
  location.replace(location.pathname);
}

/** Nothing of the chat stays on the screen, in the tab or behind the back button. */
function leaveQuickly(event) {
  event.preventDefault();
  document.body.hidden = true;
  const farewell = visit && visit.state !== "closed" ? visit.line.close() : null;
  farewell?.catch(() => {});
  forgetAll();
  location.replace(event.currentTarget.href);
}

function again() {
  forgetAll();
  location.reload();
}

const ACTIONS = {
  "ask-end": () => part("end-dialog").showModal(),
  "stay": () => part("end-dialog").close(),
  "end": () => end(part("end-dialog")),
  "print": () => window.print(),
  "clear": clear,
  "again": again,
  "reconnect": () => visit.line.retryNow(),
  "resend": (button) => visit.talk.resend(button.closest("[data-client-id]").dataset.clientId),
  "discard": (button) => visit.talk.discard(button.closest("[data-client-id]").dataset.clientId),
};

page.addEventListener("click", (event) => {
  const button = event.target.closest("[data-cc-do]");
  if (button) ACTIONS[button.dataset.ccDo]?.(button);
});
document.querySelectorAll("[data-cc-exit]").forEach((link) => link.addEventListener("click", leaveQuickly));
addEventListener("pageshow", (event) => event.persisted && location.reload());
part("start")?.addEventListener("submit", start);
setInterval(watchDoor, DOOR_EVERY_MS);

const session = recall("session");
if (session) begin(session);
else show("start");
