/** @jsxImportSource preact */
/** A message of the visitor's own that the server has not confirmed: on its way, waiting for a connection, or refused. */
import { useApp, useWidget } from '../context.ts';
import { Icon } from '../parts/Icon.tsx';
import { Linked } from '../parts/Linked.tsx';
import type { OutboxItem } from '../sync/outbox.ts';
import { Files } from './Files.tsx';

export function PendingLine({ item }: { item: OutboxItem }) {
  const { words, visitor } = useApp();
  const isOnline = useWidget((state) => state.link === 'online');
  return (
    <div class="message own pending">
      <div class="message-body">
        <span class="hidden">{`${words.you}: `}</span>
        {item.text !== '' && (
          <p class="bubble bubble-tail" dir="auto">
            <Linked text={item.text} />
          </p>
        )}
        <Files files={item.files} />
        {item.failure ? (
          <p class="receipt failed">
            <Icon name="alert" size={14} />
            {words.notSent}{' '}
            <button type="button" class="link" onClick={() => visitor.retry(item)}>
              {words.tryAgain}
            </button>
            <button type="button" class="link" onClick={() => visitor.discard(item)}>
              {words.discard}
            </button>
          </p>
        ) : (
          <p class="receipt">
            <Icon name="clock" size={14} />
            {isOnline ? words.sending : words.waitsToSend}
          </p>
        )}
      </div>
    </div>
  );
}
