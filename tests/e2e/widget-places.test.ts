/** The widget in odd places: behind blockers, on paper, in pages kept asleep or prepared ahead, where cookies of others are refused, and with hands that switch accounts. */
import { createHmac } from 'node:crypto';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';
import { limits } from '../../shared/limits.ts';
import type { InboxId } from '../../shared/model/ids.ts';
import { eventually } from '../support/eventually.ts';
import {
  bubbles,
  findFrame,
  openSite,
  openWidget,
  parleyOrigin,
  siteOrigin,
  startChat,
  startWidgetStage,
  type WidgetStage,
  write,
} from './support/widget-stage.ts';

jest.setTimeout(120_000);

let stage: WidgetStage;
const browsers: Browser[] = [];
beforeAll(async () => {
  stage = await startWidgetStage();
});
afterEach(async () => {
  await stage.clear();
  for (const browser of browsers.splice(0)) await browser.close();
});
afterAll(() => stage?.stop());

type Parley = (...command: unknown[]) => void;
const call = (page: Page, ...command: unknown[]): Promise<void> =>
  page.evaluate((told) => (window as unknown as { parley: Parley }).parley(...told), command);

/** A browser with switches of its own. */
async function openContext(flags: string[], without: string[] = []): Promise<BrowserContext> {
  const { host } = new URL(stage.parley.url);
  const browser = await chromium.launch({
    executablePath: '/usr/bin/chromium',
    ignoreDefaultArgs: without,
    args: [
      ...['--no-sandbox', '--disable-quic', '--disable-background-networking', '--disable-component-update'],
      ...['--disable-sync', `--host-resolver-rules=MAP localhost ${host},MAP site.localhost ${host}`],
      '--disable-features=LocalNetworkAccessChecks,BlockInsecurePrivateNetworkRequests',
      ...flags,
    ],
  });
  browsers.push(browser);
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
  context.setDefaultTimeout(20_000);
  return context;
}

test('where the loader is blocked the website is as it was', async () => {
  const inbox = await stage.addInbox();
  const page = await (await stage.customer()).page();
  const errors: string[] = [];
  page.on('pageerror', (error) => errors.push(error.message));
  await page.route('**/widget.js', (route) => route.abort('blockedbyclient'));
  await openSite(page, inbox);
  await call(page, 'open');
  await call(page, 'identify', { id: 'a', hash: 'b' });
  await page.waitForLoadState('load');
  expect(errors).toEqual([]);
  expect(await page.evaluate(() => document.body.children.length)).toBe(4);
});

test('where sockets are blocked what is written waits, and leaves in order when the way is free', async () => {
  const inbox = await stage.addInbox();
  const page = await (await stage.customer()).page();
  stage.wire.cut();
  await openSite(page, inbox);
  const frame = await openWidget(page);
  await frame.getByText('Chat with us').click();
  await write(frame, 'One');
  await write(frame, 'Two');
  await frame.getByText('Waiting for a connection').first().waitFor();
  stage.wire.mend();
  await frame.getByText(/^Delivered/).waitFor({ timeout: 20_000 });
  expect(await bubbles(frame)).toEqual(['One', 'Two']);
  // The only offer there is; which of the two it quotes depends on how soon it was made.
  const id = await stage.accept('');
  await eventually(() => expect(heard(id)).toEqual(['One', 'Two']));
});

test('on paper there is no launcher', async () => {
  const inbox = await stage.addInbox();
  const page = await (await stage.customer()).page();
  await openSite(page, inbox);
  await findHost(page);
  const corner = { clip: { x: 1180, y: 700, width: 100, height: 100 } };
  const onScreen = await page.screenshot(corner);
  await page.emulateMedia({ media: 'print' });
  const onPaper = await page.screenshot(corner);
  expect(onPaper.equals(onScreen)).toBe(false);
  await page.evaluate(() => document.querySelector('body > div')?.remove());
  expect(onPaper.equals(await page.screenshot(corner))).toBe(true);
});

test('a page that is prepared ahead shows nothing and asks nothing until somebody sees it', async () => {
  const inbox = await stage.addInbox();
  const page = await (await stage.customer()).page();
  const asked: string[] = [];
  page.on('request', (request) => {
    if (/\/(api\/)?widget\//.test(request.url())) asked.push(request.url());
  });
  await page.addInitScript(() => {
    if (window !== window.top) return;
    Object.assign(window, { isPrepared: true });
    const isPrepared = () => (window as unknown as { isPrepared: boolean }).isPrepared;
    Object.defineProperty(Document.prototype, 'prerendering', { get: isPrepared });
  });
  await openSite(page, inbox, { tail: `<script>parley('open')</script>` });
  await page.waitForFunction(() => (window as { parley?: { isLoaded?: boolean } }).parley?.isLoaded);
  await page.waitForLoadState('load');
  expect(await page.evaluate(() => document.querySelectorAll('body > div').length)).toBe(0);
  expect(asked).toEqual([]);
  await page.evaluate(() => {
    Object.assign(window, { isPrepared: false });
    document.dispatchEvent(new Event('prerenderingchange'));
  });
  const frame = await findFrame(page);
  await startChat(frame, 'Now I am here');
});

test('a page that comes back out of the cache goes on with its chat', async () => {
  const inbox = await stage.addInbox();
  const page = await (await openContext([], ['--disable-back-forward-cache'])).newPage();
  await openSite(page, inbox, {
    tail: `<script>addEventListener('pageshow', (event) => { if (event.persisted) document.title = 'kept' })</script>`,
  });
  await startChat(await openWidget(page), 'I wander');
  const id = await stage.accept('I wander');
  const delivered = () => stage.maya.threads.get(id)?.thread.conversation.marks.customerDelivered.tally.agent;
  await page.goto(`${siteOrigin}/other`);
  await findFrame(page);
  await stage.maya.send(id, 'While you were away');
  await eventually(() => expect(delivered()).toBe(1));
  await page.evaluate(() => history.back());
  await page.waitForURL(`${siteOrigin}/`, { waitUntil: 'commit' });
  expect(await page.title()).toBe('kept');
  // Frames of a page out of the cache are hidden from this browser's driver: what the agent sees is the witness.
  await stage.maya.send(id, 'Welcome back');
  await eventually(() => expect(delivered()).toBe(2), 8_000);
});

test('where cookies of others are refused the chat outlives a reload', async () => {
  const inbox = await stage.addInbox();
  const page = await (await openContext(['--test-third-party-cookie-phaseout'])).newPage();
  await openSite(page, inbox);
  await startChat(await openWidget(page), 'No cookies for you');
  await page.reload();
  await (await findFrame(page)).getByText('No cookies for you').first().waitFor({ state: 'attached' });
  expect(await page.context().cookies()).toEqual([]);
});

test('who comes as another user finds none of the chats of the one before; a word that proves nothing opens nothing', async () => {
  const inbox = await stage.addInbox();
  const page = await (await stage.customer()).page();
  const secret = await readSecret(inbox);
  const user = (id: string) => ({ id, hash: createHmac('sha256', secret).update(id).digest('hex'), name: id });
  const comeAs = (who: object) =>
    openSite(page, inbox, { tail: `<script>parley('identify',${JSON.stringify(who)})</script>` });
  await comeAs(user('anna'));
  const frame = await openWidget(page);
  await startChat(frame, 'I am anna');
  const id = await stage.accept('I am anna');
  await comeAs(user('berta'));
  const next = await findFrame(page);
  await startChat(next, 'I am berta');
  await stage.maya.send(id, 'For anna only');
  await stage.accept('I am berta');
  expect(await bubbles(next)).toEqual(['I am berta']);
  expect(heard(id)).toEqual(['I am anna']);
  for (const lie of [{ id: 'anna', hash: user('berta').hash }, { jwt: 'not.a.token' }]) {
    await comeAs(lie);
    const again = await findFrame(page);
    await again.getByText('I am berta').first().waitFor({ state: 'attached' });
    expect(await again.getByText(/anna/).count()).toBe(0);
  }
});

test('who switches the account sees nothing more of the one before', async () => {
  const inbox = await stage.addInbox();
  const page = await (await stage.customer()).page();
  await openSite(page, inbox);
  const secret = await readSecret(inbox);
  const user = (id: string) => ({ id, hash: createHmac('sha256', secret).update(id).digest('hex'), name: id });
  await call(page, 'identify', user('anna'));
  const frame = await openWidget(page);
  await startChat(frame, 'I am anna');
  const id = await stage.accept('I am anna');
  await call(page, 'identify', user('berta'));
  await frame.getByText('I am anna').waitFor({ state: 'detached' });
  await stage.maya.send(id, 'For anna only');
  await startChat(frame, 'I am berta');
  expect(await bubbles(frame)).toEqual(['I am berta']);
  expect(heard(id)).toEqual(['I am anna']);
});

test('an upload that breaks off says so and goes up when it is tried again; one that is too large never leaves', async () => {
  const inbox = await stage.addInbox();
  const page = await (await stage.customer()).page();
  await openSite(page, inbox);
  const frame = await openWidget(page);
  await startChat(frame, 'A file');
  const id = await stage.accept('A file');
  const path = /\/api\/widget\/[^/]+\/files$/;
  let asked = 0;
  await page.route(path, (route) => {
    asked += 1;
    return route.abort('connectionreset');
  });
  const choose = (name: string, size: number) =>
    frame.locator('input[type=file]').setInputFiles({ name, mimeType: 'text/plain', buffer: Buffer.alloc(size, 'x') });
  // Made in the page: so much would take long to be handed over by the driver.
  await frame.locator('input[type=file]').evaluate((input, size) => {
    const chosen = new DataTransfer();
    chosen.items.add(new File([new Uint8Array(size)], 'large.txt', { type: 'text/plain' }));
    (input as HTMLInputElement).files = chosen.files;
    input.dispatchEvent(new Event('change', { bubbles: true }));
  }, limits.fileBytes + 1);
  await frame.getByText(/Larger than/).waitFor();
  expect(asked).toBe(0);
  await frame.getByRole('button', { name: 'Remove large.txt' }).click();
  await choose('small.txt', 10);
  await frame.getByText(/Not sent/).waitFor();
  expect(asked).toBe(1);
  await page.unroute(path);
  await frame.getByRole('button', { name: /Try again/ }).click();
  await frame.getByText(/Not sent/).waitFor({ state: 'detached' });
  await frame.getByRole('button', { name: 'Send', exact: true }).click();
  await eventually(() => expect(JSON.stringify(stage.maya.threads.get(id)?.thread.entries)).toContain('small.txt'));
});

async function findHost(page: Page): Promise<void> {
  await page.locator('body > div').waitFor({ state: 'attached' });
}

/** What the agent sees of the customer's messages. */
function heard(id: string): string[] {
  return (stage.maya.threads.get(id)?.thread.entries ?? []).flatMap(({ author, body }) =>
    author.kind === 'customer' && body.kind === 'message' ? [body.text] : [],
  );
}

/** As an admin reads it in the settings. */
async function readSecret(inboxId: InboxId): Promise<string> {
  const admin = stage.parley.app.demo?.people.find(({ email }) => email.startsWith('admin@'));
  const headers = { 'content-type': 'application/json', origin: parleyOrigin };
  const body = JSON.stringify({ email: admin?.email, password: admin?.password });
  const signedIn = await fetch(`${stage.parley.url}/api/session`, { method: 'POST', headers, body });
  const cookie = (signedIn.headers.get('set-cookie') ?? '').split(';')[0] ?? '';
  const answer = await fetch(`${stage.parley.url}/api/inboxes/${inboxId}/secret`, { headers: { cookie } });
  return ((await answer.json()) as { secret: string }).secret;
}
