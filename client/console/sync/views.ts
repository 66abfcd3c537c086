/** Which rows a list shows and in which order. Pure. */
import type { ListView } from '../../../shared/events.ts';
import type { ConversationRow } from '../../../shared/model/conversation.ts';
import type { UserId } from '../../../shared/model/ids.ts';

export function isInView(view: ListView, row: ConversationRow, me: UserId): boolean {
  const work = row.conversation.work;
  switch (view) {
    case 'mine':
      return work?.state === 'active' && work.ownerId === me;
    case 'waiting':
      return work?.state === 'waiting' || work?.state === 'offered';
    case 'all':
      return true;
  }
}

/** Messages of the customer that nobody of the team has read. */
export function countUnread(row: ConversationRow): number {
  return Math.max(0, row.tally.customer - row.conversation.marks.teamRead.tally.customer);
}

/** It is the team's turn while the customer has spoken last, or nobody has answered yet. */
export function isYourTurn(row: ConversationRow): boolean {
  return row.preview === null || row.preview.from !== 'agent';
}

/** When something last happened. */
export function lastAt(row: ConversationRow): number {
  return row.preview?.at ?? row.conversation.createdAt;
}

/** mine: the customer who has waited longest for an answer first; waiting: first come first; all: newest first. */
export function compareRows(view: ListView, a: ConversationRow, b: ConversationRow): number {
  switch (view) {
    case 'mine': {
      const turn = Number(isYourTurn(b)) - Number(isYourTurn(a));
      if (turn !== 0) return turn;
      const order = isYourTurn(a) ? lastAt(a) - lastAt(b) : lastAt(b) - lastAt(a);
      return order || byId(a, b);
    }
    case 'waiting':
      return (a.conversation.work?.enqueuedAt ?? 0) - (b.conversation.work?.enqueuedAt ?? 0) || byId(a, b);
    case 'all':
      return lastAt(b) - lastAt(a) || byId(b, a);
  }
}

function byId(a: ConversationRow, b: ConversationRow): number {
  return a.conversation.id < b.conversation.id ? -1 : a.conversation.id > b.conversation.id ? 1 : 0;
}

/** State and entries of a row come by ways of their own: the newer of each holds. The known row itself when nothing is newer. */
export function mergeRows(known: ConversationRow | undefined, incoming: ConversationRow): ConversationRow {
  if (!known) return incoming;
  const isState = incoming.conversation.rev > known.conversation.rev;
  const isSaid = incoming.head > known.head;
  if (!isState && !isSaid) return known;
  return { ...(isSaid ? incoming : known), conversation: isState ? incoming.conversation : known.conversation };
}
