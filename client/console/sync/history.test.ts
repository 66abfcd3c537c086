/** A history that is open while the connection is lost: gone over afterwards, in its place; and who else is told that it grew. */
import { fail, succeed } from '../../../shared/errors.ts';
import type { HistoryPage } from '../../../shared/events-history.ts';
import type { AgentEntry } from '../../../shared/model/entry.ts';
import type { ConversationId } from '../../../shared/model/ids.ts';
import { type DeskState, startDesk } from './desk-state.ts';
import { createHistory } from './history.ts';
import { createStore } from './store.ts';
import type { Transport } from './transport.ts';

const here = 'here' as ConversationId;
const entry = (seq: number, text: string): AgentEntry =>
  ({ id: `e${seq}`, conversationId: here, seq, at: seq * 10, body: { kind: 'message', text, files: [] } }) as never;

function start(answers: HistoryPage[]) {
  const asked: [string, Record<string, unknown>][] = [];
  const facts = new Map<string, (fact: object) => void>();
  const transport = {
    async ask(name: string, payload: Record<string, unknown>) {
      asked.push([name, payload]);
      if (name !== 'history:page') return succeed(null);
      const page = answers.shift();
      return page ? succeed(page) : fail({ code: 'not_found', message: 'gone' });
    },
    on: (name: string, listener: (fact: object) => void) => facts.set(name, listener),
    isConnected: () => true,
  } as unknown as Transport;
  const store = createStore<DeskState>(startDesk(0));
  const history = createHistory(store, transport, { subscribe: () => () => undefined });
  history.listen();
  const texts = () => store.get().history?.entries.map(({ body }) => ('text' in body ? body.text : ''));
  return { asked, facts, store, history, texts };
}

const page = (entries: AgentEntry[], rest: Partial<HistoryPage> = {}): HistoryPage => ({
  ...{ entries, conversations: [], locked: [], earlier: null, later: null },
  ...rest,
});
const settle = () => new Promise((resolve) => setImmediate(resolve));

test('after a reconnect what was erased is gone, what came is there, and nobody is thrown to its end', async () => {
  const middle = { at: 25, of: here, seq: 2 };
  const { asked, history, store, texts } = start([
    page([entry(2, 'secret'), entry(3, 'three')], { earlier: middle }),
    page([entry(2, '')], { earlier: middle, later: middle }),
    page([entry(3, 'three'), entry(4, 'four')]),
    page([entry(4, 'four')]),
  ]);
  history.open(here, {});
  await settle();
  expect(texts()).toEqual(['secret', 'three']);
  history.refresh();
  await settle();
  expect(texts()).toEqual(['', 'three', 'four']);
  expect(store.get().history).toMatchObject({ status: 'open', earlier: middle, later: null });
  const sides = asked.filter(([name]) => name === 'history:page').map(([, { after }]) => after);
  expect(sides.slice(0, 3)).toEqual([undefined, { at: 20, of: '', seq: 0 }, middle]);
});

test('what may be read no more is begun anew', async () => {
  const { history, store, texts } = start([page([entry(1, 'secret')])]);
  history.open(here, {});
  await settle();
  history.refresh();
  await settle();
  await settle();
  expect([texts(), store.get().history?.status]).toEqual([[], 'failed']);
});

test('whoever watches is told, also while and after a history is read, until they leave', async () => {
  const { asked, facts, history } = start([page([]), page([])]);
  let heard = 0;
  const leave = history.watch(here, () => {
    heard += 1;
  });
  facts.get('history:grew')?.({});
  history.open(here, {});
  await settle();
  facts.get('history:grew')?.({});
  history.close();
  facts.get('history:grew')?.({});
  expect(heard).toBe(3);
  history.refresh();
  leave();
  facts.get('history:grew')?.({});
  expect(heard).toBe(3);
  const names = asked.map(([name]) => name).filter((name) => name !== 'history:page');
  expect(names).toEqual([...Array(4).fill('history:follow'), 'history:leave']);
});
