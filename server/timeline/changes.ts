/** Changes of a conversation's state: one atomic update each, told with the state before and after, in order. */
import { AppError } from '../../shared/errors.ts';
import type { ConversationId } from '../../shared/model/ids.ts';
import type { Clock } from '../lib/clock.ts';
import { createInTurn } from '../lib/in-turn.ts';
import type { ConversationStore } from '../store/conversations.ts';
import type { EntryStore } from '../store/entries.ts';
import { withNewestDerived } from './derive.ts';
import type { Conversation, Marked, MarkName, TimelineFact } from './model.ts';
import type { Recent } from './recent.ts';
import type { ConversationChange } from './timeline.ts';

interface Deps {
  conversations: Pick<ConversationStore, 'change' | 'advanceMark' | 'findMany'>;
  entries: Pick<EntryStore, 'atOrBefore'>;
  recent: Recent;
  clock: Clock;
  publish(facts: TimelineFact[]): void;
}

export interface Changes {
  change(id: ConversationId, change: ConversationChange): Promise<Conversation | null>;
  revise(
    id: ConversationId,
    decide: (present: Conversation) => ConversationChange | null,
  ): Promise<{ conversation: Conversation; isChanged: boolean }>;
  mark(id: ConversationId, name: MarkName, upTo: number): Promise<void>;
}

/** Lost races for one conversation before giving up; each loss means that somebody else got on. */
const TRIES = 100;

export function createChanges(deps: Deps): Changes {
  /** One change of a conversation after the other, so that their facts come in the order of their revs. */
  const inTurn = createInTurn();

  function told(before: Conversation, change: Partial<Conversation>): Conversation {
    const known = deps.recent.learn({ ...before, ...change, rev: before.rev + 1 });
    const after =
      known.conversation.rev === before.rev + 1 ? known.conversation : { ...before, ...change, rev: before.rev + 1 };
    deps.publish([{ type: 'conversation', before: withNewestDerived(before, after), after }]);
    return after;
  }

  /** The newest entry at or before `upTo`, with the tally that unread counts are taken from. */
  async function markAt(id: ConversationId, upTo: number): Promise<Marked | null> {
    const tip = deps.recent.get(id)?.tip;
    if (tip !== undefined && tip.seq > 0 && tip.seq <= upTo) return { seq: tip.seq, tally: tip.tally };
    const entry = await deps.entries.atOrBefore(id, upTo);
    return entry && { seq: entry.seq, tally: entry.tally };
  }

  return {
    change: (id, change) =>
      inTurn(id, async () => {
        const before = await deps.conversations.change(id, change);
        if (before !== null) return told(before, change);
        const [present] = await deps.conversations.findMany([id]);
        return present ?? null;
      }),
    revise: (id, decide) =>
      inTurn(id, async () => {
        for (let tries = 0; tries < TRIES; tries += 1) {
          const [present] = await deps.conversations.findMany([id]);
          if (present === undefined) throw new AppError('not_found', 'There is no such conversation.');
          const change = decide(present);
          if (change === null) return { conversation: present, isChanged: false };
          const before = await deps.conversations.change(id, change, present.rev);
          if (before !== null) return { conversation: told(before, change), isChanged: true };
        }
        throw new AppError('conflict', 'The conversation changes too quickly.');
      }),
    mark: (id, name, upTo) =>
      inTurn(id, async () => {
        const known = deps.recent.get(id)?.conversation;
        if (known !== undefined && known.marks[name].seq >= upTo) return;
        const place = await markAt(id, upTo);
        if (place === null) return;
        const marked = { ...place, at: deps.clock.now() };
        const before = await deps.conversations.advanceMark(id, name, marked);
        if (before !== null) told(before, { marks: { ...before.marks, [name]: marked } });
      }),
  };
}
