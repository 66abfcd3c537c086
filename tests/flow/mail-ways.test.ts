/** A chat that goes on by mail, and letters that are moved: who reads what where, over the whole server. */
import { SignJWT } from 'jose';
import type { AgentEntry } from '../../shared/model/entry.ts';
import type { ConversationId, InboxId } from '../../shared/model/ids.ts';
import { nextClientId } from '../support/client-id.ts';
import type { ConsoleClient } from '../support/console-client.ts';
import { eventually } from '../support/eventually.ts';
import { mailTo, openMailbox, sendMail, sendRaw } from '../support/mail/mailbox.ts';
import { origin, type Stage, startStage } from '../support/start-parley.ts';

let stage: Stage;
let maya: ConsoleClient;
let mailbox: InboxId;
let secret: string;
beforeAll(async () => {
  stage = await startStage({
    config: { mailListener: { host: '127.0.0.1', port: 0 } },
    routing: { capacity: 1_000 },
  });
  mailbox = await openMailbox(stage);
  const cookie = await stage.world.cookieOf('ada');
  const url = `${stage.parley.url}/api/inboxes/${stage.company.north.inboxId}/secret`;
  ({ secret } = (await (await fetch(url, { headers: { cookie, origin } })).json()) as { secret: string });
}, 120_000);
beforeEach(async () => {
  maya = await stage.world.console('maya');
});
afterEach(() => stage.world.closeClients());
afterAll(() => stage?.stop(), 60_000);

const identify = (user: string): Promise<string> =>
  new SignJWT({ name: `Name of ${user}`, email: `${user}@outside.example` })
    .setProtectedHeader({ alg: 'HS256' })
    .setSubject(user)
    .setIssuedAt()
    .setExpirationTime('2m')
    .setAudience(stage.company.north.inboxId)
    .setJti(nextClientId('jti'))
    .sign(new TextEncoder().encode(secret));

const wordsOf = (entries: readonly { body: AgentEntry['body'] | { kind: 'event' } }[]): string[] =>
  entries.flatMap(({ body }) => (body.kind === 'message' && 'text' in body ? [body.text.trim()] : []));

test('a chat goes on by mail to a verified address, with what was missed, and comes back into it', async () => {
  const { token } = await stage.world.visit('north', { identity: await identify('lea') });
  const visitor = await stage.world.visitor({ token });
  const id = await visitor.start('Do you have it in green?');
  await maya.ask('work:take', { conversationId: id });
  await maya.open(id);
  await maya.send(id, 'One moment.');
  await eventually(() => expect(wordsOf(visitor.thread(id).entries)).toContain('One moment.'));
  const read = visitor.thread(id).entries.at(-1)?.seq ?? 0;
  await visitor.ask('read:mark', { conversationId: id, upTo: read });
  await maya.send(id, 'Are you still there?');

  const reply = { conversationId: id, clientId: nextClientId(), text: 'We do have it.', by: mailbox };
  const entry = await maya.ask('message:send', reply);
  expect(entry).toMatchObject({ inboxId: mailbox, body: { letter: { to: [{ address: 'lea@outside.example' }] } } });
  expect(await maya.ask('message:send', reply)).toEqual(entry);
  const sent = await mailTo(stage, 'lea@outside.example', 'We do have it.');
  expect(sent.mail.text).toContain('Are you still there?');
  expect(sent.mail.text).not.toContain('One moment.');
  // In the chat it is a message like the others, without what only letters have.
  await eventually(() => expect(wordsOf(visitor.thread(id).entries).at(-1)).toBe('We do have it.'));
  expect(JSON.stringify(visitor.thread(id).entries)).not.toContain('outside.example');

  const [replyTo] = sent.mail.replyTo;
  const from = 'lea@outside.example';
  await sendMail(stage, { from, subject: sent.mail.subject, text: 'Then I take it.' }, replyTo?.address);
  await eventually(async () => {
    const { entries, conversation } = await maya.ask('conversation:open', { conversationId: id });
    expect(wordsOf(entries).at(-1)).toBe('Then I take it.');
    const answer = entries.findLast(({ body }) => body.kind === 'message');
    expect(answer).toMatchObject({ inboxId: mailbox, author: { kind: 'customer' } });
    expect(answer?.body).toMatchObject({
      letter: { received: { warnings: expect.not.arrayContaining(['new-sender']) } },
    });
    expect(conversation.work).toMatchObject({ state: 'active' });
  });
  // Nothing vouched for this mail, so it is not told to whoever has the chat open.
  const fresh = await visitor.ask('conversation:open', { conversationId: id });
  expect(wordsOf(fresh.entries)).not.toContain('Then I take it.');

  // What was told by letter is not missed any more.
  await maya.ask('message:send', { ...reply, clientId: nextClientId(), text: 'It is on its way.' });
  const second = await mailTo(stage, from, 'It is on its way.');
  expect(second.mail.text).not.toContain('Are you still there?');
  expect(second.mail.inReplyTo).toHaveLength(1);
});

test('nothing goes to an address that was only said, nor by an inbox of no letters', async () => {
  const visitor = await stage.world.visitor();
  const id = await visitor.start('Hello?');
  await maya.ask('work:take', { conversationId: id });
  const send = (by: InboxId) =>
    maya.ask('message:send', { conversationId: id, clientId: nextClientId(), text: 'Psst', by });
  await expect(send(mailbox)).rejects.toMatchObject({ wire: { code: 'invalid' } });
  await expect(send(stage.company.south.inboxId)).rejects.toMatchObject({ wire: { code: 'invalid' } });
  const { entries } = await maya.ask('conversation:open', { conversationId: id });
  expect(wordsOf(entries)).not.toContain('Psst');
});

test('a mailed code proves an address, few tries at a time, and a letter may go there', async () => {
  const address = 'noa@outside.example';
  const visitor = await stage.world.visitor();
  const { conversation } = await visitor.ask('message:leave', {
    ...{ clientId: nextClientId(), text: 'Is it in stock?', email: address },
  });
  const id = conversation.id;
  expect(conversation.unproven).toBe(address);
  expect((await visitor.ask('visitor:sync', {})).mailsCodes).toBe(true);
  const send = (email: string) => visitor.ask('address:code', { conversationId: id, email });
  const prove = async (code: string) => (await visitor.ask('address:prove', { conversationId: id, code })).state;
  expect(await prove('123456')).toBe('over');

  await send(address);
  const mail = await mailTo(stage, address, 'Type this code');
  expect(mail.mail.headers.get('auto-submitted')).toEqual(['auto-replied']);
  const code = /\d{6}/.exec(mail.mail.text)?.[0] ?? '';
  const wrong = code === '000000' ? '000001' : '000000';
  // However many are tried at once, five are looked at; then the right one is worth nothing either.
  const tries = await Promise.all(Array.from({ length: 8 }, () => prove(wrong)));
  expect(tries.filter((state) => state === 'wrong')).toHaveLength(5);
  expect(await prove(code)).toBe('over');

  // Another visitor cannot use it, and the next code replaces the first. The address may be put right.
  const other = 'noa.levi@outside.example';
  await send(other);
  const second = await mailTo(stage, other, 'Type this code');
  const right = /\d{6}/.exec(second.mail.text)?.[0] ?? '';
  const stranger = await stage.world.visitor();
  const theirs = await stranger.start('Hello');
  expect(await stranger.ask('address:prove', { conversationId: theirs, code: right })).toEqual({ state: 'over' });
  expect(await prove(right)).toBe('proven');
  expect(await prove(right)).toBe('over');

  await maya.ask('work:take', { conversationId: id });
  const open = await maya.ask('conversation:open', { conversationId: id });
  expect(open.conversation.customer.email).toEqual({ value: other, verified: true });
  expect(JSON.stringify(open.entries)).not.toContain(right);
  const { card } = await maya.ask('customer:read', { conversationId: id });
  expect(card.identities.find(({ kind }) => kind === 'email')).toMatchObject({ proof: 'mailed-code', verified: true });
  expect((await visitor.ask('conversation:open', { conversationId: id })).conversation.unproven).toBeUndefined();
  await maya.ask('message:send', { conversationId: id, clientId: nextClientId(), text: 'It is.', by: mailbox });
  expect((await mailTo(stage, other, 'It is.')).mail.to).toMatchObject([{ address: other }]);

  // Three in an hour to one address, whoever asks.
  await expect(send(other)).rejects.toMatchObject({ wire: { code: 'conflict' } });
  const ask = () => stranger.ask('address:code', { conversationId: theirs, email: address });
  await ask();
  await ask();
  await expect(ask()).rejects.toMatchObject({ wire: { code: 'rate_limited', retryAfter: expect.any(Number) } });
});

test('messages that are cut off are read elsewhere, the visitor sees what they saw, and it is taken back', async () => {
  const visitor = await stage.world.visitor();
  const id = await visitor.start('My lamp is broken.');
  await maya.ask('work:take', { conversationId: id });
  await maya.open(id);
  await visitor.send(id, 'And do you sell rugs?');
  await eventually(() =>
    expect(wordsOf(maya.threads.get(id)?.thread.entries ?? [])).toContain('And do you sell rugs?'),
  );
  const rugs = maya.threads
    .get(id)
    ?.thread.entries.find(({ body }) => body.kind === 'message' && /rugs/.test(body.text));
  const before = await visitor.ask('visitor:sync', {});
  const asked = { conversationId: id, clientId: nextClientId(), entries: [{ of: id, seq: rugs?.seq ?? 0 }], to: null };
  const { placementId, to } = await maya.ask('entries:move', asked);
  expect(await maya.ask('entries:move', asked)).toEqual({ placementId, to });
  if (placementId === null) throw new Error('Nothing was moved.');

  const here = await maya.ask('entries:placed', { conversationId: to.id, placementId });
  expect(wordsOf(here.entries)).toEqual(['And do you sell rugs?']);
  const there = await maya.ask('conversation:open', { conversationId: to.id });
  expect(there.conversation).toMatchObject({ linkedFrom: id, placements: [{ id: placementId, count: 1 }] });

  // To the visitor nothing happened: no other conversation, and theirs as it was.
  const after = await visitor.ask('visitor:sync', {});
  expect(after.conversations).toHaveLength(before.conversations.length);
  expect(wordsOf(after.current?.entries ?? [])).toEqual(['My lamp is broken.', 'And do you sell rugs?']);
  expect(JSON.stringify(visitor.facts.all)).not.toContain(to.id);
  await visitor.send(id, 'Still me.');
  expect((await maya.ask('conversation:open', { conversationId: id })).entries.at(-1)).toMatchObject({
    body: { text: 'Still me.' },
  });

  // Whoever may not see where it came to reads nothing of it.
  const otto = await stage.world.console('otto');
  await expect(otto.ask('entries:placed', { conversationId: to.id, placementId })).rejects.toMatchObject({
    wire: { code: 'not_found' },
  });
  // Nor does a conversation of one's own open what stands in another's.
  const stranger = await stage.world.visitor({ inbox: 'south' });
  const own = await stranger.start('South');
  await otto.ask('work:take', { conversationId: own });
  const stolen = {
    conversationId: own,
    clientId: nextClientId(),
    entries: [{ of: id, seq: rugs?.seq ?? 0 }],
    to: null,
  };
  await expect(otto.ask('entries:move', stolen)).rejects.toMatchObject({ wire: { code: 'conflict' } });

  await maya.ask('entries:move-back', { conversationId: to.id, placementId });
  expect((await maya.ask('conversation:open', { conversationId: id })).conversation.placements).toEqual([]);
});

test('what becomes of a letter is told where it was moved to, by a bounce that names nobody as well', async () => {
  const kai = 'kai@outside.example';
  await sendMail(stage, { from: kai, subject: 'Two things', text: 'A lamp, and a rug?' });
  const id = await eventually(async () => {
    const { rows } = await maya.ask('list:open', { view: 'all', limit: 50 });
    const row = rows.find(({ preview }) => preview?.text.includes('A lamp, and a rug?'));
    if (!row) throw new Error('it has not come');
    return row.conversation.id;
  });
  await maya.ask('work:take', { conversationId: id });
  const written = await maya.ask('message:send', { conversationId: id, clientId: nextClientId(), text: 'Of the rug.' });
  const sent = await mailTo(stage, kai, 'Of the rug.');
  const moved = await maya.ask('entries:move', {
    ...{ conversationId: id, clientId: nextClientId(), entries: [{ of: id, seq: written.seq }], to: null },
  });
  // Of a relay that says no more than that it could not, to the address that the letter came from.
  const raw = [
    'From: MAILER-DAEMON@relay.example',
    'To: support@northlight.example',
    'Subject: Undelivered Mail Returned to Sender',
    `In-Reply-To: ${sent.mail.messageId}`,
    '',
    '',
  ].join('\r\n');
  await sendRaw(stage, Buffer.from(raw), '');
  const deliveriesOf = async (conversationId: ConversationId) =>
    (await maya.ask('conversation:open', { conversationId })).conversation.deliveries;
  await eventually(async () =>
    expect(await deliveriesOf(moved.to.id)).toMatchObject([
      { entryId: written.id, state: 'bounced', recipients: [kai] },
    ]),
  );
  expect(await deliveriesOf(id)).toEqual([]);
  const { entries } = await maya.ask('conversation:open', { conversationId: moved.to.id });
  expect(entries.map(({ body }) => body)).toContainEqual(
    expect.objectContaining({ event: expect.objectContaining({ type: 'returned', recipient: kai }) }),
  );
  // Back again it goes with its letter.
  if (moved.placementId === null) throw new Error('Nothing was moved.');
  await maya.ask('entries:move-back', { conversationId: moved.to.id, placementId: moved.placementId });
  await eventually(async () => expect(await deliveriesOf(id)).toMatchObject([{ entryId: written.id }]));
  expect(await deliveriesOf(moved.to.id)).toEqual([]);
});

const newestOf = async (subject: string) =>
  eventually(async () => {
    const { rows } = await maya.ask('list:open', { view: 'all' });
    const found = rows.find(({ conversation }) => conversation.subject === subject);
    if (!found) throw new Error(`${subject} has not come`);
    return found.conversation;
  });

test('a subject alone suggests: it begins a conversation of its own, one click joins the two, and it can be taken back', async () => {
  const subject = 'Leaking boiler, flat 12';
  await sendMail(stage, { from: 'Wil <wil@outside.example>', subject, text: 'It leaks.' });
  const first = await newestOf(subject);
  expect(first.resembles).toBeUndefined();
  // Somebody else, of whom nothing is known, without any reference.
  await sendMail(stage, { from: 'ida@housing.example', subject: `FW: ${subject}`, text: 'Has anybody been there?' });
  const second = await newestOf(`FW: ${subject}`);
  expect(second).toMatchObject({ resembles: { id: first.id, number: first.number, by: 'subject' } });
  const { resembled } = await maya.ask('conversation:resembled', { conversationId: second.id });
  expect(resembled).toMatchObject({ id: first.id, subject, customerName: 'Wil', status: 'open' });

  // What they say of another one is about another one.
  await maya.ask('conversation:tell-apart', { conversationId: second.id, other: second.id });
  const clientId = nextClientId();
  const joined = await maya.ask('conversation:merge', { conversationId: second.id, clientId, into: first.id });
  const read = await maya.ask('conversation:open', { conversationId: first.id });
  expect(read.conversation.placements).toMatchObject([{ id: joined.placementId, whole: true }]);
  expect(read.conversation.customer).toMatchObject({ name: 'Wil' });
  expect((await maya.ask('conversation:open', { conversationId: second.id })).conversation.status).toBe('closed');
  await maya.ask('entries:move-back', { conversationId: first.id, placementId: joined.placementId as never });
  const apart = await maya.ask('conversation:open', { conversationId: second.id });
  expect(apart.conversation).toMatchObject({ status: 'open', placements: [], resembles: { id: first.id } });

  await maya.ask('conversation:tell-apart', { conversationId: second.id, other: first.id });
  expect((await maya.ask('conversation:open', { conversationId: second.id })).conversation.resembles).toBeUndefined();
  // No suggestion, and another customer: it is none of the places where it may go.
  const again = { conversationId: second.id, clientId: nextClientId(), into: first.id };
  await expect(maya.ask('conversation:merge', again)).rejects.toMatchObject({ wire: { code: 'not_found' } });
});

test('a number and what Outlook calls the thread are believed of who takes part, and suggested of everybody else', async () => {
  const subject = 'Chair with three legs';
  await sendMail(stage, { from: 'Tom <tom@outside.example>', subject, text: 'One is missing.' });
  const first = await newestOf(subject);
  await maya.ask('work:take', { conversationId: first.id });
  await maya.open(first.id);
  await maya.send(first.id, 'We send one.');
  const { mail } = await mailTo(stage, 'tom@outside.example', 'We send one.');
  const index = mail.headers.get('thread-index')?.[0] ?? '';
  expect(mail.headers.get('thread-topic')).toEqual([subject]);
  // As Exchange answers: an id of its own, no references, and five bytes more.
  const answered = Buffer.concat([Buffer.from(index, 'base64'), Buffer.alloc(5, 9)]).toString('base64');
  const answer = { subject: `AW: ${subject}`, headers: { 'Thread-Index': answered, 'Thread-Topic': subject } };
  await sendMail(stage, { ...answer, from: 'tom@outside.example', text: 'Thank you, Exchange.' });
  await eventually(async () => {
    const { entries } = await maya.ask('conversation:open', { conversationId: first.id });
    expect(wordsOf(entries).at(-1)).toBe('Thank you, Exchange.');
  });
  await sendMail(stage, { ...answer, subject: `WG: ${subject}`, from: 'pia@other.example', text: 'Me too.' });
  expect(await newestOf(`WG: ${subject}`)).toMatchObject({ resembles: { id: first.id, by: 'thread' } });
  const tagged = `My chair too [#${first.number}]`;
  await sendMail(stage, { subject: tagged, from: 'max@other.example', text: 'Me three.' });
  expect(await newestOf(tagged)).toMatchObject({ resembles: { id: first.id, by: 'number' } });
  // Whoever writes of something else above an old letter means something else.
  await sendMail(stage, { ...answer, subject: 'A table, please', from: 'tom@outside.example', text: 'Round.' });
  expect(await newestOf('A table, please')).toMatchObject({ linkedFrom: null });
});

test('what everybody writes above their letters suggests nothing', async () => {
  for (let at = 0; at < 5; at += 1) {
    await sendMail(stage, { from: `many${at}@outside.example`, subject: 'Order', text: `Order ${at}` });
  }
  const rows = await eventually(async () => {
    const { rows: all } = await maya.ask('list:open', { view: 'all' });
    const orders = all.filter(({ conversation }) => conversation.subject === 'Order');
    expect(orders).toHaveLength(5);
    return orders;
  });
  expect(rows.filter(({ conversation }) => conversation.resembles)).toHaveLength(3);
});

test('an answer finds its way by whatever is left of the ids, from whichever address, and wherever its letter is read by now', async () => {
  const subject = 'Kitchen worktop';
  const own = 'ulla@outside.example';
  const first = { from: own, subject, messageId: '<u1@outside.example>', text: 'Oak or beech?' };
  await sendMail(stage, first);
  const { id } = await newestOf(subject);
  await maya.ask('work:take', { conversationId: id });
  await maya.open(id);
  await maya.send(id, 'Oak, we say.');
  const { mail } = await mailTo(stage, own, 'Oak, we say.');
  const ours = mail.messageId ?? '';
  const stands = (words: string, where: ConversationId) =>
    eventually(async () => {
      const { entries, conversation } = await maya.ask('conversation:open', { conversationId: where });
      const came = conversation.placements.filter(({ to }) => to.id === where);
      const placed = await Promise.all(
        came.map((one) => maya.ask('entries:placed', { conversationId: where, placementId: one.id })),
      );
      const all = [...placed.flatMap((one) => one.entries), ...entries];
      expect(wordsOf(all)).toContain(words);
      return { conversation, seq: entries.find(({ body }) => wordsOf([{ body }]).includes(words))?.seq ?? 0 };
    });
  const headers: [string, { references?: string; inReplyTo?: string }][] = [
    ['only References', { references: ours }],
    ['only In-Reply-To', { inReplyTo: ours }],
    ['References cut at both ends', { references: `one@lost.example> ${ours} <half` }],
    ['In capitals', { references: ours.toUpperCase() }],
    ['only their own first letter', { inReplyTo: first.messageId }],
  ];
  for (const [at, [text, rest]] of headers.entries()) {
    await sendMail(stage, {
      from: own,
      subject: `[ext-list] AW: ${subject}`,
      messageId: `<w${at}@outside.example>`,
      text,
      ...rest,
    });
    await stands(text, id);
  }
  // Amazon and others give what they carry an id of their own: what is left are the address, their own first letter, and the number.
  const anew = '<0100018f-2a@email.amazonses.example>';
  const { number } = (await maya.ask('conversation:open', { conversationId: id })).conversation;
  const rewritten: [string, { subject?: string; references?: string }, string?][] = [
    ['By the address', {}, mail.replyTo[0]?.address],
    ['By their own letter', { references: `${first.messageId} ${anew}` }],
    ['By the number', { subject: `Re: ${subject} [#${number}]` }],
  ];
  for (const [at, [text, rest, to]] of rewritten.entries()) {
    const answer = { from: own, subject: 'Re', messageId: `<r${at}@outside.example>`, inReplyTo: anew, text, ...rest };
    await sendMail(stage, answer, to);
    await stands(text, id);
  }
  // Passed on to us by a colleague of theirs, the original within it.
  const within = `Can you help her?\n\n-------- Forwarded Message --------\nFrom: ${own}\nSubject: ${subject}\n\nOak or beech?`;
  await sendMail(stage, { from: 'boss@outside.example', subject: `Fwd: ${subject}`, text: within, references: ours });
  await eventually(async () => {
    const { entries } = await maya.ask('conversation:open', { conversationId: id });
    const passed = entries.at(-1);
    expect(passed?.body).toMatchObject({ letter: { received: { warnings: ['new-sender'] } } });
    // What is passed on is not folded away.
    expect(wordsOf(entries).at(-1)).toContain('Oak or beech?');
  });

  // Two at once: the newest of the ids, and an address before all ids.
  await sendMail(stage, { from: own, subject: 'Sink', messageId: '<u2@outside.example>', text: 'A sink too.' });
  const sink = (await newestOf('Sink')).id;
  await sendMail(stage, { from: own, subject: 'Both', text: 'Of both.', references: `${ours} <u2@outside.example>` });
  await stands('Of both.', sink);
  const both = { from: own, subject: 'Both', text: 'Of both, by address.', references: '<u2@outside.example>' };
  await sendMail(stage, both, mail.replyTo[0]?.address);
  await stands('Of both, by address.', id);

  // Moved from here, merged into another one: what answers it goes where it is read.
  await maya.ask('work:take', { conversationId: sink });
  const oak = await stands('only References', id);
  const cut = { conversationId: id, clientId: nextClientId(), entries: [{ of: id, seq: oak.seq }], to: sink };
  await maya.ask('entries:move', cut);
  await sendMail(stage, { from: own, subject: 'Re', text: 'To what was moved.', inReplyTo: '<w0@outside.example>' });
  await stands('To what was moved.', sink);
  await maya.ask('conversation:merge', { conversationId: sink, clientId: nextClientId(), into: id });
  await sendMail(stage, {
    from: own,
    subject: 'Re: Sink',
    text: 'After the merge.',
    inReplyTo: '<u2@outside.example>',
  });
  await stands('After the merge.', id);

  // Closed it is opened again, and an automatic answer opens nothing.
  await maya.ask('conversation:close', { conversationId: id });
  const away = { 'Auto-Submitted': 'auto-replied' };
  await sendMail(stage, { from: own, subject: 'Away', text: 'I am away.', inReplyTo: ours, headers: away });
  expect((await stands('I am away.', id)).conversation.status).toBe('closed');
  await sendMail(stage, { from: own, subject: `Re: ${subject}`, text: 'One more thing.', inReplyTo: ours });
  expect((await stands('One more thing.', id)).conversation.status).toBe('open');
});

test('whoever writes under the name of one of ours is told apart', async () => {
  const name = maya.me?.name ?? '';
  await sendMail(stage, { from: `"${name}" <ceo@free.example>`, subject: 'Urgent', text: 'Buy vouchers.' });
  const { id } = await newestOf('Urgent');
  const { entries } = await maya.ask('conversation:open', { conversationId: id });
  const letter = entries.find(({ body }) => body.kind === 'message');
  expect(letter?.body).toMatchObject({ letter: { received: { warnings: ['name-imitates'] } } });
});
