/** Who became part of this customer, each undone from here, and the way to merge with somebody else. */
import { Button } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { IconArrowsJoin2 } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { CustomerMerge } from '../../../../../shared/model/customer-merge.ts';
import type { ConversationId } from '../../../../../shared/model/ids.ts';
import { useTimes } from '../../../i18n/times.ts';
import { MergeDialog } from './MergeDialog.tsx';
import classes from './merging.module.css';
import { useUnmerge } from './use-unmerge.ts';

export interface MergesProps {
  conversationId: ConversationId;
  name: string;
  merges: readonly CustomerMerge[];
  mayEdit: boolean;
  now: number;
}

export function Merges({ conversationId, name, merges, mayEdit, now }: MergesProps) {
  const { t } = useTranslation();
  const times = useTimes();
  const unmerge = useUnmerge(conversationId);
  const [isMerging, setMerging] = useState(false);

  async function undo(merge: CustomerMerge) {
    if (await unmerge(merge.id)) notifications.show({ message: t('merge.undone') });
  }

  return (
    <>
      <ul className={classes.merges}>
        {merges.map((merge) => (
          <li key={merge.id}>
            <span className={classes.who}>
              <span className={classes.name} title={merge.name}>
                {merge.name}
              </span>
              <span className={classes.quiet}>
                {t('merge.by', { name: merge.byName, time: times.when(merge.at, now) })}
              </span>
            </span>
            {mayEdit && (
              <Button
                size="compact-xs"
                variant="default"
                aria-label={t('merge.undoOf', { name: merge.name })}
                onClick={() => void undo(merge)}
              >
                {t('merge.undo')}
              </Button>
            )}
          </li>
        ))}
      </ul>
      {mayEdit && (
        <Button
          size="xs"
          variant="default"
          leftSection={<IconArrowsJoin2 size={14} stroke={1.75} aria-hidden="true" />}
          onClick={() => setMerging(true)}
        >
          {t('merge.open')}
        </Button>
      )}
      {isMerging && <MergeDialog conversationId={conversationId} name={name} onClose={() => setMerging(false)} />}
    </>
  );
}
