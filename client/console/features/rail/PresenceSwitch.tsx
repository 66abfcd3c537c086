/** The agent's own avatar with state, timer and the menu to change it. */
import { Menu, UnstyledButton } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { IconCheck, IconChevronDown } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { AgentSelf } from '../../../../shared/model/agent.ts';
import type { PresenceReason } from '../../../../shared/model/catalogue.ts';
import { Avatar } from '../../../ui/Avatar.tsx';
import { cx } from '../../../ui/cx.ts';
import { useShell } from '../../app/shell-context.ts';
import { useCatalogue } from '../../http/catalogue.ts';
import { formatRunning } from '../../i18n/times.ts';
import type { DeskState } from '../../sync/desk-state.ts';
import { useDesk, useDeskState } from '../../sync/use-desk.ts';
import { useNow } from '../../sync/use-now.ts';
import { PresenceDot } from './PresenceDot.tsx';
import { namePresence, readOver, readPresence } from './presence.ts';
import classes from './rail.module.css';

const none: readonly PresenceReason[] = [];
const readConnection = (state: DeskState) => state.connection;
const readOffset = (state: DeskState) => state.clockOffset;

export function PresenceSwitch({ me }: { me: AgentSelf }) {
  const { t } = useTranslation();
  const desk = useDesk();
  const { signOut } = useShell();
  const now = useNow(1000);
  const reasons = useCatalogue().data?.presenceReasons ?? none;
  const { presence } = me;
  const connection = useDeskState(readConnection);
  const offset = useDeskState(readOffset);
  const isOffline = connection.state === 'offline';
  const over = isOffline ? null : readOver(presence, now);
  // Cut off, nobody can know what the server makes of it; that nothing comes is certain.
  const name = isOffline ? t('presence.offline') : namePresence(t, me);
  const since = isOffline ? connection.since + offset : presence.since;

  async function handleChange(state: 'available' | 'away', reasonId?: PresenceReason['id']) {
    const answer = await desk.setPresence(state, reasonId);
    if (!answer.ok) notifications.show({ message: t('presence.failed') });
  }

  const tick = (isOn: boolean) => (isOn ? <IconCheck size={14} /> : null);
  const isAway = presence.state === 'away';
  return (
    <Menu position="right-end" offset={12} width={260}>
      <Menu.Target>
        <UnstyledButton className={classes.presence} title={name}>
          <span className="visually-hidden">{t('rail.presence')}</span>
          <Avatar
            id={me.id}
            name={me.name}
            size={32}
            mark={<PresenceDot state={isOffline ? 'offline' : readPresence(me)} />}
          />
          <span className={classes.state}>
            <span className={classes.word}>{name}</span>
            <IconChevronDown size={11} stroke={2} aria-hidden="true" />
          </span>
          <span className={cx(classes.timer, over !== null && classes.over)}>
            {over === null
              ? since > 0 && formatRunning(now - since)
              : t('presence.over', { time: formatRunning(over) })}
          </span>
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{me.name}</Menu.Label>
        <Menu.Item rightSection={tick(presence.state === 'available')} onClick={() => void handleChange('available')}>
          {t('presence.available')}
          <span className={classes.itemHint}>{t('presence.readyHint')}</span>
        </Menu.Item>
        <Menu.Item rightSection={tick(isAway && !presence.reason)} onClick={() => void handleChange('away')}>
          {t('presence.away')}
          <span className={classes.itemHint}>{t('presence.awayHint')}</span>
        </Menu.Item>
        {reasons.some((reason) => !reason.archived) && <Menu.Divider />}
        {reasons
          .filter((reason) => !reason.archived)
          .map((reason) => (
            <Menu.Item
              key={reason.id}
              rightSection={
                tick(isAway && presence.reasonId === reason.id) ??
                (reason.minutes === null ? null : (
                  <span className={classes.minutes}>{t('presence.allowed', { count: reason.minutes })}</span>
                ))
              }
              onClick={() => void handleChange('away', reason.id)}
            >
              {reason.name}
            </Menu.Item>
          ))}
        <Menu.Divider />
        <Menu.Item onClick={signOut}>{t('rail.signOut')}</Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
