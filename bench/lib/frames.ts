/** What a browser's own trace says of a page in motion: tasks longer than a frame, and frames that came late. */
import type { Browser, CDPSession, Page } from 'playwright-core';
import type { Row } from './stats.ts';

export const frameMs = 1_000 / 60;

export interface Sample {
  /** between frames, ms; counts whatever else the machine does */
  frames: number[];
  /** CPU time of each task of the page's main thread, ms; a frame is dropped for sure by one that is longer than a frame */
  tasks: number[];
}

// As text, because what is compiled here refers to helpers that a page does not have.
const beginSampling = `(() => {
  const frames = [];
  let last = performance.now();
  const next = (now) => { frames.push(now - last); last = now; if (window.sampled === frames) requestAnimationFrame(next); };
  window.sampled = frames;
  requestAnimationFrame(next);
})()`;
const endSampling = `(() => { const frames = window.sampled; window.sampled = null; return frames.slice(2); })()`;

interface TraceEvent {
  name: string;
  pid: number;
  tid: number;
  /** µs of CPU time */
  tdur?: number;
  args?: { name?: string };
}

export async function sample(browser: Browser, page: Page, act: () => Promise<void>): Promise<Sample> {
  await browser.startTracing(page, { categories: ['toplevel', '__metadata'] });
  await page.evaluate(beginSampling);
  await act();
  const frames = await page.evaluate<number[]>(endSampling);
  const { traceEvents } = JSON.parse((await browser.stopTracing()).toString()) as { traceEvents: TraceEvent[] };
  const mains = traceEvents.filter(({ name, args }) => name === 'thread_name' && args?.name === 'CrRendererMain');
  const tasksOf = ({ pid, tid }: TraceEvent): number[] =>
    traceEvents
      .filter((one) => one.pid === pid && one.tid === tid && one.name === 'ThreadControllerImpl::RunTask')
      .map((one) => (one.tdur ?? 0) / 1_000);
  const tasks = mains.map(tasksOf).sort((one, other) => other.length - one.length)[0] ?? [];
  return { frames, tasks };
}

export async function wheel(page: Page, by: number, times: number): Promise<void> {
  for (let at = 0; at < times; at += 1) {
    await page.mouse.wheel(0, by);
    await page.waitForTimeout(frameMs);
  }
}

/** MB of live objects. */
export async function heapOf(session: CDPSession): Promise<number> {
  await session.send('HeapProfiler.collectGarbage');
  const { usedSize } = await session.send('Runtime.getHeapUsage');
  return usedSize / 1_048_576;
}

export const toRow = (what: string, ours: string, target: string): Row => ({
  what,
  ours,
  floor: '',
  ratio: '',
  target,
});

export function describe(what: string, { frames, tasks }: Sample): Row[] {
  const long = tasks.filter((ms) => ms > frameMs).length;
  const late = frames.filter((ms) => ms > 1.5 * frameMs).length;
  return [
    toRow(`${what}: tasks longer than a frame (CPU)`, `${long} of ${tasks.length}`, '0'),
    toRow(`${what}: longest task (CPU)`, `${Math.max(0, ...tasks).toFixed(1)} ms`, '≤ 16.7 ms'),
    toRow(`${what}: late frames (wall clock)`, `${late} of ${frames.length}`, '0 when nothing else runs'),
  ];
}
