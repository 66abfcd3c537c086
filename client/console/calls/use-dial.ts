/** Calls a number: what is refused is told in plain words, what was dialled is remembered, and the call's conversation is opened. */
import { useTranslation } from 'react-i18next';
import type { ConversationId, InboxId } from '../../../shared/model/ids.ts';
import { useShell } from '../app/shell-context.ts';
import { useDesk } from '../sync/use-desk.ts';

export interface Dialled {
  number: string;
  inboxId?: InboxId;
  conversationId?: ConversationId;
}

/** Answers what is wrong; null: it rings. */
export function useDial(): (to: Dialled) => Promise<string | null> {
  const { t } = useTranslation();
  const { calls } = useDesk();
  const { openConversation } = useShell();
  return async ({ number, inboxId, conversationId }) => {
    const answer = await calls.ask('call:dial', {
      number,
      ...(inboxId && { inboxId }),
      ...(conversationId && { conversationId }),
    });
    if (answer.ok) {
      const { call } = answer.value;
      calls.memory.rememberNumber(call.number || number);
      openConversation(call.conversationId);
      return null;
    }
    const refused = answer.error.fields?.number as 'premium' | undefined;
    if (refused) return t(`phone.refused.${refused}`);
    return t(answer.error.code === 'conflict' ? 'phone.dialBusy' : `error.${answer.error.code}`);
  };
}
