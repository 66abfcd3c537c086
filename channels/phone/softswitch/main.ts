/**
 * The softswitch as a process of its own: it goes on while the server restarts, is found again by its file, and ends itself when nobody has
 * asked for anything for a while and no call is alive.
 */
import { randomBytes } from 'node:crypto';
import { mkdir, readFile, rename, rm, utimes, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { type IceConfig, iceServersFor } from '../ice.ts';
import { createMediaPlane } from '../media/create-media-plane.ts';
import { EventLog } from './event-log.ts';
import { addressSchema, type SwitchAddress } from './protocol.ts';
import { createSpeech } from './speech.ts';
import { createSwitchCalls } from './switch-calls.ts';
import { startSwitchServer } from './switch-server.ts';

export const settingsSchema = z.object({
  /** its own */
  folder: z.string().min(1),
  ports: z.object({ min: z.number().int(), max: z.number().int() }).nullable(),
  idleMs: z.number().int(),
  host: z.string().min(1),
});
export type SwitchSettings = z.infer<typeof settingsSchema>;

const LOOK_MS = 1_000;

async function run(): Promise<void> {
  const { folder, ports, idleMs, host } = settingsSchema.parse(JSON.parse(process.env.PARLEY_SOFTSWITCH ?? ''));
  const recordings = join(folder, 'recordings');
  await mkdir(recordings, { recursive: true, mode: 0o700 });
  const id = randomBytes(6).toString('hex');
  const now = () => Date.now();
  // Told with each leg that connects.
  let ice: IceConfig = { stun: [], turn: null };
  const media = createMediaPlane({
    iceServers: () => iceServersFor(ice, `softswitch-${id}`, now()),
    ...(ports && { ports }),
  });
  const log = new EventLog();
  const calls = createSwitchCalls({
    ...{ media, speech: createSpeech(), folder: recordings, switchId: id, now },
    tell: (event) => log.add(event),
  });
  const secret = randomBytes(32).toString('hex');
  const server = await startSwitchServer({
    ...{ calls, log, secret, id, now, host, folder: recordings },
    learnIce(next) {
      ice = next;
    },
  });
  const file = join(folder, 'softswitch.json');
  await write(file, {
    ...{ id, pid: process.pid, startedAt: now(), secret },
    ...{ machine: hostname(), host, port: server.port },
  });

  let isEnding = false;
  const end = async (): Promise<void> => {
    if (isEnding) return;
    isEnding = true;
    await calls.stop();
    log.stop();
    await server.close();
    if ((await read(file))?.id === id) await rm(file, { force: true });
    // What wrtc made does not survive Node's own way to end.
    process.exit(0);
  };
  setInterval(() => {
    // Seen from another machine, this says that it lives. Without its file nobody finds it any more.
    void utimes(file, new Date(), new Date()).catch(() => {
      if (calls.live().length === 0) void end();
    });
    if (calls.live().length === 0 && now() - server.lastAsked() > idleMs) void end();
  }, LOOK_MS);
  process.once('SIGTERM', () => void end());
  // A terminal's Ctrl-C is meant for the server; the calls go on.
  process.on('SIGINT', () => {});
}

/** Whole or not at all, for its owner alone. */
async function write(file: string, address: SwitchAddress): Promise<void> {
  const draft = `${file}.${process.pid}`;
  await writeFile(draft, JSON.stringify(address), { mode: 0o600 });
  await rename(draft, file);
}

async function read(file: string): Promise<SwitchAddress | null> {
  const text = await readFile(file, 'utf8').catch(() => '{}');
  return addressSchema.safeParse(JSON.parse(text)).data ?? null;
}

run().catch((error: Error) => {
  process.stderr.write(`${error.stack ?? error.message}\n`);
  process.exit(1);
});
