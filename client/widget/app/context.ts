/** What every component of the widget may reach, and how it follows the state. */
import { createContext } from 'preact';
import { useContext, useLayoutEffect, useMemo, useReducer, useRef } from 'preact/hooks';
import type { Host } from './host.ts';
import type { Store, WidgetState } from './sync/state.ts';
import type { KeyStore } from './sync/storage.ts';
import type { Visitor } from './sync/visitor.ts';
import type { Words } from './words/en.ts';
import { type LocalInbox, localize } from './words/local-inbox.ts';
import type { Clock } from './words/times.ts';

export interface App {
  inboxId: string;
  store: Store<WidgetState>;
  visitor: Visitor;
  keys: KeyStore;
  host: Host;
  words: Words;
  /** BCP 47 tag of what is spoken */
  language: string;
  clock(): Clock;
}

export const AppContext = createContext<App | null>(null);

export function useApp(): App {
  const app = useContext(AppContext);
  if (!app) throw new Error('outside of the app');
  return app;
}

/** Redraws when what is selected has changed; select values that are kept, not built anew each time. */
export function useWidget<T>(select: (state: WidgetState) => T): T {
  const { store } = useApp();
  const [, redraw] = useReducer((count: number) => count + 1, 0);
  const value = select(store.get());
  const latest = useRef({ value, select });
  latest.current = { value, select };
  useLayoutEffect(() => {
    const look = (): void => {
      if (latest.current.select(store.get()) !== latest.current.value) redraw(undefined);
    };
    look();
    return store.subscribe(look);
  }, [store]);
  return value;
}

/** The inbox with its texts in the language that is spoken. */
export function useInbox(): LocalInbox | null {
  const { language } = useApp();
  const inbox = useWidget((state) => state.inbox);
  return useMemo(() => inbox && localize(inbox, language), [inbox, language]);
}
