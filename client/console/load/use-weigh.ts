/** What work in hand weighs: a call that goes on by its line's weight for calls, what is written by that of its inbox. */
import { useCallback } from 'react';
import type { DeskInbox } from '../../../shared/events.ts';
import type { ConversationId, InboxId } from '../../../shared/model/ids.ts';
import { useCallState } from '../sync/calls.ts';
import type { DeskState } from '../sync/desk-state.ts';
import { useDeskState } from '../sync/use-desk.ts';
import type { Weighed } from './capacity.ts';

const readInboxes = (state: DeskState) => state.inboxes;

/** `inboxId`: where it is known; else any inbox of the channel speaks for it. */
export interface InHand {
  id: ConversationId;
  channel: string;
  inboxId?: InboxId;
}

export function useWeigh(): (work: readonly InHand[]) => Weighed[] {
  const inboxes = useDeskState(readInboxes);
  const { calls } = useCallState();
  return useCallback(
    (work) =>
      work.flatMap(({ id, channel, inboxId }) => {
        const of = (isIt: (inbox: DeskInbox) => boolean) => inboxes.find(isIt);
        const own = of((inbox) => (inboxId ? inbox.id === inboxId : inbox.channel === channel));
        const live = [...calls.values()].find((call) => call.conversationId === id && call.endedAt === null);
        const line = live && of((inbox) => inbox.id === live.inboxId);
        const written = { channel, weight: own?.weight ?? 1 };
        if (!line?.call) return [written];
        const spoken = { channel: line.channel, weight: line.call.weight };
        // A call out of a chat is work beside it.
        return line.channel === channel ? [spoken] : [written, spoken];
      }),
    [inboxes, calls],
  );
}
