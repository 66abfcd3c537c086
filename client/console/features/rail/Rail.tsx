/** The rail at the left edge: where to go, the agent's room and presence. A bar at the bottom on phones. */
import { Tooltip, UnstyledButton } from '@mantine/core';
import { IconActivity, IconHelpCircle, IconInbox, IconPhone, IconSettings } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { AgentSelf } from '../../../../shared/model/agent.ts';
import { cx } from '../../../ui/cx.ts';
import { Logo } from '../../../ui/Logo.tsx';
import { useShell } from '../../app/shell-context.ts';
import { useCallerIds } from '../../sync/calls.ts';
import { CapacityMeter } from './CapacityMeter.tsx';
import { ConnectionDot } from './ConnectionDot.tsx';
import { PresenceSwitch } from './PresenceSwitch.tsx';
import classes from './rail.module.css';

export interface RailProps {
  me: AgentSelf | null;
  unread: number;
  /** search and bell, where the page has no bar for them; on phones always */
  tools: ReactNode;
  hasTools: boolean;
}

export function Rail({ me, unread, tools, hasTools }: RailProps) {
  const { t } = useTranslation();
  const { openHelp, openDialPad } = useShell();
  const mayDial = useCallerIds().length > 0;
  return (
    <nav className={classes.rail} aria-label={t('rail.main')}>
      <span className={classes.logo}>
        <Logo />
      </span>
      <Tooltip label={t('rail.inbox')} position="right">
        <Link
          to="/console/$view"
          params={{ view: 'mine' }}
          className={classes.item}
          activeOptions={{ exact: false }}
          aria-label={unread > 0 ? `${t('rail.inbox')}, ${t('inbox.unread', { count: unread })}` : t('rail.inbox')}
        >
          <IconInbox size={20} stroke={1.75} />
          {unread > 0 && <span className={classes.badge}>{unread > 99 ? '99+' : unread}</span>}
        </Link>
      </Tooltip>
      {me?.permissions.includes('floor:see') && (
        <Tooltip label={t('rail.floor')} position="right">
          <Link to="/console/floor" className={classes.item} aria-label={t('rail.floor')}>
            <IconActivity size={20} stroke={1.75} />
          </Link>
        </Tooltip>
      )}
      {mayDial && (
        <Tooltip label={t('phone.dialTitle')} position="right">
          <UnstyledButton className={classes.item} aria-label={t('phone.dialTitle')} onClick={() => openDialPad()}>
            <IconPhone size={20} stroke={1.75} />
          </UnstyledButton>
        </Tooltip>
      )}
      <Tooltip label={t('rail.settings')} position="right">
        <Link to="/console/settings" className={classes.item} aria-label={t('rail.settings')}>
          <IconSettings size={20} stroke={1.75} />
        </Link>
      </Tooltip>
      <span className={cx(classes.tools, hasTools && classes.always)}>{tools}</span>
      <span className={classes.space} />
      <ConnectionDot />
      <Tooltip label={t('rail.shortcuts')} position="right">
        <UnstyledButton className={classes.help} aria-label={t('rail.shortcuts')} onClick={openHelp}>
          <IconHelpCircle size={20} stroke={1.75} />
        </UnstyledButton>
      </Tooltip>
      {me && <CapacityMeter me={me} />}
      {me && <PresenceSwitch me={me} />}
    </nav>
  );
}
