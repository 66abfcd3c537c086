/** The widget on other people's pages: strict, hostile, doubled, without storage, never reloading, not allowed. */
import { createHmac } from 'node:crypto';
import { join } from 'node:path';
import { eventually } from '../support/eventually.ts';
import { measureWidget } from './support/widget-sizes.ts';
import {
  findFrame,
  isShown,
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
beforeAll(async () => {
  stage = await startWidgetStage();
});
afterEach(() => stage.clear());
afterAll(() => stage?.stop());

test('the loader and all that the first message needs are small', async () => {
  const { files, loader, toFirstMessage } = await measureWidget(join(process.cwd(), 'dist/client'));
  expect(Object.keys(files).join()).toMatch(/index-.*style-.*socket-client-/);
  expect(loader).toBeLessThanOrEqual(5 * 1_024);
  expect(toFirstMessage).toBeLessThanOrEqual(45 * 1_024);
});

test('a strict policy that names Parley for scripts and frames is enough, and nothing breaks it', async () => {
  const inbox = await stage.addInbox();
  const customer = await stage.customer();
  const page = await customer.page();
  const refused: string[] = [];
  page.on('console', (message) => {
    if (/Content Security Policy|Refused to/i.test(message.text())) refused.push(message.text());
  });
  await openSite(page, inbox, {
    policy: `default-src 'none'; script-src ${parleyOrigin}; frame-src ${parleyOrigin}; require-trusted-types-for 'script'`,
    body: `<script async src="${parleyOrigin}/widget.js" data-inbox="${inbox}"></script>`,
  });
  const frame = await openWidget(page);
  await startChat(frame, 'From a strict page');
  expect(refused).toEqual([]);
});

test('a page that has replaced what everybody relies on, with styles for everything, still has a chat', async () => {
  const inbox = await stage.addInbox();
  const customer = await stage.customer();
  const page = await customer.page();
  const errors: string[] = [];
  page.on('pageerror', (error) => errors.push(error.message));
  await openSite(page, inbox, {
    // The queue of the snippet is the page's own code and needs push; the attribute needs nothing.
    body: `<script async src="${parleyOrigin}/widget.js" data-inbox="${inbox}"></script>`,
    head: `<script>
      for (const name of ['forEach','map','filter','push','slice','indexOf','concat','includes',Symbol.iterator]) Array.prototype[name] = function () { throw new Error('hostile'); };
      Array.prototype.extra = 1; Object.prototype.extra = 'x'; window.fetch = () => { throw new Error('hostile'); };
      window.onmessage = () => { throw new Error('hostile'); };
      </script><style>* { display: none !important; position: static !important; opacity: 0 !important } html, body { display: block !important; opacity: 1 !important; transform: none }
      iframe, button, div { width: 3px !important; transform: rotate(40deg) !important }</style>`,
  });
  const frame = await openWidget(page);
  expect(await isShown(frame)).toBe(true);
  expect((await (await frame.frameElement()).boundingBox())?.width).toBe(376);
  await startChat(frame, 'From a hostile page');
  expect(errors.filter((text) => text !== 'hostile')).toEqual([]);
});

test('included twice it is there once, without moving the page', async () => {
  const inbox = await stage.addInbox();
  const customer = await stage.customer();
  const page = await customer.page();
  const script = `<script async src="${parleyOrigin}/widget.js"></script>`;
  await openSite(page, inbox, { tail: `${script}<script>parley('boot',{inbox:'${inbox}'})</script>${script}` });
  await openWidget(page);
  await page.waitForLoadState('load');
  expect(page.frames().filter((frame) => frame.url().includes('/widget/'))).toHaveLength(1);
  expect(await page.evaluate(() => document.querySelectorAll('body > div').length)).toBe(1);
  expect(await page.evaluate(() => document.documentElement.scrollHeight <= window.innerHeight)).toBe(true);
});

test('where storage is blocked the chat lives as long as the page', async () => {
  const inbox = await stage.addInbox();
  const customer = await stage.customer();
  await customer.context.addInitScript(() => {
    const refuse = (): never => {
      throw new DOMException('blocked', 'SecurityError');
    };
    for (const name of ['localStorage', 'sessionStorage']) Object.defineProperty(window, name, { get: refuse });
  });
  const page = await customer.page();
  await openSite(page, inbox);
  const frame = await openWidget(page);
  await startChat(frame, 'Nothing is kept');
  const id = await stage.accept('Nothing is kept');
  await stage.maya.send(id, 'I see');
  await frame.getByText('I see').waitFor();
});

test('a page that never reloads tells where the customer is now', async () => {
  const inbox = await stage.addInbox();
  const customer = await stage.customer();
  const page = await customer.page();
  await openSite(page, inbox);
  const frame = await openWidget(page);
  await startChat(frame, 'I look around');
  const id = await stage.accept('I look around');
  const where = () => stage.maya.threads.get(id)?.thread.conversation.context;
  expect(where()?.url).toBe(`${siteOrigin}/`);
  await page.evaluate(() => {
    history.pushState({}, '', '/rugs/halden');
    document.title = 'Halden rug';
  });
  await eventually(() => expect(where()).toMatchObject({ url: `${siteOrigin}/rugs/halden`, title: 'Halden rug' }));
  await page.evaluate(() => history.back());
  await eventually(() => expect(where()?.url).toBe(`${siteOrigin}/`));
});

test('an unread answer is counted before the panel is opened, and the panel stays open from page to page', async () => {
  const inbox = await stage.addInbox();
  const customer = await stage.customer();
  const page = await customer.page();
  await openSite(page, inbox);
  const frame = await openWidget(page);
  await startChat(frame, 'Stay with me');
  const id = await stage.accept('Stay with me');
  await page.goto(`${siteOrigin}/other`);
  const next = await findFrame(page);
  await eventually(async () => expect(await isShown(next)).toBe(true));
  await page.evaluate(() => (window as unknown as { parley(command: string): void }).parley('close'));
  await eventually(async () => expect(await isShown(next)).toBe(false));
  await stage.maya.send(id, 'Are you there?');
  await next.locator('.tab-dot').waitFor({ state: 'attached' });
  await page.goto(`${siteOrigin}/third`);
  const third = await findFrame(page);
  await third.locator('.tab-dot').waitFor({ state: 'attached' });
  expect(await isShown(third)).toBe(false);
  expect(stage.maya.threads.get(id)?.thread.conversation.marks.customerRead.tally.agent).toBe(0);
});

test('shutdown leaves nothing to the next person at the same machine', async () => {
  const inbox = await stage.addInbox();
  const customer = await stage.customer();
  const page = await customer.page();
  await openSite(page, inbox);
  const frame = await openWidget(page);
  await startChat(frame, 'Only for me');
  await page.evaluate(() => (window as unknown as { parley(command: string): void }).parley('shutdown'));
  await page.waitForFunction(() => document.querySelectorAll('body > div').length === 0);
  expect(await page.evaluate(() => Object.keys(localStorage))).toEqual([]);
  await page.evaluate(
    (id) => (window as unknown as { parley(...c: unknown[]): void }).parley('boot', { inbox: id }),
    inbox,
  );
  const again = await openWidget(page);
  await again.getByText('Chat with us').waitFor();
  expect(await again.getByText('Only for me').count()).toBe(0);
});

test('who is signed in on the website is known to the agent, and a site that demands it lets nobody else in', async () => {
  const inbox = await stage.addInbox({ identityRequired: true });
  const customer = await stage.customer();
  const page = await customer.page();
  await openSite(page, inbox);
  const frame = await openWidget(page);
  await frame.getByText('Chat with us').click();
  await frame.getByText('Please sign in on this website').waitFor();
  const secret = await readSecret(inbox);
  const hash = createHmac('sha256', secret).update('customer-7').digest('hex');
  await page.evaluate((user) => (window as unknown as { parley(...c: unknown[]): void }).parley('identify', user), {
    id: 'customer-7',
    hash,
    name: 'Sofia Lind',
  });
  await write(frame, 'It is me');
  await frame.getByText(/^Delivered/).waitFor();
  const id = await stage.accept('It is me');
  expect(stage.maya.threads.get(id)?.thread.conversation.customer.name).toBe('Sofia Lind');
});

/** As an admin reads it in the settings. */
async function readSecret(inboxId: string): Promise<string> {
  const { demo } = stage.parley.app;
  const admin = demo?.people.find(({ email }) => email.startsWith('admin@'));
  const headers = { 'content-type': 'application/json', origin: parleyOrigin };
  const body = JSON.stringify({ email: admin?.email, password: admin?.password });
  const signedIn = await fetch(`${stage.parley.url}/api/session`, { method: 'POST', headers, body });
  const cookie = (signedIn.headers.get('set-cookie') ?? '').split(';')[0] ?? '';
  const answer = await fetch(`${stage.parley.url}/api/inboxes/${inboxId}/secret`, { headers: { cookie } });
  return ((await answer.json()) as { secret: string }).secret;
}

test('a website that the inbox does not allow cannot show the chat', async () => {
  const inbox = await stage.addInbox({ allowedOrigins: ['https://somebody.example'] });
  const customer = await stage.customer();
  const page = await customer.page();
  const refused = page.waitForEvent('console', (message) => message.text().includes('frame-ancestors'));
  await openSite(page, inbox);
  await page.waitForFunction(() => (window as { parley?: { isLoaded?: boolean } }).parley?.isLoaded);
  await page.mouse.click(1280 - 46, 800 - 46);
  await refused;
});
