/** The softphone in an agent's browser: the offer that rings, the bar, the card in the thread. The caller is a browser's end in Node. */
import type { Page } from 'playwright-core';
import { usualCallMenu } from '../../shared/model/call-menu.ts';
import type { InboxId } from '../../shared/model/ids.ts';
import { eventually } from '../support/eventually.ts';
import { BrowserPeer, forgetSources } from '../support/sound/browser-peer.ts';
import { heardOf } from '../support/sound/tones.ts';
import { buildInbox, type PersonName } from '../support/world.ts';
import { findViolations } from './support/axe.ts';
import { type DeskStage, startDeskStage } from './support/desk-stage.ts';
import { giveTone, hear } from './support/sound/sound-pages.ts';

jest.setTimeout(240_000);

let stage: DeskStage;
let peer: BrowserPeer | null = null;
beforeAll(async () => {
  stage = await startDeskStage({}, { flags: ['--autoplay-policy=no-user-gesture-required'] });
});
afterAll(async () => {
  await stage.clear();
  peer?.close();
  peer = null;
  await stage.stop();
  await forgetSources();
}, 60_000);

/** Far apart, and none a multiple of another. */
const tones = { maya: 600, caller: 1_010, ines: 1_370, ben: 1_790 };
type Voice = keyof typeof tones;

const inboxId = '01JNB0X0000000000000PH0NE0' as InboxId;

/** Somebody calls, and hears music. */
let arrived = 0;
async function arrive(): Promise<void> {
  arrived += 1;
  const externalId = `web-${arrived}`;
  const { channels, calls } = stage.parley.app;
  const inbox = await stage.parley.app.store.directory.inbox(inboxId);
  const voice = channels.get('phone')?.voice;
  if (!inbox || !voice) throw new Error('There is no phone.');
  const next = await calls.voice.callEvent({
    ...{
      type: 'arrived',
      inboxId,
      key: `${externalId}:arrived`,
      at: Date.now(),
      externalId,
      callId: null,
      by: 'phone',
    },
    ...{ from: { kind: 'phone', value: '+493511234567' }, fromText: '+49 351 1234567', to: '' },
    ...{ conversationId: null, attested: false },
  });
  if (!next) throw new Error('The call did not arrive.');
  peer?.close();
  peer = new BrowserPeer(tones.caller);
  const ref = { callId: next.callId, inbox, externalId };
  const answer = await voice.provider(inbox).connect?.(ref, 'customer', await peer.offer());
  if (!answer || 'gone' in answer) throw new Error('The caller could not connect.');
  await peer.accept(answer.sdp);
}

/** Somebody at their desk, with a voice of one tone. */
async function seat(name: PersonName, path?: string, presence: 'available' | 'away' = 'available'): Promise<Page> {
  const page = await stage.enter(await stage.context(), name, path);
  await giveTone(page, tones[name as Voice]);
  await page.reload();
  await page.locator('nav').first().waitFor();
  await (await stage.world.console(name)).ask('presence:set', { state: presence });
  return page;
}

/** Who hears whom: the caller by their own ear, the others by their browsers'. */
async function expectHeard(pages: Partial<Record<Voice, Page>>, expected: Partial<Record<Voice, Voice[]>>) {
  const voices = Object.keys(tones) as Voice[];
  await eventually(async () => {
    const heard: Partial<Record<Voice, Voice[]>> = {};
    for (const who of Object.keys(expected) as Voice[]) {
      const page = pages[who];
      if (page) {
        const loud = await hear(page, Object.values(tones));
        heard[who] = voices.filter((_, at) => (loud[at] ?? -200) > -55);
      } else {
        const there = heardOf(await (peer as BrowserPeer).hear(), 48_000, Object.values(tones));
        heard[who] = voices.filter((voice) => there.includes(tones[voice]));
      }
    }
    expect(heard).toEqual(expected);
  }, 40_000);
}

test('a call is answered, held, and told in the thread; the bar stands through a reload and passes axe', async () => {
  await stage.parley.app.store.directory.saveInbox(
    buildInbox({
      ...{ id: inboxId, queueId: stage.company.north.queueId, name: 'Calls', channel: 'phone' },
      settings: { provider: 'softswitch', country: 'DE', allowedCountries: [], menu: usualCallMenu },
    }),
  );
  // Ready with a page that has no device yet: nothing is offered, so nothing is missed.
  await (await stage.world.console('maya')).ask('presence:set', { state: 'available' });
  await arrive();
  const { routing } = stage.parley.app;
  expect(await routing.offersOf(stage.company.users.maya)).toEqual([]);
  const page = await seat('maya');
  await page.getByRole('button', { name: /^Accept/ }).click();
  const bar = page.getByRole('region', { name: 'Call', exact: true });
  await bar.getByText(/^0:0\d$/).waitFor();
  await page.getByRole('region', { name: 'Incoming call' }).getByText('Live').waitFor();
  await bar.getByRole('button', { name: /^Hold/ }).click();
  await bar.getByText('On hold').waitFor();
  if (process.env.SHOT) await page.screenshot({ path: `${process.env.SHOT}/held.png` });
  await page.keyboard.press('Alt+h');
  await bar.getByText('On hold').waitFor({ state: 'detached' });
  await bar.getByRole('button', { name: 'Transfer' }).click();
  await page.getByRole('combobox', { name: 'People, queues, numbers' }).fill('south');
  await page.getByRole('option', { name: 'south' }).click();
  if (process.env.SHOT) await page.screenshot({ path: `${process.env.SHOT}/transfer.png` });
  expect(await findViolations(page)).toEqual([]);
  await page.keyboard.press('Escape');
  await page.reload();
  await bar.getByText(/^0:\d\d$/).waitFor();
  await bar.getByRole('button', { name: 'End' }).click();
  await bar.waitFor({ state: 'detached' });
  await page
    .getByText(/You|Maya Keller ended it after/)
    .first()
    .waitFor();
});

test('a supervisor listens, whispers to the agent alone and joins in, from the board; the agent is told of what they hear', async () => {
  await stage.clear();
  const pages = { maya: await seat('maya'), ines: await seat('ines', '/console/floor', 'away') };
  await arrive();
  await pages.maya.getByRole('button', { name: /^Accept/ }).click();
  await expectHeard(pages, { maya: ['caller'], caller: ['maya'] });
  const bar = pages.maya.getByRole('region', { name: 'Call', exact: true });
  const ways = pages.ines.getByRole('listitem').filter({ hasText: 'Maya Keller' }).getByRole('group');
  const own = pages.ines.getByRole('region', { name: 'Listen' });

  await ways.getByRole('button', { name: 'Listen' }).click();
  await own.getByText('You are listening. Only you know').waitFor();
  await expectHeard(pages, { ines: ['maya', 'caller'], maya: ['caller'], caller: ['maya'] });
  expect(await bar.getByText(/Ines/).count()).toBe(0);
  expect(await findViolations(pages.ines)).toEqual([]);

  await ways.getByRole('button', { name: 'Whisper' }).click();
  await own.getByText('Maya Keller hears you and knows it. The customer does not').waitFor();
  await bar.getByText('Ines Duarte whispers to you. The customer does not hear it').waitFor();
  await expectHeard(pages, { ines: ['maya', 'caller'], maya: ['caller', 'ines'], caller: ['maya'] });
  if (process.env.SHOT) await pages.maya.screenshot({ path: `${process.env.SHOT}/whisper.png` });
  if (process.env.SHOT) await pages.ines.screenshot({ path: `${process.env.SHOT}/floor.png` });

  await ways.getByRole('button', { name: 'Join in' }).click();
  await bar.getByText('Ines Duarte joined in. Everybody hears them').waitFor();
  await expectHeard(pages, { maya: ['caller', 'ines'], caller: ['maya', 'ines'] });
  expect(await findViolations(pages.maya)).toEqual([]);

  await own.getByRole('button', { name: 'Leave' }).click();
  await own.waitFor({ state: 'detached' });
  await expectHeard(pages, { maya: ['caller'], caller: ['maya'] });
  const audit = await stage.parley.app.store.accounts.listAudit({ action: 'call.listened' }, null, 10);
  expect(audit.map(({ details }) => details.mode)).toEqual(['off', 'barge', 'whisper', 'listen']);
});
