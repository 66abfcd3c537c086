/**
 * Brings a customer's new name, and what lists are narrowed down by, to their conversations, which keep a copy for lists and search; and to those of whoever became part of them by
 * a merge, or is no more. What is still to be done follows from the conversations themselves, so a crash in the middle leaves a mark on the
 * customer and nothing else to remember.
 */
import { traitsOf } from '../../shared/list-filter.ts';
import type { ConversationId, CustomerId } from '../../shared/model/ids.ts';
import { ownerOf } from '../ingest/visitors.ts';
import { createInTurn } from '../lib/in-turn.ts';
import type { Log } from '../lib/log.ts';
import type { ConversationStore } from '../store/conversations.ts';
import type { ProfileStore } from '../store/customer-profiles.ts';
import type { Conversation } from '../timeline/model.ts';
import type { Timeline } from '../timeline/timeline.ts';
import { labelFor } from './label-conversation.ts';
import type { Families } from './merging/families.ts';

export interface NameSpreader {
  /** Resolves when every conversation shows the customer's name. */
  spread(id: CustomerId): Promise<void>;
  /** Goes on with what a crash, or another node's death, left undone. */
  mend(): Promise<void>;
}

export interface NameSpreaderDeps {
  profiles: Pick<ProfileStore, 'spreading' | 'spread' | 'keepShown'>;
  families: Families;
  conversations: Pick<ConversationStore, 'shownOtherwise'>;
  timeline: Pick<Timeline, 'revise'>;
  log: Log;
}

/** Conversations changed before others have their turn. */
const BATCH = 50;
const MENDED_AT_ONCE = 100;

export function createNameSpreader({
  profiles,
  families,
  conversations,
  timeline,
  log,
}: NameSpreaderDeps): NameSpreader {
  const inTurn = createInTurn();

  async function work(id: CustomerId): Promise<void> {
    // By what is to be shown too: it may be changed again meanwhile.
    const done = new Set<string>();
    for (;;) {
      const family = await families.of(id);
      // Whoever is part of somebody else is shown as them, and they are marked themselves.
      if (!family) return;
      const { root, members, joined } = family;
      if (root.id !== id) {
        const own = members.find((each) => each.id === id);
        if (!own || (await profiles.spread(id, own.rev))) return;
        continue;
      }
      if (!root.isSpreading) return;
      const traits = traitsOf(joined.attributes);
      if (root.isJoined) await profiles.keepShown(id, joined.name, traits);
      const own = await families.identitiesOf(family);
      const named = new Set(members.flatMap((member) => (member.name === null ? [] : [member.id])));
      const owners = new Map(own.map((identity) => [identity.id, ownerOf(identity)]));
      const wanted = `${root.rev} ${joined.name} ${traits.join()}`;
      const wrong = (await conversations.shownOtherwise([...owners.keys()], id, joined.name, traits, BATCH)).filter(
        (each) => !done.has(`${each.id} ${wanted}`),
      );
      if (wrong.length === 0) {
        // Changed in this moment, by something that spreads nothing itself: looked at once more, or it would stay marked.
        if (await profiles.spread(id, root.rev)) return;
        continue;
      }
      for (const each of wrong) {
        const owner = owners.get(each.identityId);
        await relabel(each.id, (customer) =>
          labelFor(customer, id, joined.name, owner !== undefined && named.has(owner), traits),
        );
        done.add(`${each.id} ${wanted}`);
      }
    }
  }

  async function relabel(id: ConversationId, label: (customer: Conversation['customer']) => Conversation['customer']) {
    await timeline.revise(id, ({ customer }) => ({ customer: label(customer) }));
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
