/** Websites as an admin sets them up without help, seen where it matters: in the chat on a page with the snippet, and in the preview. */
import type { Page } from 'playwright-core';
import { eventually } from '../support/eventually.ts';
import { type DeskStage, deskOrigin, startDeskStage } from './support/desk-stage.ts';
import { openWidget } from './support/widget-stage.ts';

jest.setTimeout(120_000);

const siteOrigin = 'http://shop.localhost';
let stage: DeskStage;

beforeAll(async () => {
  stage = await startDeskStage();
});
afterEach(() => stage.clear());
afterAll(() => stage?.stop());

async function open(name: 'ada' | 'ines' | 'maya', path: string): Promise<Page> {
  return stage.enter(await stage.context(), name, `/console/settings/${path}`);
}

/** By keyboard, because what several can be chosen in has no one place to press. */
async function choose(page: Page, label: string, option: string): Promise<void> {
  await page.getByRole('combobox', { name: label, exact: true }).focus();
  await page.keyboard.press('ArrowDown');
  await page.getByRole('option', { name: option, exact: true }).click();
}

async function save(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Save changes' }).click();
  await page.getByText('Not saved yet').waitFor({ state: 'detached' });
}

/** A page of somebody's website with exactly the snippet that the settings gave. */
async function openSite(snippet: string): Promise<Page> {
  const page = await (await stage.context()).newPage();
  const body = `<!doctype html><html lang="en"><head><title>Shop</title></head><body><h1>Shop</h1>${snippet}</body></html>`;
  await page.route(`${siteOrigin}/**`, (route) => route.fulfill({ contentType: 'text/html', body }));
  await page.goto(`${siteOrigin}/`);
  return page;
}

test('a new website with a queue of its own brings chats to those who serve that queue', async () => {
  const ada = await open('ada', 'queues');
  await ada.getByRole('button', { name: 'Add queue' }).click();
  await ada.getByRole('dialog').getByLabel('Name').fill('Returns');
  await ada.getByRole('button', { name: 'Create queue' }).click();
  // Nobody was named, so the page says what would come of that.
  await ada.getByText('Nobody serves this queue').waitFor();
  await choose(ada, 'Teams that serve it', 'north');
  await ada.getByText('Nobody serves this queue').waitFor({ state: 'detached' });
  await ada.getByText('Ben Okafor, Ines Duarte, Maya Keller').waitFor();
  await ada.getByRole('switch', { name: 'Has a service level' }).click();
  await ada.getByText('80 % of the customers are to be accepted within 1 minute.').waitFor();
  await save(ada);

  await ada.getByRole('link', { name: 'Websites' }).click();
  await ada.getByRole('button', { name: 'Add website' }).click();
  await ada.getByLabel('Company name').fill('Trade shop');
  await ada.getByLabel('Address of the website').fill('http://shop.localhost/path');
  await ada.getByText('Leave out what follows the host').waitFor();
  await ada.getByLabel('Address of the website').fill(siteOrigin);
  await choose(ada, 'Queue', 'Returns');
  await ada.getByRole('button', { name: 'Create website' }).click();
  const snippet = (await ada.locator('pre').first().textContent()) ?? '';
  expect(snippet).toContain(`${deskOrigin}/widget.js`);
  await ada.getByText('Not seen on any of your websites yet').waitFor();

  const maya = await stage.world.console('maya');
  await maya.ask('presence:set', { state: 'available' });
  const site = await openSite(snippet);
  const frame = await openWidget(site);
  await frame.getByText('Chat with us').click();
  await frame.getByLabel('Write a message').fill('It came broken');
  await frame.getByLabel('Write a message').press('Enter');
  const offer = await eventually(() => {
    const [found] = [...maya.offers.values()];
    if (!found) throw new Error('no offer yet');
    return found;
  });
  expect(offer).toMatchObject({ queueName: 'Returns', preview: 'It came broken' });
  await maya.ask('offer:accept', { workItemId: offer.workItemId, offerId: offer.id });
  await ada.reload();
  await ada.getByText(`Last seen on ${siteOrigin}`).waitFor();

  await ada.getByRole('link', { name: 'Queues' }).click();
  await ada.getByRole('link', { name: 'Returns' }).click();
  await ada.getByText('1 open conversation').waitFor();
  await ada.getByRole('button', { name: 'Archive' }).click();
  await ada.getByText('Inboxes still bring work to it').first().waitFor();
});

test('the preview is the real chat with what is not saved, and no other site may frame it', async () => {
  const { inboxId } = stage.company.north;
  const ada = await open('ada', `websites/${inboxId}`);
  const preview = ada.frameLocator('iframe[title="Preview of the chat"]');
  await preview.getByRole('heading', { name: 'Hello' }).waitFor();
  await ada.getByLabel('Accent').fill('#aa2200');
  await ada.getByLabel('Greeting', { exact: true }).fill('What can we find for you?');
  await preview.getByRole('heading', { name: 'What can we find for you?' }).waitFor();
  await eventually(async () => {
    const colour = await preview.locator('html').evaluate((root) => root.style.getPropertyValue('--pl-ac'));
    expect(colour).toBe('#aa2200');
  });
  // Loading beside what somebody types into, it left the focus there.
  expect(await ada.evaluate(() => document.activeElement?.tagName)).not.toBe('IFRAME');
  await ada.getByRole('button', { name: 'Add question' }).click();
  await ada.getByLabel('Question', { exact: true }).fill('Which room?');
  await ada.getByLabel('Choices, one per line').fill('Kitchen\nBedroom');
  await ada.getByLabel('“Which room?” in 简体中文', { exact: true }).fill('哪个房间？');
  await ada.getByLabel('Choices of “Which room?” in 简体中文').fill('厨房\n卧室');
  await ada.getByText('Questions', { exact: true }).click();
  await preview.getByText('Bedroom', { exact: true }).waitFor();
  await choose(ada, 'Language of the visitor', '简体中文');
  await preview.getByText('卧室', { exact: true }).waitFor();
  // What is pressed there reaches nobody: no visit, no conversation.
  expect(
    await preview.locator('body').evaluate(() => Object.keys(localStorage).filter((key) => key.includes('token'))),
  ).toEqual([]);

  const saved = await fetch(`${stage.parley.url}/widget/${inboxId}?preview=1`, {
    headers: { host: 'parley.localhost' },
  });
  expect(saved.headers.get('content-security-policy')).toContain("frame-ancestors 'self'");
  expect(await saved.text()).not.toContain('Which room?');
  await save(ada);
  const visitor = await stage.context({ locale: 'zh-CN' });
  const page = await visitor.newPage();
  await page.goto(`${deskOrigin}/widget/${inboxId}`);
  await page.locator('.row').first().click();
  await page.getByText('哪个房间？').waitFor();

  // What the workspace does not serve in, the chat does not speak, whatever its texts say.
  await ada.getByRole('link', { name: 'Languages' }).click();
  await ada.getByText('Every website has its texts').first().waitFor();
  await ada.getByRole('switch', { name: 'Serve customers in 简体中文' }).click({ force: true });
  await ada.getByText('One language has to stay').waitFor();
  await save(ada);
  await page.reload();
  expect(await page.locator('html').getAttribute('lang')).toBe('en');
  await page.locator('.row').first().click();
  await page.getByText('Which room?').waitFor();
});

test('a secret is shown when asked for, and its successor leaves the former one good for a while', async () => {
  const { inboxId } = stage.company.south;
  const ada = await open('ada', `websites/${inboxId}`);
  expect(await ada.locator('[data-secret]').count()).toBe(0);
  await ada.getByRole('button', { name: 'Show secret' }).click();
  const first = await ada.locator('[data-secret]').textContent();
  await ada.getByRole('button', { name: 'Replace secret' }).click();
  await ada.getByRole('button', { name: 'Make a new secret' }).click();
  await ada.getByText('The secret before this one is still believed').waitFor();
  const second = await ada.locator('[data-secret]').textContent();
  expect(second).not.toBe(first);
  const actions = await stage.parley.app.accounts.audit.list(null, 10);
  expect(actions.map(({ action }) => action)).toEqual(
    expect.arrayContaining(['inbox.secret-shown', 'inbox.secret-rotated']),
  );
});

test('an archived website’s bubble leaves the pages that embed it, and comes back with it', async () => {
  const { inboxId } = stage.company.south;
  const ada = await open('ada', `websites/${inboxId}`);
  const snippet = (await ada.locator('pre').first().textContent()) ?? '';
  await ada.getByText('Not seen on any of your websites yet').waitFor();
  await ada.getByLabel('Allowed origins').fill(siteOrigin);
  await ada.getByText('Not saved yet').waitFor();
  await save(ada);
  await ada.getByRole('button', { name: 'Archive' }).click();
  await ada.getByText('Archived', { exact: true }).waitFor();
  const site = await openSite(snippet);
  // The bubble is the one element that the snippet adds; its inside is closed to the page.
  const isThere = () => site.evaluate(() => document.querySelector('body > div')?.hasAttribute('hidden') === false);
  await eventually(async () => expect(await isThere()).toBe(true));
  await site.mouse.click(1440 - 46, 900 - 46);
  await eventually(async () => expect(await isThere()).toBe(false));
  await site.reload();
  await site.waitForFunction(() => (window as { parley?: { isLoaded?: boolean } }).parley?.isLoaded);
  expect(await isThere()).toBe(false);

  await ada.getByRole('button', { name: 'Bring back' }).click();
  await ada.getByText('Archived', { exact: true }).waitFor({ state: 'detached' });
  await site.reload();
  await eventually(async () => expect(await isThere()).toBe(true));
});
