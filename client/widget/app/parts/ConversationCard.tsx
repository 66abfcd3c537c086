/** @jsxImportSource preact */
/** One of the visitor's conversations in a list: with whom, the last words, how long ago, how many unread. */
import type { VisitorCard } from '../../../../shared/events.ts';
import { useApp } from '../context.ts';
import { tellAge } from '../words/times.ts';
import { Face } from './Face.tsx';
import { Icon } from './Icon.tsx';

export function ConversationCard({ card }: { card: VisitorCard }) {
  const { store, words, clock } = useApp();
  const { conversation, preview, at, unread } = card;
  const name = conversation.agent?.name ?? words.conversation;
  const handleOpen = () => store.set({ screen: { name: 'thread', conversationId: conversation.id } });
  return (
    <button type="button" class="row" onClick={handleOpen}>
      {conversation.agent ? (
        <Face name={name} size={36} />
      ) : (
        <span class="row-icon">
          <Icon name={conversation.status === 'message-left' ? 'mail' : 'chat'} />
        </span>
      )}
      <span class="row-text">
        <span class={unread > 0 ? 'row-title row-unread' : 'row-title'} dir="auto">
          {name}
        </span>
        <span class="row-hint" dir="auto">
          {preview}
        </span>
      </span>
      <span class="row-side">
        <span class="row-age">{tellAge(at, words, clock())}</span>
        {unread > 0 && (
          <span class="count">
            <span aria-hidden="true">{unread > 99 ? '99+' : unread}</span>
            <span class="hidden">{words.unread(unread)}</span>
          </span>
        )}
      </span>
    </button>
  );
}
