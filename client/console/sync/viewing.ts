/** Who has which conversation in front of them: tells the server what this page shows, and keeps what it says of others. */
import type { ConversationViewers, Viewer } from '../../../shared/events-thread.ts';
import type { ConversationId } from '../../../shared/model/ids.ts';
import type { DeskState } from './desk-state.ts';
import type { Store } from './store.ts';
import type { Transport } from './transport.ts';

export type KnownViewers = Readonly<Record<ConversationId, readonly Viewer[]>>;

export function putViewers(known: KnownViewers, { conversationId, viewers }: ConversationViewers): KnownViewers {
  const { [conversationId]: before, ...others } = known;
  if (viewers.length === 0) return before ? (others as KnownViewers) : known;
  return { ...known, [conversationId]: viewers };
}

const nobody: readonly Viewer[] = [];

/** Colleagues who look at a conversation too; the same list as long as nothing changes, for screens that select it. */
export function createOthersHere(): (state: DeskState, id: ConversationId) => readonly Viewer[] {
  const seen = new WeakMap<readonly Viewer[], { me: string | undefined; others: readonly Viewer[] }>();
  return (state, id) => {
    const all = state.viewers[id];
    if (!all) return nobody;
    const me = state.me?.id;
    const known = seen.get(all);
    if (known && known.me === me) return known.others;
    const others = all.some((viewer) => viewer.id === me) ? all.filter((viewer) => viewer.id !== me) : all;
    const answer = others.length === 0 ? nobody : others;
    seen.set(all, { me, others: answer });
    return answer;
  };
}
export const othersHere = createOthersHere();

export function createViewing(store: Store<DeskState>, transport: Pick<Transport, 'ask' | 'on' | 'isConnected'>) {
  let shown: ConversationId | null = null;

  function put(facts: readonly ConversationViewers[], known: KnownViewers = store.get().viewers): void {
    const viewers = facts.reduce(putViewers, known);
    store.set((state) => (state.viewers === viewers ? state : { ...state, viewers }));
  }

  async function say(): Promise<void> {
    const conversationId = shown;
    if (!transport.isConnected()) return;
    const answer = await transport.ask('view:set', { conversationId });
    if (answer.ok && conversationId !== null) put([{ conversationId, viewers: answer.value }]);
  }

  return {
    /** What this page shows now; null when it is hidden or shows none. */
    set(id: ConversationId | null): void {
      if (shown === id) return;
      shown = id;
      void say();
    },
    listen(): void {
      transport.on('viewers:changed', (fact) => put([fact]));
    },
    /** After every connect: the new socket shows what the old one did, and everything known may be old. */
    async refresh(): Promise<void> {
      if (shown !== null) await say();
      const answer = await transport.ask('viewers:list', {});
      if (answer.ok) put(answer.value, {});
    },
  };
}
