/** How many webhooks an inbox refused because they were not signed by its account: all that is kept of them, and shown by the check of the account. */
import type { InboxId } from '../../../shared/model/ids.ts';
import type { ChannelContext } from '../../channel.ts';

export interface RefusedHooks {
  count: number;
  /** ms since 1970 */
  lastAt: number;
}

/** After so long without another, they are forgotten. */
const KEPT_MS = 30 * 24 * 3_600_000;
/** A flood is written down this often at most. */
const WRITE_MS = 5_000;
const TRIES = 8;

type State = Pick<ChannelContext, 'state' | 'now'>;
const keyOf = (inboxId: InboxId): string => `refused:${inboxId}`;

export async function readRefused(inboxId: InboxId, { state }: Pick<State, 'state'>): Promise<RefusedHooks | null> {
  return (await state.get<RefusedHooks>(keyOf(inboxId)))?.value ?? null;
}

/** Counts here at once, and for all nodes soon; `writeMs` is for tests. */
export function createRefusalCounter({ state, now }: State, writeMs = WRITE_MS): (inboxId: InboxId) => void {
  const pending = new Map<InboxId, RefusedHooks>();

  async function write(inboxId: InboxId): Promise<void> {
    const more = pending.get(inboxId);
    pending.delete(inboxId);
    for (let tries = 0; more && tries < TRIES; tries += 1) {
      const found = await state.get<RefusedHooks>(keyOf(inboxId));
      const next = { count: (found?.value.count ?? 0) + more.count, lastAt: more.lastAt };
      if (await state.put(keyOf(inboxId), { ...next, expiresAt: more.lastAt + KEPT_MS }, found?.version ?? null))
        return;
    }
  }

  return (inboxId) => {
    const known = pending.get(inboxId);
    pending.set(inboxId, { count: (known?.count ?? 0) + 1, lastAt: now() });
    if (!known) setTimeout(() => void write(inboxId).catch(() => undefined), writeMs).unref();
  };
}
