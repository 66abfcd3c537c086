/** A thread of 10 000 entries in a real browser: opens at the first unread, keeps its place while pages arrive, and is linked to entry by entry. */
import type { Page } from 'playwright-core';
import type { ConversationId } from '../../shared/model/ids.ts';
import { fillThread } from '../support/long-thread.ts';
import { people } from '../support/world.ts';
import { type DeskStage, deskOrigin, startDeskStage } from './support/desk-stage.ts';

jest.setTimeout(120_000);

/** so that the last entry is a message */
const long = 10_002;
let stage: DeskStage;
let longId: ConversationId;
/** how many entries stand before the long part */
let before: number;

beforeAll(async () => {
  stage = await startDeskStage({ routing: { capacity: 1_000_000 } });
  const { world, company, parley } = stage;
  const ines = await world.console('ines');
  longId = await (await world.visitor()).start('The first line');
  before = (await ines.open(longId)).thread.entries.at(-1)?.seq ?? 0;
  await ines.ask('read:mark', { conversationId: longId, upTo: before });
  const agent = { id: company.users.maya, name: people.maya.name };
  await fillThread(parley.app, longId, { count: long, agent, endsAt: Date.now() });
  world.closeClients();
  await parley.restart();
}, 180_000);
afterEach(() => stage.clear());
afterAll(() => stage.stop());

const log = (page: Page) => page.getByRole('log');
const line = (page: Page, at: number) =>
  log(page)
    .getByText(new RegExp(`^${at}\\. `))
    .first();

test('10 000 entries open at the first unread, load as they are scrolled to, and are left by one click for the newest', async () => {
  const page = await stage.enter(await stage.context(), 'ines', `/console/all/${longId}`);
  await log(page)
    .getByText(/new since/)
    .waitFor();
  await line(page, 1).waitFor();
  await page.getByRole('button', { name: /new messages/ }).waitFor();
  expect(await log(page).locator('article').count()).toBeLessThan(80);

  await log(page).hover();
  const seen = async () =>
    Number(/^(\d+)\. /.exec((await log(page).locator('article p').last().textContent()) ?? '')?.[1] ?? 0);
  const scrolledPast = async (at: number) => {
    for (let tries = 0; tries < 400 && (await seen()) < at; tries += 1) {
      await page.mouse.wheel(0, 1_500);
      await page.evaluate(() => new Promise((next) => requestAnimationFrame(next)));
    }
    return seen();
  };
  expect(await scrolledPast(150)).toBeGreaterThanOrEqual(150);

  await page.getByRole('button', { name: /new messages/ }).click();
  await line(page, long).waitFor();
  await page.mouse.wheel(0, -4_000);
  await page.getByRole('button', { name: 'Jump to latest' }).click();
  await line(page, long).waitFor();
});

test('pages that arrive above push nothing that is on screen', async () => {
  const page = await stage.enter(await stage.context(), 'ines', `/console/all/${longId}#${before + 5_000}`);
  await line(page, 5_000).waitFor();
  await log(page).hover();
  await log(page).locator('[aria-current=location]').waitFor();
  // Far above until an older page has been asked for and has come.
  const pages: number[] = [];
  // What stands uppermost in sight, once two frames in a row agree on it.
  const first = () =>
    log(page).evaluate(async (scroller) => {
      const look = () => {
        const top = scroller.getBoundingClientRect().top;
        const seen = [...scroller.querySelectorAll('article')].find((one) => one.getBoundingClientRect().bottom > top);
        return Number(/^(\d+)\. /.exec(seen?.querySelector('p')?.textContent ?? '')?.[1] ?? 0);
      };
      let last = -1;
      for (let now = look(); now !== last || now === 0; now = look()) {
        last = now;
        await new Promise((next) => requestAnimationFrame(() => requestAnimationFrame(next)));
      }
      return last;
    });
  for (let at = 0; at < 30; at += 1) {
    await page.mouse.wheel(0, -900);
    await page.evaluate(() => new Promise((next) => requestAnimationFrame(() => requestAnimationFrame(next))));
    pages.push(await first());
  }
  // Going up only ever shows older entries, and no step skips a whole page of them.
  const steps = pages.slice(1).map((each, at) => (pages[at] ?? each) - each);
  expect(Math.min(...steps)).toBeGreaterThanOrEqual(-2);
  expect(Math.max(...steps)).toBeLessThan(60);
});

test('a link to an entry opens there and marks it, from outside and within; one to nowhere says so', async () => {
  const context = await stage.context({ permissions: ['clipboard-read', 'clipboard-write'] });
  const page = await stage.enter(context, 'ines', `/console/all/${longId}#${before + 7_000}`);
  const marked = log(page).locator('[aria-current=location]');
  await marked.getByText(/^7000\. /).waitFor();
  expect(await marked.isVisible()).toBe(true);

  await marked.hover();
  await marked.getByRole('button', { name: 'More about this entry' }).click();
  await page.getByRole('menuitem', { name: 'Copy link to this entry' }).click();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(
    `${deskOrigin}/console/all/${longId}#${before + 7_000}`,
  );

  await page.evaluate((to) => {
    location.hash = `#${to}`;
  }, before + 20);
  await marked.getByText(/^20\. /).waitFor();
  await page.evaluate(() => {
    location.hash = '#999999';
  });
  await page.getByText('The linked entry is not in this conversation.').waitFor();
});
