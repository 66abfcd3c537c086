/** What is told of a text that nobody knows yet: it waits a little, and is dropped. */
import type { EntryId } from '../../../shared/model/ids.ts';
import type { ChannelState, InboundReport } from '../../channel.ts';
import { inbox } from './testing.ts';
import { knowText, takeStatus } from './text-reports.ts';

const SID = `SM${'0123456789abcdef'.repeat(2)}`;
const ENTRY = '01JDPHQ000000000000000000E' as EntryId;

function begin() {
  const kept = new Map<string, { value: unknown; version: number }>();
  const reports: InboundReport[] = [];
  const state: ChannelState = {
    get: async <T>(key: string) => (kept.get(key) as { value: T; version: number } | undefined) ?? null,
    async put(key, value, expected) {
      const version = kept.get(key)?.version ?? null;
      if (version === expected) kept.set(key, { value, version: (version ?? 0) + 1 });
      return version === expected;
    },
  };
  const clock = { at: 1_000 };
  const report = async (told: InboundReport) => reports.push(told) > 0;
  const ctx = { state, report, now: () => clock.at };
  const tell = (status: string, query = '') =>
    takeStatus(
      inbox,
      { MessageSid: SID, MessageStatus: status, To: '+4915112345678' },
      new URLSearchParams(query),
      ctx,
    );
  return { ctx, clock, tell, told: () => reports.map(({ entryId, outcome }) => [entryId, outcome]) };
}

it('finds its message by name at once, and without a name when that is known', async () => {
  const { ctx, tell, told } = begin();
  await tell('read', `entry=${ENTRY}`);
  await tell('sent');
  await tell('delivered');
  expect(told()).toEqual([[ENTRY, 'read']]);
  await knowText(SID, ENTRY, inbox, ctx);
  await tell('undelivered');
  expect(told().slice(1)).toEqual([
    [ENTRY, 'taken'],
    [ENTRY, 'delivered'],
    [ENTRY, 'refused'],
  ]);
});

it('is dropped after five minutes, as are states that mean nothing', async () => {
  const { ctx, clock, tell, told } = begin();
  await tell('delivered');
  await tell('nonsense', `entry=${ENTRY}`);
  clock.at += 5 * 60_000;
  await knowText(SID, ENTRY, inbox, ctx);
  expect(told()).toEqual([]);
});
