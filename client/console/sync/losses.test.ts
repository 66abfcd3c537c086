/** What was erased is told once, whatever else becomes of it. */
import type { ConversationRow } from '../../../shared/model/conversation.ts';
import type { ConversationId } from '../../../shared/model/ids.ts';
import { createLosses, type Lost } from './losses.ts';

const row = (id: string, erasedRev?: number) => ({ conversation: { id, erasedRev } }) as ConversationRow;

test('an erasure is told once, another one again, and nothing of what stands', () => {
  const losses = createLosses();
  const told: Lost[] = [];
  const stop = losses.subscribe((lost) => told.push(lost));
  losses.hear([row('a'), row('b', 3)]);
  losses.hear([row('b', 3)]);
  losses.hear([row('b', 5), row('c', 1)]);
  losses.tell(null);
  stop();
  losses.hear([row('d', 1)]);
  const ids = (...all: string[]) => new Set(all as ConversationId[]);
  expect(told).toEqual([ids('b'), ids('b', 'c'), null]);
});
