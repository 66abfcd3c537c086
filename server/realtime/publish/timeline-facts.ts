/** What the timeline committed, told to everybody who may know it, each in the shape of their audience. */
import { threadRoom } from '../../accounts/scope.ts';
import type { Conversation, Entry, TimelineFact } from '../../timeline/model.ts';
import { presentAgentConversation } from '../present/agent-conversation.ts';
import { presentAgentEntry } from '../present/agent-entry.ts';
import { presentRow } from '../present/row.ts';
import { presentVisitorConversation } from '../present/visitor-conversation.ts';
import { presentVisitorEntry } from '../present/visitor-entry.ts';
import { listRooms, visitorRoomIn } from '../rooms.ts';
import type { AudienceRooms } from './audience-rooms.ts';
import { createRowCoalescer } from './row-coalescer.ts';

export interface TimelinePublisher {
  publish(facts: readonly TimelineFact[]): void;
  stop(): void;
}

export interface TimelinePublisherDeps {
  rooms: AudienceRooms;
  rowIntervalMs: number;
  /** this customer waits in a queue now */
  waits(conversation: Conversation): void;
}

export function createTimelinePublisher({ rooms, rowIntervalMs, waits }: TimelinePublisherDeps): TimelinePublisher {
  const rows = createRowCoalescer(rowIntervalMs, (conversation) => {
    const audience = listRooms(conversation);
    if (rooms.hasAgents(audience)) rooms.console.to(audience).emit('row:changed', { row: presentRow(conversation) });
  });

  function tellEntry(entry: Entry, conversation: Conversation): void {
    const thread = threadRoom(conversation.id);
    if (rooms.hasAgents([thread])) {
      rooms.console.to(thread).emit('entry:appended', { entry: presentAgentEntry(entry) });
    }
    const visitor = visitorRoomIn(conversation.inboxId, conversation.identityId);
    if (!rooms.hasVisitors([visitor])) return;
    const seen = presentVisitorEntry(entry);
    if (seen) rooms.widget.to(visitor).emit('entry:appended', { entry: seen });
  }

  function tellChange(before: Conversation, after: Conversation): void {
    takeAway(before, after);
    const thread = threadRoom(after.id);
    if (rooms.hasAgents([thread])) {
      rooms.console.to(thread).emit('conversation:changed', { conversation: presentAgentConversation(after) });
    }
    const visitor = visitorRoomIn(after.inboxId, after.identityId);
    if (rooms.hasVisitors([visitor])) {
      rooms.widget.to(visitor).emit('conversation:changed', { conversation: presentVisitorConversation(after) });
    }
  }

  /** Whoever could see it before and cannot now loses the row, and the thread with its room. */
  function takeAway(before: Conversation, after: Conversation): void {
    const still = listRooms(after);
    const lost = listRooms(before).filter((room) => !still.includes(room));
    if (lost.length === 0) return;
    const losers = rooms.console.to(lost).except(still);
    losers.emit('row:removed', { conversationId: after.id });
    rooms.console.to(threadRoom(after.id)).except(still).emit('conversation:revoked', { conversationId: after.id });
    rooms.console.in(threadRoom(after.id)).except(still).socketsLeave(threadRoom(after.id));
  }

  return {
    publish(facts) {
      for (const fact of facts) {
        switch (fact.type) {
          case 'entry':
            tellEntry(fact.entry, fact.conversation);
            rows.touch(fact.conversation);
            break;
          case 'conversation':
            tellChange(fact.before, fact.after);
            if (isWaiting(fact.after) && !isWaiting(fact.before)) waits(fact.after);
            rows.touch(fact.after);
            break;
        }
      }
    },
    stop: () => rows.stop(),
  };
}

const isWaiting = ({ work, left }: Conversation): boolean =>
  !left && (work?.state === 'waiting' || work?.state === 'offered');
