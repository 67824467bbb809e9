// The ringing sound: made here, so that no file has to arrive first. Browsers demand a press before the first one.

import { keep, recall } from "./storage.js";

let context = null;
let isWanted = recall("sound", false);

export const isOn = () => isWanted && context?.state === "running";

function tone(frequency, start, seconds) {
  const [wave, gain] = [context.createOscillator(), context.createGain()];
  wave.frequency.value = frequency;
  gain.gain.setValueAtTime(0.0001, start);
  gain.gain.exponentialRampToValueAtTime(0.3, start + 0.02);
  gain.gain.exponentialRampToValueAtTime(0.0001, start + seconds);
  wave.connect(gain).connect(context.destination);
  wave.start(start);
  wave.stop(start + seconds);
}

export function ringOnce() {
  if (!isOn()) return;
  tone(660, context.currentTime, 0.35);
  tone(880, context.currentTime + 0.4, 0.5);
}

async function wake() {
  context ??= new AudioContext();
  await context.resume();
}

/** A switch that tells the truth and a button that lets one hear it. */
export function connectSound(root) {
  const [toggle, test] = [root.querySelector("[data-cc-do=sound]"), root.querySelector("[data-cc-do=test-sound]")];
  const tell = () => toggle.setAttribute("aria-pressed", String(isOn()));
  toggle.addEventListener("click", async () => {
    isWanted = !isOn();
    keep("sound", isWanted);
    if (isWanted) await wake();
    tell();
    ringOnce();
  });
  test.addEventListener("click", async () => {
    isWanted = true;
    keep("sound", true);
    await wake();
    tell();
    ringOnce();
  });
  // After a reload the wish is remembered, but the browser keeps silent until the first press or key.
  const first = () => isWanted && !isOn() && wake().then(tell);
  ["pointerdown", "keydown"].forEach((act) => document.addEventListener(act, first, { passive: true }));
}
