/** What can be done with all conversations that are picked, or with the whole list. */
import { ActionIcon, Button, Menu } from '@mantine/core';
import { IconAlarmSnooze, IconCheck, IconDots, IconTag, IconUserShare, IconX } from '@tabler/icons-react';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { type BulkAction, bulkLimit } from '../../../../shared/model/bulk.ts';
import { priorities } from '../../../../shared/model/conversation.ts';
import type { ConversationId } from '../../../../shared/model/ids.ts';
import { useCatalogue } from '../../http/catalogue.ts';
import { useColleagues } from '../../sync/colleagues.ts';
import type { DeskState } from '../../sync/desk-state.ts';
import { useDesk, useDeskState } from '../../sync/use-desk.ts';
import type { ListChoice } from '../../sync/views.ts';
import classes from './bulk.module.css';
import { snoozeTimes } from './snooze-times.ts';
import { useViewCounts } from './views/use-view-counts.ts';

const readMe = (state: DeskState) => state.me;

export interface BulkBarProps {
  ids: readonly ConversationId[];
  choice: ListChoice;
  /** rows of the list that could be picked */
  total: number;
  /** the list goes on beyond them */
  isMore: boolean;
  isWhole: boolean;
  onAll(): void;
  onWhole(): void;
  onClear(): void;
}

export function BulkBar({ ids, choice, total, isMore, isWhole, onAll, onWhole, onClear }: BulkBarProps) {
  const { t } = useTranslation();
  const desk = useDesk();
  const me = useDeskState(readMe);
  const catalogue = useCatalogue().data;
  // Who is not here cannot be given anything.
  const colleagues = useColleagues().filter((one) => one.connected);
  // Offered once everything that was read is picked, and there is more.
  const isPageWhole = ids.length >= Math.min(total, bulkLimit) && (isMore || total > bulkLimit);
  const counted = useMemo(() => (isPageWhole ? [choice] : []), [isPageWhole, choice]);
  const [whole] = useViewCounts(counted);
  const tags = catalogue?.tags.filter((tag) => !tag.archived) ?? [];
  const mayAssign = me?.permissions.includes('floor:manage') ?? false;

  function act(action: BulkAction) {
    onClear();
    // How many it is counts the server; until then what is known of it is shown.
    void desk.bulk.act(
      isWhole ? { list: choice, total: Number.parseInt(whole ?? '', 10) || ids.length } : { ids },
      action,
    );
  }
  const icon = { size: 16, stroke: 1.75 } as const;
  const button = { variant: 'subtle', color: 'gray', size: 30 } as const;
  return (
    <div className={classes.bar} role="toolbar" aria-label={t('bulk.label')}>
      <span className={classes.count} aria-live="polite">
        {isWhole ? t('bulk.whole', { shown: whole ?? '…' }) : t('bulk.picked', { count: ids.length })}
      </span>
      {ids.length < Math.min(total, bulkLimit) && (
        <Button size="compact-xs" variant="subtle" className={classes.all} onClick={onAll}>
          {t('bulk.all', { count: Math.min(total, bulkLimit) })}
        </Button>
      )}
      {isPageWhole && !isWhole && (
        <Button size="compact-xs" variant="subtle" className={classes.all} onClick={onWhole}>
          {t('bulk.pickWhole', { shown: whole ?? '…' })}
        </Button>
      )}
      <span className={classes.verbs}>
        <Menu width={240} position="bottom-end">
          <Menu.Target>
            <ActionIcon {...button} aria-label={t('bulk.assign')}>
              <IconUserShare {...icon} />
            </ActionIcon>
          </Menu.Target>
          <Menu.Dropdown className={classes.menu}>
            {mayAssign && colleagues.length > 0 && <Menu.Label>{t('bulk.toAgent')}</Menu.Label>}
            {mayAssign &&
              colleagues.map(({ id, name }) => (
                <Menu.Item key={id} onClick={() => act({ kind: 'assign', to: { kind: 'agent', id } })}>
                  {name}
                </Menu.Item>
              ))}
            <Menu.Label>{t('bulk.toQueue')}</Menu.Label>
            {catalogue?.queues.map(({ id, name }) => (
              <Menu.Item key={id} onClick={() => act({ kind: 'assign', to: { kind: 'queue', id } })}>
                {name}
              </Menu.Item>
            ))}
          </Menu.Dropdown>
        </Menu>
        {tags.length > 0 && (
          <Menu width={220} position="bottom-end">
            <Menu.Target>
              <ActionIcon {...button} aria-label={t('bulk.tag')}>
                <IconTag {...icon} />
              </ActionIcon>
            </Menu.Target>
            <Menu.Dropdown className={classes.menu}>
              <Menu.Label>{t('bulk.addTag')}</Menu.Label>
              {tags.map(({ id, name }) => (
                <Menu.Item key={id} onClick={() => act({ kind: 'tag', add: [id], remove: [] })}>
                  {name}
                </Menu.Item>
              ))}
              <Menu.Label>{t('bulk.removeTag')}</Menu.Label>
              {tags.map(({ id, name }) => (
                <Menu.Item key={id} onClick={() => act({ kind: 'tag', add: [], remove: [id] })}>
                  {name}
                </Menu.Item>
              ))}
            </Menu.Dropdown>
          </Menu>
        )}
        <Menu width={220} position="bottom-end">
          <Menu.Target>
            <ActionIcon {...button} aria-label={t('bulk.snooze')}>
              <IconAlarmSnooze {...icon} />
            </ActionIcon>
          </Menu.Target>
          <Menu.Dropdown>
            {Object.entries(snoozeTimes(new Date())).map(([name, until]) => (
              <Menu.Item key={name} onClick={() => act({ kind: 'snooze', until })}>
                {t(`bulk.${name as 'hour' | 'tomorrow' | 'monday'}`)}
              </Menu.Item>
            ))}
            <Menu.Item onClick={() => act({ kind: 'snooze', until: null })}>{t('bulk.wake')}</Menu.Item>
          </Menu.Dropdown>
        </Menu>
        <ActionIcon {...button} aria-label={t('bulk.close')} onClick={() => act({ kind: 'close' })}>
          <IconCheck {...icon} />
        </ActionIcon>
        <Menu width={200} position="bottom-end">
          <Menu.Target>
            <ActionIcon {...button} aria-label={t('bulk.more')}>
              <IconDots {...icon} />
            </ActionIcon>
          </Menu.Target>
          <Menu.Dropdown>
            <Menu.Item onClick={() => act({ kind: 'reopen' })}>{t('bulk.reopen')}</Menu.Item>
            <Menu.Label>{t('bulk.prioritise')}</Menu.Label>
            {priorities.map((priority) => (
              <Menu.Item key={priority} onClick={() => act({ kind: 'prioritise', priority })}>
                {t(`list.priorities.${priority}`)}
              </Menu.Item>
            ))}
          </Menu.Dropdown>
        </Menu>
        <ActionIcon {...button} aria-label={t('bulk.none')} onClick={onClear}>
          <IconX {...icon} />
        </ActionIcon>
      </span>
    </div>
  );
}
