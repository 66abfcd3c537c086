/** Whether visitors may call from the website, and who takes such calls. */
import { Select, Switch } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { QueueBoard } from '../../../../shared/api.ts';
import { Block } from './PageFrame.tsx';
import type { PartProps } from './WebsiteForm.tsx';

export interface WebsiteCallsProps extends PartProps {
  queues: QueueBoard['queues'];
}

export function WebsiteCalls({ draft, set, error, queues }: WebsiteCallsProps) {
  const { t } = useTranslation();
  const { on, queueId } = draft.calls;
  const open = queues.filter((queue) => !queue.archived || queue.id === queueId);
  return (
    <Block title={t('website.calls')} hint={t('website.callsHint')}>
      <Switch
        label={t('website.callsOn')}
        description={t('website.callsOnHint')}
        checked={on}
        onChange={(event) => set('calls', { on: event.currentTarget.checked, queueId })}
      />
      {on && (
        <Select
          label={t('website.callsQueue')}
          value={queueId ?? ''}
          error={error('calls.queueId')}
          data={[
            { value: '', label: t('website.callsSameQueue') },
            ...open.map((queue) => ({ value: queue.id, label: queue.name })),
          ]}
          onChange={(value) => set('calls', { on, queueId: open.find((queue) => queue.id === value)?.id ?? null })}
        />
      )}
    </Block>
  );
}
