/** The frame around the console in light and dark, wide and narrow, English and Chinese: axe finds nothing, and nothing moves while it loads. */
import type { Page } from 'playwright-core';
import type { ConversationId } from '../../shared/model/ids.ts';
import { eventually } from '../support/eventually.ts';
import { findViolations } from './support/axe.ts';
import { type DeskStage, deskOrigin, startDeskStage } from './support/desk-stage.ts';
import { endWork, serve, tellMaya } from './support/desk-work.ts';

interface Shift extends PerformanceEntry {
  value: number;
  hadRecentInput: boolean;
  sources: { node: Node | null }[];
}

jest.setTimeout(120_000);

let stage: DeskStage;
beforeAll(async () => {
  stage = await startDeskStage({ routing: { capacity: 1_000_000, offerSeconds: 5, missesUntilAway: 1 } });
});
afterEach(() => endWork(stage));
afterAll(() => stage.stop());

const open = (page: Page, id: ConversationId) => page.goto(`${deskOrigin}/console/mine/${id}`);
test.each([
  ['light', 1440, 'en-GB'],
  ['dark', 1440, 'en-GB'],
  ['light', 390, 'en-GB'],
  ['dark', 390, 'zh-CN'],
] as const)(
  'axe finds nothing in %s, %i px wide, %s, and nothing moves while it loads',
  async (colorScheme, width, locale) => {
    const [id] = await serve(stage, ['Where is my rug?', 'And my lamp?']);
    await tellMaya(stage, id, 'please look');
    const context = await stage.context({ colorScheme, locale, viewport: { width, height: 900 } });
    await context.addInitScript(() => {
      const moved = { sum: 0, what: [] as string[] };
      Object.assign(window, { moved });
      new PerformanceObserver((list) => {
        for (const entry of list.getEntries() as Shift[]) {
          if (entry.hadRecentInput) continue;
          moved.sum += entry.value;
          const names = entry.sources.map(({ node }) => (node instanceof Element ? node.className : node?.nodeName));
          moved.what.push(`${entry.value.toFixed(3)} ${names.join(', ')}`);
        }
      }).observe({ type: 'layout-shift', buffered: true });
    });
    const page = await stage.enter(context, 'maya');
    await page
      .getByRole('button', { name: /^(Notices|提醒)/ })
      .first()
      .waitFor();
    expect(await findViolations(page)).toEqual([]);
    await open(page, id);
    await page.getByRole('log').waitFor();
    expect(await findViolations(page)).toEqual([]);
    const moved = await page.evaluate(() => (window as unknown as { moved: { sum: number; what: string[] } }).moved);
    expect(moved.sum < 0.02 ? [] : moved.what).toEqual([]);
    if (width < 768) {
      await page.getByRole('button', { name: /2 (live conversations|个进行中的会话)/ }).click();
      await page.getByRole('menuitem').nth(1).click();
      await eventually(() => expect(page.url()).not.toContain(id));
    }
  },
);

/** Judged whole in light; in dark only what differs there. */
async function judge(page: Page, where: string, faults: string[]): Promise<void> {
  for (const [colorScheme, rule] of [
    ['dark', 'color-contrast'],
    ['light', undefined],
  ] as const) {
    await page.emulateMedia({ colorScheme });
    faults.push(...(await findViolations(page, rule)).map((fault) => `${where}, ${colorScheme}: ${fault}`));
  }
}

test('axe finds nothing in whatever opens over a conversation, light and dark', async () => {
  const [id] = await serve(stage, ['Where is my rug?']);
  await tellMaya(stage, id, 'please look');
  const page = await stage.enter(await stage.context(), 'maya');
  await open(page, id);
  const button = (name: string | RegExp) => page.getByRole('button', { name, exact: true }).first();
  await button('Transfer').waitFor();
  const faults: string[] = [];
  const layer = page.locator('[role=menu], [role=dialog], [role=listbox]').filter({ visible: true });
  async function look(where: string, show: () => Promise<void>): Promise<void> {
    await show();
    await layer.first().waitFor();
    await judge(page, where, faults);
    await page.keyboard.press('Escape');
    await eventually(async () => expect([where, await layer.count()]).toEqual([where, 0]));
  }
  const names = {
    ...{ presence: /^Your presence/, entry: 'More about this entry', more: 'More actions', transfer: 'Transfer' },
    ...{ snooze: 'Snooze', send: 'More ways to send', emoji: 'Emoji', notices: /^Notices/, sort: /^Order/ },
    ...{ filters: 'Filters and density', views: 'Views' },
  };
  for (const [where, name] of Object.entries(names)) await look(where, () => button(name).click());
  expect(faults).toEqual([]);
});
