/**
 * `npm run demo:traffic`: customers of the demo company come and go, and three colleagues answer, against the demo that runs on this machine.
 * Options: --rate customers a minute (default 3), --minutes how long (default 30, at most 240), --speed (default 1), --url.
 */
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { DEMO_FILE, readDemoFile } from '../server/demo/demo-file.ts';
import { startTraffic } from './demo-traffic/traffic.ts';

const say = (line: string): void => {
  process.stdout.write(`${line}\n`);
};

function readNumber(text: string, name: string, most: number): number {
  const value = Number(text);
  if (!(value > 0) || value > most) throw new Error(`--${name} is a number up to ${most}.`);
  return value;
}

async function run(): Promise<void> {
  const { values } = parseArgs({
    options: {
      rate: { type: 'string', default: '3' },
      minutes: { type: 'string', default: '30' },
      speed: { type: 'string', default: '1' },
      url: { type: 'string', default: `http://127.0.0.1:${process.env.PORT ?? 3400}` },
    },
  });
  const dataDir = process.env.DATA_DIR ?? './data';
  const file = await readDemoFile(dataDir);
  if (!file)
    throw new Error(`There is no demo in ${dataDir} (${join(dataDir, DEMO_FILE)}): start it first with npm start.`);
  const host = new URL(values.url).hostname;
  if (!['127.0.0.1', 'localhost', '[::1]'].includes(host)) throw new Error('The demo is on this machine only.');
  const traffic = startTraffic({
    place: { url: values.url, origin: new URL(values.url).origin },
    file,
    customersPerMinute: readNumber(values.rate, 'rate', 60),
    customers: Number.MAX_SAFE_INTEGER,
    forMs: readNumber(values.minutes, 'minutes', 240) * 60_000,
    speed: readNumber(values.speed, 'speed', 20),
    seed: Date.now() % 1_000_000,
    say,
  });
  process.once('SIGINT', () => {
    say('No further customers; those who are there finish. Ctrl-C again stops at once.');
    traffic.end();
    process.once('SIGINT', () => process.exit(130));
  });
  const { came, answered, gaveUp } = await traffic.done;
  say(`${came} customers came, ${answered} were helped, ${gaveUp} left without an answer.`);
}

run().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
