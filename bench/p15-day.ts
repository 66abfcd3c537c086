/** P15: what a tab of the console costs: bytes and time to its first paint, and its memory after eight hours of traffic pressed into minutes. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { CDPSession, Page } from 'playwright-core';
import type { ConversationId } from '../shared/model/ids.ts';
import { type DeskStage, deskOrigin, startDeskStage } from '../tests/e2e/support/desk-stage.ts';
import type { ConsoleClient } from '../tests/support/console-client.ts';
import { median, printTable, type Row } from './lib/stats.ts';

/** A busy day of one agent: 8 chats an hour of 10 messages, 16 of colleagues in the same lists, mentions, pauses. */
const hours = 8;
const chatsPerHour = 8;
const messagesPerChat = 10;
const othersPerHour = 16;
const noticesPerHour = 8;

const KB = 1_024;
const MB = KB * KB;

interface Weight {
  heap: number;
  nodes: number;
  listeners: number;
}

/** After everything that can be let go has been let go. */
async function weigh(devtools: CDPSession): Promise<Weight> {
  for (let round = 0; round < 3; round += 1) await devtools.send('HeapProfiler.collectGarbage');
  const { metrics } = await devtools.send('Performance.getMetrics');
  const value = (name: string): number => metrics.find((metric) => metric.name === name)?.value ?? Number.NaN;
  return { heap: value('JSHeapUsedSize'), nodes: value('Nodes'), listeners: value('JSEventListeners') };
}

/** One chat: accepted by a colleague's hand, read and answered in the page, closed. */
async function chat(stage: DeskStage, maya: ConsoleClient, page: Page, at: number): Promise<void> {
  const visitor = await stage.world.visitor();
  const id = await visitor.start(`Chat ${at}: where is my order?`);
  await maya.accept(id);
  await page.locator(`nav a[href$="${id}"]`).first().click();
  await page.getByRole('log').getByText(`Chat ${at}:`).first().waitFor();
  for (let turn = 1; turn < messagesPerChat / 2; turn += 1) {
    await visitor.send(id, `Message ${turn} of the customer in chat ${at}, about as long as most of them are.`);
    await maya.send(id, `Answer ${turn} to chat ${at}, which is a little longer, because agents explain what they do.`);
  }
  const box = page.getByRole('textbox', { name: /^Reply to/ });
  await box.fill(`Anything else in chat ${at}?`);
  await box.press('Enter');
  await page.getByRole('log').getByText(`Anything else in chat ${at}?`).waitFor();
  await maya.ask('conversation:close', { conversationId: id });
  const leave = page.getByRole('button', { name: /^Take .* off the tabs$/ });
  await leave.first().click();
  visitor.close();
}

/** What colleagues do meanwhile changes rows and counters here. */
async function others(stage: DeskStage, ben: ConsoleClient, count: number): Promise<ConversationId[]> {
  const ids: ConversationId[] = [];
  for (let at = 0; at < count; at += 1) {
    const visitor = await stage.world.visitor();
    const id = await visitor.start(`Somebody else's ${at}`);
    await ben.send(id, 'Coming');
    await ben.ask('conversation:close', { conversationId: id });
    ids.push(id);
    visitor.close();
  }
  return ids;
}

async function measureDay(stage: DeskStage): Promise<Row[]> {
  const { company, parley, world } = stage;
  const page = await stage.enter(await stage.context(), 'maya');
  const devtools = await page.context().newCDPSession(page);
  await devtools.send('Performance.enable');
  const [maya, ben] = [await world.console('maya'), await world.console('ben')];
  await maya.ask('presence:set', { state: 'available' });
  const weights: Weight[] = [];
  let chats = 0;
  for (let hour = 0; hour <= hours; hour += 1) {
    // The first hour warms everything up; the day is counted from its end.
    for (let at = 0; at < chatsPerHour; at += 1) {
      await chat(stage, maya, page, chats);
      chats += 1;
    }
    await maya.ask('presence:set', { state: 'away' });
    await page.getByRole('link', { name: /^Inbox/ }).click();
    const seen = await others(stage, ben, othersPerHour);
    for (const [at, conversationId] of seen.slice(0, noticesPerHour).entries()) {
      await parley.app.notices.tell([company.users.maya], {
        ...{ kind: 'mentioned', conversationId, number: at, customerName: 'Sofia', byName: 'Ben', text: 'Look' },
      });
    }
    await maya.ask('presence:set', { state: 'available' });
    const weight = await weigh(devtools);
    weights.push(weight);
    process.stdout.write(`after hour ${hour}: ${(weight.heap / MB).toFixed(1)} MB, ${weight.nodes} nodes\n`);
  }
  const [start, end] = [weights[0], weights.at(-1)];
  if (!start || !end) throw new Error('nothing was weighed');
  const show = (what: string, read: (weight: Weight) => number, digits = 0): Row => ({
    what,
    ours: read(end).toFixed(digits),
    floor: `${read(start).toFixed(digits)} at the start`,
    ratio: `× ${(read(end) / read(start)).toFixed(2)}`,
    target: '≤ × 1.5',
  });
  return [
    show(`heap after ${hours} h (${chats} chats), MB`, ({ heap }) => heap / MB, 1),
    show('nodes of the document', ({ nodes }) => nodes),
    show('listeners', ({ listeners }) => listeners),
  ];
}

/** What index.html asks for before anything is drawn, as it travels. */
async function measureFirstLoad(clientDir: string): Promise<Row[]> {
  const folder = join(clientDir, 'console');
  const html = await readFile(join(folder, 'index.html'), 'utf8');
  const named = [...html.matchAll(/(?:src|href)="\/(assets\/[^"]+\.(js|css))"/g)];
  const sizes = { js: 0, css: 0 };
  for (const [, name = '', kind = ''] of named) {
    sizes[kind as keyof typeof sizes] += gzipSync(await readFile(join(folder, name)), { level: 9 }).length;
  }
  const row = (what: string, bytes: number, target: string): Row => ({
    ...{ what, ours: `${(bytes / KB).toFixed(1)} KB`, floor: '', ratio: '', target },
  });
  return [
    row('scripts before the first paint, gz', sizes.js, '≤ 300 KB'),
    row('styles before the first paint, gz', sizes.css, '≤ 35 KB'),
    { what: 'files of them', ours: String(named.length), floor: '', ratio: '', target: '' },
  ];
}

/** From the address to what is drawn, again and again by the same browser: with the kept desk, and an empty page as the floor. */
async function measureReload(stage: DeskStage): Promise<Row[]> {
  const context = await stage.context();
  const page = await stage.enter(context, 'maya');
  await page
    .getByRole('button', { name: /^Notices/ })
    .first()
    .waitFor();
  await context.route(`${deskOrigin}/empty`, (route) =>
    route.fulfill({ contentType: 'text/html', body: '<!doctype html><title>empty</title><p>empty</p>' }),
  );
  const painted = async (path: string): Promise<{ paint: number; moved: number }> => {
    await page.goto(`${deskOrigin}${path}`);
    await page.waitForFunction(() => performance.getEntriesByName('first-contentful-paint').length > 0);
    if (path !== '/empty')
      await page
        .getByRole('button', { name: /^Notices/ })
        .first()
        .waitFor();
    return page.evaluate(
      () =>
        new Promise((resolve) => {
          const paint = performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? Number.NaN;
          let moved = 0;
          new PerformanceObserver((list) => {
            for (const entry of list.getEntries() as (PerformanceEntry & { value: number })[]) moved += entry.value;
          }).observe({ type: 'layout-shift', buffered: true });
          setTimeout(() => resolve({ paint, moved }), 1_000);
        }),
    );
  };
  const rounds: { ours: number; floor: number; moved: number }[] = [];
  for (let round = 0; round < 7; round += 1) {
    const floor = (await painted('/empty')).paint;
    const { paint, moved } = await painted('/console/mine');
    rounds.push({ ours: paint, floor, moved });
  }
  const [ours, floor] = [median(rounds.map((one) => one.ours)), median(rounds.map((one) => one.floor))];
  return [
    {
      what: 'first paint of a reload, from the kept desk',
      ours: `${ours.toFixed(0)} ms`,
      floor: `${floor.toFixed(0)} ms for an empty page`,
      ratio: `× ${(ours / floor).toFixed(1)}`,
      target: '',
    },
    {
      what: 'layout shift of it',
      ours: Math.max(...rounds.map((one) => one.moved)).toFixed(4),
      floor: '',
      ratio: '',
      target: '≤ 0.01',
    },
  ];
}

/** Prints the tables; needs the built client. */
export async function run(): Promise<void> {
  const clientDir = process.env.CLIENT_DIR ?? join(process.cwd(), 'dist/client');
  const stage = await startDeskStage({ routing: { capacity: 1_000_000, offerSeconds: 60 } });
  try {
    const load = [...(await measureFirstLoad(clientDir)), ...(await measureReload(stage))];
    printTable('P15 the first load of the console', load);
    printTable('P15 a tab after a day', await measureDay(stage));
  } finally {
    await stage.clear();
    await stage.stop();
  }
}
