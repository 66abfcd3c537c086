/** The secrets of inboxes, kept sealed: drawn by whoever asks first; while one is being replaced two are good. */
import { randomBytes } from 'node:crypto';
import type { ShownSecret } from '../shared/api.ts';
import { AppError } from '../shared/errors.ts';
import type { InboxId } from '../shared/model/ids.ts';
import type { Clock } from './lib/clock.ts';
import type { SecretBox } from './lib/secret-box.ts';
import type { ChannelStateStore } from './store/channel-state.ts';

export interface InboxSecrets {
  show(id: InboxId): Promise<ShownSecret>;
  /** All that are good now, newest first. */
  good(id: InboxId): Promise<string[]>;
  /** The former one stays good for `graceMs`; one that was already on its way out is over at once. */
  rotate(id: InboxId, graceMs: number): Promise<ShownSecret>;
}

interface Kept {
  sealed: string;
  former?: { sealed: string; until: number } | null;
}

export function createInboxSecrets(deps: {
  channelState: ChannelStateStore;
  secretBox: SecretBox;
  clock: Clock;
}): InboxSecrets {
  const { secretBox, clock } = deps;
  const state = deps.channelState.of('inbox-secret');
  const draw = (id: InboxId): string => secretBox.seal(randomBytes(32).toString('base64url'), id);

  async function read(id: InboxId): Promise<{ value: Kept; version: number }> {
    let stored = await state.get<Kept>(id);
    if (stored === null) {
      // Somebody else may have drawn one in this moment: what was kept counts.
      await state.put(id, { sealed: draw(id) }, null);
      stored = await state.get<Kept>(id);
    }
    if (stored === null) throw new Error(`The secret of inbox ${id} was not kept.`);
    return stored;
  }

  const goodFormer = ({ former }: Kept) => (former && former.until > clock.now() ? former : null);
  const present = (id: InboxId, kept: Kept): ShownSecret => ({
    secret: secretBox.open(kept.sealed, id),
    formerUntil: goodFormer(kept)?.until ?? null,
  });

  return {
    async show(id) {
      return present(id, (await read(id)).value);
    },
    async good(id) {
      const { value } = await read(id);
      const former = goodFormer(value);
      return [value.sealed, ...(former ? [former.sealed] : [])].map((sealed) => secretBox.open(sealed, id));
    },
    async rotate(id, graceMs) {
      const { value, version } = await read(id);
      const former = graceMs > 0 ? { sealed: value.sealed, until: clock.now() + graceMs } : null;
      const next: Kept = { sealed: draw(id), former };
      if (!(await state.put(id, next, version))) {
        throw new AppError('conflict', 'Somebody else has just replaced it.');
      }
      return present(id, next);
    },
  };
}
