/** The words that are being written in one conversation, and what variables in them stand for. */
import { useCallback, useMemo, useSyncExternalStore } from 'react';
import type { AgentConversation } from '../../../../shared/model/conversation.ts';
import type { ConversationId } from '../../../../shared/model/ids.ts';
import type { WritingKind } from '../../../../shared/model/writing.ts';
import { type VariableValues, valuesOf } from '../../../../shared/variables.ts';
import type { DeskState } from '../../sync/desk-state.ts';
import type { LocalDraft, Words } from '../../sync/drafts.ts';
import { useDesk, useDeskState } from '../../sync/use-desk.ts';

export function useDraft(id: ConversationId, kind: WritingKind): [LocalDraft, (part: Partial<Words>) => void] {
  const { drafts } = useDesk().writing;
  const draft = useSyncExternalStore(
    drafts.all.subscribe,
    useCallback(() => drafts.read(id, kind), [drafts, id, kind]),
  );
  // What stands there at that moment: a file may be ready long after its upload was begun.
  const change = useCallback(
    (part: Partial<Words>) => {
      const { text, choices, mentions, files, letter } = drafts.read(id, kind);
      drafts.write(id, kind, { text, choices, mentions, files, letter, ...part });
    },
    [drafts, id, kind],
  );
  return [draft, change];
}

const readMe = (state: DeskState) => state.me;
const readQueues = (state: DeskState) => state.queues;
const readInboxes = (state: DeskState) => state.inboxes;

export function useVariableValues({ customer, number, work, inboxId }: AgentConversation): VariableValues {
  const agentName = useDeskState(readMe)?.name ?? '';
  const queues = useDeskState(readQueues);
  const inboxes = useDeskState(readInboxes);
  const queueName = queues.find((queue) => queue.id === work?.queueId)?.name ?? '';
  const inboxName = inboxes.find((inbox) => inbox.id === inboxId)?.name ?? '';
  return useMemo(
    () => valuesOf({ customer, agentName, number, queueName, inboxName }),
    [customer, agentName, number, queueName, inboxName],
  );
}
