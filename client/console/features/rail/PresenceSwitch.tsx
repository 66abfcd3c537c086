/** The agent's own avatar with state, timer and the menu to change it. */
import { Menu, UnstyledButton } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { IconCheck, IconChevronDown } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { AgentSelf } from '../../../../shared/model/agent.ts';
import { Avatar } from '../../../ui/Avatar.tsx';
import { formatRunning } from '../../i18n/times.ts';
import { useDesk } from '../../sync/use-desk.ts';
import { useNow } from '../../sync/use-now.ts';
import { PresenceDot } from './PresenceDot.tsx';
import { awayReasons, readPresence } from './presence.ts';
import classes from './rail.module.css';

export function PresenceSwitch({ me, onSignOut }: { me: AgentSelf; onSignOut(): void }) {
  const { t } = useTranslation();
  const desk = useDesk();
  const now = useNow(1000);
  const shown = readPresence(me);
  const word = t(`presence.${shown}`);

  async function handleChange(state: 'available' | 'away', reason?: string) {
    const answer = await desk.setPresence(state, reason);
    if (!answer.ok) notifications.show({ message: t('presence.failed') });
  }

  const tick = (isOn: boolean) => (isOn ? <IconCheck size={14} /> : null);
  return (
    <Menu position="right-end" offset={12} width={240}>
      <Menu.Target>
        <UnstyledButton className={classes.presence}>
          <span className="visually-hidden">{t('rail.presence')}</span>
          <Avatar id={me.id} name={me.name} size={32} mark={<PresenceDot state={shown} />} />
          <span className={classes.state}>
            {word}
            <IconChevronDown size={11} stroke={2} />
          </span>
          <span className={classes.timer}>{formatRunning(now - me.presence.since)}</span>
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{me.name}</Menu.Label>
        <Menu.Item
          rightSection={tick(me.presence.state === 'available')}
          onClick={() => void handleChange('available')}
        >
          {t('presence.available')}
          <span className={classes.itemHint}>{t('presence.readyHint')}</span>
        </Menu.Item>
        <Menu.Item
          rightSection={tick(me.presence.state === 'away' && !me.presence.reason)}
          onClick={() => void handleChange('away')}
        >
          {t('presence.away')}
          <span className={classes.itemHint}>{t('presence.awayHint')}</span>
        </Menu.Item>
        <Menu.Divider />
        {awayReasons.map((reason) => (
          <Menu.Item
            key={reason}
            rightSection={tick(me.presence.state === 'away' && me.presence.reason === reason)}
            onClick={() => void handleChange('away', reason)}
          >
            {t(`presence.reasons.${reason}`)}
          </Menu.Item>
        ))}
        <Menu.Divider />
        <Menu.Item onClick={onSignOut}>{t('rail.signOut')}</Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
