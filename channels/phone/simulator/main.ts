/** The simulator as a process of its own: told what to be by its parent, and gone with it. */
import { createMediaPlane } from '../media/create-media-plane.ts';
import type { Account } from './model.ts';
import { startSimulator } from './simulator.ts';

export interface SimulatorSetUp {
  account: Account;
  numbers: { number: string; hooks: string }[];
  port: number;
  origins: string[];
  controlToken: string;
}

async function run({ numbers, ...options }: SimulatorSetUp): Promise<void> {
  const simulator = await startSimulator({
    ...options,
    numbers: numbers.map(({ number }) => number),
    media: () => createMediaPlane(),
  });
  for (const { number, hooks } of numbers) {
    const one = simulator.world.numbers.get(number);
    if (!one) continue;
    one.voiceUrl = `${hooks}/voice`;
    one.voiceFallbackUrl = `${hooks}/fallback`;
    one.statusCallback = `${hooks}/status`;
    one.smsUrl = `${hooks}/message`;
  }
  process.send?.({ url: simulator.url });
}

process.once('message', (setUp: SimulatorSetUp) => {
  run(setUp).catch((error: unknown) => {
    process.stderr.write(`The telephone simulator did not start: ${String(error)}\n`);
    process.exit(1);
  });
});
// The sound's library ends by this alone.
process.on('disconnect', () => process.exit(0));
// A Ctrl-C is for the parent, which lets go of us when it is done.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => undefined);
