/** The embedded store's operations at one caller, as ratios to a ping: `node --import tsx bench/store-ops.ts [--durable]`. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { type Collection, MongoClient } from 'mongodb';

const WARM_UP = 300;

interface Row {
  _id: number;
  conversation: number;
  seq: number;
  at: Date;
  kind: string;
  body: string;
  counters: { read: number };
}

const makeRow = (n: number): Row => ({
  _id: n,
  conversation: n % 200,
  seq: Math.floor(n / 200),
  at: new Date(1_700_000_000_000 + n * 1000),
  kind: 'message',
  body: 'x'.repeat(300),
  counters: { read: 0 },
});

async function startServer(dir: string): Promise<{ child: ChildProcess; uri: string }> {
  const extra = process.argv.includes('--durable') ? [] : ['--not-durable'];
  const profile = process.argv.includes('--profile') ? ['--cpu-prof', '--cpu-prof-dir', tmpdir()] : [];
  const child = spawn(
    process.execPath,
    [...profile, '--import', 'tsx', 'server/embedded-mongo/main.ts', '--dir', dir, ...extra],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  );
  const [line] = (await once(createInterface({ input: child.stdout }), 'line')) as [string];
  return { child, uri: (JSON.parse(line) as { uri: string }).uri };
}

async function median(rounds: number, work: (i: number) => Promise<unknown>): Promise<number> {
  const times: number[] = [];
  for (let i = 0; i < rounds; i++) {
    const start = performance.now();
    await work(i);
    times.push(performance.now() - start);
  }
  return middle(times);
}

function middle(times: number[]): number {
  return times.sort((a, b) => a - b)[Math.floor(times.length / 2)] ?? 0;
}

async function measure(client: MongoClient, rows: Collection<Row>): Promise<void> {
  const db = client.db('bench');
  const N = 20_000;
  const started = performance.now();
  for (let n = 0; n < N; n += 1000) await rows.insertMany(Array.from({ length: 1000 }, (_, i) => makeRow(n + i)));
  const perInsert = ((performance.now() - started) * 1000) / N;
  const rounds = 1500;
  let next = N;
  const cases: Record<string, (i: number) => Promise<unknown>> = {
    ping: () => db.command({ ping: 1 }),
    'findOne by _id': (i) => rows.findOne({ _id: (i * 7) % N }),
    'latest 50': (i) =>
      rows
        .find({ conversation: i % 200 })
        .sort({ seq: -1 })
        .limit(50)
        .toArray(),
    insertOne: () => rows.insertOne(makeRow(next++)),
    'updateOne by _id': (i) => rows.updateOne({ _id: (i * 7) % N }, { $inc: { 'counters.read': 1 } }),
    findOneAndUpdate: (i) => rows.findOneAndUpdate({ _id: (i * 7) % N }, { $inc: { 'counters.read': 1 } }),
  };
  const times = new Map(Object.keys(cases).map((name) => [name, [] as number[]]));
  for (let i = 0; i < WARM_UP + rounds; i++) {
    // One of each in turn, so that what else the machine does meets all alike.
    for (const [name, work] of Object.entries(cases)) {
      const start = performance.now();
      await work(i);
      if (i >= WARM_UP) times.get(name)?.push(performance.now() - start);
    }
  }
  const ping = middle(times.get('ping') ?? []);
  const lines = [`insertMany of 1000: ${perInsert.toFixed(1)} µs a document, driver included`];
  for (const [name, found] of times) {
    const time = middle(found);
    lines.push(`${name.padEnd(20)} ${(time * 1000).toFixed(0).padStart(6)} µs  ${(time / ping).toFixed(2)} × ping`);
  }
  for (const size of [100]) {
    const time = await median(30, (i) =>
      rows.bulkWrite(
        Array.from({ length: size }, (_, k) => ({
          updateOne: { filter: { _id: (i * size + k) % N }, update: { $set: { kind: `k${i}` } } },
        })),
      ),
    );
    lines.push(`bulkWrite of ${size} updates: ${((time * 1000) / size).toFixed(1)} µs each`);
  }
  const callers = 16;
  const all = performance.now();
  await Promise.all(
    Array.from({ length: callers }, async () => {
      for (let i = 0; i < 250; i++) await rows.insertOne(makeRow(next++));
    }),
  );
  lines.push(
    `${callers} callers inserting: ${Math.round((callers * 250) / ((performance.now() - all) / 1000))} a second`,
  );
  process.stdout.write(`${lines.join('\n')}\n`);
}

const dir = mkdtempSync(join(tmpdir(), 'bench-store-'));
const { child, uri } = await startServer(dir);
const client = await MongoClient.connect(uri, { maxPoolSize: 16 });
const rows = client.db('bench').collection<Row>('rows');
await rows.createIndex({ conversation: 1, seq: 1 }, { unique: true });
await rows.createIndex({ at: 1 });
await measure(client, rows);
await client.close();
child.kill('SIGTERM');
await once(child, 'exit');
rmSync(dir, { recursive: true, force: true });
