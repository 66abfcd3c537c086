/** Mailboxes as an admin sets them up, and the page on which a newcomer reads what would have been sent. */
import type { Page } from 'playwright-core';
import type { Inbox } from '../../shared/model/inbox.ts';
import { type MailboxSettings, mailboxSettingsSchema } from '../../shared/model/mailbox.ts';
import { nextClientId } from '../support/client-id.ts';
import { eventually } from '../support/eventually.ts';
import { sendMail } from '../support/mail/mailbox.ts';
import { findViolations } from './support/axe.ts';
import { type DeskStage, deskOrigin, startDeskStage } from './support/desk-stage.ts';

jest.setTimeout(120_000);

let stage: DeskStage;

beforeAll(async () => {
  stage = await startDeskStage({ config: { mailListener: { host: '127.0.0.1', port: 0 } } });
});
afterEach(() => stage.clear());
afterAll(() => stage?.stop());

const open = async (path: string, options = {}): Promise<Page> =>
  stage.enter(await stage.context(options), 'ada', `/console/settings/${path}`);

async function save(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Save changes' }).click();
  await page.getByText('Not saved yet').waitFor({ state: 'detached' });
}

async function mailbox(): Promise<{ inbox: Inbox; settings: MailboxSettings }> {
  const inbox = (await stage.parley.app.store.directory.inboxes()).find(({ channel }) => channel === 'email');
  if (!inbox) throw new Error('no mailbox yet');
  return { inbox, settings: mailboxSettingsSchema.parse(inbox.settings) };
}

test('a first mailbox needs no account, its rules keep their order, and what is sent is read at /outbox', async () => {
  const ada = await open('mailboxes');
  await ada.getByText('No mailbox yet').waitFor();
  await ada.getByRole('button', { name: 'Add mailbox' }).click();
  await ada.getByRole('button', { name: 'Use support@localhost' }).click();
  const next = () => ada.getByRole('button', { name: 'Next' }).click();
  await next();
  await ada.getByRole('heading', { name: 'How does its mail come in?' }).waitFor();
  expect(await ada.getByRole('radio', { name: 'By Parley’s own mail server' }).isChecked()).toBe(true);
  await next();
  expect(await ada.getByRole('radio', { name: 'To the outbox page only' }).isChecked()).toBe(true);
  await next();
  await ada.getByRole('button', { name: 'Test now' }).waitFor();
  await next();
  await ada.getByRole('heading', { name: 'Where do letters go?' }).waitFor();
  await next();
  await ada.getByLabel('Signature').fill('Northlight, home goods');
  await ada.getByRole('switch', { name: 'Tell customers that their letter arrived' }).click();
  expect(await ada.getByLabel('Text', { exact: true }).inputValue()).toContain('{{conversation.number}}');
  await ada.getByRole('button', { name: 'Create mailbox' }).click();
  await ada.getByRole('heading', { name: 'support@localhost' }).waitFor();
  expect((await mailbox()).settings).toMatchObject({
    ...{ address: 'support@localhost', receive: { kind: 'listener' }, send: { kind: 'outbox-page' } },
    ...{ signature: 'Northlight, home goods', acknowledgement: { on: true } },
  });

  for (const [at, name] of ['Refunds', 'Praise'].entries()) {
    await ada.getByRole('button', { name: 'Add rule' }).click();
    await ada.getByPlaceholder('Name of the rule').nth(at).fill(name);
    await ada.getByPlaceholder('Words').nth(at).fill(name.toLowerCase());
  }
  await ada.getByRole('button', { name: 'Move up: Praise' }).click();
  await save(ada);
  const { inbox, settings } = await mailbox();
  expect(settings.rules.map(({ name, conditions }) => [name, conditions])).toEqual([
    ['Praise', [{ field: 'subject', is: 'contains', text: 'praise', not: false }]],
    ['Refunds', [{ field: 'subject', is: 'contains', text: 'refunds', not: false }]],
  ]);

  const outbox = await ada.context().newPage();
  await outbox.goto(`${deskOrigin}/outbox`);
  await outbox.getByText('Nothing has been sent yet').waitFor();
  const writer = await stage.world.console('ada');
  const letter = {
    subject: 'Your rug',
    to: [{ name: 'Sofia', address: 'sofia@shop.example' }],
    html: '<p>It is <b>here</b></p>',
  };
  await writer.ask('letter:start', {
    ...{ inboxId: inbox.id, clientId: nextClientId(), text: 'It is here', fileIds: [] },
    letter: { ...letter, cc: [], bcc: [] },
  });
  // It comes by itself.
  await outbox.getByRole('link', { name: /sofia@shop\.example/ }).click();
  await outbox.getByRole('heading', { name: 'Your rug' }).waitFor();
  await outbox.frameLocator('iframe').getByText(/It is/).first().waitFor();
  await outbox.getByRole('button', { name: 'Headers' }).click();
  await outbox.getByText(/Message-ID: </i).waitFor();

  await sendMail(
    stage,
    { from: 'Sofia <sofia@shop.example>', subject: 'Refunds, again', text: 'Where is it?' },
    'support@localhost',
  );
  await ada.getByRole('button', { name: 'Try them on the newest ten' }).click();
  const tried = ada.getByRole('group').filter({ hasText: 'Refunds, again' });
  await tried.getByText('#').waitFor();
  await tried.locator('summary').getByText('Refunds', { exact: true }).waitFor();
});

test('a password goes in and never comes out, and an account that does not answer says so step by step', async () => {
  const { inbox } = await mailbox();
  const ada = await open(`mailboxes/${inbox.id}`);
  await ada.getByRole('radio', { name: 'By a mail server, by SMTP' }).click();
  const fill = async (label: string, value: string) => ada.getByLabel(label, { exact: true }).fill(value);
  await fill('Server', '127.0.0.1');
  // Nothing listens there.
  await fill('Port', '1');
  await fill('User name', 'support');
  await fill('Password for sending', 'correct horse');
  await ada.getByRole('switch', { name: 'It stands on this machine or in your own network' }).click();
  await ada.getByRole('button', { name: 'Test now' }).click();
  await ada.getByText('Something is in the way. The failed step says what to do.').waitFor();
  await save(ada);
  await ada.getByText('Kept encrypted. Type a new one to replace it').waitFor();
  await ada.reload();
  await ada.getByText('Kept encrypted. Type a new one to replace it').waitFor();
  expect(await ada.getByLabel('Password for sending', { exact: true }).inputValue()).toBe('');
  expect(JSON.stringify((await mailbox()).inbox)).not.toContain('horse');
  const trail = await stage.parley.app.accounts.audit.list(null, 10);
  expect(trail.map(({ action }) => action)).toEqual(
    expect.arrayContaining(['inbox.checked', 'inbox.credentials-changed']),
  );
  expect(JSON.stringify(trail)).not.toContain('horse');
});

test.each([
  ['light', { colorScheme: 'light' }],
  ['dark', { colorScheme: 'dark', locale: 'zh-CN' }],
  ['phone', { viewport: { width: 390, height: 844 } }],
])('nothing is wrong with the pages in %s', async (_, options) => {
  const { inbox } = await mailbox();
  const page = await open('mailboxes', options);
  const faults: string[] = [];
  for (const path of [
    'console/settings/mailboxes',
    `console/settings/mailboxes/${inbox.id}`,
    'console/settings/mailboxes/new',
    'outbox',
  ]) {
    await page.goto(`${deskOrigin}/${path}`);
    await page.locator('main a, main input').first().waitFor();
    await eventually(async () => expect(await page.locator('[aria-busy=true]').count()).toBe(0));
    if (path === 'outbox') {
      await page.locator('#list a').first().click();
      await page.locator('iframe').waitFor();
    }
    faults.push(...(await findViolations(page)).map((fault) => `${path} ${fault}`));
    const excess = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
    if (excess > 0) faults.push(`${path} is ${excess} px too wide`);
  }
  expect(faults).toEqual([]);
});
