/** On which of its websites an inbox's chat was last loaded, so that whoever puts it in can see that it worked. */
import type { InboxSighting } from '../shared/api.ts';
import type { InboxId } from '../shared/model/ids.ts';
import { readOrigin } from '../shared/model/origin.ts';
import { parseUrl } from '../shared/parse-url.ts';
import type { Clock } from './lib/clock.ts';
import type { Log } from './lib/log.ts';
import type { ChannelStateStore } from './store/channel-state.ts';

export interface InboxSightings {
  /** Newest first. */
  list(id: InboxId): Promise<InboxSighting[]>;
  /** A page of ours was asked for in a frame; only origins that the inbox allows are kept. Never fails. */
  seen(id: InboxId, referer: string | undefined, allowed: readonly string[]): void;
}

const KEPT = 10;
/** Each visit would be a write; one in a minute says as much. */
const EVERY_MS = 60_000;

export function createInboxSightings(deps: {
  channelState: ChannelStateStore;
  clock: Clock;
  log: Log;
}): InboxSightings {
  const { clock, log } = deps;
  const state = deps.channelState.of('inbox-seen');
  const written = new Map<string, number>();

  async function write(id: InboxId, origin: string, at: number): Promise<void> {
    const stored = await state.get<InboxSighting[]>(id);
    const others = (stored?.value ?? []).filter((one) => one.origin !== origin);
    // Whoever wrote at the same moment saw it just as recently.
    await state.put(id, [{ origin, at }, ...others].slice(0, KEPT), stored?.version ?? null);
  }

  return {
    async list(id) {
      return (await state.get<InboxSighting[]>(id))?.value ?? [];
    },
    seen(id, referer, allowed) {
      const origin = readReferer(referer);
      if (origin === null || !allowed.includes(origin)) return;
      const at = clock.now();
      const key = `${id} ${origin}`;
      if (at - (written.get(key) ?? 0) < EVERY_MS) return;
      written.set(key, at);
      write(id, origin, at).catch((error: unknown) => log.warn({ err: error }, 'a website was seen but not noted'));
    },
  };
}

/** Browsers send other sites no more than the origin, as `https://shop.example/`. */
function readReferer(referer: string | undefined): string | null {
  const url = referer === undefined ? null : parseUrl(referer);
  if (url === null) return null;
  const read = readOrigin(url.origin);
  return 'origin' in read ? read.origin : null;
}
