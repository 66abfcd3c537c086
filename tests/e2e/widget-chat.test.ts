/** A customer and an agent in conversation, through real browsers: what is written arrives once and in order, whatever the network does. */
import type { Frame } from 'playwright-core';
import type { Offer } from '../../shared/model/agent.ts';
import type { CallView } from '../../shared/model/call.ts';
import type { CallId, LegId } from '../../shared/model/ids.ts';
import { eventually } from '../support/eventually.ts';
import { BrowserPeer, forgetSources } from '../support/sound/browser-peer.ts';
import { heardOf } from '../support/sound/tones.ts';
import { findViolations } from './support/axe.ts';
import { giveTone, hear } from './support/sound/sound-pages.ts';
import {
  bubbles,
  findFrame,
  openSite,
  openWidget,
  startChat,
  startWidgetStage,
  type WidgetStage,
  write,
} from './support/widget-stage.ts';

jest.setTimeout(120_000);

let stage: WidgetStage;
beforeAll(async () => {
  stage = await startWidgetStage();
});
afterEach(() => stage.clear());
afterAll(async () => {
  await stage?.stop();
  await forgetSources();
}, 60_000);

/** What the agent sees of the customer's messages. */
const written = (id: string): string[] =>
  (stage.maya.threads.get(id)?.thread.entries ?? []).flatMap(({ author, body }) =>
    author.kind === 'customer' && body.kind === 'message' ? [body.text] : [],
  );

test('from the shop: a form, a chat, quick replies, the end, a rating, and again', async () => {
  const customer = await stage.customer();
  const page = await customer.page();
  await page.goto('http://localhost/shop');
  await page.getByRole('button', { name: 'Ask us' }).click();
  const frame = await findFrame(page);
  await frame.getByText('Chat with us').click();
  await frame.getByRole('button', { name: 'Start chat' }).click();
  await frame.getByText('Please choose one').waitFor();
  await frame.getByText('An order', { exact: true }).click();
  await frame.getByLabel('Your message').fill('Where is my rug?');
  await frame.getByRole('button', { name: 'Start chat' }).click();
  await frame.getByText('You are next').waitFor();
  const id = await stage.accept('Where is my rug?');
  await frame.getByText('Maya Keller has joined').waitFor();
  await stage.maya.ask('message:send', {
    conversationId: id,
    clientId: 'question1',
    text: 'When are you home?',
    choices: ['Morning', 'Evening'],
  });
  await frame.getByRole('button', { name: 'Evening' }).click();
  await eventually(() => expect(written(id)).toEqual(['Where is my rug?', 'Evening']));
  await stage.maya.ask('read:mark', { conversationId: id, upTo: 50 });
  await frame.getByText('Read', { exact: true }).waitFor();
  await eventually(() =>
    expect(stage.maya.threads.get(id)?.thread.conversation.marks.customerRead.tally.agent).toBe(1),
  );
  await stage.maya.ask('typing:set', { conversationId: id, typing: true });
  await frame.getByText('Maya Keller is typing').waitFor();
  await stage.maya.ask('conversation:close', { conversationId: id });
  await frame.getByText('This chat has ended').waitFor();
  await frame.getByText('4', { exact: true }).click();
  await frame.getByLabel('Anything to add').fill('Quick');
  await frame.getByRole('button', { name: 'Send rating' }).click();
  await frame.getByText('You rated this chat 4 of 5').waitFor();
  await frame.getByRole('button', { name: 'Start again' }).click();
  await frame.getByLabel('Your message').waitFor();
});

test('what is written offline survives a reload and leaves in order, once', async () => {
  const inbox = await stage.addInbox();
  const customer = await stage.customer();
  const page = await customer.page();
  await openSite(page, inbox);
  const frame = await openWidget(page);
  await startChat(frame, 'Offline zero');
  const id = await stage.accept('Offline zero');
  stage.wire.cut();
  await frame.getByText('No connection.').waitFor();
  for (const words of ['one', 'two', 'three']) await write(frame, words);
  await frame.getByText('3 messages wait').waitFor();
  await page.reload();
  const again = await findFrame(page);
  await again.getByText('Go on with your chat').or(again.getByText('Chat with us')).first().waitFor();
  stage.wire.mend();
  await eventually(() => expect(written(id)).toEqual(['Offline zero', 'one', 'two', 'three']), 15_000);
  await again.getByText('Go on with your chat').click();
  await eventually(async () => expect(await bubbles(again)).toEqual(['Offline zero', 'one', 'two', 'three']));
});

test('a first message with a form, written without any connection, starts the conversation later', async () => {
  const inbox = await stage.addInbox({
    form: [{ type: 'choice', key: 'topic', label: 'What is it about?', choices: ['A', 'B'], required: true }],
  });
  const customer = await stage.customer();
  const page = await customer.page();
  await openSite(page, inbox);
  const frame = await openWidget(page);
  stage.wire.cut();
  await frame.getByText('Chat with us').click();
  await frame.getByText('B', { exact: true }).click();
  await frame.getByLabel('Your message').fill('First from afar');
  await frame.getByRole('button', { name: 'Start chat' }).click();
  await write(frame, 'Second from afar');
  await frame.getByText('2 messages wait').waitFor();
  stage.wire.mend();
  await frame.getByText(/^Delivered/).waitFor({ timeout: 15_000 });
  const id = await stage.accept('');
  await eventually(() => expect(written(id)).toEqual(['First from afar', 'Second from afar']));
  expect(stage.maya.threads.get(id)?.thread.conversation.form).toEqual([{ label: 'What is it about?', value: 'B' }]);
});

test('two tabs show one conversation, and sleep does not lose it', async () => {
  const inbox = await stage.addInbox();
  const customer = await stage.customer();
  const left = await customer.page();
  await openSite(left, inbox);
  const one = await openWidget(left);
  await startChat(one, 'Two tabs');
  const id = await stage.accept('Two tabs');
  const right = await customer.page();
  await openSite(right, inbox);
  const two = await openWidget(right);
  await two.getByText('Go on with your chat').click();
  await write(two, 'From the right');
  await left.bringToFront();
  await write(one, 'From the left');
  await eventually(async () => {
    expect(await bubbles(one)).toEqual(await bubbles(two));
    expect([...written(id)].sort()).toEqual(['From the left', 'From the right', 'Two tabs']);
  });
  await sleepAndWake(one, () => stage.maya.send(id, 'While you slept'));
  await one.getByText('While you slept').waitFor();
});

/** What a page in the back-forward cache is told; meanwhile something happens. */
async function sleepAndWake(frame: Frame, meanwhile: () => Promise<unknown>): Promise<void> {
  await frame.evaluate(() => window.dispatchEvent(new PageTransitionEvent('pagehide', { persisted: true })));
  await meanwhile();
  await frame.evaluate(() => window.dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true })));
}

test('markup in messages, names of files and links stays text', async () => {
  const inbox = await stage.addInbox({ siteName: '<img src=x onerror=alert(1)>' });
  const customer = await stage.customer();
  const page = await customer.page();
  let dialogs = 0;
  page.on('dialog', (dialog) => {
    dialogs += 1;
    void dialog.dismiss();
  });
  await openSite(page, inbox);
  const frame = await openWidget(page);
  const nasty = '<img src=x onerror=alert(1)> javascript:alert(1) https://example.com/"onmouseover=alert(1)';
  await startChat(frame, nasty);
  const id = await stage.accept('<img');
  await stage.maya.send(id, '<script>alert(1)</script><svg onload=alert(1)>');
  await frame.locator('input[type=file]').setInputFiles({
    name: '"><img src=x onerror=alert(1)>.svg',
    mimeType: 'image/svg+xml',
    buffer: Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'),
  });
  await frame.locator('.tray .icon').nth(1).waitFor();
  await frame.getByText('<script>alert(1)</script><svg onload=alert(1)>').waitFor();
  expect(await frame.locator('.log img, .log script, .log svg[onload], .tray img').count()).toBe(0);
  const links = await frame
    .locator('.log a')
    .evaluateAll((all) => all.map((a) => [a.getAttribute('href'), a.getAttribute('rel')]));
  expect(links).toEqual([['https://example.com/', 'noopener noreferrer nofollow']]);
  expect(dialogs).toBe(0);
});

test('a picture goes up with the message and is shown; the customer ends the chat in two steps', async () => {
  const inbox = await stage.addInbox();
  const customer = await stage.customer();
  const page = await customer.page();
  await openSite(page, inbox);
  const frame = await openWidget(page);
  await startChat(frame, 'A picture');
  const id = await stage.accept('A picture');
  const picture = await page.screenshot();
  await frame.locator('input[type=file]').setInputFiles({ name: 'door.png', mimeType: 'image/png', buffer: picture });
  await frame.getByRole('button', { name: 'Send', exact: true }).click();
  await frame.getByAltText('Image door.png').waitFor();
  const download = page.waitForEvent('download');
  await frame.getByRole('button', { name: 'Download door.png' }).click();
  expect((await download).suggestedFilename()).toBe('door.png');
  await frame.getByRole('button', { name: 'More' }).click();
  const transcript = page.waitForEvent('download');
  await frame.getByRole('button', { name: 'Download transcript' }).click();
  expect((await transcript).suggestedFilename()).toMatch(/^conversation .*\.txt$/);
  await frame.getByRole('button', { name: 'More' }).click();
  await frame.getByRole('button', { name: 'End chat' }).click();
  await frame.getByRole('button', { name: 'End chat' }).click();
  await frame.getByText('You ended this chat').waitFor();
  // What is over for the customer is still to be written down by the agent.
  await eventually(() => expect(stage.maya.threads.get(id)?.thread.conversation.work?.state).toBe('wrap-up'));
});

test('with nobody there a message is left, and says where the answer goes', async () => {
  const inbox = await stage.addInbox();
  await stage.maya.ask('presence:set', { state: 'away' });
  const customer = await stage.customer();
  const page = await customer.page();
  await openSite(page, inbox);
  const frame = await openWidget(page);
  await frame.getByText('Leave a message').first().click();
  await frame.getByLabel('Email for our answer').fill('sofia@');
  await frame.getByLabel('Your message').fill('Please write to me');
  await frame.getByRole('button', { name: 'Send message' }).click();
  await frame.getByText('This does not look like an email address').waitFor();
  await frame.getByLabel('Email for our answer').fill('sofia@example.com');
  await frame.getByRole('button', { name: 'Send message' }).click();
  await frame.getByText('We answer to sofia@example.com').waitFor();
  await stage.maya.ask('presence:set', { state: 'available' });
});

test('a call from the page: the microphone is explained, both hear each other, muted and hung up; a call that is refused says why', async () => {
  const inboxId = await stage.addInbox({ calls: { on: true, queueId: null } });
  await stage.maya.plugIn();
  const customer = await stage.customer({ colorScheme: 'dark' });
  const page = await customer.page();
  await giveTone(page, 1_010);
  await openSite(page, inboxId);
  const frame = await openWidget(page);
  await frame.getByRole('button', { name: 'Call us' }).click();
  await frame.getByText('Your browser will ask for the microphone', { exact: false }).waitFor();
  expect(await findViolations(frame)).toEqual([]);
  await frame.getByRole('button', { name: 'Allow and call' }).click();
  if (process.env.SHOT) await page.screenshot({ path: `${process.env.SHOT}/connecting.png` });
  await frame.getByText('You are next').first().waitFor({ timeout: 40_000 });
  const { offer } = await stage.maya.facts.wait<{ offer: Offer }>(
    'offer:made',
    (fact) => fact.offer.call !== undefined,
  );
  const agent = new BrowserPeer(600);
  const ring = { callId: offer.call?.id as CallId, legId: offer.call?.legId as LegId };
  const sdp = await agent.offer();
  const answered = await eventually(async () => {
    const given = await stage.maya.ask('call:connect', { ...ring, sdp });
    if ('gone' in given) throw new Error('it is gone');
    return given;
  });
  await agent.accept(answered.sdp);
  const bar = frame.getByRole('region', { name: 'Call', exact: true });
  await bar.getByText('Talking to Maya Keller').waitFor();
  await bar.getByText(/^0:0\d$/).waitFor();
  await eventually(async () => expect(heardOf(await agent.hear(), 48_000, [600, 1_010])).toEqual([1_010]), 30_000);
  await eventually(async () => expect((await hear(frame, [600]))[0]).toBeGreaterThan(-50), 30_000);
  expect(await findViolations(frame)).toEqual([]);
  await bar.getByRole('button', { name: 'Mute' }).click();
  await eventually(async () => expect(heardOf(await agent.hear(), 48_000, [1_010])).toEqual([]), 30_000);
  await frame.getByRole('button', { name: 'Back' }).click();
  await frame.getByText('Your conversations').waitFor();
  await bar.getByRole('button', { name: 'Unmute' }).click();
  await bar.getByRole('button', { name: 'Hang up' }).click();
  await bar.getByText('Call ended').waitFor();
  await stage.maya.facts.wait<{ call: CallView }>('call:changed', ({ call }) => call.ending === 'talked');
  agent.close();
  await bar.getByRole('button', { name: 'Close' }).click();
  await frame.evaluate(() => {
    navigator.mediaDevices.getUserMedia = () => Promise.reject(new DOMException('no', 'NotAllowedError'));
  });
  await frame.getByRole('button', { name: 'Call us' }).click();
  await frame.getByRole('button', { name: 'Allow and call' }).click();
  await frame.getByText('did not let this page use the microphone', { exact: false }).waitFor();
});
