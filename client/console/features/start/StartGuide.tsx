/** What stands where no conversation is open: the way to the first customer, or a hint. */
import { Button } from '@mantine/core';
import {
  IconBell,
  IconCheck,
  IconCircleDot,
  IconExternalLink,
  IconMessageCircle,
  IconPhone,
  IconWorld,
} from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { AgentSelf } from '../../../../shared/model/agent.ts';
import { cx } from '../../../ui/cx.ts';
import { KeyCaps } from '../../app/KeyCaps.tsx';
import { isMacKeyboard } from '../../app/keys.ts';
import { useShell } from '../../app/shell-context.ts';
import { useDesktopPermission } from '../../app/use-desktop-permission.ts';
import { useCatalogue } from '../../http/catalogue.ts';
import { nameRole } from '../../i18n/role-name.ts';
import classes from './start.module.css';

export interface StartGuideProps {
  me: AgentSelf;
  hasConversations: boolean;
  /** there is a shop to write from, and nobody had to make an account */
  isDemo: boolean;
  onReady(): void;
  onHelp(): void;
}

export function StartGuide({ me, hasConversations, isDemo, onReady, onHelp }: StartGuideProps) {
  const { t } = useTranslation();
  const { openCommands } = useShell();
  const isReady = me.presence.state === 'available';
  if (hasConversations) {
    return (
      <div className={classes.pick}>
        <h2>{t('start.pick')}</h2>
        <p>{t('start.pickHint', { keys: isMacKeyboard() ? '⌘K' : 'Ctrl K' })}</p>
        <DesktopHint />
      </div>
    );
  }
  return (
    <div className={classes.guide}>
      <h2>{t('start.title')}</h2>
      <p>{t(isDemo ? 'start.leadDemo' : 'start.lead')}</p>
      <ol className={classes.steps}>
        {!isDemo && (
          <Step
            icon={<IconCheck size={16} stroke={2} />}
            isDone
            title={t('start.account')}
            hint={t('start.accountDone', { name: me.name, role: nameRole(t, me.role, me.roleName) })}
          />
        )}
        <Step
          icon={isReady ? <IconCheck size={16} stroke={2} /> : <IconCircleDot size={16} stroke={1.75} />}
          isDone={isReady}
          isNext={!isReady}
          title={t('start.ready')}
          hint={isReady ? t('start.readyDone') : t('start.readyHint', { state: t(`presence.${me.presence.state}`) })}
        >
          {!isReady && (
            <Button size="xs" onClick={onReady} rightSection={<kbd className={classes.key}>P</kbd>}>
              {t('presence.goReady')}
            </Button>
          )}
        </Step>
        {isDemo && (
          <Step icon={<IconMessageCircle size={16} stroke={1.75} />} title={t('start.shop')} hint={t('start.shopHint')}>
            <Button
              size="xs"
              variant="default"
              component="a"
              href="/shop"
              target="_blank"
              rightSection={<IconExternalLink size={14} stroke={1.75} />}
            >
              {t('start.openShop')}
            </Button>
          </Step>
        )}
        {isDemo && <PhoneStep />}
        <DesktopStep />
        {me.permissions.includes('workspace:manage') && (
          <Step icon={<IconWorld size={16} stroke={1.75} />} title={t('start.website')} hint={t('start.websiteHint')}>
            <Link to="/console/settings/websites" className={classes.link}>
              {t('start.openWebsite')}
            </Link>
          </Step>
        )}
      </ol>
      <p className={classes.foot}>
        <button type="button" onClick={openCommands}>
          {t('start.search')} <KeyCaps keys="mod+k" />
        </button>
        <button type="button" onClick={onHelp}>
          {t('start.shortcuts')} <kbd>?</kbd>
        </button>
      </p>
    </div>
  );
}

/** The demo's handset calls its number: not there where the simulated telephone network did not start. */
function PhoneStep() {
  const { t } = useTranslation();
  const { data } = useCatalogue();
  const hasPhone = data?.inboxes.some(({ channel, archived }) => channel === 'phone' && !archived) ?? false;
  if (!hasPhone) return null;
  return (
    <Step icon={<IconPhone size={16} stroke={1.75} />} title={t('start.phone')} hint={t('start.phoneHint')}>
      <Button
        size="xs"
        variant="default"
        component="a"
        href="/phone"
        target="_blank"
        rightSection={<IconExternalLink size={14} stroke={1.75} />}
      >
        {t('start.openPhone')}
      </Button>
    </Step>
  );
}

/** Asked where it is understood why, and only from a click; once answered it is never asked again. */
function DesktopStep() {
  const { t } = useTranslation();
  const [permission, ask] = useDesktopPermission();
  if (permission === 'unable' || permission === 'denied') return null;
  const isOn = permission === 'granted';
  return (
    <Step
      icon={isOn ? <IconCheck size={16} stroke={2} /> : <IconBell size={16} stroke={1.75} />}
      isDone={isOn}
      title={t('start.desktop')}
      hint={t(isOn ? 'start.desktopOn' : 'start.desktopHint')}
    >
      {!isOn && (
        <Button size="xs" variant="default" onClick={() => void ask()}>
          {t('notices.desktopAsk')}
        </Button>
      )}
    </Step>
  );
}

function DesktopHint() {
  const { t } = useTranslation();
  const [permission, ask] = useDesktopPermission();
  if (permission !== 'default') return null;
  return (
    <p className={classes.ask}>
      <IconBell size={16} stroke={1.75} aria-hidden="true" />
      {t('start.desktop')}
      <Button size="xs" variant="default" onClick={() => void ask()}>
        {t('notices.desktopAsk')}
      </Button>
    </p>
  );
}

interface StepProps {
  icon: ReactNode;
  title: string;
  hint: string;
  isDone?: boolean;
  isNext?: boolean;
  children?: ReactNode;
}

function Step({ icon, title, hint, isDone, isNext, children }: StepProps) {
  return (
    <li className={cx(classes.step, isDone && classes.done, isNext && classes.next)}>
      <span className={classes.mark} aria-hidden="true">
        {icon}
      </span>
      <span className={classes.words}>
        <span>{title}</span>
        <small>{hint}</small>
      </span>
      {children}
    </li>
  );
}
