/** The kept desk: what is laid on an empty one is what was there, and never on one the server has filled. */
import type { AgentSelf } from '../../../shared/model/agent.ts';
import type { AgentConversation, ConversationRow } from '../../../shared/model/conversation.ts';
import type { AgentEntry } from '../../../shared/model/entry.ts';
import type { ConversationId } from '../../../shared/model/ids.ts';
import { adoptCached, pickCached } from './cached-desk.ts';
import { type DeskState, startDesk } from './desk-state.ts';

const idOf = (at: number) => `c-${at}` as ConversationId;
const conversationOf = (at: number) => ({ id: idOf(at), rev: 1 }) as AgentConversation;
const rowOf = (at: number) =>
  ({ conversation: conversationOf(at), head: at, preview: { from: 'customer', text: 'Hi', at } }) as ConversationRow;

/** A desk with this many rows in its list and one open thread. */
function fill(rows: number, entries: number): DeskState {
  const state = startDesk(0);
  const all = Array.from({ length: rows }, (_, at) => rowOf(at));
  const mine = state.lists.mine;
  if (!mine) throw new Error('there is no list');
  return {
    ...state,
    ready: true,
    me: { id: 'u', name: 'Maya' } as unknown as AgentSelf,
    connection: { state: 'online', since: 5 },
    rows: Object.fromEntries(all.map((row) => [row.conversation.id, row])),
    lists: {
      ...state.lists,
      mine: { ...mine, status: 'ready', ids: new Set(all.map((row) => row.conversation.id)) },
    },
    threads: {
      [idOf(1)]: {
        status: 'open',
        loadingEarlier: false,
        thread: {
          conversation: conversationOf(1),
          entries: Array.from({ length: entries }, (_, at) => ({ seq: at + 1 }) as AgentEntry),
          earlier: false,
          ahead: [],
        },
      },
    },
  };
}

test('what is kept survives being written down, and comes back on an empty desk', () => {
  const cached = pickCached(fill(10, 20), 700);
  if (!cached) throw new Error('nothing was kept');
  const state = adoptCached(startDesk(0), structuredClone(cached));
  expect(state).toMatchObject({ cachedAt: 700, ready: false, me: { name: 'Maya' } });
  expect(Object.keys(state.rows)).toHaveLength(10);
  expect([...(state.lists.mine?.ids ?? [])]).toHaveLength(10);
  // Read anew when it is shown, so it is not taken for the server's word.
  expect(state.lists.mine?.status).toBe('idle');
  expect(state.threads[idOf(1)]).toMatchObject({ status: 'open', thread: { earlier: false } });
});

test('only the newest rows and the end of a thread are kept', () => {
  const cached = pickCached(fill(500, 300), 700);
  expect(cached?.rows).toHaveLength(120);
  expect(cached?.rows.some((row) => row.conversation.id === idOf(499))).toBe(true);
  expect(cached?.rows.some((row) => row.conversation.id === idOf(0))).toBe(false);
  expect(cached?.threads[0]).toMatchObject({ earlier: true });
  expect(cached?.threads[0]?.entries.at(-1)?.seq).toBe(300);
});

test('nothing is kept before the server spoke or after the session ended; an older shape is forgotten', () => {
  expect(pickCached(startDesk(0), 1)).toBeNull();
  expect(pickCached({ ...fill(1, 1), ended: { code: 'unauthenticated', message: '' } }, 1)).toBeNull();
  const cached = pickCached(fill(1, 1), 1);
  if (!cached) throw new Error('nothing was kept');
  const full = fill(2, 1);
  expect(adoptCached(full, cached)).toBe(full);
  const empty = startDesk(0);
  expect(adoptCached(empty, { ...cached, shape: 0 })).toBe(empty);
});
