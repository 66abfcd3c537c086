/** What a workspace chooses from, as it is set up: tags, replies, macros, hours and weights, and what other roles see of it. */
import type { Page } from 'playwright-core';
import { eventually } from '../support/eventually.ts';
import { type DeskStage, deskOrigin, startDeskStage } from './support/desk-stage.ts';

jest.setTimeout(120_000);

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
  const wanted = page.getByRole('option', { name: option, exact: true });
  // What is read meanwhile may close it again.
  await eventually(async () => {
    await page.getByRole('combobox', { name: label, exact: true }).focus();
    if (!(await wanted.isVisible())) await page.keyboard.press('ArrowDown');
    await wanted.click({ timeout: 1_000 });
  }, 15_000);
}

async function save(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Save changes' }).click();
  await page.getByText('Not saved yet').waitFor({ state: 'detached' });
}

test('tags are added, refused twice, archived, and brought back by undo', async () => {
  const ada = await open('ada', 'tags');
  await ada.getByText('No tag yet').waitFor();
  const add = async (name: string, colour: string) => {
    await ada.getByRole('button', { name: 'Add tag' }).first().click();
    await ada.getByRole('dialog').getByLabel('Name').fill(name);
    await ada.getByRole('radio', { name: colour }).check();
    await ada.getByRole('dialog').getByRole('button', { name: 'Add tag' }).click();
  };
  await add('Damaged', 'Red');
  await ada.getByRole('cell', { name: 'Damaged', exact: true }).waitFor();
  await add('damaged', 'Blue');
  await ada.getByText('Something else has this name already').waitFor();
  await ada.keyboard.press('Escape');
  await ada.getByRole('button', { name: 'Actions for Damaged' }).click();
  await ada.getByRole('menuitem', { name: 'Archive' }).click();
  await ada.getByRole('cell', { name: 'Damaged', exact: true }).waitFor({ state: 'detached' });
  await ada.getByRole('button', { name: 'Undo' }).click();
  await ada.getByRole('cell', { name: 'Damaged', exact: true }).waitFor();
});

test('replies are one’s own, the team’s or everybody’s; who may not change one makes a copy', async () => {
  const ines = await open('ines', 'replies');
  await ines.getByRole('link', { name: 'Add reply' }).click();
  await ines.getByLabel('Shortcut', { exact: true }).fill('parcel');
  await ines.getByLabel('Text', { exact: true }).fill('Dear');
  await ines.getByRole('button', { name: 'First name of the customer' }).click();
  await ines.getByRole('region', { name: 'Preview' }).getByText('Dear Sofia').waitFor();
  await ines.getByRole('radio', { name: 'Teams' }).check();
  await ines.getByRole('link', { name: 'Macros' }).click();
  await ines.getByText('Leave without saving?').waitFor();
  await ines.getByRole('button', { name: 'Keep editing' }).click();
  await ines.getByRole('button', { name: 'Save changes' }).click();
  await ines.getByRole('heading', { name: 'Of teams' }).waitFor();

  const maya = await open('maya', 'replies');
  await maya.getByRole('img', { name: 'Shared by others' }).waitFor();
  await maya.getByRole('link', { name: '/parcel' }).click();
  expect(await maya.getByRole('button', { name: 'Save changes' }).count()).toBe(0);
  await maya.getByRole('button', { name: 'Make my own copy' }).click();
  await maya.getByText('Only you may use it').waitFor();
  await maya.getByLabel('Shortcut', { exact: true }).fill('mine');
  await maya.getByRole('button', { name: 'Save changes' }).click();
  await maya.getByRole('heading', { name: 'Your own' }).waitFor();
  await maya.getByRole('button', { name: 'Actions for /mine' }).click();
  await maya.getByRole('menuitem', { name: 'Remove' }).click();
  await maya.getByRole('link', { name: '/mine' }).waitFor({ state: 'detached' });
  await maya.getByRole('button', { name: 'Undo' }).click();
  await maya.getByRole('link', { name: '/mine' }).waitFor();
  // An agent's list of settings has nothing of the workspace in it.
  expect(await maya.getByRole('link', { name: 'Queues' }).count()).toBe(0);
});

test('a macro is put together, put in order by arrows and by dragging, and said in a sentence', async () => {
  const ada = await open('ada', 'macros/new');
  await ada.getByLabel('Name').fill('Later');
  const add = async (name: string) => {
    await ada.getByRole('button', { name: 'Add step' }).click();
    await ada.getByRole('menuitem', { name }).click();
  };
  await add('Close');
  await add('Reply');
  await add('Set priority');
  await ada.getByRole('textbox', { name: 'Reply' }).fill('We are on it.');
  const sentence = ada.getByRole('region', { name: 'Preview' });
  // Closing came first and stays last.
  await sentence.getByText('Replies “We are on it.”, sets the priority to High and closes').waitFor();
  await ada.getByRole('button', { name: 'Move up: Set priority' }).click();
  await sentence.getByText('Sets the priority to High, replies “We are on it.” and closes').waitFor();
  const grips = ada.locator('[data-grip]');
  await grips.nth(0).dragTo(grips.nth(1));
  await sentence.getByText('Replies “We are on it.”, sets the priority to High and closes').waitFor();
  await ada.getByRole('button', { name: 'Move up: Close' }).click();
  await ada.getByText('Closing has to come last').waitFor();
  expect(await ada.getByRole('button', { name: 'Save changes' }).isDisabled()).toBe(true);
  await ada.getByRole('button', { name: 'Move down: Close' }).click();
  await ada.getByRole('button', { name: 'Save changes' }).click();
  await ada.getByRole('link', { name: 'Later' }).waitFor();
});

test('a calendar is made, used by a website, and cannot be removed while it is', async () => {
  const ada = await open('ada', 'hours');
  await ada.getByRole('button', { name: 'Add calendar' }).click();
  await ada.getByLabel('Name', { exact: true }).fill('Night shift');
  await ada.getByRole('button', { name: 'Add holiday' }).click();
  expect(await ada.getByRole('button', { name: 'Save changes' }).isDisabled()).toBe(true);
  await ada.getByLabel('Date').fill('2030-12-25');
  await save(ada);
  await ada.getByRole('link', { name: 'Websites' }).click();
  await ada.getByRole('link', { name: 'south' }).click();
  await choose(ada, 'Opening hours', 'Night shift');
  await save(ada);
  await ada.getByRole('link', { name: 'Opening hours' }).click();
  await ada.getByText('south', { exact: true }).waitFor();
  await ada.getByRole('button', { name: 'Actions for Night shift' }).click();
  await ada.getByRole('menuitem', { name: 'Remove: inboxes still go by it' }).waitFor();
});

test('a weight is set in conversations that fit, and holds for what comes next', async () => {
  const ada = await open('ada', 'capacity');
  const line = ada.getByRole('listitem').filter({ hasText: 'north' });
  await line.getByRole('switch').click();
  await line.getByLabel('Weight of north').fill('50');
  await line.getByText('2 at once fill an agent').waitFor();
  await line.getByLabel('Weight of north').fill('100');
  await line.getByText('One fills an agent').waitFor();
  await save(ada);
  const maya = await stage.world.console('maya');
  await maya.ask('presence:set', { state: 'available' });
  const visitor = await stage.world.visitor();
  await visitor.start('Heavy');
  const offer = await eventually(() => {
    const found = [...maya.offers.values()].find(({ preview }) => preview === 'Heavy');
    if (!found) throw new Error('no offer yet');
    return found;
  });
  await maya.ask('offer:accept', { workItemId: offer.workItemId, offerId: offer.id });
  await eventually(() => expect(maya.me?.used).toBeGreaterThanOrEqual(100));
});

test('what is in the settings is found by its words, in either language, from the list and from anywhere', async () => {
  const ada = await open('ada', 'tags');
  await ada.getByRole('heading', { name: 'Tags' }).waitFor();
  await ada.keyboard.press('/');
  await ada.keyboard.type('two steps');
  await ada
    .getByRole('option', { name: /^Two steps/ })
    .first()
    .waitFor();
  await ada.keyboard.press('Enter');
  await ada.locator('h3[data-revealed]', { hasText: 'Two steps' }).waitFor();
  expect(new URL(ada.url()).pathname).toBe('/console/settings');

  await ada.goto(`${deskOrigin}/console/all`);
  await ada.getByRole('navigation', { name: 'Main' }).waitFor();
  await ada.keyboard.press('Control+k');
  await ada.getByRole('dialog').getByRole('combobox').waitFor();
  await ada.keyboard.type('营业时间');
  await ada
    .getByRole('option', { name: /^Opening hours/ })
    .first()
    .waitFor();
  await ada.keyboard.press('Enter');
  await ada.waitForURL('**/console/settings/hours');
  await ada.keyboard.press('Control+k');
  await ada.getByRole('dialog').getByRole('combobox').waitFor();
  await ada.keyboard.type('north');
  await ada.getByRole('option', { name: /^north.*Queues/ }).click();
  await ada.waitForURL(`**/console/settings/queues/${stage.company.north.queueId}`);
});
