// Keeps a contact's form saved: on the server by version, and in this tab until the server has acknowledged.
const DELAY = 600;
const RETRY = 5000;

function canonical(value) {
  if (Array.isArray(value)) return `[${value.map(canonical).join()}]`;
  if (value && typeof value === "object") {
    return `{${Object.keys(value).sort().map((key) => `${key}:${canonical(value[key])}`).join()}}`;
  }
  return JSON.stringify(value);
}

export const isSame = (one, other) => canonical(one) === canonical(other);

export async function post(url, csrf, body, options = {}) {
  const headers = { "Content-Type": "application/json", Accept: "application/json", "X-CSRFToken": csrf };
  const response = await fetch(url, { method: "POST", redirect: "manual", headers, body: JSON.stringify(body), ...options });
  if (response.type === "opaqueredirect" || response.status === 403) return { status: 401, body: {} };
  const isJson = response.headers.get("Content-Type")?.startsWith("application/json");
  return { status: response.status, body: isJson ? await response.json() : {} };
}

export class Draft {
  // `on` gets state(name, text), conflict(mine, theirs) and replaced().
  constructor(state, csrf, on) {
    Object.assign(this, { urls: state.urls, version: state.version, data: state.data, csrf, on });
    this.isSaving = this.isDirty = this.isBlocked = false;
    this.isLocal = state.isEdit; // an edit of a complete contact is saved only when it is finished
    this.key = `cc-contact-${state.id}`;
    document.addEventListener("visibilitychange", () => document.hidden && this.flush({ keepalive: true }));
  }

  // What this tab was sending when it was reloaded may have been saved: that is no other person's text.
  restore() {
    const kept = JSON.parse(sessionStorage.getItem(this.key) ?? "null");
    if (!kept || isSame(kept.data, this.data)) return this.forget();
    const isOurs = kept.version === this.version || (kept.flying && isSame(kept.flying, this.data));
    if (!isOurs) return this.conflict(kept.data, this.version, this.data);
    this.data = { ...this.data, ...kept.data };
    this.on.replaced();
    return this.changed();
  }

  remember() {
    sessionStorage.setItem(this.key, JSON.stringify({ version: this.version, data: this.data, flying: this.flying }));
  }

  changed() {
    this.isDirty = true;
    this.remember();
    if (this.isLocal || this.isBlocked) return;
    this.on.state("saving");
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.flush(), DELAY);
  }

  async flush(options) {
    clearTimeout(this.timer);
    if (!this.isDirty || this.isSaving || this.isLocal || this.isBlocked) return;
    this.isSaving = true;
    this.isDirty = false;
    const sent = structuredClone(this.data);
    this.flying = sent;
    this.remember();
    try {
      const { status, body } = await post(this.urls.draft, this.csrf, { version: this.version, data: sent }, options);
      this.answered(status, body, sent);
    } catch {
      this.failed("offline");
    } finally {
      this.isSaving = false;
    }
    if (this.isDirty && !this.isBlocked && !this.retry) this.changed();
  }

  answered(status, body, sent) {
    if (status === 200) {
      this.version = body.version;
      this.sent = sent;
      if (this.isDirty) return;
      this.forget();
      this.on.state("saved", body.saved_at);
    } else if (status === 409 && body.data) {
      this.conflict(this.data, body.version, body.data, body.names);
    } else if (status === 409) {
      window.location.reload();
    } else if (status === 400 || status === 413) {
      this.on.state("refused", body.detail);
    } else {
      this.sent = sent; // it may have been saved although the answer was lost
      this.failed(status === 401 ? "signedOut" : "failed");
    }
  }

  failed(name) {
    this.isDirty = true;
    this.on.state(name);
    clearTimeout(this.retry);
    this.retry = setTimeout(() => { this.retry = 0; this.flush(); }, RETRY);
  }

  // The stored text is another than ours. Ours own, saved while its answer was lost, is no conflict.
  conflict(mine, version, theirs, names) {
    const isOurs = isSame(theirs, mine) || (this.sent && isSame(theirs, this.sent));
    this.version = version;
    this.data = mine;
    if (isOurs) return this.changed();
    this.isBlocked = true;
    this.on.state("conflict");
    return this.on.conflict(mine, theirs, names);
  }

  resolve(data) {
    this.isBlocked = false;
    this.data = data;
    this.on.replaced();
    this.changed();
  }

  // Completes, edits or ends quickly: what was typed last goes along.
  async finish(url) {
    clearTimeout(this.timer);
    while (this.isSaving) await new Promise((done) => { setTimeout(done, 30); });
    if (this.isBlocked) return { status: 0, body: {} };
    this.isSaving = true;
    try {
      return await post(url, this.csrf, { version: this.version, data: this.data });
    } catch {
      this.failed("offline");
      return { status: 0, body: {} };
    } finally {
      this.isSaving = false;
    }
  }

  forget() {
    sessionStorage.removeItem(this.key);
  }
}
