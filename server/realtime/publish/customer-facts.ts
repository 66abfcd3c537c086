/** What became known of customers, told to everybody who has one of their conversations open. */
import type { ConversationViewers } from '../../../shared/events-thread.ts';
import { threadRoom } from '../../accounts/scope.ts';
import type { CustomerFact } from '../../customers/customers.ts';
import type { Log } from '../../lib/log.ts';
import type { Timeline } from '../../timeline/timeline.ts';
import { listRooms } from '../rooms.ts';
import type { AudienceRooms } from './audience-rooms.ts';

export function publishCustomers(rooms: AudienceRooms, facts: readonly CustomerFact[]): void {
  for (const fact of facts) {
    switch (fact.type) {
      case 'changed': {
        for (const conversationId of fact.conversationIds) {
          const room = threadRoom(conversationId);
          if (rooms.hasAgents([room]))
            rooms.console.to(room).emit('customer:changed', { card: fact.card, conversationId });
        }
        break;
      }
      // Ended by realtime, which knows the sockets of visitors.
      case 'erased':
        break;
      case 'visited': {
        const { type: _, ...told } = fact;
        rooms.console.to(threadRoom(fact.conversationId)).emit('customer:visited', told);
        break;
      }
    }
  }
}

/** Who looks at a conversation concerns everybody who has it in a list; told to the sockets of this node. */
export async function tellViewers(
  rooms: AudienceRooms,
  timeline: Pick<Timeline, 'find'>,
  fact: ConversationViewers,
  log: Log,
): Promise<void> {
  try {
    const conversation = await timeline.find(fact.conversationId);
    if (conversation) rooms.console.local.to(listRooms(conversation)).emit('viewers:changed', fact);
  } catch (error) {
    log.warn({ err: error }, 'Who looks at a conversation could not be told.');
  }
}
