/** Which way a reply goes where there are two: to the customer's page while they have it open, by letter to their verified address when they have left. */
import { useState } from 'react';
import type { DeskInbox } from '../../../../shared/events.ts';
import type { AgentConversation } from '../../../../shared/model/conversation.ts';
import type { InboxId } from '../../../../shared/model/ids.ts';
import type { DeskState } from '../../sync/desk-state.ts';
import { useDeskState } from '../../sync/use-desk.ts';

export interface ReplyWay {
  /** the inbox of letters that it goes by; undefined: where the customer wrote */
  by: InboxId | undefined;
  address: string;
  choose(way: 'here' | 'letter'): void;
}

const readInboxes = (state: DeskState) => state.inboxes;
const readOnline = (state: DeskState) => state.online;

/** Of the same queue, so that it speaks for the same shop; else any. Pure. */
export function findLetterInbox(
  inboxes: readonly DeskInbox[],
  { inboxId, customer }: Pick<AgentConversation, 'inboxId' | 'customer'>,
): DeskInbox | null {
  const own = inboxes.find(({ id }) => id === inboxId);
  if (!customer.email?.verified || own === undefined || own.format === 'letter') return null;
  const letters = inboxes.filter(({ format }) => format === 'letter');
  return letters.find(({ queueId }) => queueId === own.queueId) ?? letters[0] ?? null;
}

/** null where there is one way only. */
export function useWay(conversation: AgentConversation): ReplyWay | null {
  const inbox = findLetterInbox(useDeskState(readInboxes), conversation);
  const isOnline = useDeskState(readOnline)[conversation.id];
  const [chosen, setChosen] = useState<{ of: AgentConversation['id']; way: 'here' | 'letter' } | null>(null);
  const address = conversation.customer.email?.value;
  if (inbox === null || address === undefined) return null;
  const known = chosen?.of === conversation.id ? chosen.way : null;
  // Nobody has said yet whether they are there: what is surely read is where they wrote.
  const way = known ?? (isOnline === false ? 'letter' : 'here');
  return {
    by: way === 'letter' ? inbox.id : undefined,
    address,
    choose: (next) => setChosen({ of: conversation.id, way: next }),
  };
}
