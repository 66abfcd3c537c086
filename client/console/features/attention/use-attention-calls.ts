/** Calls for attention: the count in the page's title, sounds and desktop notifications by one tab, words in the one looked at. */
import { notifications } from '@mantine/notifications';
import { useParams } from '@tanstack/react-router';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { ConversationId } from '../../../../shared/model/ids.ts';
import type { DeskPreferences as Preferences } from '../../../../shared/model/preferences.ts';
import { describeNotice } from '../../i18n/notice-words.ts';
import type { DeskState } from '../../sync/desk-state.ts';
import type { Store } from '../../sync/store.ts';
import { useDesk, useDeskState } from '../../sync/use-desk.ts';
import { type Call, conversationOf, countCalls, findCalls } from './calls.ts';
import { playChime } from './chime.ts';
import { showOnDesktop } from './desktop.ts';
import { joinTabs } from './tabs-of-one.ts';

const readUser = (state: DeskState) => state.me?.id;

export interface AttentionOptions {
  preferences: Store<Preferences>;
  onOpen(id: ConversationId): void;
}

export function useAttentionCalls({ preferences, onOpen }: AttentionOptions): void {
  const { t } = useTranslation();
  const desk = useDesk();
  const userId = useDeskState(readUser);
  const calls = useDeskState(countCalls);
  const { conversationId = null } = useParams({ strict: false });
  const latest = useRef({ t, onOpen, conversationId });
  useEffect(() => {
    latest.current = { t, onOpen, conversationId };
  });

  useEffect(() => {
    document.title = calls > 0 ? `(${calls}) ${t('app.name')}` : t('app.name');
  }, [calls, t]);

  useEffect(() => {
    if (!userId) return;
    const tabs = joinTabs(userId, {
      locks: navigator.locks,
      storage: localStorage,
      channel: (name) => new BroadcastChannel(name),
      tabId: crypto.getRandomValues(new Uint32Array(2)).join('-'),
    });
    const look = () =>
      tabs.tell({
        isFocused: document.visibilityState === 'visible' && document.hasFocus(),
        conversationId: latest.current.conversationId,
      });
    look();
    for (const event of ['focus', 'blur'] as const) window.addEventListener(event, look);
    document.addEventListener('visibilitychange', look);
    window.addEventListener('pagehide', tabs.stop);

    let before = desk.store.get();
    const unsubscribe = desk.store.subscribe(() => {
      const after = desk.store.get();
      const made = findCalls(before, after);
      before = after;
      if (made.length === 0) return;
      look();
      for (const call of made) make(call);
    });

    function make(call: Call): void {
      const { t: say, onOpen: open } = latest.current;
      const id = conversationOf(call);
      const isSeen = tabs.isLookedAt(id);
      if (call.kind === 'notice' && document.hasFocus() && !isSeen && call.notice.kind !== 'offer-missed') {
        notifications.show({
          message: describeNotice(say, call.notice).full,
          // Its close button lies in it and only closes.
          onClick: ({ target }) => {
            if (!(target instanceof Element && target.closest('button'))) open(id);
          },
        });
      }
      if (!tabs.takes(nameOf(call)) || (isSeen && call.kind !== 'offer')) return;
      const chosen = preferences.get();
      const isAudible = call.kind === 'offer' ? chosen.soundOffers : chosen.soundMessages;
      if (isAudible) playChime(call.kind, chosen.volume);
      if (chosen.desktop && !tabs.isAnyFocused()) showOnDesktop(describeCall(call), () => open(id));
    }

    function describeCall(call: Call) {
      const { t: say } = latest.current;
      switch (call.kind) {
        case 'offer': {
          const { customerName: name, queueName: queue, preview: text } = call.offer;
          const words = text === '' ? queue : say('notices.desktopOfferText', { queue, text });
          return { title: say('notices.desktopOffer', { name }), text: words, tag: nameOf(call) };
        }
        case 'message':
          return {
            title: call.row.conversation.customer.name,
            text: call.row.preview?.text ?? '',
            tag: call.row.conversation.id,
          };
        case 'notice': {
          const { title, about } = describeNotice(say, call.notice);
          return { title, text: call.notice.text === '' ? about : `${about}: ${call.notice.text}`, tag: nameOf(call) };
        }
      }
    }

    return () => {
      for (const event of ['focus', 'blur'] as const) window.removeEventListener(event, look);
      document.removeEventListener('visibilitychange', look);
      window.removeEventListener('pagehide', tabs.stop);
      unsubscribe();
      tabs.stop();
    };
  }, [desk, userId, preferences]);
}

/** The same in every tab. */
function nameOf(call: Call): string {
  switch (call.kind) {
    case 'offer':
      return `offer ${call.offer.id}`;
    case 'message':
      return `message ${call.row.conversation.id} ${call.row.head}`;
    case 'notice':
      return `notice ${call.notice.id}`;
  }
}
