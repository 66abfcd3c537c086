/** Who changed a field, when, and from what to what; read when it is asked for. */
import { ActionIcon, Popover } from '@mantine/core';
import { IconHistory } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { CustomerHistoryEntry } from '../../../../shared/model/customer.ts';
import type { ConversationId } from '../../../../shared/model/ids.ts';
import { useTimes } from '../../i18n/times.ts';
import { useDesk } from '../../sync/use-desk.ts';
import classes from './customer.module.css';

export interface FieldHistoryProps {
  conversationId: ConversationId;
  field: string;
  name: string;
}

export function FieldHistory({ conversationId, field, name }: FieldHistoryProps) {
  const { t } = useTranslation();
  const times = useTimes();
  const desk = useDesk();
  const [isOpen, setOpen] = useState(false);
  const [entries, setEntries] = useState<CustomerHistoryEntry[] | null>(null);
  const label = t('person.history', { name });

  /** By whom, or from where it came by itself. */
  function whoOf({ byName, source }: CustomerHistoryEntry): string {
    const from = source === undefined ? null : t(`person.from.${source}`);
    return [byName, from].filter(Boolean).join(' · ');
  }

  async function toggle() {
    setOpen(!isOpen);
    if (isOpen) return;
    const answer = await desk.customers.history(conversationId, field);
    setEntries(answer.ok ? answer.value : []);
  }

  return (
    <Popover opened={isOpen} onChange={setOpen} position="bottom-end" width={300} withinPortal trapFocus>
      <Popover.Target>
        <ActionIcon
          className={classes.quiet}
          size={24}
          variant="subtle"
          color="gray"
          aria-label={label}
          onClick={() => void toggle()}
        >
          <IconHistory size={14} stroke={1.75} />
        </ActionIcon>
      </Popover.Target>
      <Popover.Dropdown aria-label={label}>
        {entries?.length === 0 && <p className={classes.none}>{t('person.noHistory')}</p>}
        <ol className={classes.history}>
          {(entries ?? []).map((entry) => (
            <li key={`${entry.at}${entry.byName}${entry.after}`}>
              <span>
                {whoOf(entry)} · <time>{times.full(entry.at)}</time>
              </span>
              <p dir="auto">
                {t('person.changed', {
                  before: entry.before ?? t('person.nothing'),
                  after: entry.after ?? t('person.nothing'),
                })}
              </p>
            </li>
          ))}
        </ol>
      </Popover.Dropdown>
    </Popover>
  );
}
