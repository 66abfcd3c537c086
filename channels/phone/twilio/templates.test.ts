/** Templates read from the account: what WhatsApp has approved, and nothing that cannot be sent as words. */
import { startTestSimulator, type TestSimulator, testAccount } from '../simulator/testing.ts';
import { accessOf } from './account.ts';
import { readTemplates } from './templates.ts';
import { access } from './testing.ts';

let sim: TestSimulator;
beforeEach(async () => {
  sim = await startTestSimulator();
});
afterEach(() => sim.stop());

const add = (n: number, over: object = {}) =>
  sim.world.contents.push({
    ...{ sid: `HX${n.toString(16).padStart(32, '0')}`, friendlyName: `t${n}`, language: 'en', variables: {} },
    ...{ types: { 'twilio/text': { body: `Text ${n} {{1}}` } }, status: 'approved', createdAt: 0, ...over },
  });

it('reads those that are approved, by any kind that has words, in all pages', async () => {
  for (let n = 10; n < 70; n += 1) add(n);
  add(1, {
    types: { 'twilio/quick-reply': { body: 'Yes or no?', actions: [{ title: 'Yes', id: 'y' }] } },
    language: 'de',
  });
  add(2, { status: 'pending' });
  add(3, { types: { 'twilio/location': { latitude: 1, longitude: 2 } } });
  add(4, { types: { 'twilio/text': { body: 'x'.repeat(2_000) } } });
  const read = await readTemplates(access, sim.url);
  expect(read).toHaveLength(61);
  expect(read).toContainEqual({ id: `HX${'1'.padStart(32, '0')}`, name: 't1', language: 'de', text: 'Yes or no?' });
  expect(read.map(({ name }) => name)).not.toEqual(expect.arrayContaining(['t2']));
});

it('reads none where there are none, and is refused without the token', async () => {
  expect(await readTemplates(access, sim.url)).toEqual([]);
  const stranger = accessOf(access.account, { authToken: 'wrong', apiKeySecret: testAccount.apiKeySecret });
  await expect(readTemplates(stranger, sim.url)).rejects.toMatchObject({ status: 401 });
});
