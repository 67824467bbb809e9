// One WebSocket that comes back by itself: back-off with full jitter, heartbeats, and the truth about its state.

const SHORTEST_MS = 500;
const LONGEST_MS = 30_000;
const QUIET_MS = 10_000; // ping after this much silence …
const DEAD_MS = 5_000; // … and give the socket up when the answer takes longer than this
const FINAL = new Set([4403, 4404]); // the right was taken away, or there is no such conversation

/** Full jitter: anything from the shortest wait to a ceiling that doubles with each failure. */
export function backOff(failures, random = Math.random) {
  const ceiling = Math.min(LONGEST_MS, SHORTEST_MS * 2 ** failures);
  return SHORTEST_MS + random() * (ceiling - SHORTEST_MS);
}

export function socketUrl(path) {
  return `${location.protocol === "https:" ? "wss" : "ws"}://${location.host}${path}`;
}

/** Calls `opened()`, `received(frame)`, `lost({failures, final})`. A frame is sent only on an open socket. */
export class Connection {
  constructor(path, { opened, received, lost }) {
    Object.assign(this, { path, opened, received, lost, failures: 0, socket: null, timers: {}, stopped: false });
    this.hasOpened = false;
    this.wake = () => this.retryNow();
    addEventListener("online", this.wake);
    addEventListener("offline", (this.sleep = () => this.drop()));
  }

  get isOpen() {
    return this.socket?.readyState === WebSocket.OPEN;
  }

  connect() {
    if (this.stopped || this.socket) return;
    const socket = (this.socket = new WebSocket(socketUrl(this.path)));
    socket.addEventListener("open", () => socket === this.socket && this.start());
    socket.addEventListener("message", (event) => socket === this.socket && this.take(event.data));
    socket.addEventListener("close", (event) => socket === this.socket && this.end(event.code));
  }

  start() {
    this.hasOpened = true;
    this.heartbeat();
    this.opened();
  }

  take(data) {
    const frame = JSON.parse(data);
    this.heartbeat();
    if (frame.type !== "pong") this.received(frame);
    this.failures = 0; // only a server that talks counts as back
  }

  send(frame) {
    if (!this.isOpen) return false;
    this.socket.send(JSON.stringify(frame));
    return true;
  }

  heartbeat() {
    clearTimeout(this.timers.ping);
    clearTimeout(this.timers.dead);
    this.timers.ping = setTimeout(() => this.ping(), QUIET_MS);
  }

  ping() {
    this.send({ type: "ping" });
    this.timers.dead = setTimeout(() => this.drop(), DEAD_MS);
  }

  /** Give up a socket that no longer answers, without waiting for the network to notice. */
  drop() {
    const socket = this.socket;
    if (!socket) return;
    this.end(1006);
    socket.close();
  }

  end(code) {
    Object.values(this.timers).forEach(clearTimeout);
    this.socket = null;
    this.failures += 1;
    const final = FINAL.has(code);
    this.stopped ||= final;
    this.lost({ failures: this.failures, final, code });
    if (!this.stopped) this.timers.retry = setTimeout(() => this.connect(), backOff(this.failures));
  }

  retryNow() {
    if (this.stopped || this.socket) return;
    clearTimeout(this.timers.retry);
    this.connect();
  }

  stop() {
    this.stopped = true;
    Object.values(this.timers).forEach(clearTimeout);
    removeEventListener("online", this.wake);
    removeEventListener("offline", this.sleep);
    this.socket?.close();
    this.socket = null;
  }
}
