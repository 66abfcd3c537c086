/** What was found as one line of things to choose from. Pure. */
import type { ConversationRow } from '../../../../../shared/model/conversation.ts';
import type { ConversationId } from '../../../../../shared/model/ids.ts';
import type { FoundCustomer, FoundEntry } from '../../../../../shared/model/search.ts';

export type FoundItem =
  | { kind: 'customer'; key: string; customer: FoundCustomer }
  | { kind: 'conversation'; key: string; row: ConversationRow }
  | { kind: 'entry'; key: string; found: FoundEntry };

export interface Found {
  customers: readonly FoundCustomer[];
  conversations: readonly ConversationRow[];
  entries: readonly FoundEntry[];
}

export function itemsOf({ customers, conversations, entries }: Found): FoundItem[] {
  return [
    ...customers.map((customer): FoundItem => ({ kind: 'customer', key: `c${customer.id}`, customer })),
    ...conversations.map((row): FoundItem => ({ kind: 'conversation', key: `n${row.conversation.id}`, row })),
    ...entries.map((found): FoundItem => ({ kind: 'entry', key: `e${found.entry.id}`, found })),
  ];
}

/** Where it is read, and what of it, as the address names it. */
export function placeOf(item: FoundItem): { conversationId: ConversationId; hash: string } {
  switch (item.kind) {
    case 'customer':
      return { conversationId: item.customer.conversationId, hash: '' };
    case 'conversation':
      return { conversationId: item.row.conversation.id, hash: '' };
    case 'entry': {
      const { conversationId, entry } = item.found;
      // What was moved here keeps the place of where it stands.
      const home = entry.conversationId === conversationId ? '' : `${entry.conversationId}.`;
      return { conversationId, hash: `${home}${entry.seq}` };
    }
  }
}
