/** Outlook's name of a thread: made of our conversation or carried on, and read back however many answers stand behind it. */
import type { ConversationId } from '../../shared/model/ids.ts';
import { makeThreadIndex, readThreadIndex } from './topic.ts';

const id = '01M82133CGHKWZEA4QT51RYQEA' as ConversationId;
const now = Date.UTC(2027, 0, 1);
/** as Outlook writes it: a first letter, and its second answer */
const first = 'AdvK2v7hT0k1Q3pXR5m3vZ0c8Yw1Dg==';
const second = Buffer.concat([Buffer.from(first, 'base64'), Buffer.alloc(10, 7)]).toString('base64');

it('names our conversation, and is read back with the answers that follow', () => {
  const index = makeThreadIndex([], id, now);
  expect(Buffer.from(index, 'base64')).toHaveLength(27);
  expect(readThreadIndex(index, now)).toMatchObject({ conversationId: id });
  const further = Buffer.concat([Buffer.from(index, 'base64'), Buffer.alloc(5)]).toString('base64');
  expect(readThreadIndex(further, now)).toEqual(readThreadIndex(index, now));
  expect(makeThreadIndex([], id, now)).toBe(index);
});

it('carries on what their program called it', () => {
  const read = readThreadIndex(first, now);
  expect(read).toEqual(readThreadIndex(second, now));
  if (read === null) throw new Error('it was not read');
  expect(readThreadIndex(makeThreadIndex(['subject:lamp', read.likeness], id, now), now)).toEqual(read);
});

it.each([
  undefined,
  '',
  'AQ==',
  'not base64 at all, but long enough to be some',
  Buffer.alloc(22, 0).toString('base64'),
  Buffer.concat([Buffer.of(1), Buffer.alloc(21)]).toString('base64'),
  `${first}${'A'.repeat(5_000)}`,
])('is not made of %s', (value) => {
  expect(readThreadIndex(value, now)).toBeNull();
});
