/** The softphone in an agent's browser: the offer that rings, the bar, the card in the thread. The caller is a browser's end in Node. */
import type { Page } from 'playwright-core';
import { usualCallMenu } from '../../shared/model/call-menu.ts';
import type { InboxId } from '../../shared/model/ids.ts';
import { BrowserPeer, forgetSources } from '../support/sound/browser-peer.ts';
import { buildInbox } from '../support/world.ts';
import { findViolations } from './support/axe.ts';
import { type DeskStage, startDeskStage } from './support/desk-stage.ts';

jest.setTimeout(120_000);

let stage: DeskStage;
let peer: BrowserPeer | null = null;
beforeAll(async () => {
  stage = await startDeskStage();
});
afterAll(async () => {
  await stage.clear();
  peer?.close();
  peer = null;
  await stage.stop();
  await forgetSources();
}, 60_000);

const inboxId = '01JNB0X0000000000000PH0NE0' as InboxId;

/** Somebody calls, and hears music. */
async function arrive(): Promise<void> {
  const { channels, calls } = stage.parley.app;
  const inbox = await stage.parley.app.store.directory.inbox(inboxId);
  const voice = channels.get('phone')?.voice;
  if (!inbox || !voice) throw new Error('There is no phone.');
  const next = await calls.voice.callEvent({
    ...{ type: 'arrived', inboxId, key: 'web:arrived', at: Date.now(), externalId: 'web', callId: null, by: 'phone' },
    ...{ from: { kind: 'phone', value: '+493511234567' }, fromText: '+49 351 1234567', to: '' },
    ...{ conversationId: null, attested: false },
  });
  if (!next) throw new Error('The call did not arrive.');
  peer = new BrowserPeer(1_010);
  const ref = { callId: next.callId, inbox, externalId: 'web' };
  const answer = await voice.provider(inbox).connect?.(ref, 'customer', await peer.offer());
  if (!answer || 'gone' in answer) throw new Error('The caller could not connect.');
  await peer.accept(answer.sdp);
}

/** A microphone that everybody has. */
async function giveMicrophone(page: Page): Promise<void> {
  await page.addInitScript(() => {
    navigator.mediaDevices.getUserMedia = async () => {
      const context = new AudioContext();
      const [oscillator, out] = [context.createOscillator(), context.createMediaStreamDestination()];
      oscillator.connect(out);
      oscillator.start();
      return out.stream;
    };
  });
}

test('a call is answered, held, and told in the thread; the bar stands through a reload and passes axe', async () => {
  await stage.parley.app.store.directory.saveInbox(
    buildInbox({
      ...{ id: inboxId, queueId: stage.company.north.queueId, name: 'Calls', channel: 'phone' },
      settings: { provider: 'softswitch', country: 'DE', allowedCountries: [], menu: usualCallMenu },
    }),
  );
  const page = await stage.enter(await stage.context(), 'maya');
  await giveMicrophone(page);
  await page.reload();
  await page.locator('nav').first().waitFor();
  await (await stage.world.console('maya')).ask('presence:set', { state: 'available' });
  await arrive();
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
