/** Every screen, menu and dialog: axe finds nothing in light and dark, and on a phone nothing is wider than the screen. One walk per look. */
import type { Page } from 'playwright-core';
import { eventually } from '../support/eventually.ts';
import { findViolations } from './support/axe.ts';
import { type DeskStage, deskOrigin, startDeskStage } from './support/desk-stage.ts';
import { endWork, serve, tellMaya } from './support/desk-work.ts';

jest.setTimeout(240_000);

let stage: DeskStage;
let paths: string[];

beforeAll(async () => {
  stage = await startDeskStage({ routing: { capacity: 1_000_000, offerSeconds: 600 } });
  const { company, parley, world } = stage;
  const cookie = await world.cookieOf('ada');
  const post = async (path: string, body: object): Promise<{ id: string }> => {
    const answer = await fetch(`${parley.url}/api/${path}`, {
      method: 'POST',
      headers: { cookie, origin: deskOrigin, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    if (!answer.ok) throw new Error(`${path}: ${await answer.text()}`);
    return (await answer.json()) as { id: string };
  };
  for (const colour of ['grey', 'blue', 'green', 'amber', 'red', 'violet'])
    await post('tags', { name: colour, colour });
  await post('dispositions', { name: 'Solved' });
  await post('presence-reasons', { name: 'Lunch', minutes: 45 });
  await post('attributes', { name: 'Plan', type: 'choice', choices: ['Basic', 'Pro'] });
  const text = 'Dear {{customer.firstName}} {{nobody}}';
  const reply = await post('canned-replies', { shortcut: 'hello', text, sharing: { kind: 'everybody' } });
  const actions = [{ type: 'reply', text }, { type: 'close' }];
  const macro = await post('macros', { name: 'Finish', actions, sharing: { kind: 'mine' } });
  const weekly = [{ day: 1, from: '09:00', to: '17:00' }];
  const calendar = await post('calendars', { name: 'Office', timeZone: 'Europe/Berlin', weekly, holidays: [] });
  await post('queues', { name: 'Nobody’s', teamIds: [], sla: { seconds: 60, percent: 80 }, wrapUpSeconds: 30 });
  paths = [
    ...[
      '',
      'people',
      'teams',
      'roles',
      'audit',
      'languages',
      'queues',
      `queues/${company.north.queueId}`,
      'capacity',
      'hours',
      `hours/${calendar.id}`,
    ],
    ...['reasons', 'dispositions', 'tags', 'attributes', 'replies', `replies/${reply.id}`],
    ...['macros', `macros/${macro.id}`, 'websites', `websites/${company.north.inboxId}`],
  ];
});
afterEach(() => endWork(stage));
afterAll(() => stage?.stop());

const faults: string[] = [];
beforeEach(() => void faults.splice(0));

/** What axe says of the page as it is now, under a name by which one finds the place again. */
async function judge(page: Page, where: string): Promise<void> {
  await eventually(async () => expect(await page.locator('[aria-busy=true]').count()).toBe(0));
  faults.push(...(await findViolations(page)).map((fault) => `${where} ${fault}`));
  const excess = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  if (excess > 0) faults.push(`${where} is ${excess} px too wide`);
}

async function walkSettings(page: Page): Promise<void> {
  for (const path of paths) {
    await page.goto(`${deskOrigin}/console/settings/${path}`);
    await page.locator('main h2').first().waitFor();
    await judge(page, `settings/${path}`);
  }
}

const press = (page: Page, name: string | RegExp) => page.getByRole('button', { name }).first().click();

/** Opens it, judges it, and closes it again. */
async function judgeOpen(page: Page, where: string, open: () => Promise<void>, role: 'dialog' | 'menu' | 'listbox') {
  await open();
  const opened = page.getByRole(role).first();
  await opened.waitFor();
  await judge(page, where);
  await page.keyboard.press('Escape');
  await opened.waitFor({ state: 'hidden' });
}

async function walkDialogs(page: Page): Promise<void> {
  const settings = (path: string) => page.goto(`${deskOrigin}/console/settings/${path}`);
  await settings('');
  await judgeOpen(page, 'language menu', () => press(page, /^Language/), 'menu');
  await judgeOpen(page, 'scheme menu', () => press(page, /^Appearance/), 'menu');
  await judgeOpen(page, 'presence menu', () => press(page, /^Your presence/), 'menu');
  await page.keyboard.press('/');
  await page.keyboard.type('wrap');
  await page.getByRole('option').first().waitFor();
  await judge(page, 'settings search');
  await settings('people');
  await judgeOpen(page, 'person form', () => press(page, 'Add person'), 'dialog');
  await settings('roles');
  await judgeOpen(page, 'role form', () => press(page, /^Add role/), 'dialog');
  await settings('teams');
  await judgeOpen(page, 'team dialog', () => press(page, 'Add team'), 'dialog');
  await settings('websites');
  await judgeOpen(page, 'website dialog', () => press(page, 'Add website'), 'dialog');
  await judgeOpen(page, 'command menu', () => page.keyboard.press('Control+k'), 'dialog');
  await judgeOpen(page, 'shortcut sheet', () => page.keyboard.press('?'), 'dialog');
}

async function walkFloor(page: Page): Promise<void> {
  await page.goto(`${deskOrigin}/console/floor`);
  await page.getByRole('heading', { level: 1 }).waitFor();
  await judge(page, 'floor');
  await judgeOpen(page, 'cases drawer', () => press(page, /^Offered today/), 'dialog');
  await judgeOpen(page, 'agent drawer', () => press(page, /^Maya Keller/), 'dialog');
}

async function walkDesk(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Accept' }).waitFor();
  await judge(page, 'list, offer card, start');
  await judgeOpen(page, 'notices', () => press(page, /^Notices/), 'dialog');
  await page.locator('main a[href*="/01"]').first().click();
  await page.getByRole('log').waitFor();
  await judge(page, 'conversation');
  await judgeOpen(page, 'emoji', () => press(page, 'Emoji'), 'dialog');
  await judgeOpen(page, 'ways to send', () => press(page, 'More ways to send'), 'menu');
  await judgeOpen(page, 'more to do', () => press(page, 'More actions'), 'menu');
  const box = page.getByRole('textbox', { name: /^Reply to/ });
  await box.fill('/');
  await page.getByRole('option').first().waitFor();
  await judge(page, 'canned replies');
  await box.fill('');
}

test.each(['light', 'dark'] as const)('%s', async (colorScheme) => {
  const [first] = await serve(stage, ['Where is my rug?', 'And my lamp?']);
  await tellMaya(stage, first, 'please look');
  await (await stage.world.visitor()).start('Is anybody there?');
  const ada = await stage.enter(await stage.context({ colorScheme }), 'ada', '/console/settings');
  await walkSettings(ada);
  await walkDialogs(ada);
  await walkFloor(ada);
  await ada.close();
  await walkDesk(await stage.enter(await stage.context({ colorScheme }), 'maya'));
  expect(faults).toEqual([]);
});

test('phone', async () => {
  const options = { viewport: { width: 390, height: 844 } };
  await walkSettings(await stage.enter(await stage.context(options), 'ada', '/console/settings'));
  expect(faults).toEqual([]);
});
