/** Socket events of moving entries between conversations; events.ts takes them in. */
import { z } from 'zod';
import { limits } from './limits.ts';
import type { AgentEntry } from './model/entry.ts';
import { type ConversationId, clientIdSchema, idSchema, type PlacementId } from './model/ids.ts';
import type { NumberedConversation } from './model/placement.ts';

const conversationId = idSchema<ConversationId>();
const placementId = idSchema<PlacementId>();
/** by its home: where it stands, wherever it is read */
const entry = z.object({ of: conversationId, seq: z.number().int().min(1).max(Number.MAX_SAFE_INTEGER) });

export const placementRequests = {
  /** Messages and notes that are read in this conversation, from now on in another one of its customer; null: in a new one. */
  'entries:move': z.object({
    conversationId,
    clientId: clientIdSchema,
    entries: z.array(entry).min(1).max(limits.moved),
    to: conversationId.nullable(),
  }),
  /** All of them; this one is closed, and letters that answer it go there. */
  'conversation:merge': z.object({ conversationId, clientId: clientIdSchema, into: conversationId }),
  /** At any later time, from either side. */
  'entries:move-back': z.object({ conversationId, placementId }),
  /** What came into this conversation by a placement. */
  'entries:placed': z.object({ conversationId, placementId }),
  /** What it looks like a part of, for whoever may put it there. */
  'conversation:resembled': z.object({ conversationId }),
  /** It is no part of what it looks like. */
  'conversation:tell-apart': z.object({ conversationId, other: conversationId }),
} as const;

export interface PlacementAnswers {
  'entries:move': { placementId: PlacementId | null; to: NumberedConversation };
  'conversation:merge': { placementId: PlacementId | null; to: NumberedConversation };
  'entries:move-back': null;
  /** the newest last; `earlier`: there are more than are told at once */
  'entries:placed': { entries: AgentEntry[]; earlier: boolean };
  'conversation:resembled': { resembled: Resembled | null };
  'conversation:tell-apart': null;
}

export interface Resembled extends NumberedConversation {
  subject: string | null;
  customerName: string;
  status: 'open' | 'closed';
}
