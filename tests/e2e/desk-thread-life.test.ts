/** A conversation as colleagues live with it, in real browsers: notes, pictures, links, who else is there, and the customer; nothing wrong for axe. */
import type { Page } from 'playwright-core';
import type { ConversationId } from '../../shared/model/ids.ts';
import { eventually } from '../support/eventually.ts';
import type { VisitorClient } from '../support/visitor-client.ts';
import { findViolations } from './support/axe.ts';
import { type DeskStage, deskOrigin, startDeskStage } from './support/desk-stage.ts';

jest.setTimeout(120_000);

const picture = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAoAAAAKCAYAAACNMs+9AAAAFUlEQVR42mNk+M9Qz0AEYBxVSF+FABJADveWkH6oAAAAAElFTkSuQmCC',
  'base64',
);

let stage: DeskStage;
beforeAll(async () => {
  stage = await startDeskStage({ routing: { capacity: 1_000_000 } });
}, 60_000);
afterEach(() => stage.clear());
afterAll(() => stage.stop());

const log = (page: Page) => page.getByRole('log');

/** A short conversation that nobody serves, which north may read. */
async function startShort(text = 'Where is my rug?'): Promise<{ id: ConversationId; visitor: VisitorClient }> {
  const visitor = await stage.world.visitor();
  const context = { url: 'https://shop.example/rug', title: 'Halden rug', timeZone: 'Europe/Rome', language: 'it' };
  return { id: await visitor.start(text, { context }), visitor };
}

async function write(page: Page, note: string): Promise<void> {
  await page.keyboard.press('n');
  await page.keyboard.type(note);
  await page.keyboard.press('Enter');
  await log(page).getByText(note, { exact: true }).waitFor();
  await page.keyboard.press('Escape');
}

test('a note is edited, shows what it said before, and is deleted for everybody, live in another browser', async () => {
  const { id, visitor } = await startShort();
  const page = await stage.enter(await stage.context(), 'maya', `/console/all/${id}`);
  const other = await stage.enter(await stage.context(), 'ines', `/console/all/${id}`);
  await log(page).waitFor();
  await write(page, 'Frist thoughts');
  await log(other).getByText('Frist thoughts').hover();
  await log(other)
    .locator('article', { hasText: 'Frist thoughts' })
    .getByRole('button', { name: 'More about this entry' })
    .click();
  await other.getByRole('menuitem', { name: 'Copy text' }).waitFor();
  expect(await other.getByRole('menuitem', { name: 'Edit note' }).count()).toBe(0);
  await other.keyboard.press('Escape');

  const note = log(page).locator('article', { hasText: 'Frist thoughts' });
  await note.hover();
  await note.getByRole('button', { name: 'More about this entry' }).click();
  await page.getByRole('menuitem', { name: 'Edit note' }).click();
  await page.getByRole('textbox', { name: 'Edit note' }).fill('First thoughts');
  await page.getByRole('button', { name: 'Save note' }).click();
  await log(other).getByText('First thoughts').waitFor();
  await log(other)
    .getByRole('button', { name: /^edited/ })
    .click();
  await other.getByText('Frist thoughts').waitFor();
  await other.keyboard.press('Escape');

  const changed = log(page).locator('article', { hasText: 'First thoughts' });
  await changed.hover();
  await changed.getByRole('button', { name: 'More about this entry' }).click();
  await page.getByRole('menuitem', { name: 'Delete note' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Delete note' }).click();
  await log(other).getByText('This note was deleted').waitFor();
  expect(await other.locator('body').textContent()).not.toContain('First thoughts');
  expect(JSON.stringify(visitor.facts.all)).not.toContain('thoughts');
});

test('a picture opens large, is seen closer and further by keys, and gives the focus back; a deceiving link asks first', async () => {
  const { id, visitor } = await startShort('Look at https://paypal.com@evil.example/ and https://shop.example');
  const { world, parley, company } = stage;
  const uploaded = await fetch(`${parley.url}/api/widget/${company.north.inboxId}/files`, {
    method: 'POST',
    headers: {
      origin: deskOrigin,
      authorization: `Bearer ${visitor.token}`,
      'content-type': 'application/octet-stream',
      'x-file-name': 'door.png',
    },
    body: picture,
  });
  const { file } = (await uploaded.json()) as { file: { id: string } };
  await visitor.ask('message:send', {
    ...{ conversationId: id, clientId: 'visitor-picture-1', text: 'My door', fileIds: [file.id as never] },
  });
  const page = await stage.enter(await stage.context(), 'maya', `/console/all/${id}`);
  const thumb = page.getByRole('button', { name: 'View door.png' });
  await thumb.click();
  const viewer = page.getByRole('dialog');
  await viewer.getByRole('img', { name: 'door.png' }).waitFor();
  await page.keyboard.press('+');
  await page.keyboard.press('+');
  await viewer.getByText('200%').waitFor();
  await page.keyboard.press('0');
  await viewer.getByText('100%').waitFor();
  expect(await viewer.getByRole('link', { name: 'Download door.png' }).getAttribute('download')).toBe('door.png');
  for (let at = 0; at < 8; at += 1) {
    await page.keyboard.press('Tab');
    expect(await page.evaluate(() => Boolean(document.activeElement?.closest('[role=dialog]')))).toBe(true);
  }
  expect(await findViolations(page)).toEqual([]);
  await page.keyboard.press('Escape');
  await viewer.waitFor({ state: 'detached' });
  await page.waitForFunction(() => document.activeElement?.getAttribute('aria-label') === 'View door.png');

  const opened: string[] = [];
  page.context().on('page', (next) => opened.push(next.url()));
  await log(page).getByText('evil.example', { exact: true }).waitFor();
  await log(page).getByRole('link', { name: 'https://paypal.com@evil.example/' }).click();
  await page.getByRole('dialog').getByText('It leads to:').waitFor();
  await page.getByRole('dialog').getByRole('button', { name: 'Cancel' }).click();
  expect(opened).toEqual([]);
  const plain = log(page).getByRole('link', { name: 'https://shop.example' });
  expect(await plain.getAttribute('rel')).toBe('noopener noreferrer nofollow');
  world.closeClients();
});

test('colleagues see who else is here, in the header and in the list, and no longer once the page is closed', async () => {
  const { id } = await startShort();
  const mayas = await stage.enter(await stage.context(), 'maya', `/console/all/${id}`);
  await log(mayas).waitFor();
  const context = await stage.context();
  const ines = await stage.enter(context, 'ines', `/console/all/${id}`);
  await log(ines).waitFor();
  await mayas.getByText('Ines Duarte is reading').waitFor();
  await ines.getByText('Maya Keller is reading').waitFor();
  await ines.close();
  await mayas.getByText('Ines Duarte is reading').waitFor({ state: 'detached' });
});

test('the customer is named, described, tagged and noted down in place, live for whoever looks', async () => {
  const { id, visitor } = await startShort();
  const { parley, world } = stage;
  const cookie = await world.cookieOf('ada');
  for (const [path, body] of [
    ['/api/tags', { name: `Loyal ${id}`, colour: 'violet' }],
    ['/api/attributes', { name: 'Segment', type: 'choice', choices: ['Home', 'Business'] }],
  ] as const) {
    const headers = { 'content-type': 'application/json', origin: deskOrigin, cookie };
    await fetch(`${parley.url}${path}`, { method: 'POST', headers, body: JSON.stringify(body) });
  }
  const page = await stage.enter(await stage.context(), 'maya', `/console/all/${id}`);
  const other = await stage.enter(await stage.context(), 'ines', `/console/all/${id}`);
  const panel = page.getByRole('region', { name: 'Customer' });
  const theirs = other.getByRole('region', { name: 'Customer' });
  await theirs.getByText('Web visitor').first().waitFor();
  await panel.getByRole('heading', { level: 2 }).hover();
  await panel.getByRole('button', { name: 'Change the name' }).click();
  await panel.getByRole('textbox', { name: 'Name' }).fill('Sofia Marchetti');
  await page.keyboard.press('Enter');
  await theirs.getByRole('heading', { name: 'Sofia Marchetti' }).waitFor();
  await other.getByRole('heading', { level: 1, name: 'Sofia Marchetti' }).waitFor();

  await panel.getByRole('button', { name: /^Change Segment/ }).click();
  await page.getByRole('option', { name: 'Business' }).click();
  await theirs.getByText('Business').waitFor();
  await panel.getByRole('button', { name: 'Show all details' }).click();
  await panel.getByRole('button', { name: /^Change Gender/ }).click();
  await page.getByRole('option', { name: 'Female' }).click();
  await theirs.getByText('Female').waitFor();
  await panel.getByRole('button', { name: 'Add a tag' }).click();
  await page.getByRole('menuitem', { name: `Loyal ${id}` }).click();
  await theirs.getByText(`Loyal ${id}`).waitFor();
  await panel.getByRole('button', { name: 'Add a note' }).click();
  await panel.getByRole('textbox', { name: 'Add a note' }).fill('Call in the evening');
  await page.keyboard.press('Control+Enter');
  await theirs.getByText('Call in the evening').waitFor();
  await visitor.ask('page:visit', { url: 'https://shop.example/checkout', title: 'Checkout' });
  await theirs.getByRole('link', { name: 'Checkout' }).waitFor();
  await panel.getByText('Segment').hover();
  await panel.getByRole('button', { name: 'Who changed Segment' }).click();
  await page.getByText('nothing → Business').waitFor();
});

test('two who are one person: suggested, merged by choice, taken back from the notice and from the panel', async () => {
  const [{ id }, { id: otherId }] = [await startShort('It is me'), await startShort('Me again')];
  const { store, timeline } = stage.parley.app;
  const maya = await stage.world.console('maya');
  for (const [of, name] of [[id, 'Sofia M.'] as const, [otherId, 'Sofia Marchetti'] as const]) {
    const identity = await store.profiles.identity((await timeline.find(of))?.identityId as never);
    const email = { value: `sofia-${id.toLowerCase()}@example.com`, verified: false };
    await store.customers.describe(identity?.claims.at(-1)?.customerId as never, { email });
    await maya.ask('customer:change', { conversationId: of, change: { type: 'name', name } });
  }
  const suggested = async () => expect(await maya.ask('customer:matches', { conversationId: id })).toHaveLength(1);
  await eventually(suggested, 30_000);

  const page = await stage.enter(await stage.context({ colorScheme: 'dark' }), 'maya', `/console/all/${id}`);
  const other = await stage.enter(await stage.context(), 'ines', `/console/all/${otherId}`);
  const heading = (of: Page, name: string) => of.getByRole('heading', { level: 1, name }).waitFor();
  const panel = page.getByRole('region', { name: 'Customer', exact: true });
  await heading(other, 'Sofia Marchetti');
  await panel.getByText('Probably the same: Sofia Marchetti').waitFor();
  await panel.getByText(/^because both have the address/).waitFor();
  expect(await findViolations(page)).toEqual([]);
  await panel.getByRole('button', { name: 'Merge with Sofia Marchetti…' }).focus();
  await page.keyboard.press('Enter');
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('radio', { name: 'Sofia Marchetti' }).waitFor();
  expect(await findViolations(page)).toEqual([]);
  await page.emulateMedia({ colorScheme: 'light' });
  expect(await findViolations(page, 'color-contrast')).toEqual([]);
  await dialog.getByRole('radio', { name: 'Sofia M.' }).check();
  await dialog.getByRole('button', { name: 'Merge', exact: true }).click();
  await heading(other, 'Sofia M.');
  await page.getByText('Sofia Marchetti is now part of Sofia M.').waitFor();
  await page
    .getByRole('button', { name: 'Undo', exact: true })
    .or(page.getByRole('button', { name: 'Undo Z' }))
    .first()
    .click();
  await heading(other, 'Sofia Marchetti');

  // By a search this time, with what is proposed: the name that was given last.
  await panel.getByRole('button', { name: 'Merge with another customer…' }).click();
  await dialog.getByRole('textbox', { name: 'Who is the same person?' }).fill('marchetti');
  await dialog
    .getByRole('button', { name: /^Sofia Marchetti/ })
    .first()
    .click();
  await dialog.getByRole('button', { name: 'Merge', exact: true }).click();
  await heading(page, 'Sofia Marchetti');
  const theirs = other.getByRole('region', { name: 'Customer', exact: true });
  await theirs.getByRole('button', { name: 'Undo the merge with Sofia Marchetti' }).click();
  await heading(page, 'Sofia M.');
  await panel.getByRole('button', { name: 'Not the same: Sofia Marchetti' }).click();
  await panel.getByText('Probably the same: Sofia Marchetti').waitFor({ state: 'detached' });
});

test.each(['light', 'dark'] as const)('nothing is wrong for axe in %s', async (colorScheme) => {
  const { id, visitor } = await startShort();
  const page = await stage.enter(await stage.context({ colorScheme }), 'maya', `/console/all/${id}`);
  await log(page).waitFor();
  await write(page, 'For the team');
  await visitor.send(id, 'See https://xn--pple-43d.com/ please');
  await log(page).getByText('xn--pple-43d.com', { exact: true }).waitFor();
  await page.getByRole('region', { name: 'Customer' }).getByText('Web visitor').first().waitFor();
  expect(await findViolations(page)).toEqual([]);
  const note = log(page).locator('article', { hasText: 'For the team' });
  await note.hover();
  await note.getByRole('button', { name: 'More about this entry' }).click();
  await page.getByRole('menuitem', { name: 'Edit note' }).click();
  await page.getByRole('textbox', { name: 'Edit note' }).waitFor();
  await page.getByRole('menu').waitFor({ state: 'detached' });
  expect(await findViolations(page)).toEqual([]);
});
