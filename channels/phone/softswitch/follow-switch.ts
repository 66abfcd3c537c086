/** Follows what happens at the softswitch, on one node: every event in its order, and none is let go before the server has it. */
import { setTimeout as wait } from 'node:timers/promises';
import type { ChannelContext } from '../../channel.ts';
import type { SwitchClient } from './switch-client.ts';
import { passOn } from './switch-provider.ts';

const WAIT_MS = 20_000;
const REST_MS = 1_000;
/** Until it is looked again whether a softswitch runs: the first call from a page starts one. */
const LOOK_MS = 1_000;

export async function followSwitch(
  client: SwitchClient,
  ctx: ChannelContext,
  isWanted: () => Promise<boolean>,
  signal: AbortSignal,
): Promise<void> {
  let [from, after] = ['', 0];
  while (!signal.aborted) {
    try {
      if ((await client.running()) === null && !(await isWanted())) {
        await rest(LOOK_MS, signal);
        continue;
      }
      const { id, events } = await client.events(after, WAIT_MS, signal);
      if (id !== from) [from, after] = [id, 0];
      for (const event of events) {
        if (signal.aborted) return;
        if (event.seq <= after) continue;
        await passOn(event, id, client, ctx.voice);
        after = event.seq;
      }
    } catch (error) {
      if (signal.aborted) return;
      ctx.log.warn({ error: (error as Error).message }, 'the softswitch cannot be followed');
      await rest(REST_MS, signal);
    }
  }
}

async function rest(ms: number, signal: AbortSignal): Promise<void> {
  await wait(ms, undefined, { signal }).catch(() => undefined);
}
