/** What a newcomer does: starts the built server, is customer and agent in two browsers, and kills the server in the middle. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Frame, Page } from 'playwright-core';
import { findFreePort } from '../support/child.ts';
import { eventually } from '../support/eventually.ts';
import { findViolations } from './support/axe.ts';
import { startBrowser } from './support/browser.ts';
import { type BuiltServer, startBuiltServer } from './support/built-server.ts';
import { giveTone, hear } from './support/sound/sound-pages.ts';
import { bubbles, findFrame, write } from './support/widget-stage.ts';

jest.setTimeout(120_000);

let dataDir: string;
let port: number;
let server: BuiltServer;
let browser: Browser;

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'parley-newcomer-'));
  port = await findFreePort();
  server = await startBuiltServer({ dataDir, port });
  browser = await startBrowser({}, { flags: ['--autoplay-policy=no-user-gesture-required'] });
});

afterAll(async () => {
  await browser?.close();
  await server?.end('SIGKILL');
  await rm(dataDir, { recursive: true, force: true });
});

/** A browser of somebody's own, who speaks in one tone. */
async function openPage(path: string, height = 800, hz?: number): Promise<Page> {
  const context = await browser.newContext({ viewport: { width: 1280, height }, locale: 'en-GB' });
  context.setDefaultTimeout(40_000);
  const page = await context.newPage();
  if (hz !== undefined) await giveTone(page, hz);
  await page.goto(server.url + path);
  return page;
}

async function askFromTheShop(words: string): Promise<{ page: Page; frame: Frame }> {
  const page = await openPage('/shop');
  await page.getByRole('button', { name: 'Ask us' }).click();
  const frame = await findFrame(page);
  // Nobody is Ready yet.
  await frame.getByText('Leave a message').click();
  await frame.getByText('An order', { exact: true }).click();
  await frame.getByLabel('Your name').fill('Nora Vik');
  await frame.getByLabel('Your email').fill('nora@example.com');
  await frame.getByLabel('Your message').fill(words);
  await frame.getByRole('button', { name: 'Send message' }).click();
  await frame.getByText('We answer to nora@example.com').waitFor();
  return { page, frame };
}

/** Resolves when the page's phone can be rung. */
async function registered(page: Page): Promise<void> {
  const socket = await page.waitForEvent('websocket', (one) => one.url().endsWith('/signal'));
  await socket.waitForEvent('framereceived', ({ payload }) => /"type":\s*"ready"/.test(payload.toString()));
}

/** In a window so high that nothing of the thread is left out for being out of sight. */
async function signInReady(email: string, hz?: number): Promise<Page> {
  const page = await openPage('/', 2400, hz);
  const device = hz === undefined ? null : registered(page);
  await page.getByLabel('Email').fill(email);
  await page.locator('input[name=password]').fill(server.passwordOf(email));
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await page.getByRole('link', { name: 'Open the shop' }).waitFor();
  await device;
  await page.getByRole('button', { name: 'Go Ready' }).click();
  return page;
}

/** The company has been at work: what else waits is offered first, and declined. */
async function accept(desk: Page, words: string): Promise<void> {
  const offer = desk.locator('section[data-offer]');
  for (;;) {
    await offer.first().waitFor();
    const [id, text] = [await offer.first().getAttribute('data-offer'), (await offer.first().textContent()) ?? ''];
    const wanted = text.includes(words);
    await offer
      .first()
      .getByRole('button', { name: wanted ? 'Accept' : 'Decline' })
      .click();
    if (wanted) return;
    await desk.locator(`section[data-offer="${id}"]`).waitFor({ state: 'detached' });
  }
}

async function reply(page: Page, words: string): Promise<void> {
  const box = page.getByRole('textbox', { name: /^Reply to/ });
  await box.fill(words);
  await box.press('Enter');
}

/** The texts in the agent's thread, oldest first, as they are on screen. */
const said = (desk: Page): Promise<string[]> => desk.getByRole('log').locator('[dir=auto]').allTextContents();

const numbered = (word: string, from: number, to: number): string[] =>
  Array.from({ length: to - from + 1 }, (_, at) => `${word} ${from + at}`);

const of = (word: string, texts: string[]): string[] => texts.filter((text) => text.startsWith(`${word} `));

test('from the shop to the rating, with the server killed in the middle', async () => {
  const { page: shop, frame } = await askFromTheShop('Where is my rug?');
  const desk = await signInReady('maya@parley.example');
  await accept(desk, 'Where is my rug?');
  await desk.getByRole('log').getByText('Where is my rug?', { exact: true }).waitFor();
  await frame.getByText('Maya Keller has joined').waitFor();
  await reply(desk, 'On its way.');
  await frame.getByText('On its way.', { exact: true }).waitFor();
  await write(frame, 'Thank you');
  await desk.getByRole('log').getByText('Thank you', { exact: true }).waitFor();

  // Both write without waiting for one another; the server dies as soon as some of it has come through.
  const writing = Promise.all([
    (async () => {
      for (const text of numbered('question', 1, 8)) await write(frame, text);
    })(),
    (async () => {
      for (const text of numbered('answer', 1, 8)) await reply(desk, text);
    })(),
  ]);
  await desk.getByRole('log').getByText('question 2', { exact: true }).waitFor();
  await server.end('SIGKILL');
  await writing;
  await frame.getByText('No connection.').waitFor();
  await desk.getByText('Offline').first().waitFor();
  for (const text of numbered('question', 9, 10)) await write(frame, text);
  for (const text of numbered('answer', 9, 10)) await reply(desk, text);

  server = await startBuiltServer({ dataDir, port });
  const all = { questions: numbered('question', 1, 10), answers: numbered('answer', 1, 10) };
  await eventually(async () => expect(of('question', await said(desk))).toEqual(all.questions), 20_000);
  // Replies that the customer's words overtook are held, and shown one after the other.
  const held = desk.getByRole('button', { name: 'Send anyway' });
  await eventually(async () => {
    if ((await held.count()) > 0) await held.click({ timeout: 1_000 });
    const [heard, seen] = [await bubbles(frame), await said(desk)];
    expect({ questions: of('question', heard), answers: of('answer', heard) }).toEqual(all);
    expect({ questions: of('question', seen), answers: of('answer', seen) }).toEqual(all);
    expect(heard).toEqual(seen);
  }, 30_000);
  await frame.getByText('No connection.').waitFor({ state: 'detached' });
  await desk.getByText('Offline').first().waitFor({ state: 'detached' });
  await reply(desk, 'Still here');
  await frame.getByText('Still here', { exact: true }).waitFor();
  await write(frame, 'Me too');
  await desk.getByRole('log').getByText('Me too', { exact: true }).waitFor();

  await desk.getByRole('button', { name: /^Close( E)?$/ }).click();
  await frame.getByText('This chat has ended').waitFor();
  await frame.getByText('5', { exact: true }).click();
  await frame.getByRole('button', { name: 'Send rating' }).click();
  await frame.getByText('You rated this chat 5 of 5').waitFor();
  await desk.getByText('Rated 5 of 5').first().waitFor();

  const before = { heard: await bubbles(frame), seen: await said(desk) };
  await desk.reload();
  await desk.getByRole('log').getByText('Me too', { exact: true }).waitFor();
  await eventually(async () => expect(await said(desk)).toEqual(before.seen));
  await shop.reload();
  const again = await findFrame(shop);
  await again.getByText('Me too').first().click();
  await eventually(async () => expect(await bubbles(again)).toEqual(before.heard));
});

const tones = { agent: 600, caller: 1_010 };

/** The caller hears the agent, and the agent the caller, each themselves not. */
async function expectTalk(agent: Page, caller: Page): Promise<void> {
  const both = [tones.agent, tones.caller];
  await eventually(async () => {
    const [atAgent, atCaller] = [await hear(agent, both), await hear(caller, both)];
    expect({
      agent: atAgent.map((loud) => loud > -55),
      caller: atCaller.map((loud) => loud > -55),
    }).toEqual({ agent: [false, true], caller: [true, false] });
  }, 40_000);
}

test('a call from the handset goes over Twilio’s own SDK; it outlives the agent’s page, loaded again and closed', async () => {
  const handset = await openPage('/phone', 900, tones.caller);
  await handset.locator('#actions').getByRole('button', { name: 'Call' }).click();
  await handset.locator('body[data-line=talking]').waitFor();
  await handset.getByRole('button', { name: /^1/ }).click();
  // A call comes before whatever else waits.
  const desk = await signInReady('admin@parley.example', tones.agent);
  await desk.locator('section[data-offer]', { hasText: 'Phone' }).getByRole('button', { name: 'Accept' }).click();
  const bar = desk.getByRole('region', { name: 'Call', exact: true });
  await bar.getByText(/^\d:\d\d$/).waitFor();
  await expectTalk(desk, handset);

  await desk.reload();
  await bar.getByText(/^\d:\d\d$/).waitFor();
  await expectTalk(desk, handset);

  const context = desk.context();
  await desk.close();
  // Nobody is there: the caller is not left with the agent's sound, and waits.
  await eventually(async () => {
    const [agent = 0] = await hear(handset, [tones.agent]);
    expect(agent).toBeLessThan(-55);
  }, 40_000);
  const again = await context.newPage();
  await giveTone(again, tones.agent);
  await again.goto(server.url);
  await expectTalk(again, handset);
  await handset.getByRole('button', { name: 'Hang up' }).click();
  await again.getByRole('region', { name: 'Call', exact: true }).waitFor({ state: 'detached' });
  await handset.context().close();
  await context.close();
});

test('axe finds nothing on the handset, light and dark', async () => {
  const page = await (await browser.newContext()).newPage();
  await page.goto(`${server.url}/phone`);
  await page.locator('#actions').getByRole('button', { name: 'Call' }).waitFor();
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    expect(await findViolations(page)).toEqual([]);
  }
  await page.context().close();
});
