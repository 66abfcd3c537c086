/** How soon a queue answers: the first time and from then on, in minutes of the hours it goes by. */
import { NumberInput, Select, Switch } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { CalendarId } from '../../../../shared/model/ids.ts';
import type { Queue } from '../../../../shared/model/queue.ts';
import work from './workspace.module.css';
import { useCalendars } from './workspace-queries.ts';

type Reply = Queue['reply'];
const usual: NonNullable<Reply> = { firstMinutes: 5, nextMinutes: 10, calendarId: null };

export interface ReplyTargetProps {
  reply: Reply;
  /** what is wrong with its hours */
  problem: string | undefined;
  onChange(reply: Reply): void;
}

export function ReplyTarget({ reply, problem, onChange }: ReplyTargetProps) {
  const { t } = useTranslation();
  const calendars = useCalendars().data?.calendars ?? [];
  const set = (part: Partial<NonNullable<Reply>>) => onChange({ ...usual, ...reply, ...part });
  const minutes = (label: string, key: 'firstMinutes' | 'nextMinutes') => (
    <NumberInput
      label={label}
      value={reply?.[key] ?? usual[key]}
      min={1}
      max={43_200}
      allowDecimal={false}
      suffix={` ${t('workspace.units.minutes')}`}
      onChange={(value) => set({ [key]: Math.min(43_200, Math.max(1, Number(value) || usual[key])) })}
    />
  );
  return (
    <>
      <Switch
        label={t('workspace.queues.hasReply')}
        checked={reply !== null}
        onChange={(event) => onChange(event.currentTarget.checked ? usual : null)}
      />
      {reply && (
        <div className={work.triple}>
          {minutes(t('workspace.queues.firstReply'), 'firstMinutes')}
          {minutes(t('workspace.queues.nextReply'), 'nextMinutes')}
          <Select
            label={t('workspace.queues.replyHours')}
            description={t('workspace.queues.replyHoursHint')}
            inputWrapperOrder={['label', 'input', 'error', 'description']}
            value={reply.calendarId ?? ''}
            error={problem}
            allowDeselect={false}
            data={[
              { value: '', label: t('workspace.queues.alwaysOpen') },
              ...calendars.map(({ id, name }) => ({ value: id, label: name })),
            ]}
            onChange={(id) => set({ calendarId: id ? (id as CalendarId) : null })}
          />
        </div>
      )}
    </>
  );
}
