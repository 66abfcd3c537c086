/** The agent's page in a real browser against a whole server: one conversation from the ring to its end, and what goes wrong on the way. */
import { join } from 'node:path';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { eventually } from '../support/eventually.ts';
import { origin, type Stage, startStage } from '../support/start-parley.ts';
import type { VisitorClient } from '../support/visitor-client.ts';
import { password } from '../support/world.ts';
import { findViolations } from './support/axe.ts';
import { startBrowser } from './support/browser.ts';

jest.setTimeout(120_000);

let stage: Stage;
let browser: Browser;
const opened: BrowserContext[] = [];

beforeAll(async () => {
  stage = await startStage({ config: { clientDir: join(process.cwd(), 'dist/client') } });
  browser = await startBrowser({ [new URL(origin).host]: stage.parley.url });
});

afterEach(async () => {
  for (const context of opened.splice(0)) await context.close();
  for (const name of ['maya', 'ben'] as const) {
    const client = await stage.world.console(name);
    await client.ask('presence:set', { state: 'away' });
  }
  const ines = await stage.world.console('ines');
  const { rows } = await ines.ask('list:open', { view: 'all' });
  for (const { conversation } of rows) {
    if (conversation.status === 'open') await ines.ask('conversation:close', { conversationId: conversation.id });
  }
  stage.world.closeClients();
});

afterAll(async () => {
  await browser.close();
  await stage.stop();
});

async function openContext(): Promise<BrowserContext> {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, locale: 'en-GB' });
  context.setDefaultTimeout(20_000);
  opened.push(context);
  return context;
}

async function enter(page: Page, name: string, secret = password): Promise<void> {
  await page.getByLabel('Email').fill(`${name}@parley.example`);
  await page.locator('input[name=password]').fill(secret);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
}

/** A signed-in agent who is Ready, in a browser of their own. */
async function openReady(name: string): Promise<Page> {
  const page = await (await openContext()).newPage();
  await page.goto(`${origin}/`);
  await enter(page, name);
  await page.getByRole('button', { name: 'Go Ready' }).click();
  await page.getByText('new conversations are offered to you').waitFor();
  return page;
}

/** Accepts the next offer by key and waits for its thread. */
async function accept(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Accept' }).waitFor();
  await page.keyboard.press('Alt+a');
  await page.getByRole('log').waitFor();
}

async function reply(page: Page, text: string): Promise<void> {
  const box = page.getByRole('textbox', { name: /^Reply to/ });
  await box.fill(text);
  await box.press('Enter');
}

const bubble = (page: Page, text: string) => page.getByRole('log').getByText(text, { exact: true });

/** Texts that the visitor's own thread shows. */
function heard(visitor: VisitorClient, id: Parameters<VisitorClient['thread']>[0]): string[] {
  return visitor.thread(id).entries.flatMap((entry) => (entry.body.kind === 'message' ? [entry.body.text] : []));
}

async function until(isTrue: () => boolean): Promise<void> {
  const giveUp = AbortSignal.timeout(15_000);
  while (!isTrue()) {
    giveUp.throwIfAborted();
    await new Promise((resolve) => setImmediate(resolve));
  }
}

test('a wrong password is told, the right one leads to where the address pointed', async () => {
  const page = await (await openContext()).newPage();
  await page.goto(`${origin}/console/waiting`);
  await enter(page, 'maya', 'wrong horse battery');
  await page.getByRole('alert').getByText('do not match').waitFor();
  await enter(page, 'maya');
  await page.getByText('Nobody is waiting').waitFor();
  await page.getByText('Answer your first customer').waitFor();
  expect(await page.getByText('Open the shop').count()).toBe(0);
  expect(new URL(page.url()).pathname).toBe('/console/waiting');
});

test('ready, offered, accepted; both sides live; the note stays inside; another tab agrees; closed by key', async () => {
  const page = await openReady('maya');
  const visitor = await stage.world.visitor();
  const id = await visitor.start('Where is my rug?');
  await page.getByText('“Where is my rug?”').waitFor();
  expect(await page.title()).toMatch(/^\(\d+\) /);
  await accept(page);
  await bubble(page, 'Where is my rug?').waitFor();

  await page.keyboard.press('r');
  await page.keyboard.type('On its way.');
  await page.keyboard.press('Shift+Enter');
  await page.keyboard.type('Tomorrow.');
  await page.keyboard.press('Enter');
  await until(() => heard(visitor, id).includes('On its way.\nTomorrow.'));
  await visitor.send(id, 'Thank you <img src=x onerror=alert(1)> javascript:alert(2)');
  await bubble(page, 'Thank you <img src=x onerror=alert(1)> javascript:alert(2)').waitFor();
  expect(await page.getByRole('log').locator('a[href^="javascript"]').count()).toBe(0);

  await visitor.ask('typing:set', { conversationId: id, typing: true, text: 'One more thi' });
  await page.getByText('One more thi').waitFor();

  const second = await (opened.at(-1) as BrowserContext).newPage();
  await second.goto(page.url());
  await bubble(second, 'On its way. Tomorrow.').waitFor();

  await page.bringToFront();
  await page.keyboard.press('Escape');
  await page.keyboard.press('n');
  await page.keyboard.type('Refund if late');
  await page.keyboard.press('Enter');
  await bubble(page, 'Refund if late').waitFor();
  await bubble(second, 'Refund if late').waitFor();
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Reply', exact: true }).click();
  await reply(page, 'All done');
  await until(() => heard(visitor, id).includes('All done'));
  expect(heard(visitor, id)).not.toContain('Refund if late');

  await page.keyboard.press('Escape');
  await page.keyboard.press('e');
  await page.getByText('This conversation is closed.').waitFor();
  await second.getByText('This conversation is closed.').waitFor();
  await until(() => visitor.thread(id).conversation.status === 'closed');
});

test('on a phone an offer covers neither the composer nor the way back', async () => {
  const page = await openReady('maya');
  await page.setViewportSize({ width: 390, height: 844 });
  await (await stage.world.visitor()).start('First');
  await page.getByRole('button', { name: 'Accept' }).click();
  await page.getByRole('log').waitFor();
  await (await stage.world.visitor()).start('Second');
  const offer = page.getByRole('region', { name: /^Offer: / });
  await offer.getByRole('button', { name: 'Accept' }).waitFor();
  const card = await offer.boundingBox();
  const composer = await page.getByRole('region', { name: 'What you write' }).boundingBox();
  const header = await page.getByRole('button', { name: 'Close', exact: true }).boundingBox();
  if (!card || !composer || !header) throw new Error('something is not on screen');
  expect(card.y + card.height).toBeLessThan(composer.y);
  expect(card.y).toBeGreaterThan(header.y + header.height);
  expect(card.x + card.width).toBeLessThanOrEqual(390);
  await reply(page, 'Hello');
  await bubble(page, 'Hello').waitFor();
});

test('who stands at the end of a long thread stays there; who has scrolled up is left alone', async () => {
  const page = await openReady('maya');
  const visitor = await stage.world.visitor();
  const id = await visitor.start('Line 0');
  await accept(page);
  for (let line = 1; line <= 40; line += 1) await visitor.send(id, `Line ${line}`);
  const isSeen = (text: string) =>
    bubble(page, text).evaluate((found) => {
      const box = found.getBoundingClientRect();
      const frame = found.closest('[role=log]')?.getBoundingClientRect();
      return frame !== undefined && box.top >= frame.top && box.bottom <= frame.bottom;
    });
  await bubble(page, 'Line 40').waitFor();
  await eventually(async () => expect(await isSeen('Line 40')).toBe(true));
  await page.getByRole('log').hover();
  await page.mouse.wheel(0, -1_000);
  await page.getByRole('button', { name: 'Jump to latest' }).waitFor();
  await visitor.send(id, 'Line 41');
  await page.getByRole('button', { name: '1 new message' }).waitFor();
  await reply(page, 'Down again');
  await bubble(page, 'Down again').waitFor();
  await eventually(async () => expect(await isSeen('Down again')).toBe(true));
});

test('a declined offer goes on to the next agent', async () => {
  const maya = await openReady('maya');
  const visitor = await stage.world.visitor();
  await visitor.start('Anybody there?');
  await maya.getByRole('button', { name: 'Decline' }).waitFor();
  const ben = await openReady('ben');
  await maya.bringToFront();
  await maya.keyboard.press('Alt+d');
  await ben.getByText('“Anybody there?”').waitFor();
  await maya.getByRole('button', { name: 'Decline' }).waitFor({ state: 'detached' });
});

test('the server restarts: the page says so, keeps replies in order and sends each once', async () => {
  const page = await openReady('maya');
  const visitor = await stage.world.visitor();
  const id = await visitor.start('Still there?');
  await accept(page);
  const context = opened.at(-1) as BrowserContext;
  await context.setOffline(true);
  await stage.parley.restart();
  await page.getByText(/^Offline for .*goes out in order/).waitFor();
  await reply(page, 'first');
  await reply(page, 'second');
  await page.getByText(/^Offline for .*, 2 replies wait here$/).waitFor();
  await context.setOffline(false);
  await until(() => heard(visitor, id).includes('second'));
  expect(heard(visitor, id)).toEqual(['Still there?', 'first', 'second']);
  await page.getByText(/^Offline for/).waitFor({ state: 'detached' });
  await visitor.send(id, 'Good to see you');
  await bubble(page, 'Good to see you').waitFor();
});

test('a draft and an unsent reply outlast a reload', async () => {
  const page = await openReady('maya');
  const visitor = await stage.world.visitor();
  const id = await visitor.start('Hello');
  await accept(page);
  await page.getByRole('textbox', { name: /^Reply to/ }).fill('Half a sen');
  await page.reload();
  expect(await page.getByRole('textbox', { name: /^Reply to/ }).inputValue()).toBe('Half a sen');
  await page.route('**/socket/**', (route) => route.abort());
  await page.context().setOffline(true);
  await reply(page, 'Written in a tunnel');
  await page.getByText('Waits for the connection').or(page.getByText('Sending')).first().waitFor();
  await page.context().setOffline(false);
  await page.unroute('**/socket/**');
  await page.reload();
  await until(() => heard(visitor, id).includes('Written in a tunnel'));
});

test('keys move through the list and show themselves; nothing happens while writing', async () => {
  for (const text of ['one', 'two', 'three']) await (await stage.world.visitor()).start(text);
  const page = await (await openContext()).newPage();
  await page.goto(`${origin}/console/waiting`);
  await enter(page, 'ines');
  await page.getByRole('link', { name: /one/ }).waitFor();
  await page.keyboard.press('j');
  await bubble(page, 'one').waitFor();
  await page.keyboard.press('j');
  await bubble(page, 'two').waitFor();
  await page.keyboard.press('k');
  await bubble(page, 'one').waitFor();
  await page.keyboard.press('n');
  await page.keyboard.type('jek?');
  expect(await page.getByRole('textbox', { name: 'Write a note' }).inputValue()).toBe('jek?');
  await page.keyboard.press('Escape');
  await page.keyboard.press('?');
  await page.getByRole('dialog', { name: 'Keyboard shortcuts' }).waitFor();
});

describe.each(['light', 'dark'] as const)('axe finds nothing in the %s scheme', (colorScheme) => {
  async function openPage(path: string): Promise<Page> {
    const context = await openContext();
    const page = await context.newPage();
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    await page.goto(origin + path);
    return page;
  }

  test('on the way in', async () => {
    const page = await openPage('/');
    await page.getByLabel('Email').waitFor();
    expect(await findViolations(page)).toEqual([]);
    for (const path of ['/setup?token=', '/reset?token=', '/reset?token=abcdefghijklmnopqrstuvwxyz']) {
      await page.goto(origin + path);
      await page.getByRole('heading', { level: 1 }).waitFor();
      expect(await findViolations(page)).toEqual([]);
    }
  });

  test('at the desk, from empty to a conversation with an offer beside it', async () => {
    const page = await openPage('/');
    await enter(page, 'maya');
    await page.getByRole('button', { name: 'Go Ready' }).click();
    await page.getByText('new conversations are offered to you').waitFor();
    expect(await findViolations(page)).toEqual([]);
    const visitor = await stage.world.visitor();
    const id = await visitor.start('Where is my rug?', {
      context: { url: 'https://shop.example/rug', language: 'it' },
    });
    await accept(page);
    await reply(page, 'On its way');
    await page.keyboard.press('Escape');
    await page.keyboard.press('n');
    await page.keyboard.type('Careful');
    await page.keyboard.press('Enter');
    await visitor.ask('typing:set', { conversationId: id, typing: true, text: 'I hope' });
    await page.getByText('I hope').waitFor();
    await (await stage.world.visitor()).start('Me too');
    await page.getByRole('button', { name: 'Accept' }).waitFor();
    expect(await findViolations(page)).toEqual([]);
    await page.setViewportSize({ width: 390, height: 844 });
    expect(await findViolations(page)).toEqual([]);
    await page.goto(`${origin}/console/mine`);
    await page.getByRole('heading', { name: 'Inbox' }).waitFor();
    expect(await findViolations(page)).toEqual([]);
  });

  test('in the settings', async () => {
    const page = await openPage('/console/settings');
    await enter(page, 'ada');
    await page.getByText('this browser', { exact: true }).waitFor();
    expect(await findViolations(page)).toEqual([]);
    for (const [path, words] of [
      ['people', 'ben@parley.example'],
      ['websites', 'what it says, how it looks'],
      ['hours', 'No opening hours yet'],
    ] as const) {
      await page.goto(`${origin}/console/settings/${path}`);
      await page.getByText(words).waitFor();
      expect(await findViolations(page)).toEqual([]);
    }
    await page.goto(`${origin}/console/settings/people`);
    await page.getByRole('button', { name: 'Add person' }).click();
    await page.getByRole('dialog').getByLabel('Name').waitFor();
    expect(await findViolations(page)).toEqual([]);
  });
});

test('an admin creates an agent, who sets a password by the link and signs in', async () => {
  const page = await (await openContext()).newPage();
  await page.goto(`${origin}/console/mine`);
  await enter(page, 'ada');
  await page.getByRole('heading', { name: 'Set up your desk' }).waitFor();
  expect(await page.getByRole('listitem').filter({ hasText: 'Connect a mailbox' }).getByRole('link').count()).toBe(1);
  await page.getByRole('link', { name: 'People', exact: true }).click();
  await page.getByRole('button', { name: 'Add person' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Name').fill('Nora Vik');
  await dialog.getByLabel('Email').fill('nora@parley.example');
  await dialog.getByRole('button', { name: 'Create account' }).click();
  const link = await page.getByText(`${origin}/reset?token=`).textContent();
  const nora = await (await openContext()).newPage();
  await nora.goto(link?.trim() ?? '');
  await nora.getByLabel('New password').and(nora.locator('input')).fill('a long new password');
  await nora.getByRole('button', { name: 'Save password' }).click();
  await enter(nora, 'nora', 'a long new password');
  await nora.getByRole('button', { name: 'Go Ready' }).waitFor();
});
