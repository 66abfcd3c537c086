/** A message left by telephone, over the whole server and the simulator: fetched, written down, and gone with whoever left it. */
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { OUR_NUMBER } from '../../channels/phone/simulator/testing.ts';
import { usualCallMenu } from '../../shared/model/call-menu.ts';
import { usualRecordingPolicy } from '../../shared/model/phone-policy.ts';
import type { ConsoleClient } from '../support/console-client.ts';
import { eventually } from '../support/eventually.ts';
import { findInCollections, findInFiles } from '../support/find-marks.ts';
import { startTextLine, type TextLine } from '../support/texts-line.ts';

const MARK = 'zqvmark';
const CALLER = '+4915112345777';

let line: TextLine;
let maya: ConsoleClient;
let words: http.Server;
let asked = 0;
beforeAll(async () => {
  words = http.createServer((request, response) => {
    request.resume().on('end', () => {
      asked += 1;
      response
        .writeHead(200, { 'content-type': 'application/json' })
        .end(JSON.stringify({ text: `Call ${MARK} back.` }));
    });
  });
  await new Promise<void>((resolve) => words.listen(0, '127.0.0.1', resolve));
  line = await startTextLine();
  maya = await line.world.console('maya');
  const { directory } = line.parley.app.store;
  const inbox = await directory.inbox(line.inboxId);
  if (!inbox) throw new Error('There is no phone.');
  const url = `http://127.0.0.1:${(words.address() as AddressInfo).port}/words`;
  const choices = [{ digit: '1', label: 'Message', way: { to: 'voicemail' as const } }];
  const menu = { ...usualCallMenu, start: 'main', menus: [{ key: 'main', say: 'Press 1.', choices }] };
  const recordings = { ...usualRecordingPolicy, deletesCopy: false, transcription: { url, model: '' } };
  await directory.saveInbox({ ...inbox, settings: { ...inbox.settings, menu, recordings } });
}, 60_000);
afterAll(async () => {
  await line.stop();
  await new Promise((resolve) => words.close(resolve));
}, 30_000);

/** Time goes by at the simulator until it is so. */
const pass = <T>(check: () => Promise<T> | T): Promise<T> =>
  eventually(async () => {
    await line.sim.clock.pass(1_000);
    return check();
  }, 40_000);

const found = async (client: ConsoleClient, text: string) => (await client.ask('search:text', { text })).entries;

/** Somebody leaves a message; answers where it and what was written down of it are kept. */
async function leaveMessage(from: string) {
  const { parley, sim } = line;
  const already = sim.world.recordings.size;
  const heard = sim.captions().length;
  const { callSid } = await sim.phones.call(from, OUR_NUMBER);
  await pass(() => {
    if (
      !sim
        .captions()
        .slice(heard)
        .some((one) => one.includes('Press 1'))
    )
      throw new Error('nothing is asked');
  });
  sim.phones.press(callSid, '1');
  await pass(() => {
    if (sim.world.recordings.size === already) throw new Error('nothing is recorded');
  });
  await sim.clock.pass(6_000);
  sim.phones.hangUp(callSid);
  return pass(async () => {
    const { rows } = await maya.ask('list:open', { view: 'all', limit: 5 });
    const calls = await Promise.all(rows.map((row) => parley.app.store.calls.ofConversation(row.conversation.id)));
    const call = calls.flat().find((one) => one.fromText === from);
    const [recording] = call?.recordings ?? [];
    if (!call?.conversationId || !recording?.fileId || !recording.textId) throw new Error('not kept yet');
    return { conversationId: call.conversationId, fileId: recording.fileId, textId: recording.textId };
  });
}

test('recordings, transcripts and messages are erased with their customer: no route serves them, nothing of them is left, here or at the provider', async () => {
  const { parley, sim, world } = line;
  const call = await leaveMessage(CALLER);
  expect(asked).toBe(1);
  const get = async (id: string, as: 'maya' | 'ada' = 'maya') => {
    const answer = await fetch(`${parley.url}/files/${id}`, { headers: { cookie: await world.cookieOf(as) } });
    return { status: answer.status, text: await answer.text() };
  };
  expect((await get(call.fileId)).status).toBe(200);
  expect(await get(call.textId)).toMatchObject({ status: 200, text: expect.stringContaining(MARK) });
  expect((await findInFiles(parley.dataDir, MARK)).length).toBeGreaterThan(0);
  await eventually(async () => expect(await found(maya, MARK)).toHaveLength(1), 20_000);

  const { card } = await maya.ask('customer:read', { conversationId: call.conversationId });
  const erase = async (method: string, body?: object) =>
    fetch(`${parley.url}/api/customers/${card.id}/erasure`, {
      ...{ method, body: body ? JSON.stringify(body) : null },
      headers: { 'content-type': 'application/json', cookie: await world.cookieOf('ada'), origin: world.place.origin },
    });
  const { typed } = (await (await erase('GET')).json()) as { typed: string };
  expect((await erase('POST', { typed })).status).toBe(204);
  await eventually(async () => {
    expect((await parley.app.store.erasure.ofCustomer(card.id))?.state).toBe('done');
  }, 30_000);

  for (const id of [call.fileId, call.textId])
    for (const as of ['maya', 'ada'] as const) expect((await get(id, as)).status).toBe(404);
  expect(await findInFiles(parley.dataDir, MARK)).toEqual([]);
  expect(await findInCollections(parley.storeUri, MARK)).toEqual([]);
  expect(await findInCollections(parley.storeUri, CALLER.slice(1))).toEqual([]);
  expect(await found(maya, MARK)).toEqual([]);
  // The copy of the provider goes too, whatever the inbox says.
  await pass(() => expect(sim.world.recordings.size).toBe(0));
}, 120_000);

test('what was said is found by whoever may read it, by the rule of the moment, and no more once it is kept no longer', async () => {
  const { parley, world } = line;
  const { directory } = parley.app.store;
  async function rule(change: object): Promise<void> {
    const inbox = await directory.inbox(line.inboxId);
    const recordings = { ...(inbox?.settings.recordings as object), ...change };
    if (inbox) await directory.saveInbox({ ...inbox, settings: { ...inbox.settings, recordings } });
  }
  const { conversationId, textId } = await leaveMessage('+4915112345888');
  await eventually(async () => {
    expect(await found(maya, MARK)).toEqual([
      expect.objectContaining({
        conversationId,
        entry: expect.objectContaining({ kind: 'voicemail', channel: 'phone' }),
        snippet: { text: `Call ${MARK} back.`, marks: [[5, 5 + MARK.length]] },
      }),
    ]);
  }, 20_000);
  const [ada, otto] = [await world.console('ada'), await world.console('otto')];
  expect(await found(otto, MARK)).toEqual([]);

  await rule({ listeners: 'floor' });
  expect(await found(maya, MARK)).toEqual([]);
  expect(
    (await fetch(`${parley.url}/files/${textId}`, { headers: { cookie: await world.cookieOf('maya') } })).status,
  ).toBe(403);
  const [unquoted] = await found(ada, MARK);
  expect(unquoted).toMatchObject({ conversationId, snippet: null });
  expect(JSON.stringify(unquoted)).not.toContain(MARK);

  await rule({ listeners: 'team', keepDays: 1 });
  const DAY_MS = 24 * 3_600_000;
  await eventually(async () => {
    const [call] = await parley.app.store.calls.ofConversation(conversationId);
    const endedAt = (call?.endedAt ?? 0) - 2 * DAY_MS;
    if (!call || !(await parley.app.store.calls.save({ ...call, endedAt, version: call.version + 1 }, call.version)))
      throw new Error('somebody was quicker');
  });
  expect(await parley.app.calls.keeping.sweep()).toBe(1);
  expect(await found(maya, MARK)).toEqual([]);
  await eventually(async () => expect(await findInCollections(parley.storeUri, MARK)).toEqual([]), 20_000);
}, 120_000);
