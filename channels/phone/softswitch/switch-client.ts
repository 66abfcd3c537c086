/** The server's side of a softswitch: finds the one that runs, or starts one, and speaks to it. */
import { spawn } from 'node:child_process';
import { openSync } from 'node:fs';
import { mkdir, readFile, stat } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import type { ReadableStream as WebStream } from 'node:stream/web';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import {
  addressSchema,
  eventSchema,
  type LiveSwitchCall,
  liveSchema,
  resultSchema,
  type SwitchAddress,
  type SwitchCommand,
  type SwitchEvent,
  type SwitchResult,
} from './protocol.ts';

export interface SwitchClient {
  /** Carried out, or told why not; starts a softswitch where none runs. Never throws. */
  command(command: SwitchCommand): Promise<SwitchResult>;
  /** @throws when it cannot be asked */
  live(): Promise<LiveSwitchCall[]>;
  /** What happened after an event, waited for. @throws when it cannot be asked */
  events(after: number, waitMs: number, signal: AbortSignal): Promise<{ id: string; events: SwitchEvent[] }>;
  /** null: it is not there. @throws when it cannot be asked */
  recording(recordingId: string): Promise<Readable | null>;
  forget(recordingId: string): Promise<void>;
  /** Which one runs now; null: none. It is not started for this. @throws when it runs on another machine and is not reached */
  running(): Promise<SwitchAddress | null>;
  /** Makes sure that one runs. @throws when it does not come up */
  ensure(): Promise<SwitchAddress>;
}

export interface SwitchClientOptions {
  /** where it keeps its file, log and recordings */
  folder: string;
  /** what the process is told beside its folder */
  settings: object;
}

const ANSWER_MS = 8_000;
/** One of hours, to a busy disk. */
const RECORDING_MS = 10 * 60_000;
const START_MS = 20_000;
const LOOK_MS = 50;
/** One on another machine that has not touched its file for so long is gone. */
const DEAD_MS = 60_000;
const isSource = import.meta.url.endsWith('.ts');
const program = fileURLToPath(new URL(isSource ? './main.ts' : './main.js', import.meta.url));

export function createSwitchClient({ folder, settings }: SwitchClientOptions): SwitchClient {
  const file = join(folder, 'softswitch.json');
  let known: SwitchAddress | null = null;
  let starting: Promise<SwitchAddress> | null = null;

  async function ask(at: SwitchAddress, path: string, options: RequestInit & { ms?: number } = {}): Promise<Response> {
    const limit = AbortSignal.timeout(options.ms ?? ANSWER_MS);
    return fetch(`http://${at.host}:${at.port}${path}`, {
      ...options,
      headers: { authorization: `Bearer ${at.secret}`, 'content-type': 'application/json' },
      signal: options.signal ? AbortSignal.any([options.signal, limit]) : limit,
    });
  }

  async function answers(at: SwitchAddress): Promise<boolean> {
    try {
      const answer = await ask(at, '/ping', { ms: 2_000 });
      return answer.ok && ((await answer.json()) as { id?: string }).id === at.id;
    } catch (error) {
      // Busy is not gone: another one would be started beside it, and its calls be given up.
      return (error as Error).name === 'TimeoutError' && at.machine === hostname() && isAlive(at.pid);
    }
  }

  async function running(): Promise<SwitchAddress | null> {
    const text = await readFile(file, 'utf8').catch(() => null);
    const at = text === null ? null : (addressSchema.safeParse(parseJson(text)).data ?? null);
    if (at === null) return null;
    if (at.id !== known?.id && !(await answers(at))) {
      const age = at.machine === hostname() ? Number.POSITIVE_INFINITY : await ageOf(file);
      if (age > DEAD_MS) return null;
      throw new Error(`The softswitch runs on ${at.machine}, and is not reached at ${at.host}.`);
    }
    known = at;
    return at;
  }

  async function start(): Promise<SwitchAddress> {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    const log = openSync(join(folder, 'softswitch.log'), 'a', 0o600);
    const child = spawn(process.execPath, [...(isSource ? ['--import', 'tsx'] : []), program], {
      detached: true,
      stdio: ['ignore', log, log],
      env: { ...withoutDebugger(process.env), PARLEY_SOFTSWITCH: JSON.stringify({ folder, ...settings }) },
    });
    let ended: string | null = null;
    child.once('error', ({ message }) => {
      ended = message;
    });
    child.once('exit', (code) => {
      ended = `it ended with ${code}`;
    });
    child.unref();
    const deadline = Date.now() + START_MS;
    while (Date.now() < deadline && ended === null) {
      const at = await running();
      if (at !== null) return at;
      await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
    }
    throw new Error(`The softswitch did not start: ${ended ?? 'it does not answer'}`);
  }

  async function ensure(): Promise<SwitchAddress> {
    const at = await running();
    if (at !== null) return at;
    starting ??= start().finally(() => {
      starting = null;
    });
    return starting;
  }

  /** What was known may be gone: it is looked for once more. */
  async function reach<T>(
    at: () => Promise<SwitchAddress | null>,
    work: (at: SwitchAddress) => Promise<T>,
    none: T,
  ): Promise<T> {
    const first = await at();
    if (first === null) return none;
    try {
      return await work(first);
    } catch (error) {
      if (await answers(first)) throw error;
      known = null;
      const next = await at();
      return next === null ? none : work(next);
    }
  }

  return {
    running,
    ensure,
    async command(command) {
      // Only these begin something; where no softswitch runs, everything else is about what is over.
      const find = command.type === 'connect' || command.type === 'begin' ? ensure : running;
      try {
        return await reach<SwitchResult>(
          find,
          async (at) => {
            const answer = await ask(at, '/command', { method: 'POST', body: JSON.stringify(command) });
            if (answer.ok) return resultSchema.parse(await answer.json());
            return { state: 'failed', retryable: answer.status >= 500, reason: await answer.text() };
          },
          { state: 'gone' },
        );
      } catch (error) {
        return { state: 'failed', retryable: true, reason: (error as Error).message };
      }
    },
    live: () => reach(running, async (at) => liveSchema.parse(await (await ask(at, '/live')).json()), []),
    async events(after, waitMs, signal) {
      const at = await ensure();
      const path = `/events?after=${after}&wait=${waitMs}`;
      try {
        const answer = await ask(at, path, { signal, ms: waitMs + ANSWER_MS });
        if (!answer.ok) throw new Error(`The softswitch answered ${answer.status}.`);
        return { id: at.id, events: z.array(eventSchema).parse(await answer.json()) };
      } catch (error) {
        known = null;
        throw error;
      }
    },
    recording: (recordingId) =>
      reach<Readable | null>(
        running,
        async (at) => {
          const { ok, body } = await ask(at, `/recordings/${recordingId}`, { ms: RECORDING_MS });
          if (ok && body) return Readable.fromWeb(body as WebStream);
          await body?.cancel();
          return null;
        },
        null,
      ),
    async forget(recordingId) {
      await reach(
        running,
        async (at) => void (await ask(at, `/recordings/${recordingId}`, { method: 'DELETE' })),
        undefined,
      );
    },
  };
}

const ageOf = async (file: string): Promise<number> =>
  Date.now() - ((await stat(file).catch(() => null))?.mtimeMs ?? 0);

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** Options that are meant for the server alone. */
function withoutDebugger({ NODE_OPTIONS: _options, ...environment }: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return environment;
}
