// A running timer: the seconds the server counted by the database's clock, and those since this page came.
const clock = (seconds) => `${Math.floor(seconds / 60)}.${String(seconds % 60).padStart(2, "0")}`;

export function startTimer(element) {
  if (!element) return;
  const before = Number(element.dataset.ccTimer);
  const began = performance.now();
  const show = () => { element.textContent = clock(before + Math.floor((performance.now() - began) / 1000)); };
  show();
  const ticking = setInterval(() => (element.isConnected ? show() : clearInterval(ticking)), 1000);
}
