/** Sends that are repeated under the same client id until the server says yes or no, one after the other. */
import { Refused, Unanswered } from './ask.ts';

export interface Outbox {
  /** Resolves with the answer to whichever attempt was answered first. */
  send<T>(attempt: () => Promise<T>): Promise<T>;
}

export interface OutboxDeps {
  /** resolves when there is a connection again */
  connected(): Promise<void>;
}

const transient = new Set(['rate_limited', 'not_ready', 'internal_error']);

export function createOutbox({ connected }: OutboxDeps): Outbox {
  let turn: Promise<unknown> = Promise.resolve();

  async function deliver<T>(attempt: () => Promise<T>): Promise<T> {
    for (;;) {
      await connected();
      try {
        return await attempt();
      } catch (error) {
        const isWorthRepeating = error instanceof Unanswered || (error instanceof Refused && transient.has(error.code));
        if (!isWorthRepeating) throw error;
      }
    }
  }

  return {
    send(attempt) {
      const result = turn.then(() => deliver(attempt));
      turn = result.catch(() => undefined);
      return result;
    },
  };
}
