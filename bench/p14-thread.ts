/** P14: a thread of 10 000 entries in a real browser: how soon it is there, whether frames are dropped while it is scrolled, and what stays in memory. */
import type { CDPSession, Page } from 'playwright-core';
import type { ConversationId } from '../shared/model/ids.ts';
import { type DeskStage, startDeskStage } from '../tests/e2e/support/desk-stage.ts';
import { fillThread } from '../tests/support/long-thread.ts';
import { people } from '../tests/support/world.ts';
import { median, percentile, printTable, type Row } from './lib/stats.ts';

const long = 10_000;
/** Threads that are opened one after the other, and the entries of each. */
const visited = 24;
const visitedEntries = 1_000;
const frameMs = 1_000 / 60;

async function layOut(stage: DeskStage): Promise<ConversationId[]> {
  const { parley, world, company } = stage;
  const ids: ConversationId[] = [];
  const agent = { id: company.users.maya, name: people.maya.name };
  for (let at = 0; at <= visited; at += 1) {
    const id = await (await world.visitor()).start(`Thread ${at}`);
    const count = at === 0 ? long : visitedEntries;
    await fillThread(parley.app, id, { count, agent, endsAt: Date.now() });
    ids.push(id);
  }
  world.closeClients();
  await parley.restart();
  return ids;
}

/** Times between frames, in ms, while `act` goes on. */
async function sampleFrames(page: Page, act: () => Promise<void>): Promise<number[]> {
  await page.evaluate(() => {
    const frames: number[] = [];
    let last = performance.now();
    const next = (now: number): void => {
      frames.push(now - last);
      last = now;
      if (!('stopFrames' in window)) requestAnimationFrame(next);
    };
    Object.assign(window, { frames });
    requestAnimationFrame(next);
  });
  await act();
  return page.evaluate(() => {
    Object.assign(window, { stopFrames: true });
    const { frames } = window as unknown as { frames: number[] };
    setTimeout(() => Reflect.deleteProperty(window, 'stopFrames'), 100);
    return frames.slice(2);
  });
}

async function wheel(page: Page, by: number, times: number): Promise<void> {
  for (let at = 0; at < times; at += 1) {
    await page.mouse.wheel(0, by);
    await page.waitForTimeout(frameMs);
  }
}

const entriesShown = (page: Page): Promise<number> =>
  page.evaluate(() => Number(document.querySelector('[role=log] [data-index]:last-child')?.getAttribute('data-index')));

async function heapOf(session: CDPSession): Promise<number> {
  await session.send('HeapProfiler.collectGarbage');
  const { usedSize } = await session.send('Runtime.getHeapUsage');
  return usedSize / 1_048_576;
}

const toRow = (what: string, ours: string, target: string): Row => ({ what, ours, floor: '', ratio: '', target });

function describeFrames(what: string, frames: readonly number[]): Row[] {
  const dropped = frames.reduce((sum, ms) => sum + Math.max(0, Math.round(ms / frameMs) - 1), 0);
  return [
    toRow(`${what}: frames dropped`, `${dropped} of ${frames.length}`, '0'),
    toRow(`${what}: slowest 1 %`, `${percentile(frames, 0.99).toFixed(1)} ms`, '≤ 16.7 ms'),
  ];
}

/** Prints the table; needs the built client. */
export async function run(): Promise<void> {
  const stage = await startDeskStage();
  const rows: Row[] = [];
  try {
    const [longest, ...others] = await layOut(stage);
    const page = await stage.enter(await stage.context(), 'ada', '/console/all');
    const session = await page.context().newCDPSession(page);

    const opened: number[] = [];
    for (let round = 0; round < 5; round += 1) {
      await page.goto(`${new URL(page.url()).origin}/console/all`);
      await page.locator(`a[href*="${longest}"]`).first().waitFor();
      const begun = performance.now();
      await page.locator(`a[href*="${longest}"]`).first().click();
      await page.getByRole('log').locator('article').first().waitFor();
      opened.push(performance.now() - begun);
    }
    rows.push(toRow(`open ${long} entries, click to first entry`, `${median(opened).toFixed(0)} ms`, '≤ 200 ms'));

    const box = await page.getByRole('log').boundingBox();
    if (!box) throw new Error('there is no thread');
    await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
    rows.push(...describeFrames('scroll down', await sampleFrames(page, () => wheel(page, 120, 240))));
    await page.getByRole('button', { name: /latest|new message/ }).click();
    rows.push(...describeFrames('scroll up, pages arriving', await sampleFrames(page, () => wheel(page, -240, 240))));
    while ((await entriesShown(page)) < long * 0.9 && !(await page.getByText('Beginning of').isVisible())) {
      await page.keyboard.press('Home');
      await wheel(page, -4_000, 10);
    }
    rows.push(...describeFrames('scroll with all in memory', await sampleFrames(page, () => wheel(page, 200, 240))));

    const heaps: number[] = [];
    for (const id of others) {
      await page.goto(`${new URL(page.url()).origin}/console/all/${id}`);
      await page.getByRole('log').locator('article').first().waitFor();
    }
    for (let round = 0; round < 3; round += 1) {
      for (const id of others) {
        await page.evaluate((to) => {
          history.pushState({}, '', `/console/all/${to}`);
          dispatchEvent(new PopStateEvent('popstate'));
        }, id);
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
