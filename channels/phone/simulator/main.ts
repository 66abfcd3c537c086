/**
 * The simulator as a process of its own: its calls go on while the server restarts, it is found again by its file, and it ends itself when nobody
 * asks for anything any more and no call is alive.
 */
import { mkdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { createMediaPlane } from '../media/create-media-plane.ts';
import { SIMULATOR_FILE, type SimulatorAddress, simulatorSetUpSchema } from './set-up.ts';
import { startSimulator } from './simulator.ts';

const LOOK_MS = 1_000;

async function run(): Promise<void> {
  const setUp = simulatorSetUpSchema.parse(JSON.parse(process.env.PARLEY_SIMULATOR ?? ''));
  const { folder, key, idleMs, numbers, templates, ...options } = setUp;
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const simulator = await startSimulator({
    ...{ ...options, port: 0 },
    numbers: numbers.map(({ number }) => number),
    media: () => createMediaPlane(),
  });
  for (const { number, hooks, patience } of numbers) {
    const one = simulator.world.numbers.get(number);
    if (!one) continue;
    one.voiceUrl = `${hooks}/voice`;
    one.voiceFallbackUrl = patience ? simulator.bins.keep(`patience-${one.sid}`, patience) : `${hooks}/fallback`;
    one.statusCallback = `${hooks}/status`;
    one.smsUrl = `${hooks}/message`;
  }
  for (const { name, language, text } of templates) {
    simulator.world.contents.push({
      ...{ sid: simulator.world.sid('HX'), friendlyName: name, language, variables: {} },
      ...{ types: { 'twilio/text': { body: text } }, status: 'approved', createdAt: Date.now() },
    });
  }
  const file = join(folder, SIMULATOR_FILE);
  await write(file, { key, url: simulator.url, pid: process.pid });

  const isCarrying = (): boolean => [...simulator.world.calls.values()].some(({ endedAt }) => endedAt === null);
  let isEnding = false;
  const end = async (): Promise<void> => {
    if (isEnding) return;
    isEnding = true;
    if ((await read(file))?.pid === process.pid) await rm(file, { force: true });
    await simulator.stop();
    // The sound's library ends by this alone.
    process.exit(0);
  };
  setInterval(() => {
    if (isCarrying()) return;
    if (simulator.isLeft() || Date.now() - simulator.askedAt() > idleMs) void end();
    // Without its file nobody finds it any more.
    else void stat(file).catch(() => end());
  }, LOOK_MS);
  process.once('SIGTERM', () => void end());
  // A terminal's Ctrl-C is meant for the server; the calls go on.
  for (const signal of ['SIGINT', 'SIGHUP'] as const) process.on(signal, () => undefined);
}

/** Whole or not at all, for its owner alone. */
async function write(file: string, address: SimulatorAddress): Promise<void> {
  const draft = `${file}.${process.pid}`;
  await writeFile(draft, JSON.stringify(address), { mode: 0o600 });
  await rename(draft, file);
}

async function read(file: string): Promise<{ pid: number } | null> {
  const text = await readFile(file, 'utf8').catch(() => '{}');
  return z.object({ pid: z.number() }).safeParse(JSON.parse(text)).data ?? null;
}

run().catch((error: Error) => {
  process.stderr.write(`${error.stack ?? error.message}\n`);
  process.exit(1);
});
