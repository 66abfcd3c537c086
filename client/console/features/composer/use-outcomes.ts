/** How a conversation of this queue may end; empty where nothing is asked. */
import { useMemo } from 'react';
import type { Disposition } from '../../../../shared/model/catalogue.ts';
import type { AgentConversation } from '../../../../shared/model/conversation.ts';
import { useCatalogue } from '../../http/catalogue.ts';

const none: readonly Disposition[] = [];

export function useOutcomes({ work }: AgentConversation): readonly Disposition[] {
  const dispositions = useCatalogue().data?.dispositions ?? none;
  const queueId = work?.queueId;
  return useMemo(
    () =>
      dispositions.filter(
        ({ archived, queueIds }) =>
          !archived && (queueIds.length === 0 || (queueId !== undefined && queueIds.includes(queueId))),
      ),
    [dispositions, queueId],
  );
}
