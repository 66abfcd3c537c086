/** An erasure that dies at any moment goes on, and in the end nothing is left. */

import type { FileRef } from '../../../shared/model/file.ts';
import type { CustomerId, FileId, IdentityId, SessionId, UserId } from '../../../shared/model/ids.ts';
import {
  draftConversation,
  draftEntry,
  message,
  note,
  openTestStore,
  silent,
  startTimeline,
  type TestStore,
} from '../../../tests/contract/test-store.ts';
import { eventually } from '../../../tests/support/eventually.ts';
import { findInCollections } from '../../../tests/support/find-marks.ts';
import type { UserViewer } from '../../accounts/scope.ts';
import { systemClock } from '../../lib/clock.ts';
import { createFamilies } from '../merging/families.ts';
import { createStrayEraser } from './erase-strays.ts';
import { blank, eraseEvent } from './erase-words.ts';
import { createErasing, type ErasingDeps } from './erasing.ts';

jest.setTimeout(120_000);

const MARK = 'zqxmark';
let test: TestStore;
beforeAll(async () => {
  test = await openTestStore();
});
afterAll(() => test.close());

const ada = {
  ...{ kind: 'user', userId: 'ada' as UserId, sessionId: 's' as SessionId, name: 'Ada', reach: 'all', permissions: [] },
} as unknown as UserViewer;

it('goes on after a death before and after any step', async () => {
  const { store, ids } = test;
  const { timeline } = startTimeline(test);
  const [customerId, identityId] = [ids.next<CustomerId>(), ids.next<IdentityId>()];
  await store.customers.create(
    { id: customerId, name: MARK, email: { value: `${MARK}@x.example`, verified: true }, createdAt: 1 },
    {
      ...{ id: identityId, kind: 'email', value: `${MARK}@x.example`, inboxId: null, state: 'reachable', createdAt: 1 },
      claims: [{ customerId, proof: 'address', at: 1 }],
    },
  );
  for (const at of [1, 2]) {
    const draft = { key: `${MARK}-${at}`, identityId, customer: { id: customerId, name: MARK }, subject: MARK };
    const { conversation } = await timeline.open(draftConversation(test, draft));
    await timeline.append(draftEntry(conversation, `${MARK}-${at}-a`, 'customer', message(`I am ${MARK}`)));
    await timeline.append(draftEntry(conversation, `${MARK}-${at}-b`, 'agent', note(`They are ${MARK}`)));
  }
  const deps: ErasingDeps = {
    ...{
      store: store.erasure,
      families: createFamilies(store.profiles),
      timeline,
      clock: systemClock,
      ids,
      log: silent,
    },
    files: { erase: async () => {} },
    search: { forget: async () => {}, settled: async () => {} },
    audit: { record: async () => {} },
    ...{ changed: async () => {}, forgotten: () => undefined, lead: async () => true },
  };
  await createErasing(deps).order(ada, customerId, MARK, { address: '', userAgent: '' });
  let isDone = false;
  for (let at = 1; !isDone; at += 1) {
    let calls = 0;
    let isDead = false;
    const mortal = new Proxy(deps.store, {
      get: (target, verb) => {
        const run = Reflect.get(target, verb) as (...input: unknown[]) => Promise<unknown>;
        return async (...input: unknown[]) => {
          calls += 1;
          if (isDead || calls > at) {
            isDead = true;
            throw new Error('the process died');
          }
          const answer = await run.apply(target, input);
          // In one half of the cases after it was done, and before anybody knew.
          if (calls === at && at % 2 === 0) {
            isDead = true;
            throw new Error('the process died');
          }
          return answer;
        };
      },
    });
    const erasing = createErasing({ ...deps, store: mortal });
    erasing.start();
    await eventually(async () => {
      isDone = (await deps.store.ofCustomer(customerId))?.state === 'done';
      if (!isDead && !isDone) throw new Error('neither dead nor done');
    }, 20_000);
    await erasing.stop();
    expect(at).toBeLessThan(200);
  }
  expect(await findInCollections(test.uri, MARK)).toEqual([]);
});

it('leaves no number and no recording of a call', () => {
  const file = { id: 'f' as never, name: 'a.wav', type: 'audio/wav', size: 1 };
  const recorded = {
    type: 'call',
    callId: 'c' as never,
    at: 1,
    told: { what: 'recorded', purpose: 'call', file, seconds: 3 },
  };
  expect(eraseEvent(recorded as never)).toMatchObject({ told: { what: 'not-recorded', purpose: 'call' } });
  const began = {
    type: 'call',
    callId: 'c' as never,
    at: 1,
    told: { what: 'began', direction: 'in', by: 'phone', number: '+491', ours: '+492' },
  };
  expect(JSON.stringify(eraseEvent(began as never))).not.toContain('+49');
  expect(
    blank({ legs: [{ name: '+49 30 123456', userId: null, at: 5 }], history: [{ note: 'x', event: { text: 'y' } }] }),
  ).toEqual({
    legs: [{ name: '', userId: null, at: 5 }],
    history: [{ note: '', event: { text: '' } }],
  });
});

it('of a conversation of somebody else takes what they wrote in it, which counts as having come without files', async () => {
  const { store, ids } = test;
  const { timeline } = startTimeline(test);
  const { conversation } = await timeline.open(draftConversation(test));
  const stray = ids.next<IdentityId>();
  const file = { id: ids.next<FileId>(), name: 'a.txt', type: 'text/plain', size: 1 };
  const write = async (text: string, files: FileRef[], identityId: IdentityId) => {
    const body = { kind: 'message' as const, text, files };
    const draft = { ...draftEntry(conversation, ids.next(), 'customer', body), identityId };
    return (await timeline.append(draft)).entry;
  };
  await write('mine', [], conversation.identityId);
  const gone = await write(MARK, [file], stray);
  const dropped: unknown[] = [];
  const eraseStrays = createStrayEraser({
    ...{ store: store.erasure, timeline },
    files: { erase: async (some) => void dropped.push(...some) },
    search: { forget: async (what) => void dropped.push(...what), settled: async () => {} },
  });
  const stored = async () => (await store.conversations.findMany([conversation.id]))[0];
  await eventually(async () => expect((await stored())?.preview?.text).toBe(MARK));
  const before = await timeline.find(conversation.id);
  expect([before?.tally.files, before?.preview?.text]).toEqual([1, MARK]);
  await eraseStrays([gone]);
  // As it is after a death: what is erased already is not counted twice.
  await eraseStrays([gone]);
  const after = await timeline.find(conversation.id);
  expect(after).toMatchObject({ tally: { files: 1 }, erasedFiles: 1, preview: null });
  expect(await stored()).toMatchObject({ preview: null });
  expect(after?.erasedRev).toBeGreaterThan(before?.rev ?? 0);
  expect(dropped).toContainEqual({ conversationId: conversation.id, seqs: [gone.seq] });
  expect(dropped).toContain(file.id);
  await write('again', [file], conversation.identityId);
  expect(await timeline.find(conversation.id)).toMatchObject({ tally: { files: 2 }, erasedFiles: 1 });
});
