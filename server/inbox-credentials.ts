/** Passwords and tokens that an admin gives an inbox: kept sealed, each by its name, handed to its channel and to nobody else. */
import { AppError } from '../shared/errors.ts';
import type { InboxId } from '../shared/model/ids.ts';
import type { SecretBox } from './lib/secret-box.ts';
import type { ChannelStateStore } from './store/channel-state.ts';

export interface InboxCredentials {
  /** Replaces those that are named, drops those given as null, leaves the others. Answers the names that are set now. */
  set(id: InboxId, credentials: Readonly<Record<string, string | null>>): Promise<string[]>;
  get(id: InboxId): Promise<Record<string, string>>;
  /** Names only. */
  which(id: InboxId): Promise<string[]>;
}

/** name → sealed */
type Kept = Record<string, string>;

/** Two admins at once are rare; that many times one loses to another, never. */
const TRIES = 5;

export function createInboxCredentials(deps: {
  channelState: ChannelStateStore;
  secretBox: SecretBox;
}): InboxCredentials {
  const { secretBox } = deps;
  const state = deps.channelState.of('inbox-credentials');
  // Bound to inbox and name: what was sealed for one cannot be put in another's place.
  const context = (id: InboxId, name: string): string => `${id}:${name}`;
  const namesOf = (kept: Kept): string[] => Object.keys(kept).sort();

  return {
    async set(id, credentials) {
      for (let tries = 0; tries < TRIES; tries += 1) {
        const stored = await state.get<Kept>(id);
        const kept = new Map(Object.entries(stored?.value ?? {}));
        for (const [name, value] of Object.entries(credentials)) {
          if (value === null) kept.delete(name);
          else kept.set(name, secretBox.seal(value, context(id, name)));
        }
        const next = Object.fromEntries(kept);
        if (await state.put(id, next, stored?.version ?? null)) return namesOf(next);
      }
      throw new AppError('conflict', 'Somebody else is changing them.');
    },
    async get(id) {
      const kept = (await state.get<Kept>(id))?.value ?? {};
      return Object.fromEntries(
        Object.entries(kept).map(([name, sealed]) => [name, secretBox.open(sealed, context(id, name))]),
      );
    },
    which: async (id) => namesOf((await state.get<Kept>(id))?.value ?? {}),
  };
}
