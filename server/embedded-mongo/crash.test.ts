/** kill -9 at random moments under random writes: what was acknowledged is there, and the indexes agree with it. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { type Collection, MongoClient } from 'mongodb';
import { makeDir, removeDir } from '../../tests/support/embedded-store.ts';
import { programOf } from '../../tests/support/program.ts';

const ROUNDS = 15;
const WRITERS = 6;
const IDS_PER_WRITER = 40;

interface Row {
  _id: string;
  n: number;
  tags: string[];
  unique: string;
}
type State = Row | undefined;

/** A generator with a fixed seed, so that a failure can be repeated as far as time allows. */
function makeRandom(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

/** Writes until the connection breaks; knows of each document what was acknowledged and what may be. */
class Writer {
  readonly known = new Map<string, State>();
  readonly possible = new Map<string, State>();
  acknowledged = 0;
  private readonly name: string;
  private readonly random: (below: number) => number;

  constructor(number: number) {
    this.name = `w${number}`;
    this.random = makeRandom(number + 1);
  }

  async writeUntilCrash(rows: Collection<Row>): Promise<void> {
    try {
      for (;;) await this.writeOnce(rows);
    } catch {
      // The server is gone; the last write may or may not have happened.
    }
  }

  private async writeOnce(rows: Collection<Row>): Promise<void> {
    const _id = `${this.name}-${this.random(IDS_PER_WRITER)}`;
    const before = this.known.get(_id);
    const n = this.random(1000);
    const after: State = this.next(_id, before, n);
    this.possible.set(_id, after);
    if (after === undefined) await rows.deleteOne({ _id });
    else if (before === undefined) await rows.insertOne(after);
    else await rows.updateOne({ _id }, { $set: { n, unique: after.unique }, $push: { tags: `t${n % 5}` } });
    this.known.set(_id, after);
    this.possible.delete(_id);
    this.acknowledged++;
  }

  private next(_id: string, before: State, n: number): State {
    if (before === undefined) return { _id, n, tags: [], unique: `${_id}:${n}` };
    if (this.random(4) === 0) return undefined;
    return { _id, n, tags: [...before.tags, `t${n % 5}`], unique: `${_id}:${n}` };
  }

  /** Compares with what is stored, which becomes what is known. */
  check(stored: ReadonlyMap<string, Row>): void {
    for (let i = 0; i < IDS_PER_WRITER; i++) {
      const _id = `${this.name}-${i}`;
      const actual = stored.get(_id);
      const allowed = [this.known.get(_id)];
      if (this.possible.has(_id)) allowed.push(this.possible.get(_id));
      expect(allowed).toContainEqual(actual);
      this.known.set(_id, actual);
    }
    this.possible.clear();
  }
}

async function start(dir: string): Promise<{ child: ChildProcess; rows: Collection<Row>; client: MongoClient }> {
  const child = spawn(process.execPath, [...programOf('server/embedded-mongo/main.ts'), '--dir', dir], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [line] = (await once(createInterface({ input: child.stdout }), 'line')) as [string];
  const { uri } = JSON.parse(line) as { uri: string };
  const client = await MongoClient.connect(uri, {
    retryWrites: false,
    retryReads: false,
    serverSelectionTimeoutMS: 500,
  });
  return { child, client, rows: client.db('crash').collection<Row>('rows') };
}

async function checkIndexes(rows: Collection<Row>, stored: readonly Row[]): Promise<void> {
  const ids = stored.map((row) => row._id).sort();
  for (const [index, entries] of [
    ['_id_', stored.length],
    ['n_1', stored.length],
    ['unique_1', stored.length],
    ['tags_1', stored.reduce((sum, row) => sum + Math.max(1, new Set(row.tags).size), 0)],
  ] as const) {
    const found = await rows.find().hint(index).toArray();
    expect(found.map((row) => row._id).sort()).toEqual(ids);
    const { executionStats } = await rows.find().hint(index).explain();
    expect(executionStats.totalKeysExamined).toBe(entries);
  }
  for (const row of stored) expect(await rows.findOne({ unique: row.unique })).toEqual(row);
}

test(`${ROUNDS} times killed, nothing acknowledged lost`, async () => {
  const dir = makeDir();
  const random = makeRandom(99);
  const writers = Array.from({ length: WRITERS }, (_, i) => new Writer(i));
  for (let round = 0; round < ROUNDS; round++) {
    const { child, client, rows } = await start(dir);
    if (round === 0) {
      await rows.createIndexes([{ key: { n: 1 } }, { key: { unique: 1 }, unique: true }, { key: { tags: 1 } }]);
    }
    const stored = await rows.find().hint({ $natural: 1 }).toArray();
    const byId = new Map(stored.map((row) => [row._id, row]));
    for (const writer of writers) writer.check(byId);
    await checkIndexes(rows, stored);
    const writing = writers.map((writer) => writer.writeUntilCrash(rows));
    setTimeout(() => child.kill('SIGKILL'), 20 + random(300));
    await once(child, 'exit');
    await Promise.all(writing);
    await client.close();
  }
  expect(writers.reduce((sum, writer) => sum + writer.acknowledged, 0)).toBeGreaterThan(ROUNDS);
  removeDir(dir);
}, 90_000);
