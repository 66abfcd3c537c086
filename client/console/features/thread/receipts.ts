/** What became of the team's messages: under the newest, and under the newest that was read when that is another. Pure. */
import type { Mark } from '../../../../shared/model/conversation.ts';
import type { AgentEntry } from '../../../../shared/model/entry.ts';
import { isMessage } from './items.ts';

/** `at`: when, where it was noted down. */
export interface Receipt {
  state: 'sent' | 'delivered' | 'read';
  at: number | null;
}

export interface ReceiptMarks {
  customerDelivered: Mark;
  customerRead: Mark;
}

/** By seq; at most two. */
export function findReceipts(entries: readonly AgentEntry[], marks: ReceiptMarks): ReadonlyMap<number, Receipt> {
  const found = new Map<number, Receipt>();
  for (let index = entries.length - 1; index >= 0; index -= 1) {
    const entry = entries[index];
    if (!entry || !isMessage(entry) || entry.author.kind === 'customer') continue;
    const receipt = readReceipt(entry, marks);
    if (found.size === 0) found.set(entry.seq, receipt);
    else if (receipt.state === 'read') found.set(entry.seq, receipt);
    if (receipt.state === 'read') break;
  }
  return found;
}

function readReceipt(entry: AgentEntry, { customerDelivered, customerRead }: ReceiptMarks): Receipt {
  // A mark may have been moved past an entry later than that entry; its time is right for the newest only, which is the one shown.
  if (entry.seq <= customerRead.seq) return { state: 'read', at: customerRead.at ?? null };
  if (entry.seq <= customerDelivered.seq) return { state: 'delivered', at: customerDelivered.at ?? null };
  return { state: 'sent', at: entry.at };
}
