/** What a mail says of its conversation, in the order in which it is believed. */
import type { ConversationId, EntryId } from '../../shared/model/ids.ts';
import { parseMail } from './parse-mail.ts';
import { rawMail } from './testing.ts';
import { readThreadHints } from './thread-hints.ts';
import { makeMessageId, makeReplyAddress } from './tokens.ts';

const secrets = ['secret'];
const a = '01M82133CGHKWZEA4QT51RYQEA' as ConversationId;
const b = '01M82133CGHKWZEA4QT51RYQEB' as ConversationId;
const entry = '01M82133CGHKWZEA4QT51RYQE7' as EntryId;
const ofA = makeMessageId({ conversationId: a, entryId: entry }, 'shop.example', secrets);
const ofB = makeMessageId({ conversationId: b, entryId: entry }, 'shop.example', secrets);

const hintsOf = async (lines: string[], rcptTo?: string[]) =>
  readThreadHints(
    await parseMail(rawMail(['From: zoe@example.org', ...lines, '', 'hi'])),
    rcptTo === undefined ? null : { mailFrom: 'zoe@example.org', rcptTo },
    secrets,
    Date.UTC(2027, 0, 1),
  );

it('walks References from the newest to the oldest, then In-Reply-To', async () => {
  const hints = await hintsOf([
    'Subject: AW: Lamp [#12]',
    `References: <0@x> ${ofA}`,
    ` <1@x>,${ofB.toUpperCase()},<2@x>`,
    'In-Reply-To: <3@x> (your message of Monday)',
  ]);
  expect(hints).toEqual({
    token: null,
    ours: [
      { externalId: ofB.toUpperCase(), conversationId: b, entryId: entry },
      { externalId: ofA, conversationId: a, entryId: entry },
    ],
    refs: ['<2@x>', ofB.toUpperCase(), '<1@x>', ofA, '<0@x>', '<3@x>'],
    number: 12,
    topic: null,
    subject: 'lamp',
  });
});

it('finds the token wherever servers put it, the envelope first', async () => {
  const [toA, toB] = [a, b].map((id) => makeReplyAddress('help@shop.example', id, secrets)) as [string, string];
  expect((await hintsOf([`To: Help <${toA}>`])).token).toBe(a);
  expect((await hintsOf([`Cc: x@y.z, ${toA.toUpperCase()}`])).token).toBe(a);
  expect((await hintsOf(['To: help@shop.example', `Delivered-To: ${toA}`])).token).toBe(a);
  expect((await hintsOf([`X-Original-To: ${toA}`, `To: ${toB}`])).token).toBe(a);
  expect((await hintsOf([`Envelope-To: ${toA}`])).token).toBe(a);
  expect((await hintsOf([`To: ${toA}`], [toB])).token).toBe(b);
});

it('believes no id that we did not sign', async () => {
  const forged = ofA.replace(/\.[a-z2-7]{16}@/, '.aaaaaaaaaaaaaaaa@');
  const hints = await hintsOf([`In-Reply-To: ${forged}`, `To: help+c.${a}.aaaaaaaaaaaaaaaa@shop.example`]);
  expect([hints.token, hints.ours, hints.refs]).toEqual([null, [], [forged]]);
});

it('keeps the newest of five hundred references', async () => {
  const ids = Array.from({ length: 500 }, (_, index) => `<${index}@x>`);
  const { refs } = await hintsOf([`References: ${ids.join('\n ')}`]);
  expect([refs.length, refs[0]]).toEqual([200, '<499@x>']);
});
