/** Typing is told when it begins and ends once, by word, by message or by itself. */
import type { ConversationId } from '../../shared/model/ids.ts';
import { createTyping } from './typing.ts';

const id = 'conversation' as ConversationId;
beforeEach(() => void jest.useFakeTimers());
afterEach(() => void jest.useRealTimers());

test('it ends by itself, a repeat keeps it, and clearing what is not typing says nothing', () => {
  const told: boolean[] = [];
  const typing = createTyping<string>(5_000, (state) => told.push(state.typing));
  typing.clear(id, 'lea');
  expect(told).toEqual([]);
  typing.set(id, 'lea', 'Lea');
  jest.advanceTimersByTime(4_000);
  typing.set(id, 'lea', 'Lea');
  jest.advanceTimersByTime(4_000);
  expect(told).toEqual([true, true]);
  jest.advanceTimersByTime(1_000);
  expect(told).toEqual([true, true, false]);
  typing.set(id, 'lea', 'Lea');
  typing.clear(id, 'lea');
  jest.advanceTimersByTime(9_000);
  expect(told).toEqual([true, true, false, true, false]);
  typing.stop();
});
