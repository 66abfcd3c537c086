/** @jsxImportSource preact */
/** Says that there is no connection and how much waits for one, or why there is no chat at all. */
import { useApp, useWidget } from '../context.ts';
import { Icon } from './Icon.tsx';

export function Strip() {
  const { words } = useApp();
  const link = useWidget((state) => state.link);
  const waiting = useWidget((state) => state.outbox.filter(({ failure }) => !failure).length);
  const refusal = useWidget((state) => state.refusal);
  const text = refusal
    ? refusal.code === 'unauthenticated'
      ? words.signIn
      : words.unavailable
    : link === 'offline'
      ? words.offlineWaiting(waiting)
      : '';
  return (
    <div role="status" class={text ? 'strip' : 'strip strip-empty'}>
      {text && <Icon name="alert" size={16} />}
      {text}
    </div>
  );
}
