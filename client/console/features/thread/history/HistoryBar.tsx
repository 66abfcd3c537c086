/** Above the scroll: this conversation or the whole history, what of it, and from which day on. */
import { Menu, UnstyledButton } from '@mantine/core';
import { IconChevronDown, IconFilter } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { type EntryKind, entryKinds, type HistoryFilter } from '../../../../../shared/history.ts';
import type { DeskState } from '../../../sync/desk-state.ts';
import { useDeskState } from '../../../sync/use-desk.ts';
import classes from './history.module.css';
import type { Scope } from './scope.ts';

export interface HistoryBarProps {
  scope: Scope;
  filter: HistoryFilter;
  onScope(scope: Scope): void;
  onFilter(filter: HistoryFilter): void;
  /** ms since 1970 of the beginning of a day here */
  onJump(at: number): void;
}

const scopes: readonly Scope[] = ['thread', 'history'];
const readInboxes = (state: DeskState) => state.inboxes;

export function HistoryBar({ scope, filter, onScope, onFilter, onJump }: HistoryBarProps) {
  const { t } = useTranslation();
  const channels = [...new Set(useDeskState(readInboxes).map(({ channel }) => channel))];
  const chosen = [...(filter.kinds ?? []), ...(filter.channels ?? []), ...(filter.files ? ['files'] : [])];
  const shown = chosen.length === 0 ? t('history.everything') : t('history.chosen', { count: chosen.length });
  const nameOf = (channel: string) => t(`channel.${channel}` as 'channel.webchat', channel);

  /** Nothing chosen is everything. */
  const some = <T,>(list: T[]): T[] | undefined => (list.length === 0 ? undefined : list);

  return (
    <div className={classes.bar}>
      <fieldset className={classes.scopes} aria-label={t('history.scope')}>
        {scopes.map((each) => (
          <button key={each} type="button" aria-pressed={scope === each} onClick={() => onScope(each)}>
            {t(`history.${each}`)}
          </button>
        ))}
      </fieldset>
      {scope === 'history' && (
        <>
          <Menu position="bottom-end" width={200} closeOnItemClick={false}>
            <Menu.Target>
              <UnstyledButton
                className={classes.filter}
                aria-label={`${shown}${t('common.comma')}${t('history.filter')}`}
              >
                <IconFilter size={15} stroke={1.75} aria-hidden="true" />
                <span>{shown}</span>
                <IconChevronDown size={13} stroke={2} aria-hidden="true" />
              </UnstyledButton>
            </Menu.Target>
            <Menu.Dropdown>
              <Menu.Label>{t('history.kind')}</Menu.Label>
              <Menu.CheckboxGroup
                value={filter.kinds ?? []}
                onChange={(kinds) => onFilter({ ...filter, kinds: some(kinds as EntryKind[]) })}
              >
                {entryKinds.map((kind) => (
                  <Menu.CheckboxItem key={kind} value={kind}>
                    {t(`history.kinds.${kind}`)}
                  </Menu.CheckboxItem>
                ))}
              </Menu.CheckboxGroup>
              <Menu.CheckboxItem
                checked={filter.files === true}
                onChange={(isOn) => onFilter({ ...filter, files: isOn ? true : undefined })}
              >
                {t('list.files')}
              </Menu.CheckboxItem>
              <Menu.Divider />
              <Menu.Label>{t('history.channel')}</Menu.Label>
              <Menu.CheckboxGroup
                value={filter.channels ?? []}
                onChange={(list) => onFilter({ ...filter, channels: some(list) })}
              >
                {channels.map((channel) => (
                  <Menu.CheckboxItem key={channel} value={channel}>
                    {nameOf(channel)}
                  </Menu.CheckboxItem>
                ))}
              </Menu.CheckboxGroup>
            </Menu.Dropdown>
          </Menu>
          <input
            type="date"
            className={classes.date}
            aria-label={t('history.jump')}
            title={t('history.jump')}
            onChange={({ currentTarget: { value } }) => {
              const [year, month, day] = value.split('-').map(Number);
              if (year && year > 1970 && month && day) onJump(new Date(year, month - 1, day).getTime());
            }}
          />
        </>
      )}
    </div>
  );
}
