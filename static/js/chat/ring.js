// What waits: the queue by language, the one contact that rings, its sound and the badge in the tab's title.

import { elapsed, fill, say, slot } from "./texts.js";
import { ringOnce } from "./sound.js";

const SOUND_EVERY_MS = 3_000;
const LATE_AFTER_MS = 180_000;
const STALE_MS = 3_000; // a queue frame may have been written before the claim that it does not know of

/** `root` holds the ring card and the queue table. What rings here is the server's word, in the `queue` frame. */
export class Ring {
  constructor(root) {
    Object.assign(this, { root, next: [], ring: [], waiting: {}, rang: 0, answered: null, answeredAt: 0 });
    this.card = root.querySelector("[data-cc-part=ring]");
    this.title = document.title;
    this.unread = 0;
    setInterval(() => this.tick(), 1000);
  }

  /** A `queue` frame: oldest first. */
  update({ waiting = {}, next = [], ring = [] }) {
    Object.assign(this, { waiting, next, ring });
    this.tick();
  }

  /** This one was taken here: it stops ringing now, not with the next `queue` frame. */
  stop(conversation) {
    Object.assign(this, { answered: conversation, answeredAt: Date.now() });
    this.tick();
  }

  isAnswered(conversation) {
    return conversation === this.answered && Date.now() - this.answeredAt < STALE_MS;
  }

  /** The oldest that rings here, or null. */
  get ringing() {
    const rings = ({ conversation }) => this.ring.includes(conversation) && !this.isAnswered(conversation);
    return this.next.find(rings) ?? null;
  }

  tick() {
    this.showCard(this.ringing);
    this.root.querySelectorAll("[data-cc-queue-language]").forEach((row) => this.showRow(row));
    this.badge();
  }

  showCard(one) {
    const wasHidden = this.card.hidden;
    this.card.hidden = !one;
    slot(this.root, "nobody-waits").hidden = this.next.length > 0;
    const words = slot(this.root, "rings");
    if (wasHidden !== this.card.hidden) words.textContent = one ? words.dataset.textRings : "";
    if (!one) return;
    fill(this.card, "since", elapsed(one.since));
    this.card.querySelectorAll("[data-cc-chip]").forEach((chip) => (chip.hidden = chip.dataset.ccChip !== one.language));
    this.sound(wasHidden);
  }

  sound(isNew) {
    if (!isNew && Date.now() - this.rang < SOUND_EVERY_MS) return;
    this.rang = Date.now();
    ringOnce();
  }

  showRow(row) {
    const language = row.dataset.ccQueueLanguage;
    const oldest = this.next.find((one) => one.language === language);
    fill(row, "count", this.waiting[language] ?? 0);
    fill(row, "longest", oldest ? elapsed(oldest.since) : "–");
    const late = Boolean(oldest) && Date.now() - new Date(oldest.since) > LATE_AFTER_MS;
    slot(row, "longest").classList.toggle("is-late", late);
    slot(row, "late").hidden = !late;
  }

  badge() {
    const count = this.unread + (this.ringing ? 1 : 0);
    const title = count ? say(this.root, "badge", { count, title: this.title }) : this.title;
    if (document.title !== title) document.title = title;
  }
}
