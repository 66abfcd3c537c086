/** What leads a reply home: reads what it made, under every secret that is still good, and nothing that anybody else made. */
import fc from 'fast-check';
import type { ConversationId, EntryId } from '../../shared/model/ids.ts';
import {
  makeBounceAddress,
  makeMessageId,
  makeReplyAddress,
  makeSubjectTag,
  readBounceAddress,
  readMessageId,
  readReplyAddress,
  readSubjectTag,
} from './tokens.ts';

const conversationId = '01M82133CGHKWZEA4QT51RYQE6' as ConversationId;
const entryId = '01M82133CGHKWZEA4QT51RYQE7' as EntryId;
const secrets = ['new secret', 'old secret'];
const mailbox = 'Support@Shop.example';

it('makes addresses that fit into SMTP and read the same in any case', () => {
  const address = makeReplyAddress(mailbox, conversationId, secrets);
  expect(address).toMatch(/^Support\+c\.01m82133cghkwzea4qt51ryqe6\.[a-z2-7]{16}@Shop\.example$/);
  expect(address.indexOf('@')).toBeLessThanOrEqual(64);
  for (const seen of [address, address.toUpperCase(), address.toLowerCase(), `"x" <${address}>`])
    expect(readReplyAddress(seen, secrets)).toBe(conversationId);
});

it('leaves the token out where the local part would become longer than 64 characters', () => {
  const long = 'customer-service-europe@shop.example';
  expect(makeReplyAddress(long, conversationId, secrets)).toBe(long);
});

it('takes what an older secret signed, and nothing that a foreign one did', () => {
  const own = { conversationId, entryId };
  for (const [made, read] of [
    [(keys: string[]) => makeReplyAddress(mailbox, conversationId, keys), readReplyAddress],
    [(keys: string[]) => makeBounceAddress(mailbox, entryId, keys), readBounceAddress],
    [(keys: string[]) => makeMessageId(own, 'shop.example', keys), readMessageId],
  ] as const) {
    expect(read(made(['old secret']), secrets)).not.toBeNull();
    expect(read(made(['foreign']), secrets)).toBeNull();
    expect(read(made(['old secret']), [])).toBeNull();
    expect(read(made(['old secret']), [''])).toBeNull();
  }
  expect(readMessageId(makeMessageId(own, 'shop.example', secrets), secrets)).toEqual(own);
});

it('keeps the kinds apart: the mac of one is none of another', () => {
  const mac = /\.([a-z2-7]{16})@/.exec(makeReplyAddress(mailbox, conversationId, secrets))?.[1];
  expect(readBounceAddress(`support+b.${conversationId}.${mac}@shop.example`, secrets)).toBeNull();
  const other = makeMessageId({ conversationId, entryId }, 'x.example', secrets).replace('qe6', 'qe8');
  expect(readMessageId(other, secrets)).toBeNull();
});

it('refuses to sign without a secret', () => {
  expect(() => makeReplyAddress(mailbox, conversationId, [])).toThrow('no secret');
});

it('reads the tag of a subject, the last one, also in full-width letters', () => {
  expect(readSubjectTag(`Re: [#7] lamp ${makeSubjectTag(123)}`)).toBe(123);
  expect(readSubjectTag('回复：［＃42］')).toBe(42);
  expect(readSubjectTag('order #5 [#x] [#1234567890]')).toBeNull();
});

it('reads nothing from noise or from a changed token', () => {
  const good = makeReplyAddress(mailbox, conversationId, secrets);
  fc.assert(
    fc.property(fc.nat(good.length - 14), fc.constantFrom(...'abcz0189.+@'), (place, letter) => {
      const changed = good.slice(0, place) + letter + good.slice(place + 1);
      fc.pre(place > mailbox.indexOf('@') && changed.toLowerCase() !== good.toLowerCase());
      expect(readReplyAddress(changed, secrets)).toBeNull();
    }),
  );
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      expect([readReplyAddress(text, secrets), readMessageId(text, secrets)]).toEqual([null, null]);
    }),
  );
});
