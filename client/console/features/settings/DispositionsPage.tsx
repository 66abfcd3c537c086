/** Dispositions: how a conversation can end, for every queue or for some. */
import { MultiSelect } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Catalogue } from '../../../../shared/api.ts';
import type { Disposition } from '../../../../shared/model/catalogue.ts';
import type { QueueId } from '../../../../shared/model/ids.ts';
import { type FieldsProps, ListedPage } from './ListedPage.tsx';

const blank: Omit<Disposition, 'id'> = { name: '', queueIds: [], archived: false };

export function DispositionsPage() {
  const { t } = useTranslation();
  const nameQueues = ({ queueIds }: Disposition, { queues }: Catalogue) =>
    queueIds.length === 0
      ? t('workspace.dispositions.everyQueue')
      : queues.flatMap((queue) => (queueIds.includes(queue.id) ? [queue.name] : [])).join(', ');
  return (
    <ListedPage<Disposition>
      words="dispositions"
      collection="dispositions"
      read={({ dispositions }) => dispositions}
      blank={blank}
      columns={[{ label: 'workspace.dispositions.queues', render: nameQueues }]}
      fields={(props) => <Fields {...props} />}
    />
  );
}

function Fields({ draft, catalogue, change, problem }: FieldsProps<Disposition>) {
  const { t } = useTranslation();
  return (
    <MultiSelect
      label={t('workspace.dispositions.queues')}
      description={t('workspace.dispositions.queuesHint')}
      placeholder={draft.queueIds.length === 0 ? t('workspace.dispositions.everyQueue') : undefined}
      value={draft.queueIds}
      error={problem('queueIds')}
      onChange={(ids) => change({ queueIds: ids as QueueId[] })}
      data={catalogue.queues
        .filter((queue) => !queue.archived || draft.queueIds.includes(queue.id))
        .map((queue) => ({ value: queue.id, label: queue.name }))}
    />
  );
}
