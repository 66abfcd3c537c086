/** A customer as a whole in a real browser: merged and read as one history in two languages, brought in from a file and given back, taken out and erased. */
import type { Page } from 'playwright-core';
import { eventually } from '../support/eventually.ts';
import { findViolations } from './support/axe.ts';
import { type DeskStage, deskOrigin } from './support/desk-stage.ts';
import { type MailDesk, startMailDesk } from './support/mail-desk.ts';

jest.setTimeout(120_000);

let desk: MailDesk;
let stage: DeskStage;
beforeAll(async () => {
  desk = await startMailDesk();
  stage = desk.stage;
}, 60_000);
afterEach(() => stage.clear());
afterAll(() => stage.stop());

const log = (page: Page) => page.getByRole('log');
const today = () => new Date(Date.now() - new Date().getTimezoneOffset() * 60_000).toISOString().slice(0, 10);

const english = {
  ...{ panel: 'Customer', mergeWith: 'Merge with another customer…', who: 'Who is the same person?', merge: 'Merge' },
  ...{ undo: 'Undo the merge with', whole: 'Whole history', here: 'This conversation', day: 'Go to a day' },
  ...{
    filter: 'Everything, filter the history',
    filtered: '1 filter, filter the history',
    email: 'Email',
    notes: 'Notes',
  },
};
const chinese: typeof english = {
  ...{ panel: '客户', mergeWith: '与另一位客户合并…', who: '谁是同一个人？', merge: '合并' },
  ...{ undo: '撤销与', whole: '全部历史', here: '此会话', day: '跳转到某一天' },
  ...{ filter: '全部，筛选历史', filtered: '1 个筛选，筛选历史', email: '邮件', notes: '备注' },
};

test.each([
  ['English', 'en-GB', 'light', english],
  ['Chinese', 'zh-CN', 'dark', chinese],
] as const)('two become one with a whole history, and two again, in %s', async (_, locale, colorScheme, words) => {
  const name = `Lea ${locale}`;
  const mail = { from: `${name} <lea-${locale.toLowerCase()}@posteo.example>`, text: 'Where is my rug?' };
  const { conversation: letter } = await desk.write({ ...mail, subject: `The rug ${locale}` });
  const visitor = await stage.world.visitor();
  const id = await visitor.start('Is it in stock?');
  const page = await stage.enter(await stage.context({ locale, colorScheme }), 'ada', `/console/all/${id}`);
  const panel = page.getByRole('region', { name: words.panel, exact: true });
  await panel.getByRole('button', { name: words.mergeWith }).click();
  const scope = (which: string) => page.getByRole('button', { name: which, exact: true });
  expect(await scope(words.whole).count()).toBe(0);

  const dialog = page.getByRole('dialog');
  await dialog.getByRole('textbox', { name: words.who }).fill(name);
  await dialog
    .getByRole('button', { name: new RegExp(`^${name}`) })
    .first()
    .click();
  await dialog.getByRole('button', { name: words.merge, exact: true }).waitFor();
  expect(await findViolations(page)).toEqual([]);
  await dialog.getByRole('button', { name: words.merge, exact: true }).click();
  await scope(words.whole).click();

  // Both stand in one scroll, each under a line of its own, with the newest letter open.
  await log(page).getByText(`#${letter.number}`, { exact: true }).waitFor();
  await log(page).getByText('Is it in stock?').waitFor();
  await log(page).getByText('Where is my rug?').waitFor();
  expect(await log(page).locator('article > button[aria-expanded=false]').count()).toBe(0);
  await page.getByRole('button', { name: words.filter }).click();
  await page.getByRole('menuitemcheckbox', { name: words.email }).click();
  await log(page).getByText('Is it in stock?').waitFor({ state: 'detached' });
  await log(page).getByText('Where is my rug?').waitFor();
  expect(await findViolations(page)).toEqual([]);
  await page.getByRole('menuitemcheckbox', { name: words.email }).click();
  await page.getByRole('menuitemcheckbox', { name: words.notes }).click();
  await log(page).getByText('Where is my rug?').waitFor({ state: 'detached' });
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: words.filtered }).waitFor();
  await scope(words.here).click();
  await scope(words.whole).click();
  await page.getByLabel(words.day).fill(today());
  await log(page).getByText('Where is my rug?').waitFor();

  // What they write by any way comes as it happens.
  await visitor.send(id, 'Hello, are you there?');
  await log(page).getByText('Hello, are you there?').waitFor();
  await desk.write({ ...mail, subject: `Another matter ${locale}`, text: 'And a lamp, please.' });
  await log(page).getByText('And a lamp, please.').waitFor();
  await page.setViewportSize({ width: 390, height: 844 });
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
  expect(await findViolations(page)).toEqual([]);
  await page.setViewportSize({ width: 1440, height: 900 });

  const ada = await stage.world.console('ada');
  const { entries } = await ada.ask('conversation:open', { conversationId: letter.id });
  const seq = entries.find(({ body }) => body.kind === 'message')?.seq ?? 0;
  await page.evaluate((hash) => {
    location.hash = hash;
  }, `#${letter.id}.${seq}`);
  await log(page).locator('[aria-current=location]', { hasText: 'Where is my rug?' }).waitFor();
  await page.evaluate(() => {
    location.hash = '';
  });
  await panel.getByRole('button', { name: words.undo }).click();
  await scope(words.whole).waitFor({ state: 'detached' });
  expect(await log(page).getByText('Where is my rug?').count()).toBe(0);
});

test('customers come in from a file after a look at what would happen, and go again', async () => {
  const page = await stage.enter(await stage.context(), 'ada', '/console/settings/imports');
  const file = 'Full name;E-mail;Mobile\nOla Nordmann;ola@outside.example;\nKari;kari@outside.example;\nNobody;;12\n';
  const [chooser] = await Promise.all([
    page.waitForEvent('filechooser'),
    page.getByRole('button', { name: 'Choose a CSV file' }).click(),
  ]);
  await chooser.setFiles({ name: 'people.csv', mimeType: 'text/csv', buffer: Buffer.from(file) });
  await page.getByRole('heading', { name: 'people.csv' }).waitFor();
  await eventually(async () =>
    expect(
      await page.getByRole('combobox', { name: 'E-mail is' }).or(page.getByLabel('E-mail is')).first().inputValue(),
    ).toBe('Email'),
  );
  expect(await findViolations(page)).toEqual([]);
  await page.getByRole('button', { name: 'Try it out' }).click();
  await page.getByRole('heading', { name: 'Rows that are refused' }).waitFor();
  await page.getByText('Is no phone number').waitFor();
  expect(await findViolations(page)).toEqual([]);
  await page.emulateMedia({ colorScheme: 'dark' });
  expect(await findViolations(page, 'color-contrast')).toEqual([]);
  await page.getByRole('button', { name: 'Import 2 rows' }).click();
  await page.getByRole('button', { name: 'Undo the import' }).click();
  await page.getByText('Undone', { exact: true }).first().waitFor();
  expect(await stage.parley.app.store.customers.findIdentity('email', 'ola@outside.example')).toBeNull();
});

test('all that is known of a customer is taken out, and then erased, from whatever is open too', async () => {
  const from = 'Noor <noor@posteo.example>';
  const { conversation } = await desk.write({ from, subject: 'My secret', text: 'Nobody may know of this.' });
  const path = `/console/all/${conversation.id}`;
  const page = await stage.enter(await stage.context({ acceptDownloads: true }), 'ada', path);
  await log(page).getByText('Nobody may know of this.').waitFor();

  // A history begins with the second conversation, while the first one is open.
  const reader = await stage.enter(await stage.context(), 'ines', path);
  await log(reader).getByText('Nobody may know of this.').waitFor();
  await reader.getByText('noor@posteo.example').first().waitFor();
  const whole = reader.getByRole('button', { name: 'Whole history', exact: true });
  expect(await whole.count()).toBe(0);
  await desk.write({ from, subject: 'Another secret', text: 'Nor of that.' });
  await whole.click();
  await log(reader).getByText('Nor of that.').waitFor();
  // What stands beside it is found too.
  await reader.getByRole('button', { name: 'Search customers, conversations and messages' }).first().click();
  await reader.getByRole('combobox', { name: 'Search customers, conversations and messages' }).fill('nobody may know');
  const found = reader.getByRole('option', { name: /Nobody may know/i });
  await found.first().waitFor();

  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('link', { name: 'Export everything' }).click(),
  ]);
  expect(download.suggestedFilename()).toMatch(/\.zip$/);
  await page.getByRole('button', { name: 'Erase…' }).click();
  const dialog = page.getByRole('dialog', { name: 'Erase Noor' });
  await dialog.getByText('This goes for good').waitFor();
  expect(await findViolations(page)).toEqual([]);
  await page.emulateMedia({ colorScheme: 'dark' });
  expect(await findViolations(page, 'color-contrast')).toEqual([]);
  expect(await dialog.getByRole('button', { name: 'Erase for good' }).isDisabled()).toBe(true);
  const asked = /Type (.+) to confirm/.exec((await dialog.locator('label').textContent()) ?? '')?.[1] ?? '';
  await dialog.getByRole('textbox').fill(asked);
  await dialog.getByRole('button', { name: 'Erase for good' }).click();
  await log(page).getByText('Nobody may know of this.').waitFor({ state: 'detached' });
  await log(reader).getByText('Nobody may know of this.').waitFor({ state: 'detached' });
  await log(reader).getByText('Nor of that.').waitFor({ state: 'detached' });
  await found.waitFor({ state: 'detached' });
  await eventually(async () =>
    expect(await reader.locator('body').textContent()).not.toMatch(/may know|Nor of that|Noor/),
  );
});

test('what was kept for the next time is let go of when it is erased meanwhile', async () => {
  const conversation = await desk.write({
    ...{ from: 'Ines Away <away@posteo.example>', subject: 'Away', text: 'Said while nobody looks.' },
  });
  const context = await stage.context();
  const kept = () =>
    page.evaluate(async () => {
      const opening = indexedDB.open('parley', 1);
      await new Promise((resolve) => opening.addEventListener('success', resolve));
      const reading = opening.result.transaction('desks').objectStore('desks').getAll();
      await new Promise((resolve) => reading.addEventListener('success', resolve));
      return JSON.stringify(reading.result);
    });
  let page = await stage.enter(context, 'ada', `/console/all/${conversation.conversation.id}`);
  await log(page).getByText('Said while nobody looks.').waitFor();
  await eventually(async () => expect(await kept()).toContain('Said while nobody looks.'), 20_000);
  await page.close();
  const headers = { cookie: await stage.world.cookieOf('ada'), origin: deskOrigin, 'content-type': 'application/json' };
  const erasure = `${stage.parley.url}/api/customers/${conversation.conversation.customer.id}/erasure`;
  const { typed } = await (await fetch(erasure, { headers })).json();
  expect((await fetch(erasure, { method: 'POST', headers, body: JSON.stringify({ typed }) })).status).toBe(204);
  page = await stage.enter(context, 'ada', '/console/mine');
  await eventually(async () => expect(await kept()).not.toContain('Said while nobody looks.'), 30_000);
});

test('addresses are written down and taken away, one that is somebody else’s is offered to be merged, and nobody is left when all are dead', async () => {
  const [one, other] = [await stage.world.visitor(), await stage.world.visitor()];
  const [id, otherId] = [await one.start('It is me'), await other.start('It is somebody else')];
  const ada = await stage.world.console('ada');
  const order = { conversationId: otherId, kind: 'email', value: 'taken@outside.example', country: 'DE' } as const;
  await ada.ask('customer:address-add', order);
  const page = await stage.enter(await stage.context(), 'ada', `/console/all/${id}`);
  const panel = page.getByRole('region', { name: 'Customer', exact: true });
  const field = panel.getByRole('textbox', { name: 'Email or phone number' });
  const add = async (address: string) => {
    await field.fill(address);
    await field.press('Enter');
  };
  await panel.getByRole('button', { name: 'Add an address' }).click();
  await add('nobody');
  await panel.getByText('This is neither an email address nor a phone number.').waitFor();
  await add(order.value);
  await panel.getByText(/has this address. Nothing was added/).waitFor();
  expect(await findViolations(page)).toEqual([]);
  await panel.getByRole('button', { name: /^Merge with Visitor/ }).waitFor();
  await add('+49 30 901820');
  await panel.getByText('written down by Ada').waitFor();
  const takeAway = panel.getByRole('button', { name: /^Take \+49.* away$/ });
  await takeAway.focus();
  await page.keyboard.press('Enter');
  await takeAway.waitFor({ state: 'detached' });
  await page.getByRole('button', { name: 'Undo', exact: true }).click();
  await takeAway.waitFor();
  await panel.getByRole('button', { name: 'Who changed Reached by' }).click();
  await page.getByText('nothing → +4930901820').first().waitFor();
  await page.keyboard.press('Escape');

  const { customers } = stage.parley.app.store;
  const phone = await customers.findIdentity('phone', '+4930901820');
  const dead = { state: 'unreachable' as const, softFailures: [], retryAt: null };
  await customers.changeReach(phone?.id as never, dead, Date.now());
  await panel.getByText(/^Archived since/).waitFor();
  await panel.getByText(/^cannot be reached since/).waitFor();
  expect(await findViolations(page)).toEqual([]);
  await page.emulateMedia({ colorScheme: 'dark' });
  expect(await findViolations(page, 'color-contrast')).toEqual([]);
  await one.send(id, 'I am here all the same');
  await panel.getByText(/^Archived since/).waitFor({ state: 'detached' });
});

test('customers who look like one are listed with the reasons, and told apart for good', async () => {
  const ada = await stage.world.console('ada');
  const { store, timeline } = stage.parley.app;
  const ids = [await (await stage.world.visitor()).start('Me'), await (await stage.world.visitor()).start('Me too')];
  for (const [at, conversationId] of ids.entries()) {
    const name = at === 0 ? 'Double Dora' : 'Dora Double';
    await ada.ask('customer:change', { conversationId, change: { type: 'name', name } });
    const identity = await store.profiles.identity((await timeline.find(conversationId))?.identityId as never);
    const email = { value: 'dora@outside.example', verified: false };
    await store.customers.describe(identity?.claims.at(-1)?.customerId as never, { email });
  }
  const found = async () => expect(await ada.ask('customers:duplicates', {})).toHaveLength(1);
  await eventually(found, 30_000);
  const page = await stage.enter(await stage.context(), 'ada', '/console/settings/duplicates');
  await page.getByText(/^because both have the address dora@outside.example/).waitFor();
  expect(await findViolations(page)).toEqual([]);
  await page.emulateMedia({ colorScheme: 'dark' });
  expect(await findViolations(page, 'color-contrast')).toEqual([]);
  await page.getByRole('button', { name: /^Merge D.* and D.*…$/ }).click();
  await page.getByRole('dialog').getByRole('radio', { name: 'Dora Double' }).waitFor();
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: /are not the same$/ }).click();
  await page.getByText('Nobody looks like somebody else.').waitFor();
});
