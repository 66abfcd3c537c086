/** The list of conversations in a real browser: views and counters, search, filters, picking many and undo, calm under the pointer. */
import { join } from 'node:path';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import type { ConversationId } from '../../shared/model/ids.ts';
import { usualPreferences } from '../../shared/model/preferences.ts';
import { eventually } from '../support/eventually.ts';
import { origin, type Stage, startStage } from '../support/start-parley.ts';
import { findViolations } from './support/axe.ts';
import { startBrowser } from './support/browser.ts';

jest.setTimeout(120_000);

let stage: Stage;
let browser: Browser;
const ids: ConversationId[] = [];
const opened: BrowserContext[] = [];
const names = ['Sofia Marchetti', 'Jonas Weber', 'Tomás Lindqvist', 'Paulina Cruz', 'Adaeze Obi', '王小明'];

beforeAll(async () => {
  const clientDir = process.env.CLIENT_DIR ?? join(process.cwd(), 'dist/client');
  stage = await startStage({ config: { clientDir } });
  browser = await startBrowser({ [new URL(origin).host]: stage.parley.url });
  for (const [index, name] of names.entries()) {
    const visitor = await stage.world.visitor();
    const id = await visitor.start(`I am ${name}, and this is about order ${48_000 + index}`);
    const found = await stage.parley.app.timeline.find(id);
    if (!found) throw new Error('not there');
    await stage.parley.app.timeline.change(id, { customer: { ...found.customer, name } });
    ids.push(id);
  }
});

afterEach(async () => {
  for (const context of opened.splice(0)) await context.close();
  const { app } = stage.parley;
  for (const id of Object.values(stage.company.users)) await app.store.preferences.change(id, usualPreferences);
});

afterAll(async () => {
  await browser.close();
  await stage.stop();
});

async function openAs(name: 'ines' | 'maya', path = '/console/waiting', width = 1440): Promise<Page> {
  const context = await browser.newContext({ viewport: { width, height: 860 }, locale: 'en-GB' });
  context.setDefaultTimeout(20_000);
  opened.push(context);
  const [cookieName = '', value = ''] = (await stage.world.cookieOf(name)).split('=');
  await context.addCookies([{ name: cookieName, value, url: origin }]);
  const page = await context.newPage();
  await page.goto(`${origin}${path}`);
  await page.locator('[data-card]').first().waitFor();
  return page;
}

const cards = (page: Page) => page.locator('[data-card]');
const cardOf = (page: Page, name: string) => page.locator('[data-card]', { hasText: name });
const tab = (page: Page, name: string) => page.getByRole('navigation', { name: 'Views' }).getByRole('link', { name });

async function expectClean(page: Page): Promise<void> {
  for (const scheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme: scheme, reducedMotion: 'reduce' });
    expect(await findViolations(page)).toEqual([]);
  }
  await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' });
}

test('views have live counters, and a queue opens from the menu', async () => {
  const page = await openAs('ines');
  await eventually(async () => expect(await tab(page, 'Waiting').textContent()).toMatch(/6/));
  const late = await stage.world.visitor();
  const id = await late.start('One more');
  await eventually(async () => expect(await tab(page, 'Waiting').textContent()).toMatch(/7/));
  const ines = await stage.world.console('ines');
  await ines.ask('conversation:close', { conversationId: id });
  await eventually(async () => expect(await tab(page, 'Waiting').textContent()).toMatch(/6/));
  await page.getByRole('navigation', { name: 'Views' }).getByRole('button').click();
  await page.getByRole('menuitem', { name: /north/ }).click();
  await page.waitForURL(/queue-/);
  await eventually(async () => expect(await cards(page).count()).toBe(6));
  await page.getByRole('menu').waitFor({ state: 'detached' });
  await expectClean(page);
});

test('customers and messages are found while one types, in any script, narrowed down, and opened at the place', async () => {
  await stage.parley.app.searchIndex.settled();
  const page = await openAs('ines');
  const name = 'Search customers, conversations and messages';
  await page.getByRole('button', { name }).click();
  const field = page.getByRole('combobox', { name });
  await field.fill('tomas');
  const customers = page.getByRole('group', { name: 'Customers' });
  const messages = page.getByRole('group', { name: 'Messages, notes and what was said' });
  await customers.getByRole('option', { name: /Tomás Lindqvist/ }).waitFor();
  await messages.getByRole('option', { name: /I am Tomás Lindqvist/ }).waitFor();
  expect(await customers.locator('mark').first().textContent()).toBe('Tomás');
  expect(await messages.locator('mark').first().textContent()).toBe('Tomás');
  await expectClean(page);

  await field.fill('from:team ordr');
  await page.getByRole('button', { name: 'Without From: The team' }).click();
  await page.getByText('Also found: order, for ordr').waitFor();
  await eventually(async () => expect(await messages.getByRole('option').count()).toBe(6));

  await field.fill('小明');
  await customers.getByRole('option', { name: /王小明/ }).waitFor();
  expect(await messages.locator('mark').first().textContent()).toBe('小明');
  const number = /#(\d+)/.exec((await messages.getByRole('option').textContent()) ?? '')?.[1] ?? '';
  await field.fill(`#${number}`);
  await page.getByRole('group', { name: 'Conversations' }).getByRole('option').waitFor();
  await field.fill('王小明 48005');
  await messages.getByRole('option', { name: /48005/ }).waitFor();
  await eventually(async () => expect(await page.getByRole('option').count()).toBe(1));
  await field.press('Enter');
  await page.waitForURL(new RegExp(`${ids[5] ?? 'none'}#\\d`));
  await page.locator('[aria-current="location"]', { hasText: '48005' }).waitFor();
  await field.press('Escape');
  await page.locator('[data-card]').first().waitFor();
});

test('picked with the keyboard and Shift, closed together, and brought back by Undo', async () => {
  const page = await openAs('ines');
  const boxes = page.getByRole('checkbox', { name: /^Pick/ });
  const pickThree = async () => {
    await boxes.first().click({ force: true });
    await boxes.nth(2).click({ force: true, modifiers: ['Shift'] });
    await page.getByText('3 picked').waitFor();
  };
  await pickThree();
  await expectClean(page);
  await page.getByRole('toolbar').getByRole('button', { name: 'Snooze' }).click();
  await page.getByRole('menuitem', { name: 'For an hour' }).click();
  await page.getByText('3 snoozed').waitFor();
  await eventually(async () => expect(await cards(page).count()).toBe(3));
  await page.getByRole('button', { name: 'Undo' }).click();
  await eventually(async () => expect(await cards(page).count()).toBe(6));
  // What is pointed at stays.
  await page.mouse.move(720, 300);
  await page.getByText('Taken back').waitFor({ state: 'detached' });
  await pickThree();
  await page.getByRole('toolbar').getByRole('button', { name: 'Close' }).click();
  await page.getByText('3 closed').waitFor();
  await eventually(async () => expect(await cards(page).count()).toBe(3));
  await page.getByRole('button', { name: 'Undo' }).click();
  await page.getByText('Taken back').waitFor();
  await eventually(async () => expect(await cards(page).count()).toBe(6));
});

test('rows keep their places under the pointer, and move when it leaves', async () => {
  const page = await openAs('ines', '/console/all');
  await eventually(async () => expect(await cards(page).count()).toBe(6));
  const order = () => cards(page).evaluateAll((all) => all.map((card) => card.getAttribute('data-card')));
  const before = await order();
  await cards(page).first().hover();
  const oldest = before.at(-1) as ConversationId;
  const ines = await stage.world.console('ines');
  await ines.note(oldest, 'This moves it up');
  const fresh = await (await stage.world.visitor()).start('New while pointing');
  await page.getByText('1 new waits while you point here').waitFor();
  expect(await order()).toEqual(before);
  await page.mouse.move(900, 400);
  await eventually(async () => expect((await order()).slice(0, 2)).toEqual([fresh, oldest]));
  await ines.ask('conversation:close', { conversationId: fresh });
});

test('order, filters and density are chosen, shown, and kept', async () => {
  const page = await openAs('ines', '/console/all');
  const ines = await stage.world.console('ines');
  await ines.ask('work:prioritise', { conversationId: ids[1] as ConversationId, priority: 'urgent' });
  await page.getByRole('button', { name: /^Order:/ }).click();
  await page.getByRole('menuitemradio', { name: 'Priority' }).click();
  await eventually(async () => expect(await cards(page).first().textContent()).toContain('Jonas Weber'));
  await page.getByRole('button', { name: 'Filters and density' }).click();
  await page.getByText('One line').click();
  await page.getByRole('combobox', { name: 'Priority' }).click();
  await page.getByRole('option', { name: 'Urgent' }).click();
  await eventually(async () => expect(await cards(page).count()).toBe(1));
  expect((await cardOf(page, 'Jonas Weber').boundingBox())?.height).toBeLessThan(50);
  await expectClean(page);
  await page.reload();
  await page.getByRole('button', { name: 'Without Urgent' }).waitFor();
  await page.getByRole('button', { name: 'Without Urgent' }).click();
  await eventually(async () => expect(await cards(page).count()).toBe(6));
});

test('narrow pages show avatars, phones one pane', async () => {
  const page = await openAs('ines', '/console/all', 900);
  await eventually(async () =>
    expect((await page.getByRole('region', { name: 'Inbox' }).boundingBox())?.width).toBe(64),
  );
  await expectClean(page);
  await page.setViewportSize({ width: 390, height: 844 });
  await eventually(async () => expect((await cards(page).first().boundingBox())?.width).toBeGreaterThan(350));
  await expectClean(page);
  await cardOf(page, 'Paulina Cruz').click();
  await page.waitForURL(new RegExp(ids[3] ?? 'none'));
  expect(await cards(page).first().isVisible()).toBe(false);
});

test('what a list is narrowed down to is kept as a view, shared, counted live, changed, renamed and taken away', async () => {
  const page = await openAs('ines', '/console/all');
  const openMenu = (one: Page) => one.getByRole('navigation', { name: 'Views' }).getByRole('button').click();
  await page.getByRole('button', { name: 'Filters and density' }).click();
  const filters = page.getByRole('dialog', { name: 'Filters and density' });
  await filters.getByRole('button', { name: 'More filters' }).click();
  await filters.getByRole('combobox', { name: 'Channel' }).click();
  await page.getByRole('option', { name: 'Chat' }).click();
  await expectClean(page);
  await filters.getByRole('textbox', { name: 'Keep this as a view' }).fill('Chats');
  await filters.getByRole('combobox', { name: 'Who sees it' }).click();
  await page.getByRole('option', { name: 'Everybody' }).click();
  await filters.getByRole('button', { name: 'Keep', exact: true }).click();
  await page.waitForURL(/view-/);
  await page.keyboard.press('Escape');
  const all = await cards(page).count();

  // A colleague who serves the same queue finds it, counted for themselves, and may not change it.
  const other = await openAs('maya', '/console/all');
  await openMenu(other);
  await other.getByRole('menuitem', { name: new RegExp(`Chats\\s*${all}$`) }).waitFor();
  const visitor = await stage.world.visitor();
  await visitor.start('One more of these');
  await other.getByRole('menuitem', { name: new RegExp(`Chats\\s*${all + 1}$`) }).click();
  await other.waitForURL(/view-/);
  await eventually(async () => expect(await cards(other).count()).toBe(all + 1));
  await openMenu(other);
  await other.getByRole('menuitem', { name: 'Edit views' }).click();
  const locked = other.getByRole('dialog', { name: 'Edit views' });
  expect(await locked.getByRole('button', { name: 'Take Chats away' }).isDisabled()).toBe(true);

  await openMenu(page);
  await page.getByRole('menuitem', { name: 'Edit views' }).click();
  const dialog = page.getByRole('dialog', { name: 'Edit views' });
  await expectClean(page);
  const name = dialog.getByRole('textbox', { name: 'Name of the view' });
  await name.fill('All chats');
  await name.press('Enter');
  await dialog.getByRole('button', { name: 'Take All chats away' }).click();
  await dialog.getByText('There are none.', { exact: false }).waitFor();
  await page.waitForURL(/console\/all/);
  await other.waitForURL(/console\/all/);
});

test('a whole view is acted on, whether it was read or not, with its progress, and taken back', async () => {
  for (let at = 0; at < 60; at += 1) await (await stage.world.visitor()).start(`Lamp ${at}`);
  const open = () => stage.parley.app.store.conversations.allOpen();
  const snoozed = async () => (await open()).filter(({ snooze }) => snooze !== null).length;
  const all = (await open()).length;
  const page = await openAs('ines', '/console/all');
  // Nothing has the focus: the list is all there is to pick from.
  await page.keyboard.press('Control+a');
  const bar = page.getByRole('toolbar');
  await bar.getByRole('button', { name: /^All \d+ in this view$/ }).click();
  await bar.getByText(/^All \d+ in this view picked$/).waitFor();
  await bar.getByRole('button', { name: 'Snooze' }).click();
  await page.getByRole('menuitem', { name: 'For an hour' }).click();
  await page.getByText(`${all} snoozed`).waitFor({ timeout: 60_000 });
  await eventually(async () => expect(await snoozed()).toBe(all));
  await page.getByRole('button', { name: 'Undo' }).click();
  await page.getByText('Taken back').waitFor({ timeout: 60_000 });
  await eventually(async () => expect(await snoozed()).toBe(0));
});
