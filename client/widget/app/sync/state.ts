/** All that the widget shows, as one value, and the smallest store that can hold it. */
import type { Thread } from '../../../../shared/apply.ts';
import type { WireError } from '../../../../shared/errors.ts';
import type { VisitorCard } from '../../../../shared/events.ts';
import type { VisitorCall } from '../../../../shared/model/call.ts';
import type { VisitorConversation } from '../../../../shared/model/conversation.ts';
import type { VisitorEntry } from '../../../../shared/model/entry.ts';
import type { ConversationId } from '../../../../shared/model/ids.ts';
import type { Availability, WidgetInbox } from '../../../../shared/model/inbox.ts';
import type { OutboxItem } from './outbox.ts';

export type VisitorThreadState = Thread<VisitorEntry, VisitorConversation>;

/** `null` conversation: one that is only being started. */
export type Screen =
  | { name: 'home' }
  | { name: 'messages' }
  | { name: 'form'; purpose: 'chat' | 'leave' }
  | { name: 'thread'; conversationId: ConversationId | null };

/** idle: nothing written yet, so nothing is connected. */
export type Link = 'idle' | 'connecting' | 'online' | 'offline';

export interface WidgetState {
  screen: Screen;
  isOpen: boolean;
  /** fills a phone's screen */
  isFull: boolean;
  link: Link;
  /** why there is no session: the website has to say who this is, or the inbox is gone */
  refusal: WireError | null;
  inbox: WidgetInbox | null;
  availability: Availability | null;
  isVerified: boolean;
  /** an address can be proven by a mailed code */
  mailsCodes: boolean;
  name: string | null;
  cards: VisitorCard[];
  threads: Record<ConversationId, VisitorThreadState>;
  /** customers before this one, while waiting */
  places: Record<ConversationId, number>;
  /** the agent's name, while typing */
  typing: Record<ConversationId, string>;
  outbox: OutboxItem[];
  hasSound: boolean;
  /** the call's bar is shown */
  isCalling?: boolean;
  /** what was last told of a call of this visitor's, from whatever tab */
  call?: VisitorCall | null;
}

export interface Store<S> {
  get(): S;
  set(change: Partial<S>): void;
  subscribe(listener: () => void): () => void;
}

export function createStore<S extends object>(initial: S): Store<S> {
  const listeners = new Set<() => void>();
  let state = initial;
  return {
    get: () => state,
    set(change) {
      state = { ...state, ...change };
      for (const listener of [...listeners]) listener();
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

export function countUnread(state: Pick<WidgetState, 'cards'>): number {
  return state.cards.reduce((sum, card) => sum + card.unread, 0);
}

/** The conversation that a message would go on in. */
export function findOpen(state: Pick<WidgetState, 'cards'>): VisitorCard | null {
  return state.cards.find(({ conversation }) => conversation.status !== 'closed') ?? null;
}
