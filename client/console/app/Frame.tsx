/** The frame around every page of a signed-in agent: rail, offers, commands, keys, notices, sounds. */
import { notifications } from '@mantine/notifications';
import { useLocation, useNavigate } from '@tanstack/react-router';
import { lazy, type ReactNode, Suspense, useCallback, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ConversationId } from '../../../shared/model/ids.ts';
import { countMine } from '../features/attention/calls.ts';
import { useAttentionCalls } from '../features/attention/use-attention-calls.ts';
import { UndoToast } from '../features/composer/UndoToast.tsx';
import { OfferDock } from '../features/offers/OfferDock.tsx';
import type { PhoneHandle } from '../features/phone/PhoneHost.tsx';
import { MissedBanner } from '../features/rail/MissedBanner.tsx';
import { Rail } from '../features/rail/Rail.tsx';
import { callApi } from '../http/api.ts';
import type { DeskState } from '../sync/desk-state.ts';
import { useDesk, useDeskState } from '../sync/use-desk.ts';
import { CommandsContext, createCommandRegistry } from './commands.ts';
import { ShellCommands } from './ShellCommands.tsx';
import { ShellTools } from './ShellTools.tsx';
import { SkipLinks } from './SkipLinks.tsx';
import classes from './shell.module.css';
import { type Shell, ShellContext } from './shell-context.ts';
import { useForgetting } from './use-forgetting.ts';
import { useFreshCatalogue } from './use-fresh-catalogue.ts';
import { useKeys } from './use-keys.ts';
import { useReadNotices } from './use-read-notices.ts';
import { useTypeAhead } from './use-type-ahead.ts';
import { useUnloadGuard } from './use-unload-guard.ts';

const loadCommandMenu = () => import('../features/command/CommandMenu.tsx');
const CommandMenu = lazy(async () => ({ default: (await loadCommandMenu()).CommandMenu }));
const ShortcutSheet = lazy(async () => ({
  default: (await import('../features/shortcuts/ShortcutSheet.tsx')).ShortcutSheet,
}));
const SettingsCommands = lazy(async () => ({
  default: (await import('../features/settings/SettingsCommands.tsx')).SettingsCommands,
}));
const AttentionDialog = lazy(async () => ({ default: (await import('./AttentionDialog.tsx')).AttentionDialog }));

const readMe = (state: DeskState) => state.me;
const readHasLines = (state: DeskState) => state.inboxes.some(({ call }) => call !== undefined);
/** Nobody loads a softphone where there is no line. */
const PhoneHost = lazy(async () => ({ default: (await import('../features/phone/PhoneHost.tsx')).PhoneHost }));
const DialPad = lazy(async () => ({ default: (await import('../features/phone/DialPad.tsx')).DialPad }));
const NewLetter = lazy(async () => ({
  default: (await import('../features/composer/letter/NewLetter.tsx')).NewLetter,
}));

type Dialog = 'commands' | 'help' | 'attention' | 'letter' | 'dial';

export interface FrameProps {
  userId: string;
  onSignedOut(): void;
  children: ReactNode;
}

export function Frame({ userId, onSignedOut, children }: FrameProps) {
  const { t } = useTranslation();
  const desk = useDesk();
  const navigate = useNavigate();
  const { pathname } = useLocation();
  const me = useDeskState(readMe);
  const unread = useDeskState(countMine);
  const [dialog, setDialog] = useState<Dialog | null>(null);
  const [dialled, setDialled] = useState<Parameters<Shell['openDialPad']>[0]>();
  const [phone, setPhone] = useState<PhoneHandle | null>(null);
  const hasLines = useDeskState(readHasLines);
  const ahead = useTypeAhead(() => show(null));
  const { hold, await: expect } = ahead;
  const show = useCallback(
    (next: Dialog | null) => {
      expect(next !== null);
      setDialog(next);
    },
    [expect],
  );
  const [registry] = useState(createCommandRegistry);
  const { preferences } = desk;
  const areBareKeysOn = useMemo(() => () => preferences.store.get().singleKeys, [preferences]);

  useFreshCatalogue();
  useForgetting();
  useUnloadGuard();
  useReadNotices();
  useKeys(registry, areBareKeysOn, hold);

  const shell = useMemo((): Shell => {
    const openConversation = (conversationId: ConversationId) =>
      void navigate({ to: '/console/$view/$conversationId', params: { view: 'all', conversationId } });
    return {
      drafts: desk.writing.drafts,
      preferences,
      openHelp: () => show('help'),
      openCommands: () => show('commands'),
      openAttention: () => show('attention'),
      writeLetter: () => show('letter'),
      openDialPad(to) {
        setDialled(to);
        show('dial');
      },
      openConversation,
      openEntry: ({ conversationId, entry }) =>
        void navigate({
          to: '/console/$view/$conversationId',
          params: { view: 'all', conversationId },
          // What was moved here keeps the place of where it stands.
          hash: `${entry.conversationId === conversationId ? '' : `${entry.conversationId}.`}${entry.seq}`,
        }),
      async togglePresence() {
        const state = desk.store.get().me?.presence.state === 'available' ? 'away' : 'available';
        const answer = await desk.setPresence(state);
        if (!answer.ok) notifications.show({ message: t('presence.failed') });
      },
      // Closing asks nothing: a message of the customer opens the conversation again.
      async closeConversation(conversation) {
        const answer = await desk.work.close(conversation.id);
        const words = answer.ok
          ? t('thread.closedToast', { name: conversation.customer.name })
          : `${t('thread.closeFailed')} ${t(`error.${answer.error.code}`)}`;
        notifications.show({ message: words });
      },
      async signOut() {
        await callApi('DELETE', '/api/session').catch(() => null);
        onSignedOut();
      },
    };
  }, [desk, navigate, preferences, onSignedOut, show, t]);

  useAttentionCalls({ preferences: preferences.store, onOpen: shell.openConversation });

  const close = () => show(null);
  const isInbox = !/^\/console\/(settings|floor)/.test(pathname);
  return (
    <ShellContext value={shell}>
      <CommandsContext value={registry}>
        <ShellCommands isMenuOpen={dialog === 'commands'} typed={ahead.text} onCloseMenu={close} />
        <div className={classes.frame}>
          {me && hasLines && (
            <Suspense fallback={null}>
              <PhoneHost me={me.id} onOpen={shell.openConversation} onReady={setPhone} />
            </Suspense>
          )}
          <div className={classes.shell}>
            <SkipLinks isInbox={isInbox} />
            <Rail me={me} unread={unread} tools={<ShellTools place="rail" />} hasTools={!isInbox} />
            <div className={classes.content}>
              <MissedBanner />
              <div className={classes.page} id="content" tabIndex={-1}>
                {children}
              </div>
            </div>
          </div>
        </div>
        <UndoToast onUndone={({ conversationId }) => shell.openConversation(conversationId)} />
        <OfferDock
          onAccepted={(id) => void goToMine(id)}
          answerCall={async (offer) => {
            if (phone === null) return false;
            return phone.accept(offer).then(
              () => true,
              () => false,
            );
          }}
          rejectCall={(offer) => phone?.reject(offer)}
        />
        <Suspense fallback={null}>
          {dialog === 'commands' && <CommandMenu text={ahead.text} onText={ahead.setText} onClose={close} />}
          {dialog === 'commands' && (
            <Suspense fallback={null}>
              <SettingsCommands />
            </Suspense>
          )}
          {dialog === 'help' && <ShortcutSheet onClose={close} />}
          {dialog === 'attention' && <AttentionDialog onClose={close} />}
          {dialog === 'dial' && <DialPad {...dialled} onClose={close} />}
          {dialog === 'letter' && <NewLetter userId={userId} onClose={close} />}
        </Suspense>
      </CommandsContext>
    </ShellContext>
  );

  function goToMine(conversationId: ConversationId) {
    return navigate({ to: '/console/$view/$conversationId', params: { view: 'mine', conversationId } });
  }
}
