/** When a rule's canned reply is suggested at the composer, and what is remembered of those let go. */
import type { CannedReply } from '../../../../shared/model/catalogue.ts';
import type { CannedReplyId, ConversationId } from '../../../../shared/model/ids.ts';
import { findSuggestion, readSettled, settle } from './suggestion.ts';

const reply = { id: 'R' as CannedReplyId, shortcut: 'late', text: 'It is on its way.' } as CannedReply;
const conversation = { id: 'C' as ConversationId, status: 'open' as const, suggestedReplyId: reply.id };
const asked = { tally: { customer: 1, agent: 0 } };

it('suggests what the rule names', () => {
  expect(findSuggestion(conversation, asked, [reply], ['another'])).toBe(reply);
});

it.each([
  ['no rule names one', { ...conversation, suggestedReplyId: undefined }, asked, [reply], []],
  ['it is not for this agent, or gone', conversation, asked, [], []],
  ['the team has answered', conversation, { tally: { customer: 1, agent: 1 } }, [reply], []],
  ['nothing is known of the thread yet', conversation, undefined, [reply], []],
  ['the conversation is closed', { ...conversation, status: 'closed' as const }, asked, [reply], []],
  ['it was put in or let go', conversation, asked, [reply], ['C']],
])('suggests nothing when %s', (_, given, newest, replies, settled) => {
  expect(findSuggestion(given, newest, replies, settled)).toBeNull();
});

it('remembers the newest ones only, each once', () => {
  expect(settle(['a', 'b'], 'a')).toEqual(['b', 'a']);
  const many = Array.from({ length: 300 }, (_, at) => `${at}`);
  expect(settle(many, 'new')).toHaveLength(200);
  expect(settle(many, 'new').at(-1)).toBe('new');
});

it.each([[null], ['{'], ['{"a":1}'], ['7'], ['["a",1,null]']])('reads %s without harm', (text) => {
  expect(readSettled(text)).toEqual(text?.includes('"a",') ? ['a'] : []);
});
