/** Mail, from the customer's SMTP to the agent's screen and back, over the whole server. */
import type { AgentEntry } from '../../shared/model/entry.ts';
import type { ConversationId } from '../../shared/model/ids.ts';
import { nextClientId } from '../support/client-id.ts';
import type { ConsoleClient } from '../support/console-client.ts';
import { eventually } from '../support/eventually.ts';
import { keptMails, mailTo, openMailbox, sendMail, sendRaw, support } from '../support/mail/mailbox.ts';
import { type Stage, startStage } from '../support/start-parley.ts';

const suggested = '01ARZ3NDEKTSV4RRFFQ69G5FAV';
let stage: Stage;
let maya: ConsoleClient;
beforeAll(async () => {
  stage = await startStage({ config: { mailListener: { host: '127.0.0.1', port: 0 } } });
  await openMailbox(stage, {
    acknowledgement: { on: true, text: 'We have it: {{conversation.number}}.' },
    rules: [
      {
        ...{ id: 'lamps', name: 'Lamps', conditions: [{ field: 'subject', text: 'lamp' }] },
        outcome: { suggestedReplyId: suggested },
      },
    ],
  });
  maya = await stage.world.console('maya');
}, 30_000);
afterAll(() => stage.stop(), 30_000);

const tinyPng = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);

const lettersOf = (entries: readonly AgentEntry[]) =>
  entries.flatMap(({ body }) => (body.kind === 'message' && body.letter ? [{ ...body, letter: body.letter }] : []));

/** The conversation in which these words stand. */
async function findByWords(words: string): Promise<ConversationId> {
  return eventually(async () => {
    const { rows } = await maya.ask('list:open', { view: 'all', limit: 50 });
    const row = rows.find(({ preview }) => preview?.text.includes(words));
    if (!row) throw new Error(`nobody wrote ${words}`);
    return row.conversation.id;
  }, 10_000);
}

test('a customer writes, the agent answers, and the answer to that finds its way back', async () => {
  await sendMail(stage, { from: 'Zoe Berg <zoe@outside.example>', subject: 'The lamp', text: 'Is it dimmable?' });
  const id = await findByWords('Is it dimmable?');
  const { thread } = await maya.open(id);
  expect(thread.conversation).toMatchObject({ subject: 'The lamp', channel: 'email', customer: { name: 'Zoe Berg' } });
  expect(thread.conversation.work).toMatchObject({ state: 'waiting' });
  expect(thread.conversation.suggestedReplyId).toBe(suggested);
  const [asked] = lettersOf(thread.entries);
  expect(asked?.letter).toMatchObject({ from: { address: 'zoe@outside.example' }, received: { verdict: 'local' } });

  const acknowledged = await mailTo(stage, 'zoe@outside.example', `We have it: #${thread.conversation.number}.`);
  expect(acknowledged.mail.headers.get('auto-submitted')).toEqual(['auto-replied']);

  await maya.ask('work:take', { conversationId: id });
  await maya.ask('message:send', { conversationId: id, clientId: nextClientId(), text: 'It is.' });
  const sent = await mailTo(stage, 'zoe@outside.example', 'It is.');
  expect(sent.mail).toMatchObject({ subject: 'Re: The lamp', to: [{ address: 'zoe@outside.example' }] });
  expect(sent.kept.conversationNumber).toBe(thread.conversation.number);
  await eventually(async () =>
    expect((await maya.ask('conversation:open', { conversationId: id })).conversation.deliveries).toEqual([]),
  );

  const answer = { from: 'zoe@outside.example', subject: 'Another matter?', text: 'And how bright?' };
  await sendMail(stage, { ...answer, references: sent.mail.messageId ?? '', inReplyTo: sent.mail.messageId ?? '' });
  await eventually(async () => {
    const { entries } = await maya.ask('conversation:open', { conversationId: id });
    expect(lettersOf(entries).map(({ text }) => text.trim())).toEqual(
      expect.arrayContaining(['Is it dimmable?', 'It is.', 'And how bright?']),
    );
  }, 10_000);
});

test('an answer to the signed address is threaded without any header', async () => {
  await sendMail(stage, { from: 'ana@outside.example', subject: 'Rug', text: 'Where is my rug?' });
  const id = await findByWords('Where is my rug?');
  await maya.ask('work:take', { conversationId: id });
  await maya.ask('message:send', { conversationId: id, clientId: nextClientId(), text: 'On its way.' });
  const sent = await mailTo(stage, 'ana@outside.example', 'On its way.');
  const [replyTo] = sent.mail.replyTo;
  expect(replyTo?.address).toMatch(/^support\+c\./);
  await sendMail(stage, { from: 'ana@outside.example', subject: 'x', text: 'It came.' }, replyTo?.address);
  const { entries } = await maya.ask('conversation:open', { conversationId: id });
  expect(lettersOf(entries).at(-1)?.text.trim()).toBe('It came.');
});

test('the same mail twice is one entry; another mail under its id is another one, and marked', async () => {
  const mail = {
    from: 'cara@outside.example',
    messageId: '<same@outside.example>',
    subject: 'Bill',
    date: new Date(0),
  };
  await sendMail(stage, { ...mail, text: 'Please send the bill.' });
  await sendMail(stage, { ...mail, text: 'Please send the bill.' });
  const id = await findByWords('Please send the bill.');
  const { entries } = await maya.ask('conversation:open', { conversationId: id });
  expect(lettersOf(entries).filter(({ aside }) => !aside)).toHaveLength(1);
  await sendMail(stage, { ...mail, text: 'Something else under its id.' });
  const other = await findByWords('Something else under its id.');
  const [letter] = lettersOf((await maya.ask('conversation:open', { conversationId: other })).entries);
  expect(letter?.letter.received?.warnings).toContain('reused-id');
});

test('a stranger who holds an id joins the conversation as a new sender; a number alone joins nothing of others', async () => {
  await sendMail(stage, {
    from: 'dora@outside.example',
    messageId: '<d1@outside.example>',
    subject: 'Desk',
    text: 'Is it oak?',
  });
  const id = await findByWords('Is it oak?');
  const { number } = (await maya.ask('conversation:open', { conversationId: id })).conversation;
  await sendMail(stage, { from: 'eve@outside.example', subject: `[#${number}]`, text: 'Only the number.' });
  expect(await findByWords('Only the number.')).not.toBe(id);
  await sendMail(stage, { from: 'dora@outside.example', subject: `Desk [#${number}]`, text: 'By the number.' });
  await sendMail(stage, {
    from: 'eve@outside.example',
    inReplyTo: '<d1@outside.example>',
    subject: 'Desk',
    text: 'By the id.',
  });
  const { entries, conversation } = await maya.ask('conversation:open', { conversationId: id });
  const letters = lettersOf(entries).filter(({ aside }) => !aside);
  expect(letters.map(({ text }) => text.trim())).toEqual(['Is it oak?', 'By the number.', 'By the id.']);
  expect(letters.at(-1)?.letter.received?.warnings).toContain('new-sender');
  expect(conversation.customer.email).toMatchObject({ value: 'dora@outside.example', verified: false });
});

test('attachments come along and are downloaded by who may see the conversation; the whole mail is kept', async () => {
  const attachments = [{ filename: '../../invoice.txt', content: 'forty-two' }];
  await sendMail(stage, { from: 'finn@outside.example', subject: 'Invoice', text: 'See the file.', attachments });
  const id = await findByWords('See the file.');
  const [letter] = lettersOf((await maya.ask('conversation:open', { conversationId: id })).entries);
  const [file] = letter?.files ?? [];
  expect(file).toMatchObject({ name: 'invoice.txt', type: 'text/plain' });
  const read = async (who: 'maya' | 'otto', fileId: string | null | undefined) => {
    const response = await fetch(`${stage.parley.url}/files/${fileId}`, {
      headers: { cookie: await stage.world.cookieOf(who) },
    });
    return { status: response.status, text: await response.text() };
  };
  expect(await read('maya', file?.id)).toEqual({ status: 200, text: 'forty-two' });
  expect((await read('maya', letter?.letter.source)).text).toContain('Subject: Invoice');
  expect((await read('otto', letter?.letter.source)).status).toBe(404);
});

test('a conversation that the team begins is a letter, and its answer comes back into it', async () => {
  const { inboxes } = await maya.ask('desk:sync', {});
  const inboxId = inboxes.find(({ format }) => format === 'letter')?.id;
  if (!inboxId) throw new Error('there is no mailbox');
  const letter = { subject: 'Your visit', to: [{ name: 'Gil', address: 'gil@outside.example' }], html: '' };
  const asked = { inboxId, clientId: nextClientId(), text: 'We look forward to it.', letter };
  const { conversationId } = await maya.ask('letter:start', asked);
  expect(await maya.ask('letter:start', asked)).toEqual({ conversationId });
  const sent = await mailTo(stage, 'gil@outside.example', 'We look forward to it.');
  expect(sent.mail).toMatchObject({ subject: 'Your visit', to: [{ name: 'Gil', address: 'gil@outside.example' }] });
  await sendMail(stage, {
    from: 'gil@outside.example',
    inReplyTo: sent.mail.messageId ?? '',
    subject: 'Re',
    text: 'So do I.',
  });
  const { entries } = await maya.ask('conversation:open', { conversationId });
  expect(lettersOf(entries).map(({ text }) => text.trim())).toEqual(['We look forward to it.', 'So do I.']);
});

test('mail that no mailbox takes is refused, and bytes that are no mail are kept', async () => {
  const refused = sendMail(
    stage,
    { from: 'hal@outside.example', subject: 'x', text: 'x' },
    'nobody@northlight.example',
  );
  await expect(refused).rejects.toMatchObject({ responseCode: 550 });
  await sendRaw(stage, Buffer.from([0xff, 0x00, 0x0d, 0x0a, 0x0d, 0x0a, 0x41]), 'hal@outside.example');
  const { rows } = await maya.ask('list:open', { view: 'all', limit: 50 });
  expect(rows.filter(({ conversation }) => conversation.customer.name === 'hal@outside.example')).toHaveLength(1);
});

test('two mailboxes that greet each other fall silent', async () => {
  const before = new Set((await keptMails(stage)).map(({ kept }) => kept.id));
  const headers = { 'Auto-Submitted': 'auto-replied' };
  for (let round = 0; round < 3; round += 1) {
    await sendMail(stage, {
      from: 'robot@outside.example',
      subject: 'Re: hello',
      text: `I am away ${round}.`,
      headers,
    });
  }
  await sendMail(stage, { from: support, subject: 'To myself', text: 'An echo.' });
  await findByWords('An echo.');
  const answers = (await keptMails(stage)).filter(({ kept }) => !before.has(kept.id));
  expect(answers.filter(({ kept }) => kept.to.includes('robot@outside.example') || kept.to.includes(support))).toEqual(
    [],
  );
});

test('an automatic answer stands beside the conversation and changes nothing; a bounce is told at the very message', async () => {
  await sendMail(stage, { from: 'ida@outside.example', subject: 'Chair', text: 'Is the chair there?' });
  const id = await findByWords('Is the chair there?');
  await maya.ask('work:take', { conversationId: id });
  await maya.ask('message:send', { conversationId: id, clientId: nextClientId(), text: 'It is.' });
  const sent = await mailTo(stage, 'ida@outside.example', 'It is.');
  await maya.ask('conversation:close', { conversationId: id });
  const away = { subject: 'Automatic reply: Chair', text: 'I am away.', headers: { 'Auto-Submitted': 'auto-replied' } };
  await sendMail(stage, { from: 'ida@outside.example', inReplyTo: sent.mail.messageId ?? '', ...away });
  const closed = await maya.ask('conversation:open', { conversationId: id });
  expect(closed.conversation.work?.state).not.toBe('active');
  expect(lettersOf(closed.entries).at(-1)).toMatchObject({
    aside: true,
    letter: { received: { automatic: 'auto-reply' } },
  });

  const report = [
    'Reporting-MTA: dns; mx.outside.example',
    '',
    'Final-Recipient: rfc822; ida@outside.example',
    'Action: failed',
    'Status: 5.1.1',
    'Diagnostic-Code: smtp; 550 5.1.1 No such user',
    '',
  ].join('\r\n');
  const raw = [
    ...[
      'From: MAILER-DAEMON@outside.example',
      'To: support@northlight.example',
      'Subject: Undelivered Mail Returned to Sender',
    ],
    ...['MIME-Version: 1.0', 'Message-ID: <bounce-1@outside.example>'],
    'Content-Type: multipart/report; report-type=delivery-status; boundary=b',
    ...['', '--b', 'Content-Type: text/plain', '', 'It could not be delivered.', '--b'],
    ...['Content-Type: message/delivery-status', '', report, '--b', 'Content-Type: text/rfc822-headers', ''],
    ...[`Message-ID: ${sent.mail.messageId}`, 'Subject: Re: Chair', '', '--b--', ''],
  ].join('\r\n');
  await sendRaw(stage, Buffer.from(raw), '');
  const after = await maya.ask('conversation:open', { conversationId: id });
  expect(after.conversation.deliveries).toMatchObject([
    { state: 'bounced', code: 'no-such-address', recipients: ['ida@outside.example'] },
  ]);
  expect(after.conversation.status).toBe('open');
  const { card } = await maya.ask('customer:read', { conversationId: id });
  expect(card.identities.find(({ kind }) => kind === 'email')).toMatchObject({ state: 'unreachable' });
});

test('a letter of HTML is kept clean, its pictures within it, and what is written here goes out as both', async () => {
  const html =
    '<p onclick="steal()">Look: <img src="cid:pic"><img src="https://track.example/x.gif"></p><script>steal()</script>';
  const picture = { filename: 'chair.png', content: tinyPng, cid: 'pic' };
  await sendMail(stage, { from: 'jo@outside.example', subject: 'Picture', html, attachments: [picture] });
  const id = await findByWords('Look:');
  const [letter] = lettersOf((await maya.ask('conversation:open', { conversationId: id })).entries);
  const cookie = await stage.world.cookieOf('maya');
  const read = (fileId: unknown) => fetch(`${stage.parley.url}/files/${fileId}`, { headers: { cookie } });
  const page = await (await read(letter?.letter.html)).text();
  expect(page).not.toMatch(/script|onclick|src="https:/);
  expect(page).toContain(`src="/files/${letter?.letter.pictures?.[0]}"`);
  expect((await read(letter?.letter.pictures?.[0])).headers.get('content-type')).toBe('image/png');
  expect(letter?.files).toEqual([]);

  await maya.ask('work:take', { conversationId: id });
  const written = {
    subject: 'Re: Picture',
    to: [{ name: 'Jo', address: 'jo@outside.example' }],
    html: '<p>It is <strong>fine</strong>.</p><script>steal()</script>',
  };
  await maya.ask('message:send', { conversationId: id, clientId: nextClientId(), text: '', letter: written });
  const sent = await mailTo(stage, 'jo@outside.example', 'fine');
  expect(sent.mail.html).toContain('<strong>fine</strong>');
  expect(sent.mail.html).not.toContain('script');
});

test('what an answer repeats is folded, and none of it is lost', async () => {
  const text = 'Yes, please.\n\nOn Mon, 30 Nov 2026 at 10:00, Northlight wrote:\n> Shall we send it again?\n';
  await sendMail(stage, { from: 'kim@outside.example', subject: 'Re: Sofa', text });
  const id = await findByWords('Yes, please.');
  const [letter] = lettersOf((await maya.ask('conversation:open', { conversationId: id })).entries);
  expect(letter?.text.trim()).toBe('Yes, please.');
  expect(letter?.letter.quoted).toContain('> Shall we send it again?');
});
