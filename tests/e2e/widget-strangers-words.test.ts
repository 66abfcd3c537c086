/** What a stranger's widget may say, as the agent's page shows it: names, pages, files, ratings and what is being typed stay text. */
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import type { FileId } from '../../shared/model/ids.ts';
import { nextClientId } from '../support/client-id.ts';
import { origin, type Stage, startStage } from '../support/start-parley.ts';
import { password, websiteSettings } from '../support/world.ts';
import { startBrowser } from './support/browser.ts';

jest.setTimeout(120_000);

let stage: Stage;
let browser: Browser;
beforeAll(async () => {
  stage = await startStage({ config: { clientDir: join(process.cwd(), 'dist/client') } });
  browser = await startBrowser({ [new URL(origin).host]: stage.parley.url });
});
afterAll(async () => {
  await browser?.close();
  await stage?.stop();
});

const nasty = '<img src=x onerror=alert(1)>';

test('nothing a stranger says runs in the agent’s page, or leads from it to where it would', async () => {
  const { parley, company, world } = stage;
  const { directory } = parley.app.store;
  const inbox = await directory.inbox(company.north.inboxId);
  if (!inbox) throw new Error('no inbox');
  const form = [{ type: 'name', key: 'name', label: 'Name', required: false }];
  await directory.saveInbox({ ...inbox, settings: { ...websiteSettings, form } });

  const page = await (await browser.newContext({ viewport: { width: 1440, height: 900 } })).newPage();
  page.setDefaultTimeout(20_000);
  const alarms: string[] = [];
  page.on('dialog', (dialog) => {
    alarms.push(dialog.message());
    void dialog.dismiss();
  });
  page.on('console', (message) => {
    if (/Content Security Policy/i.test(message.text())) alarms.push(message.text());
  });
  await page.goto(`${origin}/`);
  await page.getByLabel('Email').fill('maya@parley.example');
  await page.locator('input[name=password]').fill(password);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await page.getByRole('button', { name: 'Go Ready' }).click();
  await page.getByText('new conversations are offered to you').waitFor();

  const visitor = await world.visitor();
  const id = await visitor.start(`${nasty} javascript:alert(1) https://a.example/"onclick=alert(1)`, {
    answers: { name: `"><svg onload=alert(1)>${nasty}` },
    context: { url: 'https://shop.example/"><script>alert(1)</script>', title: nasty, language: nasty },
  });
  // As an older version may have stored it.
  const context = { url: 'javascript:alert(1)', referrer: 'javascript:alert(2)', title: nasty, timeZone: nasty };
  await parley.app.timeline.change(id, { context });
  await page.getByRole('button', { name: 'Accept' }).waitFor();
  await page.keyboard.press('Alt+a');
  await page.getByRole('log').getByText(nasty).first().waitFor();

  const uploaded = await fetch(`${parley.url}/api/widget/${inbox.id}/files`, {
    method: 'POST',
    headers: { authorization: `Bearer ${visitor.token}`, 'x-file-name': encodeURIComponent(`${nasty}".svg`) },
    body: '<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>',
  });
  const { file } = (await uploaded.json()) as { file: { id: FileId; name: string } };
  await visitor.ask('message:send', { conversationId: id, clientId: nextClientId(), text: '', fileIds: [file.id] });
  await page.getByRole('log').getByText('.svg').first().waitFor();
  await visitor.ask('conversation:rate', { conversationId: id, score: 1, comment: nasty });
  await visitor.ask('typing:set', { conversationId: id, typing: true, text: `typed ${nasty}` });
  await page.getByText(`typed ${nasty}`).first().waitFor();

  const links = await page.locator('a').evaluateAll((all) => all.map((a) => (a as HTMLAnchorElement).href));
  expect(links.filter((href) => !/^https?:/.test(href))).toEqual([]);
  expect(await page.locator('img[onerror], svg[onload], [onclick]').count()).toBe(0);
  const [opened] = await Promise.all([
    page.waitForEvent('download'),
    page.locator(`a[href*="${file.id}"]`).first().click(),
  ]);
  expect(opened.suggestedFilename()).toMatch(/\.svg$/);
  expect(alarms).toEqual([]);
});
