/** An account at Twilio tried by the real SDK, against the simulator. */
import type { AccountStep } from '../../../shared/model/account.ts';
import type { InboxId } from '../../../shared/model/ids.ts';
import { OUR_NUMBER, startTestSimulator, type TestSimulator, testAccount } from '../simulator/testing.ts';
import { accessOf } from './account.ts';
import { checkTwilio, leadHere } from './check.ts';

const INBOX = '01JDPHQ0000000000000000001' as InboxId;
const publicUrl = 'https://desk.example.com';
const account = { accountSid: testAccount.sid, apiKeySid: testAccount.apiKeySid, number: OUR_NUMBER };
const good = { authToken: testAccount.authToken, apiKeySecret: testAccount.apiKeySecret };

let sim: TestSimulator;
beforeAll(async () => {
  sim = await startTestSimulator();
});
afterAll(() => sim.stop());

async function check(given: Partial<typeof account> = {}, credentials: Record<string, string> = good) {
  const steps = new Map<string, AccountStep>();
  const access = accessOf({ ...account, ...given }, credentials);
  await checkTwilio({ publicUrl, apiBaseUrl: sim.url }, INBOX, access, (step) => steps.set(step.step, step));
  return [...steps.values()].map(({ step, state, code }) => [step, state, code].filter(Boolean).join(' '));
}

it('says that a number leads elsewhere, and is content once it leads here', async () => {
  expect(await check()).toEqual([
    'phone.address ok',
    'phone.sign-in ok',
    'phone.number ok',
    'phone.webhooks failed leads-elsewhere',
    'phone.fallback warning fallback-here',
    'phone.key ok',
  ]);
  await leadHere({ publicUrl, apiBaseUrl: sim.url }, INBOX, accessOf(account, good));
  expect(await check()).toContain('phone.webhooks ok');
  expect(sim.world.numbers.get(OUR_NUMBER)).toMatchObject({
    voiceUrl: `${publicUrl}/hooks/phone/${INBOX}/voice`,
    smsUrl: `${publicUrl}/hooks/phone/${INBOX}/message`,
  });
});

it('is content with a fallback that Twilio keeps itself, and leaves it alone', async () => {
  const number = sim.world.numbers.get(OUR_NUMBER);
  const kept = 'https://handler.twilio.com/twiml/EH00000000000000000000000000000001';
  await leadHere({ publicUrl, apiBaseUrl: sim.url }, INBOX, accessOf(account, good));
  if (number) number.voiceFallbackUrl = kept;
  await leadHere({ publicUrl, apiBaseUrl: sim.url }, INBOX, accessOf(account, good));
  expect(number?.voiceFallbackUrl).toBe(kept);
  expect(await check()).toEqual(expect.arrayContaining(['phone.webhooks ok', 'phone.fallback ok']));
  if (number) number.voiceFallbackUrl = 'https://elsewhere.example.com/fallback';
  expect(await check()).toContain('phone.webhooks failed leads-elsewhere');
});

it('says what is wrong with token, number and key', async () => {
  expect(await check({}, { ...good, authToken: 'wrong' })).toContain('phone.sign-in failed account-refused');
  expect(await check({}, {})).toContain('phone.sign-in failed missing-token');
  const other = await check({ number: '+4935199999' });
  expect(other).toContain('phone.number failed not-its-number');
  expect(other).toContain('phone.webhooks skipped after-the-failed');
  expect(await check({}, { ...good, apiKeySecret: 'wrong' })).toContain('phone.key failed key-refused');
  expect(await check({ apiKeySid: '' })).toContain('phone.key warning missing-key');
});

it('says that Twilio itself cannot reach this machine', async () => {
  const steps: AccountStep[] = [];
  const access = accessOf(account, {});
  await checkTwilio({ publicUrl: 'http://127.0.0.1:4000', apiBaseUrl: null }, INBOX, access, (step) =>
    steps.push(step),
  );
  expect(steps[0]).toMatchObject({ step: 'phone.address', state: 'failed', code: 'not-public' });
});
