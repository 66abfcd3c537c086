/** Whatever happens to the addresses of a customer, in whatever order: archived while none works and nobody wrote since, and at no other time. */
import { drawFrom } from '../../tests/support/chance.ts';
import type { Identity } from '../store/customers.ts';
import { isArchived } from './archiving.ts';
import { afterSoftFailure, gone, type Reach, reachable } from './reachability.ts';

type Address = Pick<Identity, 'kind' | 'value' | 'former' | 'unreachableSince'> & Reach;

const address = (value: string): Address => ({ kind: 'email', value, ...reachable, unreachableSince: null });
const browser: Address = { ...address('visitor'), kind: 'visitor' };

function change(one: Address, reach: Reach, at: number): void {
  const isDead = reach.state === 'unreachable';
  if (isDead !== (one.state === 'unreachable')) one.unreachableSince = isDead ? at : null;
  Object.assign(one, reach);
}

const steps = ['bounce', 'bounce', 'soft', 'heard', 'chat', 'add', 'take away'] as const;

test.each(Array.from({ length: 300 }, (_, seed) => seed))('by chance %d', (seed) => {
  const draw = drawFrom(seed);
  const addresses = [address('a@example.com')];
  let wokenAt: number | null = null;
  let was = false;
  for (let at = 1; at < 40; at += 1) {
    const one = draw.pick(addresses);
    const step = draw.pick(steps);
    const wasGone = one.state === 'unreachable' && one.retryAt === null;
    if (step === 'bounce') change(one, gone, at);
    if (step === 'soft') change(one, afterSoftFailure(one, { key: `${at}`, at }), at);
    if (step === 'heard') change(one, reachable, at);
    // As they are only woken while they sleep.
    if (step === 'chat' && was) wokenAt = at;
    if (step === 'add') addresses.push(address(`${at}@example.com`));
    if (step === 'take away' && addresses.length > 1) one.former = one.value;
    const known = addresses.filter(({ former }) => former === undefined);
    const works = known.filter(({ state, retryAt }) => state !== 'unreachable' || retryAt !== null);
    const is = isArchived([{ email: null, wokenAt }], [...addresses, browser]);

    if (works.length > 0 || known.length === 0) expect(is).toBe(false);
    else if (step === 'chat') expect(is).toBe(false);
    else if (step === 'bounce' && !wasGone && one.former === undefined) expect(is).toBe(true);
    else if (step !== 'take away') expect(is).toBe(was);
    was = is;
  }
});

test('a browser is no address, and one that was only named was never tried', () => {
  const dead = { ...address('a@example.com'), ...gone, unreachableSince: 1 };
  const nobody = { email: null, wokenAt: null };
  expect(isArchived([nobody], [browser])).toBe(false);
  expect(isArchived([nobody], [browser, dead])).toBe(true);
  expect(isArchived([{ ...nobody, email: { value: 'b@example.com', verified: false } }], [dead])).toBe(false);
});
