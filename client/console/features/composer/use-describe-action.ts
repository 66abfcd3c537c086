/** One action of a macro in a few words, with the names of what it means. */
import { useTranslation } from 'react-i18next';
import type { MacroAction } from '../../../../shared/model/catalogue.ts';
import type { AgentConversation } from '../../../../shared/model/conversation.ts';
import { useCatalogue } from '../../http/catalogue.ts';
import { useTimes } from '../../i18n/times.ts';
import { useNow } from '../../sync/use-now.ts';

const HOUR_MS = 3_600_000;

export function useDescribeAction({ customer }: AgentConversation): (action: MacroAction) => string {
  const { t } = useTranslation();
  const times = useTimes();
  const now = useNow(60_000);
  const catalogue = useCatalogue().data;
  const nameOf = (list: readonly { id: string; name: string }[] | undefined, id: string): string =>
    list?.find((one) => one.id === id)?.name ?? t('writing.macro.gone');
  const tagNames = (ids: readonly string[]) => ids.map((id) => nameOf(catalogue?.tags, id)).join(', ');

  return (action) => {
    switch (action.type) {
      case 'reply':
        return t('writing.macro.reply', { name: customer.name });
      case 'note':
        return t('writing.macro.note');
      case 'add-tags':
        return t('writing.macro.addTags', { names: tagNames(action.tagIds) });
      case 'remove-tags':
        return t('writing.macro.removeTags', { names: tagNames(action.tagIds) });
      case 'set-priority':
        return t('writing.macro.priority', { priority: t(`list.priorities.${action.priority}`) });
      case 'snooze':
        return t('writing.macro.snooze', { time: times.when(now + action.hours * HOUR_MS, now) });
      case 'transfer':
        return t('writing.macro.transfer', { name: nameOf(catalogue?.queues, action.queueId) });
      case 'close':
        return action.dispositionId
          ? t('writing.macro.closeAs', { name: nameOf(catalogue?.dispositions, action.dispositionId) })
          : t('writing.macro.close');
    }
  };
}
