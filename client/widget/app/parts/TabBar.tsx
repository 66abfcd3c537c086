/** @jsxImportSource preact */
/** Home and messages, the two places of the widget. */
import { useApp, useWidget } from '../context.ts';
import { countUnread } from '../sync/state.ts';
import { Icon } from './Icon.tsx';

export function TabBar({ at }: { at: 'home' | 'messages' }) {
  const { store, words } = useApp();
  const unread = useWidget(countUnread);
  return (
    <nav class="tab-bar">
      {(['home', 'messages'] as const).map((name) => (
        <button
          key={name}
          type="button"
          class="tab"
          aria-current={at === name ? 'page' : undefined}
          onClick={() => store.set({ screen: { name } })}
        >
          <span class="tab-icon">
            <Icon name={name} size={20} />
            {name === 'messages' && unread > 0 && <span class="tab-dot" />}
          </span>
          {name === 'home' ? words.home : words.messages}
          {name === 'messages' && unread > 0 && <span class="hidden">{words.unread(unread)}</span>}
        </button>
      ))}
    </nav>
  );
}
