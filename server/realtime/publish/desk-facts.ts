/** What the desk tells: drafts to their author's pages, held replies to whoever has the conversation open and to their authors. */
import { agentRoom, threadRoom } from '../../accounts/scope.ts';
import type { DeskFact } from '../../desk/ports.ts';
import type { AudienceRooms } from './audience-rooms.ts';

export function createDeskPublisher({ console }: Pick<AudienceRooms, 'console'>): (fact: DeskFact) => void {
  return (fact) => {
    switch (fact.type) {
      case 'preferences':
        console.to(agentRoom(fact.userId)).emit('preferences:changed', { preferences: fact.preferences });
        return;
      case 'draft':
        console.to(agentRoom(fact.userId)).emit('draft:changed', { draft: fact.draft });
        return;
      case 'replies': {
        const { conversationId, replies, authors } = fact;
        console
          .to([threadRoom(conversationId), ...authors.map(agentRoom)])
          .emit('reply:changed', { conversationId, replies });
        return;
      }
    }
  };
}
