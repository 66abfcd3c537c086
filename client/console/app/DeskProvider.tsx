/** Builds the desk of who is signed in and the frame around its pages: rail, offers, keys, sounds. */
import { notifications } from '@mantine/notifications';
import { useNavigate } from '@tanstack/react-router';
import { type ReactNode, useEffect, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { countMine, useAttentionCalls } from '../features/attention/use-attention-calls.ts';
import { createDrafts } from '../features/composer/drafts.ts';
import { OfferDock } from '../features/offers/OfferDock.tsx';
import { Rail } from '../features/rail/Rail.tsx';
import { ShortcutSheet } from '../features/shortcuts/ShortcutSheet.tsx';
import { callApi } from '../http/api.ts';
import { createDesk } from '../sync/desk.ts';
import type { DeskState } from '../sync/desk-state.ts';
import { createPendingStore } from '../sync/pending.ts';
import { createTransport } from '../sync/transport.ts';
import { DeskContext, useDesk, useDeskState } from '../sync/use-desk.ts';
import { createLocalKeys } from './local-keys.ts';
import classes from './shell.module.css';
import { type Shell, ShellContext } from './shell-context.ts';
import { useFreshCatalogue } from './use-fresh-catalogue.ts';

export interface DeskProviderProps {
  userId: string;
  /** `isChosen`: the agent signed out themselves */
  onEnded(isChosen: boolean): void;
  children: ReactNode;
}

export function DeskProvider({ userId, onEnded, children }: DeskProviderProps) {
  const [desk, setDesk] = useState<ReturnType<typeof createDesk> | null>(null);

  useEffect(() => {
    const keys = createLocalKeys(localStorage);
    const { prefix } = createPendingStore(keys, userId);
    const made = createDesk({
      transport: createTransport(),
      userId,
      keys,
      now: Date.now,
      newClientId: () =>
        crypto.getRandomValues(new Uint8Array(12)).reduce((id, byte) => id + byte.toString(16).padStart(2, '0'), 'c-'),
      after: (ms, run) => void setTimeout(run, ms),
    });
    const handleStorage = ({ key, newValue }: StorageEvent) => {
      if (key?.startsWith(prefix) && newValue === null) made.forgetPending(key.slice(prefix.length));
    };
    const unsubscribe = made.store.subscribe(() => {
      if (made.store.get().ended) onEnded(false);
    });
    window.addEventListener('storage', handleStorage);
    window.addEventListener('online', made.retryConnection);
    made.start();
    setDesk(made);
    return () => {
      window.removeEventListener('storage', handleStorage);
      window.removeEventListener('online', made.retryConnection);
      unsubscribe();
      made.stop();
    };
  }, [userId, onEnded]);

  if (!desk) return null;
  return (
    <DeskContext value={desk}>
      <Frame userId={userId} onSignedOut={() => onEnded(true)}>
        {children}
      </Frame>
    </DeskContext>
  );
}

const readMe = (state: DeskState) => state.me;

function Frame({ userId, onSignedOut, children }: { userId: string; onSignedOut(): void; children: ReactNode }) {
  const { t } = useTranslation();
  const desk = useDesk();
  const navigate = useNavigate();
  const me = useDeskState(readMe);
  const unread = useDeskState(countMine);
  const [isHelpOpen, setHelpOpen] = useState(false);
  useAttentionCalls(t('app.name'));
  useFreshCatalogue();

  const shell = useMemo(
    (): Shell => ({
      drafts: createDrafts(createLocalKeys(localStorage), userId),
      openHelp: () => setHelpOpen(true),
      async togglePresence() {
        const state = desk.store.get().me?.presence.state === 'available' ? 'away' : 'available';
        const answer = await desk.setPresence(state);
        if (!answer.ok) notifications.show({ message: t('presence.failed') });
      },
      // Closing asks nothing: a message of the customer opens the conversation again.
      async closeConversation(conversation) {
        const answer = await desk.close(conversation.id);
        const words = answer.ok
          ? t('thread.closedToast', { name: conversation.customer.name })
          : `${t('thread.closeFailed')} ${t(`error.${answer.error.code}`)}`;
        notifications.show({ message: words });
      },
    }),
    [desk, userId, t],
  );

  async function handleSignOut() {
    await callApi('DELETE', '/api/session').catch(() => null);
    onSignedOut();
  }

  return (
    <ShellContext value={shell}>
      <div className={classes.shell}>
        <a className={classes.skip} href="#conversation">
          {t('app.skip')}
        </a>
        <Rail me={me} unread={unread} onHelp={shell.openHelp} onSignOut={() => void handleSignOut()} />
        <div className={classes.content}>{children}</div>
      </div>
      <OfferDock
        onAccepted={(id) =>
          void navigate({ to: '/console/$view/$conversationId', params: { view: 'mine', conversationId: id } })
        }
      />
      <ShortcutSheet isOpen={isHelpOpen} onClose={() => setHelpOpen(false)} />
    </ShellContext>
  );
}
