// The HTTP twin of the socket: the same frames by fetch, for catching up and for networks that block sockets.

const POLL_MS = 3_000;

export class Twin {
  /** `token` for a visitor; without it the login's cookie and `csrf` speak for a counsellor. */
  constructor(conversation, { token = null, csrf = null, language = "" } = {}) {
    this.url = `/chat/conversations/${conversation}/`;
    this.headers = { Accept: "application/json", "Content-Type": "application/json", "Accept-Language": language };
    if (token) this.headers.Authorization = `Bearer ${token}`;
    if (csrf) this.headers["X-CSRFToken"] = csrf;
  }

  /** A `welcome` frame with what came after `seq`; throws while the network is away. */
  async after(seq) {
    return { type: "welcome", ...(await this.ask(`messages/?after=${seq}`)) };
  }

  /** An `ack` frame, or an `error` frame when the server refused. */
  async send(item) {
    const body = JSON.stringify({ client_id: item.client_id, text: item.text });
    const answer = await this.ask("messages/", { method: "POST", body });
    return { type: answer.code ? "error" : "ack", client_id: item.client_id, ...answer };
  }

  /** Ends the conversation; `keepalive` lets it arrive while the page is being left. */
  async close() {
    return this.ask("close/", { method: "POST", body: "{}", keepalive: true });
  }

  async ask(path, options = {}) {
    const response = await fetch(this.url + path, { headers: this.headers, cache: "no-store", ...options });
    if (response.status >= 500) throw new Error(`HTTP ${response.status}`);
    const answer = await response.json();
    return response.ok ? answer : { code: "refused", ...answer };
  }
}

/** Asks again and again until stopped; `received` gets each `welcome`, `lost` each failure. */
export class Polling {
  constructor(ask, { received, lost }) {
    Object.assign(this, { ask, received, lost, timer: null, running: false });
  }

  start() {
    if (this.running) return;
    this.running = true;
    this.round();
  }

  async round() {
    try {
      this.received(await this.ask());
    } catch {
      this.lost();
    }
    if (this.running) this.timer = setTimeout(() => this.round(), POLL_MS);
  }

  stop() {
    this.running = false;
    clearTimeout(this.timer);
  }
}
