/** What stands where no conversation is open: the way to the first customer, or a hint. */
import { Button } from '@mantine/core';
import {
  IconBell,
  IconCheck,
  IconCircleDot,
  IconExternalLink,
  IconMessageCircle,
  IconPhone,
} from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { AgentSelf } from '../../../../shared/model/agent.ts';
import { KeyCaps } from '../../app/KeyCaps.tsx';
import { isMacKeyboard } from '../../app/keys.ts';
import { useShell } from '../../app/shell-context.ts';
import { useDesktopPermission } from '../../app/use-desktop-permission.ts';
import { useCatalogue } from '../../http/catalogue.ts';
import { nameRole } from '../../i18n/role-name.ts';
import { SetUpSteps } from './SetUpSteps.tsx';
import { Step } from './Step.tsx';
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
  // In the demo all of it is there.
  const setsUp = !isDemo && me.permissions.includes('workspace:manage');
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
      <h2>{t(setsUp ? 'start.setUp' : 'start.title')}</h2>
      <p>{t(setsUp ? 'start.setUpLead' : isDemo ? 'start.leadDemo' : 'start.lead')}</p>
      <ol className={classes.steps}>
        {!isDemo && (
          <Step
            icon={IconCheck}
            isDone
            title={t('start.account')}
            hint={t('start.accountDone', { name: me.name, role: nameRole(t, me.role, me.roleName) })}
          />
        )}
        {!isDemo && <SetUpSteps permissions={me.permissions} />}
        <Step
          icon={IconCircleDot}
          isDone={isReady}
          isNext={!isReady && !setsUp}
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
          <Step icon={IconMessageCircle} title={t('start.shop')} hint={t('start.shopHint')}>
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
        {isDemo && <SetUpSteps permissions={me.permissions} isDemo />}
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
    <Step icon={IconPhone} title={t('start.phone')} hint={t('start.phoneHint')}>
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
      icon={IconBell}
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
