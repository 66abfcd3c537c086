/** The demo's telephone line: an account that only the simulator knows, drawn once for a data folder. */
import { fork } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import type { InboxId } from '../../shared/model/ids.ts';
import { ensureJson } from '../data-folder.ts';

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
}

const START_MS = 20_000;

/** Begins the simulator as a child that ends with us. @throws Error when it does not start */
export function startPhoneSimulator(
  phone: DemoPhone,
  { publicUrl, inboxId }: { publicUrl: string; inboxId: InboxId },
): Promise<RunningSimulator & { stop(): void }> {
  const isSource = import.meta.url.endsWith('.ts');
  const file = `../../channels/phone/simulator/main.${isSource ? 'ts' : 'js'}`;
  const child = fork(fileURLToPath(new URL(file, import.meta.url)), { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
  child.send({
    ...{ account: phone.account, controlToken: phone.controlToken, port: 0, origins: [publicUrl] },
    numbers: [{ number: DEMO_NUMBER, hooks: `${publicUrl}/hooks/phone/${inboxId}` }],
  });
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error('The telephone simulator did not start in time.')), START_MS);
    child.once('exit', () => reject(new Error('The telephone simulator ended.')));
    child.once('error', reject);
    child.once('message', (told) => {
      clearTimeout(timer);
      const { url } = told as { url: string };
      // It alone is no reason for this process to go on.
      child.unref();
      child.channel?.unref();
      const { account, controlToken } = phone;
      resolve({ url, account, controlToken, number: DEMO_NUMBER, stop: () => child.connected && child.disconnect() });
    });
  });
}
