/** P14: a thread of 10 000 entries in a real browser: how soon it is there, whether frames are dropped while it is scrolled, and what stays in memory. */
import type { ConversationId } from '../shared/model/ids.ts';
import { type DeskStage, startDeskStage } from '../tests/e2e/support/desk-stage.ts';
import { fillThread } from '../tests/support/long-thread.ts';
import { people } from '../tests/support/world.ts';
import { describe, frameMs, heapOf, sample, toRow, wheel } from './lib/frames.ts';
import { median, printTable, type Row } from './lib/stats.ts';

const long = 10_000;
/** Threads that are opened one after the other, and the entries of each. */
const visited = 24;
const visitedEntries = 1_000;
const short = 50;

/** The last two are a short one and the long one, so that they are on top of the list; the long one's customer has another, and so a whole history. */
async function layOut(stage: DeskStage): Promise<ConversationId[]> {
  const { parley, world, company } = stage;
  const ids: ConversationId[] = [];
  const agent = { id: company.users.maya, name: people.maya.name };
  const ines = await world.console('ines');
  for (const [at, count] of [...Array<number>(visited).fill(visitedEntries), short, long].entries()) {
    const visitor = await world.visitor();
    if (count === long) await ines.ask('conversation:close', { conversationId: await visitor.start('Before') });
    const id = await visitor.start(`Thread ${at}`);
    await fillThread(parley.app, id, { count, agent, endsAt: Date.now() });
    ids.push(id);
  }
  world.closeClients();
  await parley.restart();
  return ids;
}

/** Prints the table; needs the built client. */
export async function run(): Promise<void> {
  const stage = await startDeskStage();
  const rows: Row[] = [];
  try {
    const others = await layOut(stage);
    const [shortest, longest] = others.splice(-2);
    const page = await stage.enter(await stage.context(), 'ada', '/console/all');
    const session = await page.context().newCDPSession(page);

    const timeToOpen = async (id: ConversationId | undefined): Promise<number> => {
      await page.goto(`${new URL(page.url()).origin}/console/all`);
      await page.locator(`a[href*="${id}"]`).first().waitFor();
      const begun = performance.now();
      await page.locator(`a[href*="${id}"]`).first().click();
      await page.getByRole('log').locator('article').first().waitFor();
      return performance.now() - begun;
    };
    const [ofShorts, ofLongs]: [number[], number[]] = [[], []];
    for (let round = 0; round <= 5; round += 1) {
      const [a, b] = [await timeToOpen(shortest), await timeToOpen(longest)];
      // The first is spent on loading and compiling.
      if (round === 0) continue;
      ofShorts.push(a);
      ofLongs.push(b);
    }
    const [ofShort, ofLong] = [median(ofShorts), median(ofLongs)];
    rows.push(toRow(`open ${long} entries, click to first entry`, `${ofLong.toFixed(0)} ms`, '≤ 200 ms'));
    const ratio = (ofLong / ofShort).toFixed(2);
    rows.push(toRow(`the same ÷ one of ${short} (${ofShort.toFixed(0)} ms)`, ratio, '< 2'));

    const whole: number[] = [];
    for (let round = 0; round < 5; round += 1) {
      await page.getByRole('button', { name: 'This conversation' }).click();
      await page.getByRole('log').locator('article').first().waitFor();
      const begun = performance.now();
      await page.getByRole('button', { name: 'Whole history' }).click();
      await page.locator('[role=log] article').first().waitFor();
      whole.push(performance.now() - begun);
    }
    rows.push(toRow('whole history of the same, click to first entry', `${median(whole).toFixed(0)} ms`, '≤ 200 ms'));
    await page.getByRole('button', { name: 'This conversation' }).click();
    await page.getByRole('log').locator('article').first().waitFor();

    const box = await page.getByRole('log').boundingBox();
    if (!box) throw new Error('there is no thread');
    await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
    rows.push(...describe('scroll down', await sample(stage.browser, page, () => wheel(page, 120, 240))));
    await page.getByRole('button', { name: /latest|new message/ }).click();
    rows.push(
      ...describe('scroll up, pages arriving', await sample(stage.browser, page, () => wheel(page, -240, 240))),
    );
    for (let tries = 0; tries < 2_000 && !(await page.getByText('Beginning of').isVisible()); tries += 1) {
      await page.evaluate("document.querySelector('[role=log]').scrollTop = 0");
      await page.waitForTimeout(frameMs);
    }
    rows.push(...describe('scroll with all in memory', await sample(stage.browser, page, () => wheel(page, 200, 240))));

    const heaps: number[] = [];
    for (const id of others) {
      await page.goto(`${new URL(page.url()).origin}/console/all/${id}`);
      await page.getByRole('log').locator('article').first().waitFor();
    }
    for (let round = 0; round < 3; round += 1) {
      for (const id of others) {
        await page.evaluate(
          `history.pushState({}, '', '/console/all/${id}'); dispatchEvent(new PopStateEvent('popstate'))`,
        );
        await page.locator(`main[data-reading="${id}"]`).waitFor();
        await page.getByRole('log').locator('article').first().waitFor();
      }
      heaps.push(await heapOf(session));
    }
    const [first = 0, , last = 0] = heaps;
    rows.push(toRow(`heap after ${visited} threads`, `${first.toFixed(1)} MB`, ''));
    rows.push(toRow(`heap after ${visited * 3} visits`, `${last.toFixed(1)} MB`, '≤ + 2 MB'));
    printTable('P14 a long thread in the console', rows);
  } finally {
    await stage.clear();
    await stage.stop();
  }
}
