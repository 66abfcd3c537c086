/** Takes a merge back; what went wrong is told here. */
import { notifications } from '@mantine/notifications';
import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import type { ConversationId, MergeId } from '../../../../../shared/model/ids.ts';
import { useDesk } from '../../../sync/use-desk.ts';

export function useUnmerge(conversationId: ConversationId): (id: MergeId) => Promise<boolean> {
  const { t } = useTranslation();
  const desk = useDesk();
  return useCallback(
    async (id) => {
      const answer = await desk.customers.unmerge(conversationId, id);
      if (!answer.ok) notifications.show({ message: `${t('merge.undoFailed')} ${t(`error.${answer.error.code}`)}` });
      return answer.ok;
    },
    [desk, conversationId, t],
  );
}
