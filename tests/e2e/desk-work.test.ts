/** Work that changes hands, rests and ends, in the browsers of two agents and a supervisor. */
import type { Page } from 'playwright-core';
import type { ConversationId } from '../../shared/model/ids.ts';
import { eventually } from '../support/eventually.ts';
import type { VisitorClient } from '../support/visitor-client.ts';
import { dispositionId, stockCatalogue } from '../support/work-cases.ts';
import { findViolations } from './support/axe.ts';
import { type DeskStage, deskOrigin, startDeskStage } from './support/desk-stage.ts';

jest.setTimeout(120_000);

let stage: DeskStage;
beforeAll(async () => {
  stage = await startDeskStage({ routing: { capacity: 1_000, offerSeconds: 300, missesUntilAway: 50 } });
  await stockCatalogue(stage.parley);
});
afterEach(async () => {
  await wrapUpFor(0);
  const ines = await stage.world.console('ines');
  const { rows } = await ines.ask('list:open', { view: 'all' });
  for (const { conversation } of rows) {
    if (conversation.status === 'open') await ines.ask('conversation:close', { conversationId: conversation.id });
  }
  for (const name of ['maya', 'ben', 'ines'] as const) {
    await (await stage.world.console(name)).ask('presence:set', { state: 'away' });
  }
  await stage.clear();
});
afterAll(() => stage.stop());

async function wrapUpFor(wrapUpSeconds: number): Promise<void> {
  const { directory } = stage.parley.app.store;
  const queue = await directory.queue(stage.company.north.queueId);
  if (queue) await directory.saveQueue({ ...queue, wrapUpSeconds });
}

/** A conversation that maya has, open in her browser. */
async function begin(words = 'Where is my rug?'): Promise<{ id: ConversationId; visitor: VisitorClient; page: Page }> {
  const visitor = await stage.world.visitor();
  const id = await visitor.start(words);
  await (await stage.world.console('maya')).ask('work:take', { conversationId: id });
  const page = await stage.enter(await stage.context(), 'maya');
  await open(page, id);
  await page.getByRole('button', { name: 'Transfer' }).waitFor();
  return { id, visitor, page };
}
async function open(page: Page, id: ConversationId): Promise<void> {
  await page.goto(`${deskOrigin}/console/all/${id}`);
  await page.getByRole('log').waitFor();
}
/** Somebody else, ready, in a browser of their own. */
async function enterReady(name: 'ben' | 'ines'): Promise<Page> {
  await (await stage.world.console(name)).ask('presence:set', { state: 'available' });
  return stage.enter(await stage.context(), name);
}
const status = (page: Page) => page.getByRole('region', { name: 'State of this conversation' });
/** The newest of its kind, as the key would: one from before may still be there. */
const undo = (page: Page, done: string) =>
  page.getByRole('alert').filter({ hasText: done }).getByRole('button', { name: /^Undo/ }).last().click();
const stateOf = async (id: ConversationId) =>
  (await (await stage.world.console('ada')).ask('conversation:open', { conversationId: id })).conversation;

/** Axe in both schemes, for what is on the page now. */
async function expectAccessible(page: Page): Promise<void> {
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    expect([colorScheme, await findViolations(page)]).toEqual([colorScheme, []]);
  }
  await page.emulateMedia({ colorScheme: 'light' });
}

test('handed over by key: declined it stays, accepted it goes; the card says who and why', async () => {
  const ben = await enterReady('ben');
  const { id, page } = await begin();
  const hand = async () => {
    await page.keyboard.press('a');
    const panel = page.getByRole('dialog', { name: 'Hand this conversation over' });
    const search = panel.getByRole('combobox');
    await search.fill('okaf');
    await panel.getByRole('option', { name: /Ben Okafor.*Free now/ }).waitFor();
    await search.press('ArrowDown');
    await panel.getByText('stays with you until Ben Okafor accepts').waitFor();
    await panel.getByPlaceholder('A note for them').fill('She asked for you');
    return panel;
  };
  const panel = await hand();
  await expectAccessible(page);
  await panel.getByRole('button', { name: 'Ask Ben Okafor' }).click();
  await status(page).getByText('Ben Okafor is asked to take it over').waitFor();

  const card = ben.getByRole('region', { name: /Offer/ });
  await card.getByText('Maya Keller hands it over to you').waitFor();
  await card.getByText('She asked for you').waitFor();
  await expectAccessible(ben);
  await ben.keyboard.press('Alt+d');
  await status(page).waitFor({ state: 'detached' });

  await (await hand()).getByRole('button', { name: 'Ask Ben Okafor' }).click();
  await card.waitFor();
  await status(page).getByRole('button', { name: 'Take back' }).click();
  await status(page).waitFor({ state: 'detached' });
  await card.waitFor({ state: 'detached' });

  await (await hand()).getByRole('button', { name: 'Ask Ben Okafor' }).click();
  await card.waitFor();
  await ben.keyboard.press('Alt+a');
  await ben.getByRole('textbox', { name: /^Reply to/ }).waitFor();
  await page.getByText('with Ben Okafor').first().waitFor();
  expect((await stateOf(id)).work?.ownerName).toBe('Ben Okafor');
});

test('put aside in words, brought back by undo, and by the customer', async () => {
  const { id, visitor, page } = await begin();
  await page.keyboard.press('s');
  const panel = page.getByRole('dialog', { name: 'Put it aside until' });
  await panel.getByLabel('Or say when').fill('when pigs fly');
  await panel.getByText('No time is meant by this').waitFor();
  await expectAccessible(page);
  await panel.getByLabel('Or say when').fill('in 3 days');
  await panel.getByLabel('Or say when').press('Enter');
  await status(page).getByText('Snoozed until').waitFor();
  await page.getByRole('log').click();
  await page.keyboard.press('z');
  await status(page).waitFor({ state: 'detached' });
  expect((await stateOf(id)).work).toMatchObject({ state: 'active', ownerName: 'Maya Keller' });

  await page.keyboard.press('s');
  await panel.getByRole('button', { name: /Tomorrow morning/ }).click();
  await status(page).getByText('Snoozed until').waitFor();
  await visitor.send(id, 'I found it');
  await status(page).waitFor({ state: 'detached' });
});

test('tags by name, a priority, a raised hand that a supervisor lowers and then takes over', async () => {
  const { id, page } = await begin();
  await page.keyboard.press('t');
  const tags = page.getByRole('dialog', { name: 'Tags of this conversation' });
  await tags.getByLabel('Find a tag').fill('deliv');
  await tags.getByLabel('Delivery').check();
  await status(page).getByText('Delivery').waitFor();
  await expectAccessible(page);
  await page.keyboard.press('Escape');
  await tags.waitFor({ state: 'detached' });

  await page.getByRole('button', { name: 'More actions' }).click();
  await page.getByRole('menuitem', { name: 'Urgent' }).click();
  await status(page).getByText('Urgent').waitFor();
  await undo(page, 'Priority is Urgent now');
  await status(page).getByText('Urgent').waitFor({ state: 'detached' });
  await page.keyboard.press('t');
  await tags.getByLabel('Delivery').uncheck();
  await status(page).waitFor({ state: 'detached' });
  await page.keyboard.press('Escape');
  await tags.waitFor({ state: 'detached' });
  await undo(page, 'Tags changed');
  await status(page).getByText('Delivery').waitFor();
  await page.getByRole('button', { name: 'More actions' }).click();
  await page.getByRole('menuitem', { name: 'Raise hand' }).click();
  const hand = page.getByRole('dialog', { name: 'Ask somebody who runs the floor to look' });
  await hand.getByLabel('What about').fill('He shouts');
  await hand.getByLabel('What about').press('Enter');
  await status(page).getByText('You asked for help').waitFor();
  await expectAccessible(page);

  const ines = await enterReady('ines');
  await open(ines, id);
  await status(ines).getByText('Maya Keller asks for help: “He shouts”').waitFor();
  await status(ines).getByRole('button', { name: 'Lower hand' }).click();
  await status(page).getByText('You asked for help').waitFor({ state: 'detached' });
  await ines.getByRole('button', { name: 'More actions' }).click();
  await ines.getByRole('menuitem', { name: 'Take it over from Maya Keller' }).click();
  await page.getByText('with Ines Duarte').first().waitFor();
  await ines.getByRole('button', { name: /^Undo/ }).click();
  await page.getByText('with you').first().waitFor();
  expect((await stateOf(id)).work).toMatchObject({ state: 'active', ownerName: 'Maya Keller' });
});

test('closed with an outcome and opened again; wrapped up with the seconds running', async () => {
  const { id, visitor, page } = await begin();
  await page.keyboard.press('e');
  const panel = page.getByRole('dialog', { name: 'How did it end?' });
  await panel.getByRole('button', { name: 'Solved' }).click();
  await panel.getByPlaceholder('One line for whoever opens this next').fill('Sent a new one');
  await expectAccessible(page);
  await panel.getByRole('button', { name: 'Close', exact: true }).click();
  await status(page).getByText('Solved: “Sent a new one”').waitFor();
  expect(await stateOf(id)).toMatchObject({ status: 'closed', outcome: { dispositionId } });
  await page.getByRole('button', { name: /^Undo/ }).click();
  await page.getByRole('textbox', { name: /^Reply to/ }).waitFor();
  expect((await stateOf(id)).work).toMatchObject({ state: 'active', ownerName: 'Maya Keller' });

  await wrapUpFor(120);
  await page.reload();
  // Until the server is heard the page shows what it knew before, when nothing was wrapped up.
  await page.getByRole('img', { name: 'Connected' }).waitFor();
  await page.getByRole('button', { name: 'Transfer' }).waitFor();
  await page.keyboard.press('e');
  const form = page.getByRole('form', { name: 'Wrap-up' });
  await form.getByText(/^[12]:\d\d left/).waitFor();
  await expectAccessible(page);
  await visitor.send(id, 'One more thing');
  await page.getByRole('textbox', { name: /^Reply to/ }).waitFor();
  await page.keyboard.press('Escape');
  await page
    .getByRole('button', { name: /^Close/ })
    .first()
    .click();
  await form.getByRole('button', { name: 'Solved' }).click();
  await form.getByRole('button', { name: 'Done' }).click();
  await form.waitFor({ state: 'detached' });
  await page.getByRole('button', { name: 'Reopen', exact: true }).waitFor();
  await eventually(async () =>
    expect(await stateOf(id)).toMatchObject({ status: 'closed', outcome: { name: 'Solved' } }),
  );
});

test('a colleague is asked in, answers in a note, sees no way to do more, and leaves', async () => {
  const { id, page } = await begin();
  await page.getByRole('button', { name: 'More actions' }).click();
  await page.getByRole('menuitem', { name: 'Ask a colleague in' }).click();
  const panel = page.getByRole('dialog', { name: 'Ask a colleague in' });
  await panel.getByRole('combobox', { name: 'Whom' }).fill('otto');
  await panel.getByRole('option', { name: /Otto Lang/ }).click();
  await panel.getByLabel(/^Your question/).fill('What would you do?');
  await expectAccessible(page);
  await panel.getByRole('button', { name: 'Ask Otto Lang' }).click();
  await status(page).getByText('Otto Lang is asked in').waitFor();

  const otto = await stage.enter(await stage.context(), 'otto');
  await open(otto, id);
  await otto.getByRole('log').getByText('What would you do?').waitFor();
  expect(await otto.getByRole('button', { name: 'Transfer' }).count()).toBe(0);
  expect(await otto.getByRole('button', { name: /^Close/ }).count()).toBe(0);
  const box = otto.getByRole('textbox', { name: /note/i });
  await box.fill('Refund it');
  await box.press('Enter');
  await page.getByRole('log').getByText('Refund it').waitFor();
  await status(otto).getByRole('button', { name: 'Leave the consultation' }).click();
  await otto
    .getByText('not here')
    .or(otto.getByRole('button', { name: 'Back to the list' }))
    .first()
    .waitFor();
  await status(page).waitFor({ state: 'detached' });
});
