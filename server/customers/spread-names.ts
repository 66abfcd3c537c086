/**
 * Brings a customer's new name to their conversations, which keep a copy for lists and search. What is still to be done follows from
 * the conversations themselves, so a crash in the middle leaves a mark on the customer and nothing else to remember.
 */
import type { ConversationId, CustomerId } from '../../shared/model/ids.ts';
import { ownerOf } from '../ingest/visitors.ts';
import { createInTurn } from '../lib/in-turn.ts';
import type { Log } from '../lib/log.ts';
import type { ConversationStore } from '../store/conversations.ts';
import type { ProfileStore } from '../store/customer-profiles.ts';
import type { Timeline } from '../timeline/timeline.ts';

export interface NameSpreader {
  /** Resolves when every conversation shows the customer's name. */
  spread(id: CustomerId): Promise<void>;
  /** Goes on with what a crash, or another node's death, left undone. */
  mend(): Promise<void>;
}

export interface NameSpreaderDeps {
  profiles: Pick<ProfileStore, 'profile' | 'identitiesOf' | 'spreading' | 'spread'>;
  conversations: Pick<ConversationStore, 'named'>;
  timeline: Pick<Timeline, 'find' | 'change'>;
  log: Log;
}

/** Conversations changed before others have their turn. */
const BATCH = 50;
const MENDED_AT_ONCE = 100;

export function createNameSpreader({ profiles, conversations, timeline, log }: NameSpreaderDeps): NameSpreader {
  const inTurn = createInTurn();

  async function rename(id: ConversationId, name: string): Promise<void> {
    const conversation = await timeline.find(id);
    if (conversation) await timeline.change(id, { customer: { ...conversation.customer, name } });
  }

  async function work(id: CustomerId): Promise<void> {
    // By name too: it may be changed again meanwhile.
    const done = new Set<string>();
    for (;;) {
      const profile = await profiles.profile(id);
      if (!profile?.isSpreading || profile.name === null) return;
      const own = (await profiles.identitiesOf(id)).filter((identity) => ownerOf(identity) === id);
      const ids = own.map((identity) => identity.id);
      const { name } = profile;
      const wrong = (await conversations.named(ids, name, BATCH)).filter((each) => !done.has(`${each} ${name}`));
      if (wrong.length === 0) {
        await profiles.spread(id, name);
        return;
      }
      for (const each of wrong) {
        await rename(each, name);
        done.add(`${each} ${name}`);
      }
    }
  }

  const spread = (id: CustomerId): Promise<void> => inTurn(id, () => work(id));
  return {
    spread,
    async mend() {
      const left = await profiles.spreading(MENDED_AT_ONCE);
      for (const id of left) await spread(id);
      if (left.length > 0) log.info({ customers: left.length }, 'Names were brought to their conversations.');
    },
  };
}
