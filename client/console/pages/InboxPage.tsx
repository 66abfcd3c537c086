/** The agent's page: list, work tabs, thread with composer, customer. Puts the features beside one another. */
import { useNavigate } from '@tanstack/react-router';
import { lazy, Suspense, useEffect, useMemo, useRef, useState, useSyncExternalStore } from 'react';
import { useTranslation } from 'react-i18next';
import type { ConversationRow } from '../../../shared/model/conversation.ts';
import type { ConversationId } from '../../../shared/model/ids.ts';
import { cx } from '../../ui/cx.ts';
import { ShellTools } from '../app/ShellTools.tsx';
import { useShell } from '../app/shell-context.ts';
import type { ComposerHandle } from '../features/composer/Composer.tsx';
import { ConnectionStrip } from '../features/connection/ConnectionStrip.tsx';
import { pickRows, stepFrom } from '../features/inbox/build-list.ts';
import { InboxList } from '../features/inbox/InboxList.tsx';
import { StartGuide } from '../features/start/StartGuide.tsx';
import { WorkTabs } from '../features/tabs/WorkTabs.tsx';
import { readEntryHash } from '../features/thread/use-entry-link.ts';
import { useMe } from '../http/session.ts';
import type { DeskState } from '../sync/desk-state.ts';
import { useDesk, useDeskState } from '../sync/use-desk.ts';
import { usualChoice, type ViewAddress } from '../sync/views.ts';
import classes from './inbox-page.module.css';
import { ThreadSkeleton } from './ThreadSkeleton.tsx';
import { useInboxCommands } from './use-inbox-commands.ts';

const loadParts = () => import('./conversation-parts.ts');
const ConversationPane = lazy(async () => ({ default: (await loadParts()).ConversationPane }));
const CustomerPanel = lazy(async () => ({ default: (await loadParts()).CustomerPanel }));

const readRows = (state: DeskState) => state.rows;
const readLists = (state: DeskState) => state.lists;
const readMe = (state: DeskState) => state.me;
const readThreads = (state: DeskState) => state.threads;

/** Snoozed work is nobody's next step, and the demo's letters are no customer of one's own: whoever has nothing else is shown how to get some. */
const isUnderWay = ({ conversation }: ConversationRow, isDemo: boolean): boolean =>
  conversation.snooze === null && !(isDemo && conversation.channel === 'email');

export function InboxPage({ view, id }: { view: ViewAddress; id: ConversationId | undefined }) {
  const { t } = useTranslation();
  const desk = useDesk();
  const shell = useShell();
  const navigate = useNavigate();
  const rows = useDeskState(readRows);
  const lists = useDeskState(readLists);
  const me = useDeskState(readMe);
  const isDemo = useMe().data?.demo ?? false;
  const slot = useDeskState(readThreads)[id ?? ('' as ConversationId)];
  const drafts = useSyncExternalStore(shell.drafts.store.subscribe, shell.drafts.store.get);
  const composer = useRef<ComposerHandle>(null);
  const [isPanelOpen, setPanelOpen] = useState(() => window.innerWidth >= 1280);

  const order = useRef<readonly ConversationId[]>([]);
  const mine = useMemo(() => {
    const own = pickRows({ rows, lists, me, listsAt: 0, queues: [] }, usualChoice('mine'));
    return own.sort((a, b) => (a.conversation.work?.since ?? 0) - (b.conversation.work?.since ?? 0));
  }, [rows, lists, me]);

  useEffect(() => {
    if (!id) return;
    // A link to an entry opens the thread there.
    const linked = readEntryHash(location.hash);
    if (linked && (linked.of ?? id) === id) void desk.showEntry(id, linked.seq);
    desk.openThread(id);
  }, [id, desk]);
  // The first click on a conversation finds everything there.
  useEffect(() => void loadParts(), []);
  // Where the panel would cover the thread it opens only when asked for.
  useEffect(() => {
    const wide = window.matchMedia('(min-width: 1280px)');
    const follow = () => setPanelOpen(wide.matches);
    wide.addEventListener('change', follow);
    return () => wide.removeEventListener('change', follow);
  }, []);

  const goTo = (next: ConversationId) =>
    void navigate({ to: '/console/$view/$conversationId', params: { view, conversationId: next } });
  const goBack = () => void navigate({ to: '/console/$view', params: { view } });

  const conversation = slot?.status === 'open' ? slot.thread.conversation : null;
  useInboxCommands({
    conversation,
    onStep(step) {
      const next = stepFrom(order.current, id, step);
      if (next) goTo(next);
    },
    onWrite: (kind) => composer.current?.focus(kind),
    onPanel: () => setPanelOpen((isOpen) => !isOpen),
    onShow: (next) => void navigate({ to: '/console/$view', params: { view: next } }),
  });

  return (
    <main className={cx(classes.page, id !== undefined && classes.reading)} data-reading={id}>
      <InboxList
        address={view}
        selected={id}
        drafts={drafts}
        order={order}
        onReady={me && me.presence.state !== 'available' ? shell.togglePresence : null}
      />
      <div className={classes.work}>
        <WorkTabs selected={id} tools={<ShellTools place="bar" />} />
        <ConnectionStrip />
        <div className={cx(classes.panes, conversation !== null && isPanelOpen && classes.withPanel)}>
          <section className={classes.thread} id="conversation" aria-label={t('thread.pane')}>
            {id ? (
              <Suspense fallback={<ThreadSkeleton />}>
                <ConversationPane
                  key={id}
                  slot={slot}
                  composer={composer}
                  onBack={goBack}
                  onPanel={() => setPanelOpen(!isPanelOpen)}
                />
              </Suspense>
            ) : (
              me && (
                <StartGuide
                  me={me}
                  hasConversations={mine.some((row) => isUnderWay(row, isDemo))}
                  isDemo={isDemo}
                  onReady={shell.togglePresence}
                  onHelp={shell.openHelp}
                />
              )
            )}
          </section>
          {conversation && isPanelOpen && (
            <Suspense fallback={<aside />}>
              <CustomerPanel conversation={conversation} onClose={() => setPanelOpen(false)} />
            </Suspense>
          )}
        </div>
      </div>
      <span className="visually-hidden" aria-live="polite">
        {conversation ? t('thread.label', { name: conversation.customer.name }) : ''}
      </span>
    </main>
  );
}
