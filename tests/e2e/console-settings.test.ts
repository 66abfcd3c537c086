/** What admins change in the console, seen from where it matters: the widget, the shop's visitors, and the people who are signed in. */
import { join } from 'node:path';
import type { Browser, BrowserContext, Frame, Page } from 'playwright-core';
import { eventually } from '../support/eventually.ts';
import { type Parley, startParley } from '../support/start-parley.ts';
import { startBrowser } from './support/browser.ts';
import { findFrame, openSite, openWidget, siteOrigin, write } from './support/widget-stage.ts';

jest.setTimeout(120_000);

const origin = 'http://localhost';
let parley: Parley;
let browser: Browser;
const opened: BrowserContext[] = [];

beforeAll(async () => {
  const clientDir = process.env.CLIENT_DIR ?? join(process.cwd(), 'dist/client');
  parley = await startParley({ config: { publicUrl: origin, clientDir, demo: true } });
  browser = await startBrowser({ localhost: parley.url, 'site.localhost': parley.url });
});

afterEach(async () => {
  for (const context of opened.splice(0)) await context.close();
});

afterAll(async () => {
  await browser?.close();
  await parley?.stop();
});

async function openPage(): Promise<Page> {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, locale: 'en-GB' });
  context.setDefaultTimeout(20_000);
  opened.push(context);
  return context.newPage();
}

async function signIn(name: string, path = '/console/mine'): Promise<Page> {
  const page = await openPage();
  const person = parley.app.demo?.people.find(({ email }) => email.startsWith(`${name}@`));
  await page.goto(origin + path);
  await page.getByLabel('Email').fill(person?.email ?? '');
  await page.locator('input[name=password]').fill(person?.password ?? '');
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await page.getByRole('navigation', { name: 'Main' }).waitFor();
  return page;
}

async function save(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Save changes' }).click();
  await page.getByText('Saved').first().waitFor();
  await eventually(async () =>
    expect(await page.getByRole('button', { name: 'Save changes' }).isDisabled()).toBe(true),
  );
}

async function openShop(): Promise<Frame> {
  const page = await openPage();
  await page.goto(`${origin}/shop`);
  await page.getByRole('button', { name: 'Ask us' }).click();
  return findFrame(page);
}

test('a website that is allowed and a question that is added are live at once', async () => {
  const inboxId = parley.app.demo?.inboxId;
  if (!inboxId) throw new Error('there is no demo');
  const admin = await signIn('admin', `/console/settings/websites/${inboxId}`);
  await admin.getByLabel('Allowed origins').fill('site.localhost');
  await admin.getByText('Line 1 is not an origin').waitFor();
  expect(await admin.getByRole('button', { name: 'Save changes' }).isDisabled()).toBe(true);
  await admin.getByLabel('Allowed origins').fill(siteOrigin);
  await admin.getByRole('button', { name: 'Add question' }).click();
  await admin.getByLabel('Question', { exact: true }).last().fill('Which room?');
  await admin.getByLabel('Choices, one per line').last().fill('Kitchen\nBedroom');
  await save(admin);
  await admin.reload();
  await admin.getByLabel('Allowed origins').waitFor();
  expect(await admin.getByLabel('Allowed origins').inputValue()).toBe(siteOrigin);

  const site = await openPage();
  await openSite(site, inboxId);
  const frame = await openWidget(site);
  await frame.getByText('Leave a message').click();
  await frame.getByText('Which room?').waitFor();
  await frame.getByText('Bedroom', { exact: true }).waitFor();
});

test('hours are written as people write them, and the chat closes by them', async () => {
  const admin = await signIn('admin', '/console/settings/hours');
  await admin.getByRole('link', { name: 'Always open' }).click();
  const from = admin.getByLabel('From, Monday');
  await from.waitFor();
  expect([await from.inputValue(), await admin.getByLabel('To, Monday').inputValue()]).toEqual(['00:00', '24:00']);
  await from.fill('noon');
  expect(await admin.getByRole('button', { name: 'Save changes' }).isDisabled()).toBe(true);
  await from.fill('930');
  await from.blur();
  expect(await from.inputValue()).toBe('09:30');
  await save(admin);
  for (const day of ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday']) {
    await admin.getByRole('button', { name: new RegExp(`^Remove .* on ${day}$`) }).click();
  }
  await save(admin);
  const frame = await openShop();
  await frame.getByText('Closed for now').waitFor();
  await admin.getByRole('button', { name: 'Add hours on Monday' }).click();
  await admin.getByLabel('From, Monday').fill('0');
  await admin.getByLabel('To, Monday').fill('24');
  await admin.getByLabel('To, Monday').blur();
  for (const day of ['Saturday', 'Sunday']) {
    await admin.getByRole('button', { name: `Add hours on ${day}` }).click();
    await admin.getByLabel(`From, ${day}`).fill('00:00');
    await admin.getByLabel(`To, ${day}`).fill('24:00');
  }
  await admin.getByRole('button', { name: 'Same from Monday to Friday' }).click();
  await save(admin);
});

test('quick replies and a file reach the customer, who taps one and opens the other', async () => {
  const maya = await signIn('maya');
  await maya.getByRole('button', { name: 'Go Ready' }).click();
  const frame = await openShop();
  await frame.getByText('Chat with us').click();
  await frame.getByText('An order', { exact: true }).click();
  await frame.getByLabel('Your message').fill('When does it come?');
  await frame.getByRole('button', { name: 'Start chat' }).click();
  await maya.getByRole('button', { name: 'Accept' }).click();
  const thread = maya.getByRole('log');
  await thread.getByText('When does it come?', { exact: true }).waitFor();

  await maya.getByRole('button', { name: 'Offer quick replies' }).click();
  await maya.getByRole('textbox', { name: 'Quick reply 1' }).fill('Morning');
  await maya.getByRole('textbox', { name: 'Quick reply 2' }).fill('Evening');
  await maya.getByRole('textbox', { name: /^Reply to/ }).fill('When are you home?');
  await maya.getByRole('textbox', { name: /^Reply to/ }).press('Enter');
  await frame.getByRole('button', { name: 'Evening' }).click();
  await thread.locator('[dir=auto]').getByText('Evening', { exact: true }).waitFor();
  await frame.getByRole('button', { name: 'Evening' }).waitFor({ state: 'detached' });

  const file = { name: 'care of rugs.txt', mimeType: 'text/plain', buffer: Buffer.from('Shake it. Do not wash it.') };
  await maya.locator('input[type=file]').setInputFiles(file);
  await maya.getByText('care of rugs.txt').waitFor();
  await eventually(async () =>
    expect(await maya.getByRole('button', { name: /^Send(?! and)/ }).isEnabled()).toBe(true),
  );
  await maya.getByRole('button', { name: /^Send(?! and)/ }).click();
  await thread.getByRole('link', { name: 'Download care of rugs.txt' }).waitFor();
  const download = frame.page().waitForEvent('download');
  await frame.getByRole('button', { name: 'Download care of rugs.txt' }).click();
  const saved = await download;
  expect(saved.suggestedFilename()).toBe(file.name);
  const chunks: Buffer[] = [];
  for await (const chunk of await saved.createReadStream()) chunks.push(Buffer.from(chunk));
  expect(Buffer.concat(chunks).toString()).toBe('Shake it. Do not wash it.');
  await write(frame, 'Thank you');
  await thread.getByText('Thank you', { exact: true }).waitFor();
});

test('who leaves a team loses its conversations at once, and gets them back with it', async () => {
  const frame = await openShop();
  await frame
    .getByText(/Leave a message|Chat with us/)
    .first()
    .click();
  await frame.getByText('An order', { exact: true }).click();
  await frame.getByLabel('Your email').fill('nora@example.com');
  await frame.getByLabel('Your message').fill('Is anybody there?');
  await frame.getByRole('button', { name: /Send message|Start chat/ }).click();
  const ben = await signIn('ben', '/console/all');
  const card = ben.getByRole('link', { name: /Is anybody there/ });
  await card.waitFor();
  const admin = await signIn('admin', '/console/settings/people');
  const toggleTeam = async () => {
    await admin.getByRole('button', { name: 'Actions for Ben Okafor' }).click();
    await admin.getByRole('menuitem', { name: 'Edit' }).click();
    await admin.getByRole('dialog').getByLabel('Customer care').click();
    await admin.getByRole('dialog').getByRole('button', { name: 'Save changes' }).click();
    await admin.getByRole('dialog').waitFor({ state: 'detached' });
  };
  await toggleTeam();
  await card.waitFor({ state: 'detached' });
  await toggleTeam();
  await card.waitFor();
});

test('a session that is ended is out at once, the other one stays', async () => {
  const here = await signIn('ines', '/console/settings');
  const there = await signIn('ines');
  await here.reload();
  await here.getByRole('button', { name: 'End session' }).click();
  await there.getByRole('button', { name: 'Sign in', exact: true }).waitFor();
  await there.getByText('signed out').first().waitFor();
  await here.getByRole('button', { name: 'End session' }).waitFor({ state: 'detached' });
  await here.getByText('this browser', { exact: true }).waitFor();
});

test('a person who is disabled is signed out at once and cannot come back until enabled', async () => {
  const admin = await signIn('admin', '/console/settings/people');
  const ines = await signIn('ines');
  const choose = async (item: string) => {
    await admin.getByRole('button', { name: 'Actions for Ines Duarte' }).click();
    await admin.getByRole('menuitem', { name: item }).click();
  };
  await choose('Disable');
  await ines.getByRole('button', { name: 'Sign in', exact: true }).waitFor();
  const person = parley.app.demo?.people.find(({ email }) => email.startsWith('ines@'));
  const tryAgain = async () => {
    await ines.getByLabel('Email').fill(person?.email ?? '');
    await ines.locator('input[name=password]').fill(person?.password ?? '');
    await ines.getByRole('button', { name: 'Sign in', exact: true }).click();
  };
  await tryAgain();
  await ines.getByRole('alert').waitFor();
  await admin.getByRole('cell', { name: 'Disabled' }).waitFor();
  await choose('Enable');
  await admin.getByRole('cell', { name: 'Disabled' }).waitFor({ state: 'detached' });
  await tryAgain();
  await ines.getByRole('navigation', { name: 'Main' }).waitFor();
});
