/** @jsxImportSource preact */
/** What stands at the right of a conversation's header: a call instead of writing, and what else can be done. */
import type { VisitorConversation } from '../../../../shared/model/conversation.ts';
import { useApp, useWidget } from '../context.ts';
import { Icon } from '../parts/Icon.tsx';
import { canCall } from '../screens/Home.tsx';
import { ThreadMenu } from './ThreadMenu.tsx';

/** `conversation` null: it is only being started. */
export function ThreadTools({ conversation }: { conversation: VisitorConversation | null }) {
  const { store, words } = useApp();
  const isOffered = useWidget(canCall);
  return (
    <>
      {isOffered && (
        <button
          type="button"
          class="tool"
          aria-label={words.call}
          title={words.call}
          onClick={() => store.set({ isCalling: true })}
        >
          <Icon name="phone" size={20} />
        </button>
      )}
      {conversation && <ThreadMenu conversation={conversation} />}
    </>
  );
}
