/** The floor in real browsers: a supervisor watches, whispers, takes over and sets a state while two agents work; every number opens its conversations. */
import { join } from 'node:path';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import type { ConversationId } from '../../shared/model/ids.ts';
import { origin, type Stage, startStage } from '../support/start-parley.ts';
import type { VisitorClient } from '../support/visitor-client.ts';
import { password } from '../support/world.ts';
import { findViolations } from './support/axe.ts';
import { startBrowser } from './support/browser.ts';

jest.setTimeout(120_000);

let stage: Stage;
let browser: Browser;
const opened: BrowserContext[] = [];

beforeAll(async () => {
  const clientDir = process.env.CLIENT_DIR ?? join(process.cwd(), 'dist/client');
  stage = await startStage({ config: { clientDir }, realtime: { floorIntervalMs: 100 } });
  const { directory } = stage.parley.app.store;
  const { queueId: id, teamId } = stage.company.north;
  await directory.saveQueue({ id, name: 'Delivery', teamIds: [teamId], sla: { seconds: 20, percent: 80 } });
  browser = await startBrowser({ [new URL(origin).host]: stage.parley.url });
});
afterAll(async () => {
  for (const context of opened) await context.close();
  await browser.close();
  await stage.stop();
});

/** Judged whole in light; in dark only what differs there. */
async function judge(page: Page): Promise<void> {
  expect(await findViolations(page)).toEqual([]);
  await page.emulateMedia({ colorScheme: 'dark' });
  expect(await findViolations(page, 'color-contrast')).toEqual([]);
  await page.emulateMedia({ colorScheme: 'light' });
}

/** Signed in, in a browser of their own. */
async function enter(name: string): Promise<Page> {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, locale: 'en-GB' });
  context.setDefaultTimeout(30_000);
  opened.push(context);
  const page = await context.newPage();
  await page.goto(`${origin}/`);
  await page.getByLabel('Email').fill(`${name}@parley.example`);
  await page.locator('input[name=password]').fill(password);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await page.getByRole('navigation', { name: 'Main' }).waitFor();
  return page;
}

const desk: { maya?: Page; ben?: Page; ines?: Page } = {};
let visitor: VisitorClient;
let id: ConversationId;

function pageOf(name: keyof typeof desk): Page {
  const page = desk[name];
  if (!page) throw new Error(`${name} has not come in`);
  return page;
}

test('the board shows who works, what they have and what came, as it happens', async () => {
  desk.maya = await enter('maya');
  desk.ben = await enter('ben');
  desk.ines = await enter('ines');
  await pageOf('maya').getByRole('button', { name: 'Go Ready' }).first().click();
  const ines = pageOf('ines');
  await ines.getByRole('link', { name: 'Floor' }).click();
  await ines.getByRole('heading', { name: 'Live', level: 1 }).waitFor();
  await ines.getByRole('button', { name: /^Maya Keller Free, Delivery Ready/ }).waitFor();

  visitor = await stage.world.visitor();
  id = await visitor.start('The wardrobe arrived with two left doors.');
  await ines.getByRole('button', { name: /^Waiting: 1/ }).waitFor();
  await pageOf('maya').getByRole('button', { name: 'Accept' }).click();
  await ines.getByRole('button', { name: /^Maya Keller Visitor.*Delivery/ }).waitFor();
  await ines.getByRole('button', { name: 'Offered today: 1' }).waitFor();
  await ines.getByRole('button', { name: /^Service level today: 100%/ }).waitFor();
});

test('a number opens exactly its conversations, and one of them opens from there', async () => {
  const ines = pageOf('ines');
  await ines.getByRole('button', { name: 'Offered today: 1' }).click();
  const drawer = ines.getByRole('dialog', { name: /^Offered/ });
  await drawer.getByText('1 line', { exact: true }).waitFor();
  expect(await drawer.getByRole('listitem').count()).toBe(1);
  await judge(ines);
  await drawer.getByRole('button', { name: /^More for / }).click();
  await ines.getByRole('menuitem', { name: 'Move to another queue' }).click();
  const move = ines.getByRole('dialog', { name: /^Move / });
  await move.waitFor();
  await judge(ines);
  await move.getByRole('button', { name: 'Cancel' }).click();
  await move.waitFor({ state: 'detached' });
  await ines.keyboard.press('Escape');
  await drawer.waitFor({ state: 'detached' });
});

test('she watches without being seen, whispers to the agent, and takes over', async () => {
  const ines = pageOf('ines');
  await ines.getByRole('button', { name: /^Maya Keller / }).click();
  await ines.getByRole('button', { name: /^Watch: / }).click();
  const watched = ines.getByRole('region', { name: 'You are watching' });
  await watched.getByText('The wardrobe arrived with two left doors.').waitFor();
  await visitor.send(id, 'I want to talk to your manager.');
  await watched.getByText('I want to talk to your manager.').waitFor();

  await watched.getByRole('button', { name: 'Whisper', exact: true }).click();
  await watched.getByRole('textbox', { name: 'Whisper to Maya Keller' }).fill('Offer 20% back.');
  await watched.getByRole('button', { name: 'Send note' }).click();
  await pageOf('maya').getByRole('log').getByText('Offer 20% back.').waitFor();
  await judge(ines);
  expect(JSON.stringify(visitor.facts.all)).not.toContain('Offer 20% back.');
  expect(JSON.stringify(visitor.facts.all)).not.toContain('Ines');

  await watched.getByRole('button', { name: 'Take over' }).click();
  await watched.getByText('with Ines Duarte, Delivery').waitFor();
  await pageOf('ines')
    .getByRole('button', { name: /^Ines Duarte Visitor/ })
    .waitFor();
  await watched.getByRole('button', { name: 'Stop watching' }).click();
  await watched.waitFor({ state: 'detached' });
});

test('she sets a state, and the agent is told by whom', async () => {
  const ines = pageOf('ines');
  await ines.getByRole('button', { name: /^Maya Keller / }).click();
  const drawer = ines.getByRole('dialog', { name: 'Maya Keller' });
  await drawer.getByRole('button', { name: /^State: / }).click();
  await ines.getByRole('menuitem', { name: 'Set to Away', exact: true }).click();
  await drawer.getByText('Set by Ines Duarte').waitFor();
  await judge(ines);
  await ines.keyboard.press('Escape');
  await ines.getByRole('button', { name: /^Maya Keller .*Away/ }).waitFor();
});

test('a raised hand is listed, and answering it opens the conversation and lowers it', async () => {
  const ines = pageOf('ines');
  const maya = await stage.world.console('maya');
  await maya.ask('presence:set', { state: 'available' });
  const other = await stage.world.visitor();
  const asked = await other.start('May I speak to somebody else?');
  await maya.accept(asked);
  await maya.ask('hand:raise', { conversationId: asked, text: 'Asks for a manager' });
  const needs = ines.getByRole('region', { name: 'Needs you' });
  await needs.getByText('Maya Keller raised a hand').waitFor();
  await ines.getByRole('button', { name: /^Answer: Maya/ }).click();
  await ines.getByRole('region', { name: 'You are watching' }).getByText('May I speak to somebody else?').waitFor();
  await needs.getByText('Maya Keller raised a hand').waitFor({ state: 'detached' });
});

test('axe finds nothing, light or dark; the wall screen shows the board alone', async () => {
  const ines = pageOf('ines');
  await ines.goto(`${origin}/console/floor`);
  await ines.getByRole('button', { name: /^Maya Keller / }).waitFor();
  for (const colorScheme of ['light', 'dark'] as const) {
    await ines.emulateMedia({ colorScheme });
    expect(await findViolations(ines)).toEqual([]);
  }
  await ines.getByRole('button', { name: 'Wall screen' }).click();
  await ines.getByRole('dialog').getByRole('heading', { name: 'Live' }).waitFor();
  expect(await findViolations(ines)).toEqual([]);
  await ines.keyboard.press('Escape');
  await ines.getByRole('dialog').waitFor({ state: 'detached' });
});

test('an agent is not shown the way there, and is refused at the door', async () => {
  const ben = pageOf('ben');
  expect(await ben.getByRole('link', { name: 'Floor' }).count()).toBe(0);
  await ben.goto(`${origin}/console/floor`);
  await ben.getByText('Your role does not show the floor.').waitFor();
});
