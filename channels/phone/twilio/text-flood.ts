/** How many texts are taken from one address in an hour: more than anybody writes by hand, less than fills a desk. */
import type { Inbox } from '../../../shared/model/inbox.ts';
import type { ChannelContext, IdentityRef } from '../../channel.ts';

export const TEXTS_PER_HOUR = 60;
const HOUR_MS = 3_600_000;
/** Several nodes count at the same time; more of them never compete. */
const TRIES = 8;

interface Counted {
  /** of each, by its id, so that one that is told twice counts once */
  taken: { id: string; at: number }[];
  expiresAt: number;
}

/** False: they have written so much within the hour that this one is not taken. */
export async function mayTakeText(
  inbox: Inbox,
  { kind, value }: IdentityRef,
  id: string,
  { state, now }: Pick<ChannelContext, 'state' | 'now'>,
): Promise<boolean> {
  const key = `texts:${inbox.id}:${kind}:${value}`;
  for (let tries = 0; tries < TRIES; tries += 1) {
    const at = now();
    const found = await state.get<Counted>(key);
    const taken = (found?.value.taken ?? []).filter((one) => one.at > at - HOUR_MS);
    if (taken.some((one) => one.id === id)) return true;
    if (taken.length >= TEXTS_PER_HOUR) return false;
    const next: Counted = { taken: [...taken, { id, at }], expiresAt: at + HOUR_MS };
    if (await state.put(key, next, found?.version ?? null)) return true;
  }
  return true;
}
