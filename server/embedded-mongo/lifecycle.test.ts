/** Opening, closing, locking, the folder's format, logging in, and running in a thread or a process of its own. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { MongoClient } from 'mongodb';
import { makeDir, removeDir } from '../../tests/support/embedded-store.ts';
import { programOf } from '../../tests/support/program.ts';
import { startStore } from './start-store.ts';

let dir: string;
beforeEach(() => {
  dir = makeDir();
});
afterEach(() => removeDir(dir));

async function count(uri: string): Promise<number> {
  const client = new MongoClient(uri);
  try {
    const rows = client.db('a').collection('rows');
    await rows.insertOne({});
    return await rows.estimatedDocumentCount();
  } finally {
    await client.close();
  }
}

test('a folder can be closed and opened again in the same process, with its data', async () => {
  for (let round = 1; round <= 3; round++) {
    const store = await startStore(dir, { durable: round !== 2 });
    expect(await count(store.uri)).toBe(round);
    await store.stop();
    await store.stop();
  }
});

test('stop ends connections that are still open', async () => {
  const store = await startStore(dir, { durable: false });
  const client = await MongoClient.connect(store.uri);
  await client.db('a').command({ ping: 1 });
  await store.stop();
  await client.close();
});

test('only this user can reach the socket', async () => {
  const store = await startStore(dir, { durable: false });
  const socket = decodeURIComponent(new URL(store.uri.replace('mongodb://', 'http://x/')).pathname.slice(1, -1));
  expect(statSync(socket).mode & 0o777).toBe(0o600);
  expect(statSync(join(socket, '..')).mode & 0o777).toBe(0o700);
  await store.stop();
  expect(existsSync(socket)).toBe(false);
});

test('a socket path that is too long is replaced by a short one', async () => {
  const store = await startStore(dir, { durable: false, listen: { socket: join(dir, 'x'.repeat(120)) } });
  expect(await count(store.uri)).toBe(1);
  await store.stop();
});

test('TCP needs the password of the URI', async () => {
  const store = await startStore(dir, { durable: false, listen: { port: 0 } });
  expect(await count(store.uri)).toBe(1);
  const wrong = store.uri.replace(/:[0-9a-f]{48}@/, `:${'0'.repeat(48)}@`);
  await expect(count(wrong)).rejects.toMatchObject({ code: 18 });
  const anonymous = `mongodb://${new URL(store.uri).host}/?directConnection=true`;
  await expect(count(anonymous)).rejects.toMatchObject({ code: 13 });
  await store.stop();
});

test('a second one on the same folder is refused in one line that names folder and holder', async () => {
  const store = await startStore(dir, { durable: false });
  await expect(startStore(dir)).rejects.toMatchObject({
    name: 'FolderInUseError',
    message: `The data folder ${dir} is already in use by this process (pid ${process.pid}).`,
  });
  const { child, error } = run(dir);
  expect(await once(child, 'exit')).toEqual([1, null]);
  expect(await error).toBe(`The data folder ${dir} is already in use by process ${process.pid}.\n`);
  expect(await count(store.uri)).toBe(1);
  await store.stop();
}, 20_000);

test('a folder with other data, or of a newer version, is refused and left alone', async () => {
  writeFileSync(join(dir, 'thesis.txt'), 'precious');
  await expect(startStore(dir)).rejects.toMatchObject({ name: 'FolderFormatError' });
  expect(readdirSync(dir)).toEqual(['thesis.txt']);
  const newer = makeDir();
  writeFileSync(join(newer, 'format.json'), '{"format":"embedded-mongo","version":99}');
  await expect(startStore(newer)).rejects.toThrow(/has format 99/);
  expect(readdirSync(newer)).toEqual(['format.json']);
  removeDir(newer);
});

test('a process of its own prints its URI, survives kill -9 of its predecessor, and stops on SIGTERM', async () => {
  const first = run(dir, '--socket', join(dir, '..', 'killed.sock'));
  const { uri } = JSON.parse(await first.line) as { uri: string };
  expect(await count(uri)).toBe(1);
  first.child.kill('SIGKILL');
  await once(first.child, 'exit');
  const second = run(dir, '--socket', join(dir, '..', 'killed.sock'));
  expect(JSON.parse(await second.line)).toEqual({ uri });
  expect(await count(uri)).toBe(2);
  second.child.kill('SIGTERM');
  expect(await once(second.child, 'exit')).toEqual([0, null]);
  expect(JSON.parse(readFileSync(join(dir, 'format.json'), 'utf8'))).toEqual({ format: 'embedded-mongo', version: 1 });
}, 30_000);

function run(
  folder: string,
  ...more: string[]
): { child: ChildProcess; line: Promise<string>; error: Promise<string> } {
  const child = spawn(process.execPath, [...programOf('server/embedded-mongo/main.ts'), '--dir', folder, ...more], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const line = once(createInterface({ input: child.stdout }), 'line').then(([text]) => String(text));
  const error = (async () => {
    let text = '';
    for await (const chunk of child.stderr) text += String(chunk);
    return text;
  })();
  return { child, line, error };
}

test('at its size limit the store refuses to grow, stays usable, and takes documents again after deletes', async () => {
  const store = await startStore(dir, { durable: false, maxBytes: 2_000_000 });
  const client = await MongoClient.connect(store.uri);
  const rows = client.db('a').collection<{ _id: number; text: string }>('rows');
  let n = 0;
  const text = 'x'.repeat(2000);
  const fill = async (): Promise<never> => {
    for (;;) {
      await rows.insertOne({ _id: n, text });
      n++;
    }
  };
  await expect(fill()).rejects.toMatchObject({ code: 14031, codeName: 'OutOfDiskSpace' });
  expect(n).toBeGreaterThan(300);
  expect(await rows.countDocuments()).toBe(n);
  expect((await rows.updateOne({ _id: 1 }, { $set: { text: 'short' } })).modifiedCount).toBe(1);
  expect((await rows.deleteMany({ _id: { $lt: 100 } })).deletedCount).toBe(100);
  await rows.insertOne({ _id: -1, text });
  expect(await rows.countDocuments()).toBe(n - 99);
  await client.close();
  await store.stop();
});
