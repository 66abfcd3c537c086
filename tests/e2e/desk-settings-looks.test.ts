/** Every page of the settings: axe finds nothing in light, dark and on a phone, and nothing is wider than the screen. */
import type { Page } from 'playwright-core';
import { usualCallMenu } from '../../shared/model/call-menu.ts';
import type { InboxId } from '../../shared/model/ids.ts';
import { eventually } from '../support/eventually.ts';
import { buildInbox } from '../support/world.ts';
import { findViolations } from './support/axe.ts';
import { type DeskStage, deskOrigin, startDeskStage } from './support/desk-stage.ts';

jest.setTimeout(240_000);

const phoneId = '01JNB0X0000000000000PH0NE0' as InboxId;
let stage: DeskStage;
let paths: string[];

beforeAll(async () => {
  stage = await startDeskStage();
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
  await parley.app.store.directory.saveInbox(
    buildInbox({
      ...{ id: phoneId, queueId: company.north.queueId, name: 'Calls', channel: 'phone' },
      settings: { provider: 'softswitch', country: 'DE', allowedCountries: [], menu: usualCallMenu },
    }),
  );
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
    ...['imports', 'duplicates', 'retention', 'search'],
    ...['phones', `phones/${phoneId}`, 'macros', `macros/${macro.id}`, 'websites', `websites/${company.north.inboxId}`],
  ];
});
afterEach(() => stage.clear());
afterAll(() => stage?.stop());

const faults: string[] = [];
beforeEach(() => void faults.splice(0));

const WIDE = { width: 1440, height: 900 };
const PHONE = { width: 390, height: 844 };

/** A page as it is loaded once: whole in light, what differs in dark, and whole again on a phone. */
async function judge(page: Page, where: string): Promise<void> {
  const looks = [
    ['light', WIDE, undefined],
    ['dark', WIDE, 'color-contrast'],
    ['light', PHONE, undefined],
  ] as const;
  for (const [colorScheme, size, rule] of looks) {
    await page.emulateMedia({ colorScheme });
    await page.setViewportSize(size);
    await eventually(async () => expect(await page.locator('[aria-busy=true]').count()).toBe(0));
    const name = `${where}, ${colorScheme}, ${size.width} px`;
    faults.push(...(await findViolations(page, rule)).map((fault) => `${name} ${fault}`));
    const excess = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
    if (excess > 0) faults.push(`${name} is ${excess} px too wide`);
  }
}

async function walkSettings(page: Page): Promise<void> {
  for (const path of paths) {
    await page.goto(`${deskOrigin}/console/settings/${path}`);
    await page.locator('main h2').first().waitFor();
    await judge(page, `settings/${path}`);
  }
}

test('axe finds nothing on any page of the settings, light, dark and on a phone', async () => {
  await walkSettings(await stage.enter(await stage.context(), 'ada', '/console/settings'));
  expect(faults).toEqual([]);
});
