/** The bar of live work: one tab per conversation the agent is in, with one mark of its state; tools at its end. */
import { UnstyledButton } from '@mantine/core';
import { useElementSize, useMediaQuery } from '@mantine/hooks';
import { IconX } from '@tabler/icons-react';
import { Link, useNavigate } from '@tanstack/react-router';
import { type ReactNode, useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import type { ConversationId } from '../../../../shared/model/ids.ts';
import { ChannelIcon } from '../../../ui/ChannelIcon.tsx';
import { useCommands } from '../../app/commands.ts';
import { createLocalKeys } from '../../app/local-keys.ts';
import { formatRunning } from '../../i18n/times.ts';
import { useLiveCall } from '../../sync/calls.ts';
import type { DeskState } from '../../sync/desk-state.ts';
import { useDeskState } from '../../sync/use-desk.ts';
import { useNow } from '../../sync/use-now.ts';
import { TabMenu } from './TabMenu.tsx';
import { splitTabs } from './tab-state.ts';
import classes from './tabs.module.css';
import { type Tab, useTabs } from './use-tabs.ts';

const BAR = 'parley.tabs.bar';
const readIsKnown = (state: DeskState) => state.ready;
const hadBar = (): boolean => createLocalKeys(localStorage).getItem(BAR) !== 'none';
const rememberBar = (isThere: boolean): void => createLocalKeys(localStorage).setItem(BAR, isThere ? 'there' : 'none');

export interface WorkTabsProps {
  selected: string | undefined;
  /** search and bell */
  tools: ReactNode;
}

export function WorkTabs({ selected, tools }: WorkTabsProps) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const { ref, width } = useElementSize<HTMLElement>();
  const isPhone = useMediaQuery('(max-width: 767px)', undefined, { getInitialValueInEffect: false });
  const { tabs, leave } = useTabs(selected);
  const { shown, rest } = splitTabs(tabs, width || 640, selected);

  const goTo = (id: ConversationId) =>
    void navigate({ to: '/console/$view/$conversationId', params: { view: 'mine', conversationId: id } });
  const nth = (at: number) => [...shown, ...rest][at];
  useCommands(
    // Without any tab the first is still named in the sheet.
    Array.from({ length: Math.min(9, Math.max(1, tabs.length)) }, (_, at) => {
      const tab = nth(at);
      const name = tab?.row.conversation.customer.name;
      return {
        id: `tabs.${at + 1}`,
        label: name ? t('tabs.go', { number: at + 1, name }) : t('tabs.nth', { number: at + 1 }),
        keys: `alt+${at + 1}`,
        group: 'go',
        isOn: tab !== undefined,
        run: () => tab && goTo(tab.id),
      };
    }),
  );

  function handleLeave(id: ConversationId) {
    leave(id);
    if (id !== selected) return;
    const next = tabs.find((tab) => tab.id !== id);
    if (next) goTo(next.id);
    else void navigate({ to: '/console/$view', params: { view: 'mine' } });
  }

  // Nothing to switch to: the place is the thread's. Until that is known it is as it was last time, so that nothing moves.
  const isKnown = useDeskState(readIsKnown);
  const isEmpty = tabs.every(({ id }) => id === selected);
  useEffect(() => {
    if (isPhone && isKnown) rememberBar(!isEmpty);
  }, [isPhone, isKnown, isEmpty]);
  if (isPhone && (isKnown ? isEmpty : !hadBar())) return null;
  if (isPhone) {
    return (
      <nav className={classes.bar} aria-label={t('tabs.label')}>
        <TabMenu
          tabs={tabs}
          onOpen={goTo}
          label={t('tabs.switcher', { count: tabs.length })}
          selected={selected}
          isWide
        />
      </nav>
    );
  }
  return (
    <div className={classes.bar}>
      <nav ref={ref} className={classes.tabs} aria-label={t('tabs.label')}>
        {shown.map((tab) => (
          <TabLink key={tab.id} tab={tab} isSelected={tab.id === selected} onLeave={() => handleLeave(tab.id)} />
        ))}
        {rest.length > 0 && (
          <TabMenu tabs={rest} onOpen={goTo} label={t('tabs.more', { count: rest.length })} selected={selected} />
        )}
      </nav>
      <div className={classes.tools}>{tools}</div>
    </div>
  );
}

/** How long the call of this tab has gone on. */
function CallTimer({ since }: { since: number }) {
  const now = useNow(1_000);
  return <span className={classes.timer}>{formatRunning(now - since)}</span>;
}

function TabLink({ tab: { id, row, mark }, isSelected, onLeave }: { tab: Tab; isSelected: boolean; onLeave(): void }) {
  const { t } = useTranslation();
  const { customer, channel } = row.conversation;
  const call = useLiveCall(id);
  return (
    <span className={classes.tab} data-current={isSelected || undefined}>
      <Link
        to="/console/$view/$conversationId"
        params={{ view: 'mine', conversationId: id }}
        className={classes.link}
        aria-current={isSelected ? 'page' : undefined}
      >
        <ChannelIcon channel={channel} />
        <span className={classes.name}>{customer.name}</span>
        {call && <CallTimer since={call.answeredAt ?? call.startedAt} />}
        {mark && !call && <span className={classes[mark]} role="img" aria-label={t(`tabs.${mark}`)} />}
      </Link>
      {mark === 'closed' && (
        <UnstyledButton
          className={classes.leave}
          aria-label={t('tabs.leave', { name: customer.name })}
          onClick={onLeave}
        >
          <IconX size={14} stroke={2} />
        </UnstyledButton>
      )}
    </span>
  );
}
