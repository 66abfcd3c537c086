/** Who is called, and by which of the tabs. */
import type { Offer } from '../../../../shared/model/agent.ts';
import type { Notice } from '../../../../shared/model/notice.ts';
import { type DeskState, startDesk } from '../../sync/desk-state.ts';
import { findCalls } from './calls.ts';
import { type Browsing, joinTabs } from './tabs-of-one.ts';

const ready: DeskState = { ...startDesk(0), ready: true };
const notice = (id: string, readAt: number | null = null) => ({ id, readAt }) as Notice;
const offer = (id: string) => ({ id }) as Offer;

test('what is new calls; what the first picture brings, or what was read, does not', () => {
  const after = { ...ready, offers: [offer('1')], notices: [notice('n2'), notice('n1', 5)] };
  expect(findCalls(ready, after).map((call) => call.kind)).toEqual(['offer', 'notice']);
  expect(findCalls({ ...ready, ready: false }, after)).toEqual([]);
  expect(findCalls({ ...ready, cachedAt: 3 }, after)).toEqual([]);
  expect(findCalls(after, { ...after, notices: [...after.notices, notice('n0')] })).toEqual([]);
});

/** Tabs of one browser: they hear each other at once, and one lock goes round. */
function browser(hasLocks: boolean) {
  const wires = new Set<Pick<BroadcastChannel, 'postMessage' | 'close' | 'onmessage'>>();
  const queue: (() => Promise<unknown>)[] = [];
  let isHeld = false;
  const next = (): void => {
    const run = isHeld ? undefined : queue.shift();
    if (!run) return;
    isHeld = true;
    void run().then(() => {
      isHeld = false;
      next();
    });
  };
  const kept = new Map<string, string>();
  const locks = {
    request(_name: string, _options: unknown, run: () => Promise<unknown>) {
      queue.push(run);
      next();
      return new Promise(() => undefined);
    },
  } as unknown as LockManager;
  return (tabId: string) => {
    const browsing: Browsing = {
      tabId,
      locks: hasLocks ? locks : undefined,
      storage: { getItem: (key) => kept.get(key) ?? null, setItem: (key, value) => void kept.set(key, value) },
      channel() {
        const wire: Pick<BroadcastChannel, 'postMessage' | 'close' | 'onmessage'> = {
          onmessage: null,
          postMessage(data: unknown) {
            for (const other of wires) {
              if (other !== wire) other.onmessage?.call(other as BroadcastChannel, { data } as MessageEvent);
            }
          },
          close: () => void wires.delete(wire),
        };
        wires.add(wire);
        return wire;
      },
    };
    return joinTabs('u', browsing);
  };
}

test.each([true, false])(
  'one of the tabs makes a call (with locks: %s), another one when it is gone',
  async (hasLocks) => {
    const open = browser(hasLocks);
    const [one, other] = [open('1'), open('2')];
    const made = (what: string) => [one, other].filter((tab) => tab.takes(what)).length;
    expect([made('a'), made('b')]).toEqual([1, 1]);
    one.stop();
    await Promise.resolve().then(() => undefined);
    await new Promise((resolve) => setImmediate(resolve));
    expect(other.takes('c')).toBe(true);
  },
);

test('each knows what the others look at, also one that was opened later', () => {
  const open = browser(true);
  const one = open('1');
  one.tell({ isFocused: true, conversationId: 'x' });
  const other = open('2');
  expect([other.isAnyFocused(), other.isLookedAt('x'), other.isLookedAt('y')]).toEqual([true, true, false]);
  one.tell({ isFocused: false, conversationId: 'x' });
  expect([other.isAnyFocused(), other.isLookedAt('x')]).toEqual([false, false]);
  one.tell({ isFocused: true, conversationId: 'x' });
  one.stop();
  expect(other.isAnyFocused()).toBe(false);
});
