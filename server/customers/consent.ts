/** Whether somebody wants to be written to: noted at their address for each of our ends, and told in their conversation. */
import type { IdentityId, InboxId } from '../../shared/model/ids.ts';
import type { CustomerStore } from '../store/customers.ts';
import type { Conversation } from '../timeline/model.ts';
import type { Timeline } from '../timeline/timeline.ts';

export interface ConsentWord {
  /** the same word is told once */
  key: string;
  identityId: IdentityId;
  inboxId: InboxId;
  at: number;
  /** `provider`: it refuses to write to them, whatever they told us */
  by: 'customer' | 'provider';
}

export interface Consent {
  optOut(conversation: Pick<Conversation, 'id'>, word: ConsentWord): Promise<void>;
  optIn(conversation: Pick<Conversation, 'id'>, word: ConsentWord): Promise<void>;
}

interface Deps {
  timeline: Pick<Timeline, 'append'>;
  customers: Pick<CustomerStore, 'identity' | 'noteTexting'>;
}

export function createConsent({ timeline, customers }: Deps): Consent {
  async function change(
    { id: conversationId }: Pick<Conversation, 'id'>,
    { key, identityId, inboxId, at, by }: ConsentWord,
    isOut: boolean,
  ): Promise<void> {
    const known = (await customers.identity(identityId))?.texting?.[inboxId];
    const wasOut = (known?.optedOutAt ?? null) !== null;
    // A repeat of a word that was followed finds it followed, and completes what it told.
    if (wasOut === isOut && (!isOut || known?.optedOutAt !== at)) return;
    await customers.noteTexting(identityId, inboxId, { optedOutAt: isOut ? at : null });
    await timeline.append({
      ...{ conversationId, key: `${key}:consent`, author: { kind: 'system' }, identityId, inboxId },
      direction: 'internal',
      body: { kind: 'event', event: isOut ? { type: 'opted-out', by } : { type: 'opted-in' } },
    });
  }
  return {
    optOut: (conversation, word) => change(conversation, word, true),
    optIn: (conversation, word) => change(conversation, word, false),
  };
}
