import { fail, type Result, succeed } from '../../../shared/errors.ts';
import type { AgentEntry } from '../../../shared/model/entry.ts';
import type { ConversationId } from '../../../shared/model/ids.ts';
import { startDesk } from './desk-state.ts';
import { createOutbox } from './outbox.ts';
import { createPendingStore, isOvertaken, type KeyStore, type PendingSend } from './pending.ts';
import { createStore } from './store.ts';
import type { Ask } from './transport.ts';

const id = 'c' as ConversationId;

function buildKeys(): KeyStore {
  const map = new Map<string, string>();
  return {
    getItem: (key) => map.get(key) ?? null,
    setItem: (key, value) => void map.set(key, value),
    removeItem: (key) => void map.delete(key),
    keys: () => [...map.keys()],
  };
}

function buildSend(clientId: string, at = 0): PendingSend {
  return { clientId, conversationId: id, kind: 'message', text: clientId, files: [], at, state: { kind: 'waiting' } };
}

function buildScene(answers: Result<AgentEntry>[], keys = buildKeys()) {
  const asked: string[] = [];
  const scene = {
    held: [] as string[],
    names: [] as string[],
    asked,
    keys,
    isConnected: true,
    later: [] as (() => void)[],
    store: createStore(startDesk(0)),
  };
  const ask = (async (name: string, payload: { clientId: string; expects?: number }) => {
    scene.names.push(payload.expects === undefined ? name : `${name} ${payload.expects}`);
    asked.push(payload.clientId);
    return answers.shift() ?? succeed({ clientId: payload.clientId } as AgentEntry);
  }) as unknown as Ask;
  const outbox = createOutbox({
    store: scene.store,
    transport: { ask, isConnected: () => scene.isConnected },
    kept: createPendingStore(keys, 'maya'),
    onWritten: () => undefined,
    onHeld: (reply) => void scene.held.push(reply.clientId),
    after: (_ms, run) => void scene.later.push(run),
  });
  return { ...scene, outbox, scene };
}

const settle = () => new Promise((resolve) => setImmediate(resolve));

test('sends of one conversation leave in order, one at a time, and are forgotten when acknowledged', async () => {
  const { outbox, asked, store, keys } = buildScene([]);
  outbox.send(buildSend('first'));
  outbox.send(buildSend('second'));
  expect(asked).toEqual(['first']);
  await settle();
  expect(asked).toEqual(['first', 'second']);
  expect(store.get().pending).toEqual([]);
  expect(keys.keys()).toEqual([]);
});

test('without an answer the same send is repeated, and nothing overtakes it', async () => {
  const { outbox, asked, scene, store } = buildScene([fail({ code: 'not_ready', message: 'lost' })]);
  outbox.send(buildSend('first'));
  outbox.send(buildSend('second'));
  await settle();
  expect(asked).toEqual(['first']);
  expect(store.get().pending.map((send) => send.state.kind)).toEqual(['waiting', 'waiting']);
  for (const run of scene.later.splice(0)) run();
  await settle();
  expect(asked).toEqual(['first', 'first', 'second']);
});

test('a refused send stays until its author tries again or drops it, and lets the next one pass', async () => {
  const { outbox, asked, store } = buildScene([fail({ code: 'forbidden', message: 'no' })]);
  outbox.send(buildSend('first'));
  outbox.send(buildSend('second'));
  await settle();
  expect(store.get().pending.map((send) => [send.clientId, send.state.kind])).toEqual([['first', 'failed']]);
  outbox.retry('first');
  await settle();
  expect(asked).toEqual(['first', 'second', 'first']);
  expect(store.get().pending).toEqual([]);
});

test('what an earlier page left is adopted, oldest first, and sent when connected', async () => {
  const keys = buildKeys();
  const kept = createPendingStore(keys, 'maya');
  kept.save({ ...buildSend('younger', 2), state: { kind: 'sending' } });
  kept.save(buildSend('older', 1));
  createPendingStore(keys, 'ben').save(buildSend('strange'));
  const { outbox, asked } = buildScene([], keys);
  outbox.adopt();
  outbox.flushAll();
  await settle();
  expect(asked).toEqual(['older', 'younger']);
});

test('a reply that the thread has overtaken waits for its author, who may send it knowing more', async () => {
  const { outbox, scene, store } = buildScene([fail({ code: 'stale', message: 'moved on' })]);
  outbox.send({ ...buildSend('first'), expects: 3 });
  await settle();
  expect(store.get().pending.map(isOvertaken)).toEqual([true]);
  outbox.retry('first', 5);
  await settle();
  expect(scene.names).toEqual(['message:send 3', 'message:send 5']);
  expect(store.get().pending).toEqual([]);
});

test('no later reply passes one that was overtaken, a note does; taken back or sent, the rest follows in order', async () => {
  const stale = fail({ code: 'stale', message: 'moved on' });
  const { outbox, asked, store } = buildScene([stale]);
  outbox.send(buildSend('first'));
  outbox.send(buildSend('second'));
  outbox.send({ ...buildSend('aside'), kind: 'note' });
  await settle();
  expect(asked).toEqual(['first', 'aside']);
  outbox.retry('first', 5);
  await settle();
  expect(asked).toEqual(['first', 'aside', 'first', 'second']);
  expect(store.get().pending).toEqual([]);
});

test('what waited behind an overtaken reply goes on when that is taken back', async () => {
  const { outbox, asked } = buildScene([fail({ code: 'stale', message: 'moved on' })]);
  outbox.send(buildSend('first'));
  outbox.send(buildSend('second'));
  await settle();
  outbox.drop('first');
  await settle();
  expect(asked).toEqual(['first', 'second']);
});

test('what is to be held goes to the server as that', async () => {
  const { outbox, scene, store } = buildScene([]);
  outbox.send({ ...buildSend('held'), hold: { hold: 'undo', seconds: 5 } });
  await settle();
  expect([scene.names, scene.held, store.get().pending]).toEqual([['reply:schedule'], ['held'], []]);
});
