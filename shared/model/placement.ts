/** Placements: entries that are read in another conversation than the one they stand in. Their home (conversation, seq) never changes. */
import type { ConversationId, PlacementId, UserId } from './ids.ts';

/** Stretches of one conversation's log, from a first seq to a last one, ascending. Of what stands in them, messages and notes are meant. */
export interface PlacedPart {
  of: ConversationId;
  ranges: [first: number, last: number][];
}

/** A conversation by the number that people say. */
export interface NumberedConversation {
  id: ConversationId;
  number: number;
}

export interface Placement {
  id: PlacementId;
  from: NumberedConversation;
  to: NumberedConversation;
  parts: PlacedPart[];
  /** how many messages and notes */
  count: number;
  /** all that was read there: what names `from` belongs to `to` from then on */
  whole: boolean;
  /** null: nobody did it; a letter came that two conversations were parts of */
  by: { id: UserId; name: string } | null;
  /** ms since 1970 */
  at: number;
}

/** What the thread of either conversation says of it. */
export interface PlacementNews {
  placementId: PlacementId;
  /** the other conversation */
  other: NumberedConversation;
  count: number;
  by: Placement['by'];
}
