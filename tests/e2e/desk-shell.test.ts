/** The frame around the console in real browsers: commands and keys, notices, presence, tabs, what it keeps, what it says when cut off. */
import type { Page } from 'playwright-core';
import type { ConversationId } from '../../shared/model/ids.ts';
import { eventually } from '../support/eventually.ts';
import { findViolations } from './support/axe.ts';
import { type DeskStage, deskOrigin, startDeskStage } from './support/desk-stage.ts';
import { endWork, serve, tellMaya } from './support/desk-work.ts';

jest.setTimeout(120_000);

let stage: DeskStage;
beforeAll(async () => {
  stage = await startDeskStage(
    { routing: { capacity: 1_000_000, offerSeconds: 5, missesUntilAway: 1 } },
    { isWhole: true },
  );
});
afterEach(() => endWork(stage));
afterAll(() => stage.stop());

const tabs = (page: Page) => page.getByRole('navigation', { name: 'Live work' }).getByRole('link');
const open = (page: Page, id: ConversationId) => page.goto(`${deskOrigin}/console/mine/${id}`);
const bell = (page: Page) => page.getByRole('button', { name: /^Notices/ });
test('everything can be found and done from the command menu, and the sheet knows every key', async () => {
  const [id] = await serve(stage, ['Where is my rug?']);
  const page = await stage.enter(await stage.context(), 'maya');
  await open(page, id);
  await page.getByRole('log').waitFor();

  // What is typed before the menu has come is looked for in it, and none of it is a shortcut.
  const menu = page.getByRole('dialog', { name: 'Commands' });
  const field = menu.getByRole('combobox');
  let release = () => {};
  const held = new Promise<void>((resolve) => {
    release = resolve;
  });
  await page.route(/CommandMenu.*\.js/, async (route) => {
    await held;
    await route.continue();
  });
  await page.keyboard.press('Control+k');
  await page.keyboard.type('gear');
  await page.keyboard.press('Backspace');
  expect(await menu.count()).toBe(0);
  release();
  await eventually(async () => expect(await field.inputValue()).toBe('gea'));
  await page.keyboard.press('Escape');
  await menu.waitFor({ state: 'hidden' });
  expect(page.url()).toContain(id);
  await page.keyboard.press('Control+k');
  await menu.waitFor();
  await expect(field.evaluate((one) => one === document.activeElement)).resolves.toBe(true);
  expect(await findViolations(page)).toEqual([]);
  await field.fill('note');
  expect(await menu.getByRole('option', { selected: true }).textContent()).toMatch(/^Write a note[\s\S]*N$/);
  await page.keyboard.press('Enter');
  await menu.waitFor({ state: 'hidden' });
  // The command has the focus it wants.
  await eventually(async () =>
    expect(await page.evaluate(() => document.activeElement?.tagName)).toMatch(/TEXTAREA|DIV|INPUT/),
  );
  await page.keyboard.type('jjj???');
  expect(page.url()).toContain(id);
  await page.keyboard.press('Escape');

  await page.keyboard.press('Control+k');
  await field.fill('rug');
  await menu.getByRole('group', { name: 'Conversations' }).getByRole('option').first().waitFor();
  await page.keyboard.press('Tab');
  await menu.getByText('In this conversation').last().waitFor();
  await page.keyboard.press('Escape');
  await menu.waitFor({ state: 'hidden' });

  await page.getByRole('button', { name: 'Keyboard shortcuts' }).click();
  const sheet = page.getByRole('dialog', { name: 'Keyboard shortcuts' });
  for (const label of [/^Next conversation/, /^Search or run/, /^Write a reply/, /^Accept the offer/, /^Close/]) {
    await sheet.getByText(label).first().waitFor();
  }
  expect(await findViolations(page)).toEqual([]);
  // Single keys can be switched off (WCAG 2.1.4); what needs Ctrl goes on.
  await sheet.getByRole('switch', { name: 'Single keys' }).click({ force: true });
  await page.keyboard.press('Escape');
  await sheet.waitFor({ state: 'hidden' });
  await page.keyboard.press('?');
  await page.keyboard.press('Control+k');
  await menu.waitFor();
  expect(await sheet.isVisible()).toBe(false);
});

test('notices arrive in every page, are read in all by being looked at in one, and open what they are about', async () => {
  const [id] = await serve(stage, ['Where is my rug?']);
  const context = await stage.context();
  const page = await stage.enter(context, 'maya');
  const other = await stage.enter(context, 'maya', '/console/settings');
  await tellMaya(stage, id, 'above my limit');
  await tellMaya(stage, id, 'please look');
  for (const one of [page, other]) await one.getByRole('button', { name: 'Notices, 2 unread' }).waitFor();
  await eventually(async () => expect(await page.title()).toMatch(/^\(\d+\) Parley$/));
  await page.bringToFront();
  await bell(page).first().click();
  await page.getByText('please look').waitFor();
  expect(await findViolations(page)).toEqual([]);
  await page.getByRole('button', { name: /please look/ }).click();
  await page.getByRole('log').waitFor();
  expect(page.url()).toContain(id);
  for (const one of [page, other]) await one.getByRole('button', { name: 'Notices', exact: true }).waitFor();
  await page.reload();
  await bell(page).first().click();
  await page.getByText('above my limit').waitFor();
});

/** What the browser was asked to show and to sound while nobody looked at it. */
interface Called {
  shown: [string, NotificationOptions][];
  tones: number;
}

function listenToCalls(): void {
  const called: Called = { shown: [], tones: 0 };
  const look = {
    construct(made: typeof Notification, given: [string, NotificationOptions]) {
      called.shown.push(given);
      return new made(...given);
    },
  };
  const { start } = OscillatorNode.prototype;
  OscillatorNode.prototype.start = function (when) {
    called.tones += 1;
    start.call(this, when);
  };
  Object.assign(window, { called, Notification: new Proxy(Notification, look) });
  // Playwright's pages all believe they have the focus.
  document.hasFocus = () => false;
}

test('a missed offer cannot go unnoticed: title, sound and desktop by one of the tabs, in sight in all until it is answered', async () => {
  const context = await stage.context();
  await context.grantPermissions(['notifications'], { origin: deskOrigin });
  await context.addInitScript(listenToCalls);
  const page = await stage.enter(context, 'maya');
  const other = await stage.enter(context, 'maya', '/console/settings');
  await page.getByRole('button', { name: 'Go Ready' }).click();
  await (await stage.world.visitor()).start('Nobody looks');
  await page.getByRole('button', { name: /^Accept/ }).waitFor();
  for (const one of [page, other]) await one.getByText(/^You missed the offer of .* You are Away/).waitFor();
  await page.getByRole('button', { name: /^Notices, \d unread/ }).waitFor();
  expect(await findViolations(page)).toEqual([]);
  const calledIn = (one: Page) => one.evaluate(() => (window as unknown as { called: Called }).called);
  const [here, there] = [await calledIn(page), await calledIn(other)];
  const shown = [...here.shown, ...there.shown];
  expect(shown.map(([title]) => title)).toEqual([expect.stringMatching(/^Offer/), expect.stringMatching(/missed/i)]);
  expect(shown[0]?.[1].body).toContain('Nobody looks');
  // Four tones for the offer, two for what was missed.
  expect(here.tones + there.tones).toBe(6);
  for (const one of [page, other]) expect(await one.title()).toMatch(/^\(\d+\) /);
  await page.reload();
  const banner = page.getByRole('alert').filter({ hasText: 'You missed' });
  await banner.getByRole('button', { name: 'Go Ready' }).click();
  await banner.waitFor({ state: 'hidden' });
  await other.getByRole('button', { name: /^Your presence.*Ready/ }).waitFor();
  await page.getByRole('button', { name: 'Notices', exact: true }).waitFor();
});

test('tabs show live work, Alt and a number goes there, a closed one is taken off', async () => {
  const ids = await serve(stage, ['one', 'two', 'three', 'four', 'five', 'six', 'seven']);
  const page = await stage.enter(await stage.context(), 'maya');
  await tabs(page).nth(4).waitFor();
  const more = page.getByRole('button', { name: /^\d+ more/ });
  expect((await tabs(page).count()) + Number(((await more.textContent()) ?? '').split(' ')[0])).toBe(7);
  await page.keyboard.press('Alt+2');
  await eventually(() => expect(page.url()).toContain(ids[1]));
  expect(await tabs(page).nth(1).getAttribute('aria-current')).toBe('page');
  await page.getByRole('log').waitFor();
  await page.keyboard.press('Alt+7');
  await eventually(() => expect(page.url()).toContain(ids[6]));
  // The selected one is always among those shown.
  await page.locator('nav [aria-current=page][href*="/console/mine/"]').waitFor();
  expect(await findViolations(page)).toEqual([]);
  const ines = await stage.world.console('ines');
  await ines.ask('conversation:close', { conversationId: ids[6] as ConversationId });
  await page.getByRole('button', { name: /^Take .* off the tabs$/ }).click();
  await eventually(() => expect(page.url()).not.toContain(ids[6]));
});

test('the next page shows the desk at once, also without the server, and nothing of it after signing out', async () => {
  const [id] = await serve(stage, ['Where is my rug?']);
  const context = await stage.context();
  const page = await stage.enter(context, 'maya');
  await open(page, id);
  await page.getByRole('log').getByText('Where is my rug?').waitFor();
  // Kept within seconds; leaving the page for another one keeps it now.
  const kept = () =>
    page.evaluate(
      () =>
        new Promise<string>((resolve) => {
          const request = indexedDB.open('parley');
          request.onsuccess = () => {
            const all = request.result.transaction('desks').objectStore('desks').getAll();
            all.onsuccess = () => resolve(JSON.stringify(all.result));
          };
        }),
    );
  await eventually(async () => expect(await kept()).toContain('Where is my rug?'), 9_000);
  await context.route(/\/(socket|api)\//, (route) => route.abort());
  await context.routeWebSocket(/\/socket\//, (socket) => void socket.close());
  const again = await context.newPage();
  await open(again, id);
  await again.getByRole('log').getByText('Where is my rug?').waitFor();
  await again.getByText(/^(Connecting\. This is how it was|Offline for)/).waitFor();
  expect(await findViolations(again)).toEqual([]);
  await again.close();
  await context.unrouteAll();
  await page.reload();
  await page.getByRole('button', { name: /^Your presence/ }).click();
  await page.getByRole('menuitem', { name: 'Sign out' }).click();
  await page.locator('input[name=password]').waitFor();
  expect(await kept()).toBe('[]');
});

test('cut off, it says for how long and what waits, and asks before it is left', async () => {
  const [id] = await serve(stage, ['Where is my rug?']);
  const context = await stage.context();
  const page = await stage.enter(context, 'maya');
  await open(page, id);
  await page.getByRole('log').waitFor();
  await context.setOffline(true);
  stage.parley.app.http.closeAllConnections();
  const box = page.getByRole('textbox', { name: /^Reply to/ });
  await box.fill('On its way');
  await box.press('Enter');
  await page.getByText(/^Offline for .*, 1 reply waits here$/).waitFor({ timeout: 30_000 });
  const asked = page.waitForEvent('dialog');
  await page.close({ runBeforeUnload: true });
  const dialog = await asked;
  expect(dialog.type()).toBe('beforeunload');
  await dialog.dismiss();
  await page.getByRole('button', { name: 'Reconnect now' }).waitFor();
  await context.setOffline(false);
  await page.getByText(/^Offline for/).waitFor({ state: 'hidden' });
  const visitor = await stage.world.console('maya');
  await visitor.open(id);
  await eventually(() => expect(JSON.stringify(visitor.thread(id).entries)).toContain('On its way'));
});

test('two pages of one agent agree: presence, language, appearance', async () => {
  const context = await stage.context();
  const page = await stage.enter(context, 'maya');
  const other = await stage.enter(context, 'maya', '/console/settings');
  await page.keyboard.press('p');
  for (const one of [page, other]) await one.getByRole('button', { name: /^Your presence.*Ready/ }).waitFor();
  const run = async (words: string) => {
    await page.keyboard.press('Control+k');
    await page.getByRole('combobox').fill(words);
    await page.keyboard.press('Enter');
  };
  await run('appearance: dark');
  for (const one of [page, other]) await one.locator('html[data-mantine-color-scheme=dark]').waitFor();
  await run('language 简');
  for (const one of [page, other]) await one.locator('html[lang=zh-Hans]').waitFor();
  await other.getByRole('navigation', { name: '主导航' }).waitFor();
});
