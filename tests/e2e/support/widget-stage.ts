/** A demo workspace with Maya at her desk, and customers with browsers of their own. */
import type { IncomingMessage, Server } from 'node:http';
import { join } from 'node:path';
import type { Duplex } from 'node:stream';
import type { Browser, BrowserContext, BrowserContextOptions, Frame, Page } from 'playwright-core';
import { systemClock } from '../../../server/lib/clock.ts';
import { createIds } from '../../../server/lib/ids.ts';
import { socketPaths } from '../../../shared/events.ts';
import type { ConversationId, InboxId } from '../../../shared/model/ids.ts';
import type { WebsiteSettings } from '../../../shared/model/inbox.ts';
import { ConsoleClient } from '../../support/console-client.ts';
import { eventually } from '../../support/eventually.ts';
import { closeEverything } from '../../support/scene.ts';
import { type Parley, startParley } from '../../support/start-parley.ts';
import { startBrowser } from './browser.ts';

export const parleyOrigin = 'http://localhost';
/** A website elsewhere that an inbox may allow. */
export const siteOrigin = 'http://site.localhost';

export interface WidgetStage {
  parley: Parley;
  browser: Browser;
  wire: Wire;
  maya: ConsoleClient;
  demoInboxId: InboxId;
  /** a website inbox of its own, so that tests do not meet each other's customers */
  addInbox(settings?: Partial<WebsiteSettings>): Promise<InboxId>;
  customer(options?: BrowserContextOptions): Promise<Customer>;
  /** waits for the offer that begins with these words and takes it */
  accept(words: string): Promise<ConversationId>;
  /** after a test: closes conversations and browsers */
  clear(): Promise<void>;
  stop(): Promise<void>;
}

export async function startWidgetStage(): Promise<WidgetStage> {
  const clientDir = join(process.cwd(), 'dist/client');
  const parley = await startParley({ config: { publicUrl: parleyOrigin, clientDir, demo: true } });
  const { demo, store } = parley.app;
  if (!demo) throw new Error('there is no demo');

  async function sit(name: string): Promise<ConsoleClient> {
    const person = demo?.people.find(({ email }) => email.startsWith(`${name}@`));
    const signedIn = await fetch(`${parley.url}/api/session`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin: parleyOrigin },
      body: JSON.stringify({ email: person?.email, password: person?.password }),
    });
    const cookie = (signedIn.headers.get('set-cookie') ?? '').split(';')[0] ?? '';
    const client = new ConsoleClient({ url: parley.url, origin: parleyOrigin, cookie });
    await client.begin();
    return client;
  }

  const maya = await sit('maya');
  const admin = await sit('admin');
  await maya.ask('presence:set', { state: 'available' });
  const browser = await startBrowser({ localhost: parley.url, 'site.localhost': parley.url });
  const wire = holdWire(parley.app.http);
  const ids = createIds(systemClock);
  const customers: Customer[] = [];
  return {
    parley,
    browser,
    wire,
    maya,
    demoInboxId: demo.inboxId,
    async addInbox(settings = {}) {
      const model = await store.directory.inbox(demo.inboxId);
      if (!model) throw new Error('the demo has no inbox');
      const id = ids.next<InboxId>();
      const own = { greeting: 'How can we help?', accent: '#3f53db', form: [], allowedOrigins: [siteOrigin] };
      await store.directory.saveInbox({ ...model, id, settings: { ...model.settings, ...own, ...settings } });
      return id;
    },
    async customer(options = {}) {
      const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, ...options });
      context.setDefaultTimeout(20_000);
      // Only sockets that can be cut: the fallback over plain requests would go on.
      await context.route(/\/socket\/widget/, (route) => route.abort());
      const customer = { context, page: () => context.newPage() };
      customers.push(customer);
      return customer;
    },
    async accept(words) {
      const offer = await eventually(() => {
        const found = [...maya.offers.values()].find(({ preview }) => preview.startsWith(words));
        if (!found) throw new Error(`no offer begins with ${words}`);
        return found;
      });
      await maya.ask('offer:accept', { workItemId: offer.workItemId, offerId: offer.id });
      await maya.open(offer.conversationId);
      return offer.conversationId;
    },
    async clear() {
      wire.mend();
      await closeEverything(admin);
      for (const customer of customers.splice(0)) await customer.context.close();
    },
    async stop() {
      await browser.close();
      maya.close();
      admin.close();
      await parley.stop();
    },
  };
}

/** A customer's browser. */
export interface Customer {
  context: BrowserContext;
  page(): Promise<Page>;
}

/** The way of the widgets' sockets: `cut` ends them all and lets no new ones through until `mend`. */
export interface Wire {
  cut(): void;
  mend(): void;
}

function holdWire(server: Server): Wire {
  const open = new Set<Duplex>();
  let isCut = false;
  server.prependListener('upgrade', (request: IncomingMessage, socket: Duplex) => {
    if (!request.url?.startsWith(socketPaths.widget)) return;
    if (isCut) socket.destroy();
    open.add(socket);
    socket.once('close', () => open.delete(socket));
  });
  return {
    cut() {
      isCut = true;
      for (const socket of open) socket.destroy();
    },
    mend() {
      isCut = false;
    },
  };
}

export interface HostPageOptions {
  /** options of boot besides the inbox, as JSON */
  boot?: Record<string, unknown>;
  /** before the snippet, in the head */
  head?: string;
  /** after the loader */
  tail?: string;
  policy?: string;
  /** instead of snippet and loader */
  body?: string;
}

/** Serves a website of somebody else that includes the widget as the documentation says, and opens it. */
export async function openSite(page: Page, inboxId: InboxId, options: HostPageOptions = {}): Promise<void> {
  const boot = JSON.stringify({ inbox: inboxId, language: 'en', ...options.boot });
  const snippet = `<script>window.parley=window.parley||function(){(parley.q=parley.q||[]).push(arguments)};parley('boot',${boot})</script>
    <script async src="${parleyOrigin}/widget.js"></script>`;
  const body = `<!doctype html><html lang="en"><head><title>Site</title><meta name="viewport" content="width=device-width">${options.head ?? ''}</head>
    <body><h1>Somebody's site</h1><p>Text</p>${options.body ?? snippet}${options.tail ?? ''}</body></html>`;
  const headers: Record<string, string> = options.policy ? { 'content-security-policy': options.policy } : {};
  await page.route(`${siteOrigin}/**`, (route) => route.fulfill({ contentType: 'text/html', body, headers }));
  await page.goto(`${siteOrigin}/`);
}

/** Presses the launcher of a loaded page, which a closed shadow root hides from selectors, and waits for the app inside. */
export async function openWidget(page: Page): Promise<Frame> {
  const size = page.viewportSize() ?? { width: 1280, height: 800 };
  await page.mouse.click(size.width - 46, size.height - 46);
  return findFrame(page);
}

export async function findFrame(page: Page): Promise<Frame> {
  const frame = await eventually(() => {
    const found = page.frames().find((one) => one.url().includes('/widget/'));
    if (!found) throw new Error('the widget has no frame');
    return found;
  }, 8_000);
  await frame.locator('.root').waitFor({ state: 'attached' });
  return frame;
}

export async function isShown(frame: Frame): Promise<boolean> {
  return (await frame.frameElement()).isVisible();
}

/** Starts a chat where no form is asked. */
export async function startChat(frame: Frame, words: string): Promise<void> {
  await frame.getByText('Chat with us').click();
  await write(frame, words);
  await frame.getByText(/^Delivered/).waitFor();
}

export async function write(frame: Frame, words: string): Promise<void> {
  await frame.getByLabel('Write a message').fill(words);
  await frame.getByLabel('Write a message').press('Enter');
}

/** The texts of the bubbles, from the oldest. */
export function bubbles(frame: Frame): Promise<string[]> {
  return frame.locator('.bubble').allTextContents();
}
