/** Notices, brought to every tab of the person they are for. */
import { agentRoom } from '../../accounts/scope.ts';
import type { NoticeFact } from '../../notices/notices.ts';
import type { AudienceRooms } from './audience-rooms.ts';

export function tellNotice({ console: io }: Pick<AudienceRooms, 'console'>, fact: NoticeFact): void {
  const room = io.to(agentRoom(fact.userId));
  switch (fact.type) {
    case 'made':
      room.emit('notice:made', { notice: fact.notice });
      break;
    case 'withdrawn':
      room.emit('notice:withdrawn', { id: fact.id });
      break;
    case 'silenced':
      room.emit('notice:silenced', { id: fact.id });
      break;
    case 'read':
      room.emit('notice:read', { ids: fact.ids, at: fact.at });
      break;
  }
}
