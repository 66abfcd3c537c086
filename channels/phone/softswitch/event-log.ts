/** What happened, kept until the server has said that it has it: a server that was away is told all of it when it comes back. */
import type { SwitchEvent } from './protocol.ts';

/** Nobody has asked for so many: the oldest are let go, and the reconciler finds out about them. */
const MOST = 20_000;

export class EventLog {
  #events: SwitchEvent[] = [];
  #seq = 0;
  #waiting = new Set<() => void>();

  add(event: Omit<SwitchEvent, 'seq'>): number {
    this.#seq += 1;
    this.#events.push({ ...event, seq: this.#seq });
    if (this.#events.length > MOST) this.#events.splice(0, this.#events.length - MOST);
    for (const wake of this.#waiting) wake();
    return this.#seq;
  }

  /** Those after `seq`, at once or as soon as there is one; none after `ms`. What came before need not be kept any longer. */
  async after(seq: number, ms: number): Promise<SwitchEvent[]> {
    // Counted by another process than this one: it is told everything.
    const from = seq > this.#seq ? 0 : seq;
    this.#events = this.#events.filter((event) => event.seq > from);
    if (this.#events.length === 0 && ms > 0) {
      await new Promise<void>((resolve) => {
        const done = (): void => {
          clearTimeout(timer);
          this.#waiting.delete(done);
          resolve();
        };
        const timer = setTimeout(done, ms);
        this.#waiting.add(done);
      });
    }
    return this.#events.filter((event) => event.seq > from).slice(0, 200);
  }

  stop(): void {
    for (const wake of this.#waiting) wake();
  }
}
