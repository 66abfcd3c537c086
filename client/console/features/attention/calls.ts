/** What calls for the agent's attention when the desk changes. Pure. */
import type { Offer } from '../../../../shared/model/agent.ts';
import type { ConversationRow } from '../../../../shared/model/conversation.ts';
import type { Notice } from '../../../../shared/model/notice.ts';
import type { DeskState } from '../../sync/desk-state.ts';
import { countUnreadNotices } from '../../sync/notices.ts';
import { countUnread, isInView } from '../../sync/views.ts';

export type Call =
  | { kind: 'offer'; offer: Offer }
  | { kind: 'message'; row: ConversationRow }
  | { kind: 'notice'; notice: Notice };

function mineOf(state: DeskState): ConversationRow[] {
  const me = state.me?.id;
  if (!me) return [];
  const rows: ConversationRow[] = [];
  for (const id of state.lists.mine?.ids ?? []) {
    const row = state.rows[id];
    if (row && isInView('mine', row, me)) rows.push(row);
  }
  return rows;
}

/** unread messages of the agent's own conversations */
export const countMine = (state: DeskState): number => mineOf(state).reduce((sum, row) => sum + countUnread(row), 0);

/** everything that waits for this agent: for the page's title */
export const countCalls = (state: DeskState): number =>
  countMine(state) + state.offers.length + countUnreadNotices(state);

/** What the first picture brings calls nobody; it was there before. */
export function findCalls(before: DeskState, after: DeskState): Call[] {
  if (before === after || !before.ready || !after.ready || before.cachedAt !== null) return [];
  const calls: Call[] = [];
  if (before.offers !== after.offers) {
    const known = new Set(before.offers.map((offer) => offer.id));
    for (const offer of after.offers) if (!known.has(offer.id)) calls.push({ kind: 'offer', offer });
  }
  if (before.notices !== after.notices) {
    // Ids sort by time, so that a list read anew does not call for what is old.
    const newest = before.notices[0]?.id ?? '';
    for (const notice of after.notices) {
      if (notice.id > newest && notice.readAt === null) calls.push({ kind: 'notice', notice });
    }
  }
  if (before.rows !== after.rows) {
    for (const row of mineOf(after)) {
      const known = before.rows[row.conversation.id];
      if (known && known !== row && countUnread(row) > countUnread(known)) calls.push({ kind: 'message', row });
    }
  }
  return calls;
}

/** The conversation that a call is about. */
export function conversationOf(call: Call) {
  switch (call.kind) {
    case 'offer':
      return call.offer.conversationId;
    case 'message':
      return call.row.conversation.id;
    case 'notice':
      return call.notice.conversationId;
  }
}
