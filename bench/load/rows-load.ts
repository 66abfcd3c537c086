/** Agents who watch a list, a process of its own: counts what each is told while somebody changes conversations one after another, or many at once. */
import { EventEmitter } from 'node:events';
import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { io, type Socket } from 'socket.io-client';

export interface RowsJob {
  target: 'floor' | 'parley';
  url: string;
  /** cookies of those who watch; the floor needs only their number */
  watchers: string[];
  supervisor: string;
  ids: string[];
}

/** `steady`: one change every 130 ms, so that each is told by itself. `idle`: as long as that, and nothing happens. `burst`: all of them as fast as they are taken. `fact`: what the floor tells. */
export type RowsRound =
  | { kind: 'watch' }
  | { kind: 'fact'; fact: unknown }
  | { kind: 'steady'; changes: number }
  | { kind: 'idle'; ms: number }
  | { kind: 'burst'; changes: number };

export interface RowsFigures {
  connected: number;
  copies: number;
  ms: number;
  /** frames of the agent who was told most, in any second */
  mostInSecond: number;
  /** the last frame, so that the floor may tell the same */
  fact: unknown;
}

const job = JSON.parse(readFileSync(process.argv[2] ?? '', 'utf8')) as RowsJob;
const options = { transports: ['websocket'], forceNew: true, reconnection: false };
const watchers: Socket[] = [];
let copies = 0;
let fact: unknown = null;
let times: number[][] = [];

/** Counts frames of rows and reads none of them: five hundred who parse the same in one process would be slower than who tells them, and bunch what came apart. */
function countingParser(onRows: () => void) {
  return {
    Encoder: class {
      encode({ type, data }: { type: number; data?: unknown }): string[] {
        return [`${type}${data === undefined ? '' : JSON.stringify(data)}`];
      }
    },
    Decoder: class extends EventEmitter {
      add(text: string): void {
        if (text.startsWith('2["rows:changed"')) onRows();
        if (text.startsWith('2')) return;
        const data: unknown = text.length > 1 ? JSON.parse(text.slice(1)) : undefined;
        this.emit('decoded', { type: Number(text[0]), nsp: '/', data });
      }
      destroy(): void {
        this.removeAllListeners();
      }
    },
  };
}

function open(cookie: string, onRows: (() => void) | null): Promise<Socket> {
  const all = { ...options, ...(onRows && { parser: countingParser(onRows) }) };
  const socket =
    job.target === 'floor'
      ? io(job.url, { ...all, auth: { watches: onRows !== null } })
      : io(job.url, { ...all, path: '/socket/console', extraHeaders: { origin: job.url, cookie } });
  return new Promise((resolve, reject) => {
    socket.once('connect', () => resolve(socket));
    socket.once('connect_error', reject);
  });
}

const actor = await open(job.supervisor, null);
actor.on('rows:changed', (told: unknown) => {
  fact = told;
});

async function watch(): Promise<void> {
  for (let from = 0; from < job.watchers.length; from += 50) {
    const opened = job.watchers.slice(from, from + 50).map((cookie, index) =>
      open(cookie, () => {
        copies += 1;
        times[from + index]?.push(performance.now());
      }),
    );
    watchers.push(...(await Promise.all(opened)));
  }
}

const wait = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
let made = 0;

async function change(): Promise<void> {
  made += 1;
  if (job.target === 'floor') {
    await actor.emitWithAck('change');
    return;
  }
  const conversationId = job.ids[made % job.ids.length];
  const priority = Math.floor(made / job.ids.length) % 2 === 0 ? 'high' : 'low';
  const answer = (await actor.emitWithAck('work:prioritise', { conversationId, priority })) as { ok: boolean };
  if (!answer.ok) throw new Error(JSON.stringify(answer));
}

function mostIn(told: readonly number[]): number {
  let most = 0;
  let from = 0;
  for (const [at, time] of told.entries()) {
    while (time - (told[from] ?? 0) >= 1_000) from += 1;
    most = Math.max(most, at - from + 1);
  }
  return most;
}

async function run(round: RowsRound): Promise<RowsFigures> {
  copies = 0;
  times = watchers.map(() => []);
  const begun = performance.now();
  if (round.kind === 'watch') await watch();
  else if (round.kind === 'fact') await actor.emitWithAck('fact', round.fact);
  else if (round.kind === 'idle') await wait(round.ms);
  else if (round.kind === 'burst') await Promise.all(Array.from({ length: round.changes }, change));
  else {
    for (let at = 0; at < round.changes; at += 1) {
      await change();
      await wait(130);
    }
  }
  await wait(500);
  const mostInSecond = times.reduce((most, told) => Math.max(most, mostIn(told)), 0);
  return { connected: watchers.length, copies, ms: performance.now() - begun, mostInSecond, fact };
}

process.stdout.write('ready\n');
for await (const line of createInterface({ input: process.stdin })) {
  process.stdout.write(`${JSON.stringify(await run(JSON.parse(line) as RowsRound))}\n`);
}
process.exit(0);
