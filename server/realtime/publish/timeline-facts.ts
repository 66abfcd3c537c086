/** What the timeline committed, told to everybody who may know it, each in the shape of their audience. */
import { threadRoom } from '../../accounts/scope.ts';
import type { Conversation, Entry, TimelineFact } from '../../timeline/model.ts';
import { isShownToCustomer } from '../../timeline/split.ts';
import { presentAgentConversation } from '../present/agent-conversation.ts';
import { presentAgentEntry } from '../present/agent-entry.ts';
import { presentRow } from '../present/row.ts';
import { presentVisitorConversation } from '../present/visitor-conversation.ts';
import { presentVisitorEntry } from '../present/visitor-entry.ts';
import { listRooms, visitorRoomIn } from '../rooms.ts';
import type { AudienceRooms } from './audience-rooms.ts';
import type { ListFacts, RowMove } from './list-facts.ts';
import { createRowCoalescer } from './row-coalescer.ts';

export interface TimelinePublisher {
  publish(facts: readonly TimelineFact[]): void;
  stop(): void;
}

export interface TimelinePublisherDeps {
  rooms: AudienceRooms;
  lists: Pick<ListFacts, 'tell'>;
  /** rows for the other nodes, where there are any */
  others: { tell(move: RowMove): void; intervalMs: number } | null;
  /** this customer waits in a queue now */
  waits(conversation: Conversation): void;
}

export function createTimelinePublisher({ rooms, lists, others, waits }: TimelinePublisherDeps): TimelinePublisher {
  // One slot per conversation: other nodes need no more of its rows than their agents are told.
  const rows =
    others &&
    createRowCoalescer(others.intervalMs, (_ids, some) => {
      for (const row of some) others.tell({ row, lost: [] });
    });

  function tellRow(conversation: Conversation, lost: string[]): void {
    const { id } = conversation;
    const row = presentRow(conversation);
    lists.tell({ row, lost });
    if (lost.length === 0) {
      rows?.touch(row, [id]);
      return;
    }
    rows?.forget(id, id);
    others?.tell({ row, lost });
  }

  function tellEntry(entry: Entry, conversation: Conversation): void {
    const thread = threadRoom(conversation.id);
    if (rooms.hasAgents([thread])) {
      rooms.console.to(thread).emit('entry:appended', { entry: presentAgentEntry(entry) });
    }
    const visitor = visitorRoomIn(conversation.inboxId, conversation.identityId);
    if (!isShownToCustomer(conversation) || !rooms.hasVisitors([visitor])) return;
    const seen = presentVisitorEntry(entry);
    if (seen) rooms.widget.to(visitor).emit('entry:appended', { entry: seen });
  }

  function tellChange(before: Conversation, after: Conversation): void {
    tellRow(after, takeAway(before, after));
    const thread = threadRoom(after.id);
    if (rooms.hasAgents([thread])) {
      rooms.console.to(thread).emit('conversation:changed', { conversation: presentAgentConversation(after) });
    }
    const visitor = visitorRoomIn(after.inboxId, after.identityId);
    if (isShownToCustomer(after) && rooms.hasVisitors([visitor])) {
      rooms.widget.to(visitor).emit('conversation:changed', { conversation: presentVisitorConversation(after) });
    }
  }

  /** Whoever could see it before and cannot now loses the thread with its room; answers the rooms that lose the row. */
  function takeAway(before: Conversation, after: Conversation): string[] {
    const still = listRooms(after);
    const lost = listRooms(before).filter((room) => !still.includes(room));
    if (lost.length === 0) return lost;
    rooms.console.to(threadRoom(after.id)).except(still).emit('conversation:revoked', { conversationId: after.id });
    rooms.console.in(threadRoom(after.id)).except(still).socketsLeave(threadRoom(after.id));
    return lost;
  }

  return {
    publish(facts) {
      for (const fact of facts) {
        switch (fact.type) {
          // It is listed from its first entry on.
          case 'opened':
            break;
          case 'entry':
            tellEntry(fact.entry, fact.conversation);
            tellRow(fact.conversation, []);
            break;
          case 'conversation':
            tellChange(fact.before, fact.after);
            if (isWaiting(fact.after) && !isWaiting(fact.before)) waits(fact.after);
            break;
        }
      }
    },
    stop: () => rows?.stop(),
  };
}

const isWaiting = ({ work, left }: Conversation): boolean =>
  !left && (work?.state === 'waiting' || work?.state === 'offered');
