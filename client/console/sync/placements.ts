/** Moving entries between conversations; what follows comes as facts. */
import type { Result } from '../../../shared/errors.ts';
import type { ConsoleAnswers } from '../../../shared/events.ts';
import type { ConversationId, PlacementId } from '../../../shared/model/ids.ts';
import type { EntryPlace } from '../../../shared/placements.ts';
import type { Transport } from './transport.ts';

type Answer<Name extends keyof ConsoleAnswers> = Promise<Result<ConsoleAnswers[Name]>>;

export interface PlacementDesk {
  /** `to`: null for a new conversation. Repeating it under the same client id moves once. */
  move(id: ConversationId, asked: MoveAsked): Answer<'entries:move'>;
  /** All that is read here goes into another conversation of the customer, and this one is closed. Repeating it merges once. */
  merge(id: ConversationId, asked: { clientId: string; into: ConversationId }): Answer<'conversation:merge'>;
  moveBack(id: ConversationId, placementId: PlacementId): Answer<'entries:move-back'>;
  /** What came into this conversation by it. */
  read(id: ConversationId, placementId: PlacementId): Answer<'entries:placed'>;
  /** What it looks like a part of; null where that is not theirs to put it into. */
  resembled(id: ConversationId): Answer<'conversation:resembled'>;
  tellApart(id: ConversationId, other: ConversationId): Answer<'conversation:tell-apart'>;
}

export interface MoveAsked {
  clientId: string;
  entries: EntryPlace[];
  to: ConversationId | null;
}

export function createPlacementDesk({ ask }: Pick<Transport, 'ask'>): PlacementDesk {
  return {
    move: (conversationId, asked) => ask('entries:move', { conversationId, ...asked }),
    merge: (conversationId, asked) => ask('conversation:merge', { conversationId, ...asked }),
    moveBack: (conversationId, placementId) => ask('entries:move-back', { conversationId, placementId }),
    resembled: (conversationId) => ask('conversation:resembled', { conversationId }),
    tellApart: (conversationId, other) => ask('conversation:tell-apart', { conversationId, other }),
    read: (conversationId, placementId) => ask('entries:placed', { conversationId, placementId }),
  };
}
