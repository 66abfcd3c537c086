/** The demo's telephone line: an account that only the simulator knows, drawn once for a data folder, and the simulator that goes on beside us. */
import { spawn } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { openSync } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import type { InboxId } from '../../shared/model/ids.ts';
import { ensureJson, readJson } from '../data-folder.ts';

const phoneSchema = z.object({
  account: z.object({ sid: z.string(), authToken: z.string(), apiKeySid: z.string(), apiKeySecret: z.string() }),
  /** what the phone page shows its simulator */
  controlToken: z.string(),
});
export type DemoPhone = z.infer<typeof phoneSchema>;

/** Of those that Germany keeps for films and books, so that nobody is called by mistake. */
export const DEMO_NUMBER = '+493023125042';

export function openDemoPhone(dataDir: string): Promise<DemoPhone> {
  const hex = (bytes: number) => randomBytes(bytes).toString('hex');
  return ensureJson(dataDir, 'demo-phone.json', phoneSchema, () => ({
    account: { sid: `AC${hex(16)}`, authToken: hex(16), apiKeySid: `SK${hex(16)}`, apiKeySecret: hex(16) },
    controlToken: hex(24),
  }));
}

/** Where the simulated telephone network is, and what lets somebody in. */
export interface RunningSimulator {
  url: string;
  controlToken: string;
  number: string;
  account: DemoPhone['account'];
  /** We go: it ends as soon as it carries no call, unless we are back by then. */
  leave(): Promise<void>;
}

/** As the simulator writes it (channels/phone/simulator/set-up.ts). */
const addressSchema = z.object({ key: z.string(), url: z.string(), pid: z.number().int() });

/** What WhatsApp has approved for the demo company. */
const TEMPLATES = [
  { name: 'delivery', language: 'en', text: 'Hello {{1}}, your order {{2}} is on its way and arrives on {{3}}.' },
  { name: 'question', language: 'en', text: 'Hello {{1}}, we have an answer to your question. Shall we write here?' },
];

/** A machine may be busy with building. */
const START_MS = 60_000;
const LOOK_MS = 50;
const ANSWER_MS = 5_000;
/** It is told that we are there so often, and ends itself after so long without. */
const HERE_MS = 60_000;
const IDLE_MS = 5 * 60_000;
const isSource = import.meta.url.endsWith('.ts');
const program = fileURLToPath(
  new URL(`../../channels/phone/simulator/main.${isSource ? 'ts' : 'js'}`, import.meta.url),
);

/** As an admin would write it into a TwiML Bin: whoever is in the menu while this server restarts waits for it. */
const patienceFor = (hooks: string): string =>
  `<Response><Pause length="3"/><Redirect method="POST">${hooks}/again</Redirect></Response>`;

export interface SimulatorPlace {
  publicUrl: string;
  inboxId: InboxId;
  /** the simulator's own, absolute */
  folder: string;
}

/** Finds the one that an earlier process left, perhaps in the middle of calls, or starts one. @throws Error when it does not start */
export async function startPhoneSimulator(phone: DemoPhone, place: SimulatorPlace): Promise<RunningSimulator> {
  const { account, controlToken } = phone;
  const { publicUrl, inboxId, folder } = place;
  const hooks = `${publicUrl}/hooks/phone/${inboxId}`;
  const key = createHash('sha256').update(`${account.sid} ${controlToken} ${hooks}`).digest('hex').slice(0, 32);
  const file = join(folder, 'simulator.json');

  async function tell(url: string, word: 'here' | 'leave'): Promise<boolean> {
    const headers = { authorization: `Bearer ${controlToken}`, 'content-type': 'application/json' };
    const signal = AbortSignal.timeout(ANSWER_MS);
    const answer = await fetch(`${url}/control/${word}`, { method: 'POST', headers, body: '{}', signal }).catch(
      () => null,
    );
    return answer?.ok ?? false;
  }

  async function find(): Promise<string | null> {
    const at = await readJson(file, addressSchema).catch(() => null);
    if (!at) return null;
    if (at.key === key) return (await tell(at.url, 'here')) ? at.url : null;
    // Of other addresses: what it carries, it carries to its end.
    await tell(at.url, 'leave');
    await rm(file, { force: true });
    return null;
  }

  async function start(): Promise<string> {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    const log = openSync(join(folder, 'simulator.log'), 'a', 0o600);
    const setUp = {
      ...{ folder, key, account, controlToken, idleMs: IDLE_MS, origins: [publicUrl] },
      numbers: [{ number: DEMO_NUMBER, hooks, patience: patienceFor(hooks) }],
      templates: TEMPLATES,
    };
    const { NODE_OPTIONS: _options, ...environment } = process.env;
    const child = spawn(process.execPath, [...(isSource ? ['--import', 'tsx'] : []), program], {
      ...{ detached: true, stdio: ['ignore', log, log] },
      env: { ...environment, PARLEY_SIMULATOR: JSON.stringify(setUp) },
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
      const url = await find();
      if (url !== null) return url;
      await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
    }
    throw new Error(`The telephone simulator did not start: ${ended ?? 'it does not answer'}`);
  }

  const url = (await find()) ?? (await start());
  const timer = setInterval(() => void tell(url, 'here'), HERE_MS);
  timer.unref();
  return {
    ...{ url, account, controlToken, number: DEMO_NUMBER },
    async leave() {
      clearInterval(timer);
      await tell(url, 'leave');
    },
  };
}
