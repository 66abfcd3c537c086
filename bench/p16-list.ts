/** P16: a list of several thousand cards in a real browser: whether frames are dropped while it is scrolled, and while what it shows keeps changing. */
import { systemClock } from '../server/lib/clock.ts';
import { createIds } from '../server/lib/ids.ts';
import type { ConversationId } from '../shared/model/ids.ts';
import { type DeskStage, startDeskStage } from '../tests/e2e/support/desk-stage.ts';
import type { VisitorClient } from '../tests/support/visitor-client.ts';
import { describe, heapOf, sample, toRow, wheel } from './lib/frames.ts';
import { addConversations } from './lib/generate.ts';
import { median, printTable, type Row } from './lib/stats.ts';

const CARDS = Number(process.env.CARDS ?? 4_000);
/** customers who write while the list stands still, and is scrolled */
const WRITERS = 20;
const WRITE_MS = 100;
const STEPS = 240;

async function layOut({ parley, company }: DeskStage): Promise<void> {
  const made = { queueIds: [company.north.queueId], tagIds: [], openIds: [] };
  const size = { conversations: CARDS, entries: CARDS, open: 1 };
  await addConversations(parley.app, createIds(systemClock), size, made);
  await parley.restart();
}

/** Prints the table; needs the built client. */
export async function run(): Promise<void> {
  const stage = await startDeskStage();
  const rows: Row[] = [];
  try {
    await layOut(stage);
    const page = await stage.enter(await stage.context(), 'ada', '/console/all');
    const session = await page.context().newCDPSession(page);
    const card = page.locator('[data-card]').first();

    const opened: number[] = [];
    for (let round = 0; round < 5; round += 1) {
      const begun = performance.now();
      await page.goto(`${new URL(page.url()).origin}/console/all`);
      await card.waitFor({ timeout: 60_000 });
      opened.push(performance.now() - begun);
    }
    rows.push(toRow('reload, to the first card', `${median(opened).toFixed(0)} ms`, ''));

    const box = await card.boundingBox();
    if (!box) throw new Error('there is no card');
    await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
    const scrolled = await sample(stage.browser, page, () => wheel(page, 300, STEPS));
    rows.push(...describe('scroll down, pages arriving', scrolled));
    rows.push(...describe('scroll up', await sample(stage.browser, page, () => wheel(page, -300, STEPS))));

    const visitors: { visitor: VisitorClient; id: ConversationId }[] = [];
    for (let at = 0; at < WRITERS; at += 1) {
      const visitor = await stage.world.visitor();
      visitors.push({ visitor, id: await visitor.start(`Writer ${at}`) });
    }
    const write = async (isOver: () => boolean): Promise<void> => {
      for (let at = 0; !isOver(); at += 1) {
        const one = visitors[at % WRITERS];
        await one?.visitor.send(one.id, `Line ${at}`);
        await page.waitForTimeout(WRITE_MS);
      }
    };
    let isOver = false;
    const writing = write(() => isOver);
    rows.push(
      ...describe(
        'customers write, nothing moves',
        await sample(stage.browser, page, () => page.waitForTimeout(5_000)),
      ),
    );
    rows.push(...describe('customers write, scroll', await sample(stage.browser, page, () => wheel(page, 300, STEPS))));
    isOver = true;
    await writing;
    rows.push(toRow('heap with all that was read', `${(await heapOf(session)).toFixed(1)} MB`, ''));
    printTable(`P16 a list of ${CARDS} cards in the console`, rows);
  } finally {
    await stage.clear();
    await stage.stop();
  }
}
