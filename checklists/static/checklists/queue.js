// Answers on their way: kept on this device until the server has said what became of each of them.

const BATCH = 50;
const BATCH_CHARACTERS = 300000;
const PAUSES = [2, 5, 15, 30, 60];

/** Keeps texts by key; falls back to memory where the browser keeps nothing, and says so. */
export class Shelf {
  constructor(prefix) {
    this.prefix = prefix;
    this.memory = new Map();
    this.kept = true;
  }

  put(key, value) {
    this.memory.set(key, value);
    try {
      localStorage.setItem(this.prefix + key, JSON.stringify(value));
    } catch {
      this.kept = false;
    }
  }

  drop(key) {
    this.memory.delete(key);
    try {
      localStorage.removeItem(this.prefix + key);
    } catch {
      this.kept = false;
    }
  }

  /** All values by key, in order of the keys, also those another tab has put there. */
  all() {
    try {
      for (let place = 0; place < localStorage.length; place += 1) {
        const name = localStorage.key(place);
        if (!name.startsWith(this.prefix)) continue;
        try {
          this.memory.set(name.slice(this.prefix.length), JSON.parse(localStorage.getItem(name)));
        } catch {
          localStorage.removeItem(name);
        }
      }
    } catch {
      this.kept = false;
    }
    return [...this.memory].sort(([one], [other]) => (one < other ? -1 : 1));
  }
}

export class Queue {
  /** tell(kind, data): "saved" with the server's reply, "retry", "signed_out", "closed" with words, "size". */
  constructor({ shelf, url, token, tell }) {
    Object.assign(this, { shelf, url, token, tell, failures: 0, sending: false, timer: null });
    window.addEventListener("online", () => this.send());
    document.addEventListener("visibilitychange", () => this.send());
  }

  /** Whether the browser really keeps what is put here. */
  get kept() {
    return this.shelf.kept;
  }

  get waiting() {
    return this.shelf.all().map(([, event]) => event);
  }

  add(event) {
    this.shelf.put(event.id, event);
    this.tell("size");
    this.send();
  }

  async send() {
    if (this.sending || !navigator.onLine) {
      if (!navigator.onLine && this.waiting.length) this.tell("retry");
      return;
    }
    const events = this.next();
    if (!events.length) return;
    clearTimeout(this.timer);
    this.sending = true;
    let again = false;
    try {
      again = await this.exchange(events);
    } catch {
      this.later("retry");
    } finally {
      this.sending = false;
    }
    if (again) this.send();
  }

  /** The oldest waiting events that fit into one request; at least one. */
  next() {
    const found = [];
    let size = 0;
    for (const event of this.waiting.slice(0, BATCH)) {
      size += JSON.stringify(event).length;
      if (found.length && size > BATCH_CHARACTERS) break;
      found.push(event);
    }
    return found;
  }

  /** One request; true when more may follow at once. */
  async exchange(events) {
    const response = await fetch(this.url, {
      method: "POST",
      credentials: "same-origin",
      redirect: "manual",
      headers: { "Content-Type": "application/json", Accept: "application/json", "X-CSRFToken": this.token },
      body: JSON.stringify({ events }),
    });
    if (response.ok) {
      const reply = await response.json();
      this.failures = 0;
      for (const result of reply.results) if (result.id) this.shelf.drop(result.id);
      this.tell("saved", reply);
      this.tell("size");
      return this.waiting.length > 0;
    }
    const body = await response.json().catch(() => ({}));
    if (response.status === 401 || response.type === "opaqueredirect" || body.code === "csrf") this.later("signed_out");
    else if (response.status >= 500 || response.status === 429) this.later("retry");
    else this.later("closed", body.message ?? String(response.status));
    return false;
  }

  /** Tries again, ever less often but for ever. */
  later(kind, data) {
    const pause = PAUSES[Math.min(this.failures, PAUSES.length - 1)];
    this.failures += 1;
    this.tell(kind, data);
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.send(), pause * 1000);
  }
}
