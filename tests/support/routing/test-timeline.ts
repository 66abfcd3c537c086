/** As much of a timeline as routing uses: entries by key, and a guarded mirror. */

import type { Clock } from '../../../server/lib/clock.ts';
import type { Conversation, Entry } from '../../../server/timeline/model.ts';
import type { Timeline } from '../../../server/timeline/timeline.ts';
import { AppError } from '../../../shared/errors.ts';
import type { ConversationEvent } from '../../../shared/model/entry.ts';
import type { ConversationId, CustomerId, EntryId, IdentityId, InboxId, QueueId } from '../../../shared/model/ids.ts';

export interface TestTimeline extends Pick<Timeline, 'append' | 'change' | 'find'> {
  begin(id: ConversationId, identityId: IdentityId, inboxId: InboxId, queueId: QueueId): void;
  /** What the conversation was told, oldest first. */
  events(id: ConversationId): ConversationEvent['type'][];
  state(id: ConversationId): Conversation;
}

const nothing = { customer: 0, agent: 0 };
const mark = { seq: 0, tally: nothing };

export function createTestTimeline(clock: Clock): TestTimeline {
  const conversations = new Map<ConversationId, Conversation>();
  const entries: Entry[] = [];
  const state = (id: ConversationId) => {
    const found = conversations.get(id);
    if (!found) throw new AppError('not_found', 'There is no such conversation.');
    return found;
  };

  return {
    begin(id, identityId, inboxId, queueId) {
      conversations.set(id, {
        id,
        key: id,
        number: 1,
        rev: 1,
        identityId,
        customer: { id: 'customer' as CustomerId, name: 'Kim' },
        inboxId,
        channel: 'webchat',
        queueId,
        status: 'open',
        work: null,
        left: false,
        createdAt: clock.now(),
        closedAt: null,
        linkedFrom: null,
        form: [],
        context: {},
        rating: null,
        priority: 'normal',
        tagIds: [],
        snooze: null,
        outcome: null,
        help: null,
        subject: null,
        deliveries: [],
        placements: [],
        guestIds: [],
        marks: { customerDelivered: mark, customerRead: mark, teamRead: mark },
        heads: { agent: 0, visitor: 0 },
        tally: nothing,
        preview: { from: 'customer', text: 'Where is my lamp?', at: clock.now() },
        lastAt: clock.now(),
      });
    },
    events: (id) =>
      entries.flatMap((entry) =>
        entry.conversationId === id && entry.body.kind === 'event' ? [entry.body.event.type] : [],
      ),
    state,
    find: async (id) => conversations.get(id) ?? null,
    async append(draft) {
      const conversation = state(draft.conversationId);
      const present = entries.find((entry) => entry.key === draft.key);
      if (present) {
        if (present.digest !== JSON.stringify(draft.body)) throw new AppError('conflict', 'Another body.');
        return { entry: present, conversation, isNew: false };
      }
      const seq = entries.filter((entry) => entry.conversationId === draft.conversationId).length + 1;
      const entry: Entry = {
        ...draft,
        id: `${draft.conversationId}:${seq}` as EntryId,
        seq,
        prev: { agent: seq - 1, visitor: 0 },
        at: clock.now(),
        digest: JSON.stringify(draft.body),
        tally: nothing,
      };
      entries.push(entry);
      return { entry, conversation, isNew: true };
    },
    async change(id, change) {
      const before = state(id);
      const isOlder =
        change.work &&
        before.work &&
        (change.work.id < before.work.id ||
          (change.work.id === before.work.id && change.work.version < before.work.version));
      if (isOlder) return before;
      const after = { ...before, ...change, rev: before.rev + 1 };
      conversations.set(id, after);
      return after;
    },
  };
}
