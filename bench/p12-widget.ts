/** P12: what the widget costs a customer's website: bytes before the first click, bytes to the first message, and main-thread time on a slow machine. */
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { chromium } from 'playwright-core';
import { measureWidget } from '../tests/e2e/support/widget-sizes.ts';
import { median, printTable } from './lib/stats.ts';

const KB = 1_024;

/** Time of the host page's main thread from asking for the script to the frame after it, at a quarter of the machine's speed, in ms: ours, and an empty script's. */
async function measureLoader(loader: string): Promise<{ ours: number; floor: number }> {
  const page = '<!doctype html><title>shop</title><h1>shop</h1>';
  const server = createServer((request, response) => {
    response.setHeader('content-type', request.url?.endsWith('.js') ? 'text/javascript' : 'text/html');
    response.end(request.url === '/widget.js' ? loader : request.url === '/empty.js' ? '' : page);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const url = `http://127.0.0.1:${address && typeof address === 'object' ? address.port : 0}/`;
  const browser = await chromium.launch({
    executablePath: '/usr/bin/chromium',
    args: [
      '--no-sandbox',
      '--disable-quic',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
  async function measure(script: string): Promise<number> {
    const tab = await browser.newPage();
    await tab.goto(url);
    const devtools = await tab.context().newCDPSession(tab);
    await devtools.send('Emulation.setCPUThrottlingRate', { rate: 4 });
    await devtools.send('Performance.enable');
    const taskSeconds = async (): Promise<number> => {
      const { metrics } = await devtools.send('Performance.getMetrics');
      return metrics.find((metric) => metric.name === 'TaskDuration')?.value ?? 0;
    };
    const before = await taskSeconds();
    await tab.evaluate(
      (source) =>
        new Promise<void>((resolve) => {
          Object.assign(window, {
            parley: Object.assign(() => undefined, { q: [['boot', { inbox: '01BENCH0000000000000000000' }]] }),
          });
          const script = document.createElement('script');
          script.src = source;
          script.onload = () => requestAnimationFrame(() => resolve());
          document.head.append(script);
        }),
      script,
    );
    const milliseconds = ((await taskSeconds()) - before) * 1_000;
    await tab.close();
    return milliseconds;
  }
  const times: { ours: number; floor: number }[] = [];
  for (let round = 0; round < 9; round += 1) {
    times.push({ floor: await measure('/empty.js'), ours: await measure('/widget.js') });
  }
  await browser.close();
  server.close();
  return { ours: median(times.map((one) => one.ours)), floor: median(times.map((one) => one.floor)) };
}

/** Prints the table; needs the built client. */
export async function run(): Promise<void> {
  const loader = 'dist/client/loader/widget.js';
  const sizes = await measureWidget('dist/client');
  const loading = await measureLoader(readFileSync(loader, 'utf8'));
  const show = (bytes: number): string => `${(bytes / KB).toFixed(1)} KB`;
  printTable('P12 the widget on a website', [
    { what: 'loader, gz', ours: show(sizes.loader), floor: '', ratio: '', target: '≤ 5 KB' },
    {
      what: 'everything to the first message, gz',
      ours: show(sizes.toFirstMessage),
      floor: '',
      ratio: '',
      target: '≤ 45 KB',
    },
    {
      what: 'loader, main thread at 4 × throttle',
      ours: `${loading.ours.toFixed(0)} ms`,
      floor: `${loading.floor.toFixed(0)} ms for an empty script`,
      ratio: `+ ${(loading.ours - loading.floor).toFixed(0)} ms`,
      target: '≤ 50 ms',
    },
  ]);
}
