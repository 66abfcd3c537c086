/** A customer who is erased: marks that were planted wherever words can be are found nowhere afterwards, in no collection and in no byte of a file. */

import { inflateRawSync } from 'node:zlib';
import type { ConversationId, CustomerId } from '../../shared/model/ids.ts';
import { nextClientId } from '../support/client-id.ts';
import type { ConsoleClient } from '../support/console-client.ts';
import { eventually } from '../support/eventually.ts';
import { findInCollections, findInFiles } from '../support/find-marks.ts';
import { mailTo, openMailbox, sendMail } from '../support/mail/mailbox.ts';
import { type Stage, startStage } from '../support/start-parley.ts';
import type { VisitorClient } from '../support/visitor-client.ts';

const MARK = 'zqxmark';
let stage: Stage;
let maya: ConsoleClient;
let planted: Awaited<ReturnType<typeof plant>>;
beforeAll(async () => {
  stage = await startStage({
    config: { mailListener: { host: '127.0.0.1', port: 0 } },
    routing: { capacity: 1_000_000 },
  });
  await openMailbox(stage, { acknowledgement: { on: true, text: 'We have it: {{conversation.number}}.' } });
  maya = await stage.world.console('maya');
  planted = await plant();
}, 90_000);
afterAll(() => stage.stop(), 30_000);

async function call(method: string, path: string, body?: unknown, as: 'ada' | 'maya' = 'ada') {
  const { world, parley } = stage;
  const response = await fetch(`${parley.url}${path}`, {
    method,
    headers: { 'content-type': 'application/json', cookie: await world.cookieOf(as), origin: world.place.origin },
    body: body === undefined ? undefined : JSON.stringify(body),
  });
  return { status: response.status, body: await response.json().catch(() => null) };
}

async function letterOf(words: string): Promise<ConversationId> {
  return eventually(async () => {
    const { rows } = await maya.ask('list:open', { view: 'all', limit: 50 });
    const row = rows.find(({ preview }) => preview?.text.includes(words));
    if (!row) throw new Error(`nobody wrote ${words}`);
    return row.conversation.id;
  }, 15_000);
}

/** By mail and by chat, with everything that is kept beside; merged into one. */
async function plant(): Promise<{
  id: CustomerId;
  mail: ConversationId;
  chat: ConversationId;
  visitor: VisitorClient;
}> {
  await sendMail(stage, {
    from: `${MARK} Sender <${MARK}@outside.example>`,
    subject: `About ${MARK}`,
    text: `My word is ${MARK} one`,
    html: `<p>My word is ${MARK} one</p>`,
    messageId: `<${MARK}.1@outside.example>`,
    attachments: [{ filename: `${MARK}.txt`, content: `inside ${MARK}` }],
  });
  const mail = await letterOf(`${MARK} one`);
  await maya.ask('work:take', { conversationId: mail });
  await maya.ask('message:send', { conversationId: mail, clientId: nextClientId(), text: `Dear ${MARK}, we answer.` });
  await mailTo(stage, `${MARK}@outside.example`, 'we answer');
  const note = { conversationId: mail, clientId: nextClientId(), text: `Note on ${MARK}`, fileIds: [], mentions: [] };
  await maya.ask('note:add', note);
  const draft = { conversationId: mail, kind: 'message' as const, text: `Draft for ${MARK}`, fileIds: [], version: 1 };
  await maya.ask('draft:save', { ...draft, choices: [], mentions: [] });
  await maya.ask('customer:change', { conversationId: mail, change: { type: 'name', name: `Ms ${MARK}` } });
  await maya.ask('customer:change', {
    conversationId: mail,
    change: { type: 'attribute', attributeId: 'company' as never, value: `${MARK} Ltd` },
  });
  await maya.ask('customer:change', {
    conversationId: mail,
    change: { type: 'note-added', clientId: nextClientId(), text: `Knows ${MARK}` },
  });

  const visitor = await stage.world.visitor();
  await visitor.ask('page:visit', { url: `https://shop.example/${MARK}`, title: MARK });
  const chat = await visitor.start(`Chat ${MARK} two`, { context: { url: `https://shop.example/${MARK}` } });
  await maya.ask('work:take', { conversationId: chat });
  await maya.ask('message:send', { conversationId: chat, clientId: nextClientId(), text: `Chat answer ${MARK}` });
  await visitor.ask('conversation:rate', { conversationId: chat, score: 4, comment: `Good ${MARK}` }).catch(() => null);
  const { mine, theirs } = await maya.ask('customer:merge-preview', { conversationId: mail, other: chat });
  const seen = { mine: mine.rev, theirs: theirs.rev };
  await maya.ask('customer:merge', { conversationId: mail, other: chat, clientId: nextClientId(), takes: [], seen });
  await maya
    .ask('conversation:close', { conversationId: chat, dispositionId: null, note: `Done ${MARK}` } as never)
    .catch(() => null);
  return { id: mine.id, mail, chat, visitor };
}

test('takes everything out as JSON, as a page without a script, and as files', async () => {
  const { mail } = planted;
  await maya.ask('customer:change', { conversationId: mail, change: { type: 'name', name: `Ms ${MARK}<script>` } });
  const { parley, world } = stage;
  const ask = async (as: 'ada' | 'maya') =>
    fetch(`${parley.url}/api/customers/${planted.id}/export`, { headers: { cookie: await world.cookieOf(as) } });
  expect((await ask('maya')).status).toBe(403);
  const answer = await ask('ada');
  expect(answer.headers.get('content-type')).toBe('application/zip');
  const files = unzip(Buffer.from(await answer.arrayBuffer()));
  const told = JSON.parse(files.get('customer.json')?.toString() ?? '');
  expect(told).toMatchObject({ profile: { name: `Ms ${MARK}<script>`, attributes: { company: `${MARK} Ltd` } } });
  expect(told.conversations).toHaveLength(2);
  const words = JSON.stringify(told.conversations);
  for (const word of [`${MARK} one`, 'we answer', `Note on ${MARK}`, `Chat ${MARK} two`]) expect(words).toContain(word);
  const page = files.get('customer.html')?.toString() ?? '';
  expect(page).toContain(`Ms ${MARK}&lt;script&gt;`);
  expect(page).not.toMatch(/<script|https?:\/\/(?!shop)/);
  for (const word of [`${MARK} one`, 'we answer', `Chat ${MARK} two`]) expect(page).toContain(word);
  const attached = [...files].find(([name]) => name.endsWith(`${MARK}.txt`));
  expect(attached?.[1].toString()).toContain(`inside ${MARK}`);
  const raw = [...files.values()].filter((bytes) => bytes.toString('latin1').includes(`Message-ID: <${MARK}.1@`));
  expect(raw).toHaveLength(1);
  await maya.ask('customer:change', { conversationId: mail, change: { type: 'name', name: `Ms ${MARK}` } });

  const list = await fetch(`${parley.url}/api/customers/export`, { headers: { cookie: await world.cookieOf('ada') } });
  expect(await list.text()).toContain(`Ms ${MARK},${MARK}@outside.example`);
});

test('leaves no mark of a customer and of whoever was merged into them, and what happened when', async () => {
  const { id, mail, chat, visitor } = planted;
  const seen = await maya.ask('conversation:open', { conversationId: mail });
  const before = await stage.parley.app.store.entries.after(mail, 'agent', 0, 100);
  expect((await findInCollections(stage.parley.storeUri, MARK)).length).toBeGreaterThan(10);
  expect((await findInFiles(stage.parley.dataDir, MARK)).length).toBeGreaterThan(2);

  const withFiles = async () =>
    (await maya.ask('list:open', { view: 'all', filter: { files: true } })).rows.map(
      ({ conversation }) => conversation.id,
    );
  expect(await withFiles()).toEqual([mail]);
  const found = async (files: { files?: true }) =>
    (await maya.ask('search:text', { text: MARK, filter: files })).entries.map((one) => one.conversationId);
  await eventually(async () => expect(await found({})).toContain(chat));
  expect(new Set(await found({ files: true }))).toEqual(new Set([mail]));

  expect((await call('GET', `/api/customers/${id}/erasure`, undefined, 'maya')).status).toBe(403);
  const { body } = await call('GET', `/api/customers/${id}/erasure`);
  expect(body).toMatchObject({ typed: `Ms ${MARK}`, merged: 1, conversations: 2, hold: null });
  expect((await call('POST', `/api/customers/${id}/erasure`, { typed: 'Somebody' })).status).toBe(400);

  expect((await call('PUT', `/api/customers/${id}/hold`, { reason: 'A dispute' })).status).toBe(204);
  expect((await call('POST', `/api/customers/${id}/erasure`, { typed: body.typed })).status).toBe(409);
  expect((await call('PUT', `/api/customers/${id}/hold`, { reason: null })).status).toBe(204);

  expect((await call('POST', `/api/customers/${id}/erasure`, { typed: body.typed })).status).toBe(204);
  await eventually(async () => {
    expect((await stage.parley.app.store.erasure.ofCustomer(id))?.state).toBe('done');
  }, 30_000);

  const after = await stage.parley.app.store.entries.after(mail, 'agent', 0, 100);
  const frame = ({ seq, at, body: { kind } }: (typeof after)[number]) => ({ seq, at, kind });
  expect(after.map(frame)).toEqual(before.map(frame));
  const { entries, conversation } = await maya.ask('conversation:open', { conversationId: mail });
  expect(entries.filter(({ body }) => body.kind === 'message')[0]?.body).toMatchObject({ text: '', erased: true });
  expect(conversation).toMatchObject({ subject: null, customer: { name: expect.stringMatching(/^Erased /) } });

  // A page that has it open, or kept it from before, reads it anew instead of showing on what it knows.
  await maya.facts.wait<{ conversation: { id: string; erasedRev?: number } }>(
    'conversation:changed',
    ({ conversation: told }) => told.id === mail && (told.erasedRev ?? 0) > seen.conversation.rev,
  );
  const { rev } = seen.conversation;
  const synced = await maya.ask('conversation:sync', {
    conversationId: mail,
    after: seen.entries.at(-1)?.seq ?? 0,
    rev,
  });
  expect([synced.kind, JSON.stringify(synced).includes(MARK)]).toEqual(['reset', false]);
  // The customer's own page, in the middle of a chat, is told that the visit is over.
  await visitor.facts.wait('session:ended');
  expect(await withFiles()).toEqual([]);
  const results = await maya.ask('search:text', { text: MARK });
  expect([results.entries.length, results.conversations.length, results.customers.length]).toEqual([0, 0, 0]);

  expect(await findInCollections(stage.parley.storeUri, MARK)).toEqual([]);
  const { body: audit } = await call('GET', '/api/audit');
  expect(JSON.stringify(audit)).toContain('customer.erased');
  // Undoing the merge restores who is who, and no words.
  const card = await maya.ask('customer:read', { conversationId: mail });
  const [merge] = card.card.merges;
  await maya.ask('customer:unmerge', { conversationId: mail, mergeId: merge?.id as never });
  const [one, other] = await Promise.all(
    [mail, chat].map((conversationId) => maya.ask('customer:read', { conversationId })),
  );
  expect(one?.card.id).not.toBe(other?.card.id);
  expect(await findInCollections(stage.parley.storeUri, MARK)).toEqual([]);
  expect(await findInFiles(stage.parley.dataDir, MARK)).toEqual([]);
}, 120_000);

test('whoever was erased and writes again is somebody new', async () => {
  await sendMail(stage, { from: `${MARK}@outside.example`, subject: 'Again', text: 'Here I am again' });
  const id = await letterOf('Here I am again');
  const { card } = await maya.ask('customer:read', { conversationId: id });
  expect(card.merges).toEqual([]);
  expect(card.identities.map(({ value }) => value)).toContain(`${MARK}@outside.example`);
});

/** By the central directory at the end of the archive. */
function unzip(zip: Buffer): Map<string, Buffer> {
  const files = new Map<string, Buffer>();
  const end = zip.lastIndexOf(Buffer.from('PK\x05\x06', 'latin1'));
  let at = zip.readUInt32LE(end + 16);
  for (let left = zip.readUInt16LE(end + 10); left > 0; left -= 1) {
    const [method, size] = [zip.readUInt16LE(at + 10), zip.readUInt32LE(at + 20)];
    const [name, extra, comment] = [28, 30, 32].map((place) => zip.readUInt16LE(at + place));
    const local = zip.readUInt32LE(at + 42);
    const begin = local + 30 + zip.readUInt16LE(local + 26) + zip.readUInt16LE(local + 28);
    const bytes = zip.subarray(begin, begin + size);
    files.set(zip.toString('utf8', at + 46, at + 46 + (name ?? 0)), method === 8 ? inflateRawSync(bytes) : bytes);
    at += 46 + (name ?? 0) + (extra ?? 0) + (comment ?? 0);
  }
  return files;
}
