/** A softswitch with people at both ends of its line: its own process, and peers that talk to it as browsers do. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ChannelContext } from '../../../channels/channel.ts';
import { followSwitch } from '../../../channels/phone/softswitch/follow-switch.ts';
import { createSwitchClient } from '../../../channels/phone/softswitch/switch-client.ts';
import { createSwitchProvider } from '../../../channels/phone/softswitch/switch-provider.ts';
import type { CallEvent, CallRef, CallStep, VoiceContext } from '../../../channels/voice.ts';
import { systemClock } from '../../../server/lib/clock.ts';
import { createIds } from '../../../server/lib/ids.ts';
import type { CallId, FileId, InboxId, LegId, UserId } from '../../../shared/model/ids.ts';
import type { Inbox } from '../../../shared/model/inbox.ts';
import type { ProviderLine } from '../../contract/voice-provider.ts';
import { eventually } from '../eventually.ts';
import { BrowserPeer } from './browser-peer.ts';

const ids = createIds(systemClock);
const ice = async () => ({ stun: [], turn: null });

export async function startSwitchLine(): Promise<ProviderLine> {
  const folder = await mkdtemp(join(tmpdir(), 'parley-line-'));
  const client = createSwitchClient({ folder, settings: { ports: null, host: '127.0.0.1', idleMs: 1_000 } });
  const inbox = { id: ids.next<InboxId>() } as Inbox;
  const events: CallEvent[] = [];
  const peers = new Map<string, BrowserPeer>();
  const calls: CallRef[] = [];
  let step: CallStep | null = null;
  const now = (callId: CallId | null) => callId && step && { callId, step };
  const voice: VoiceContext = {
    async callEvent(event) {
      events.push(event);
      return now(event.callId);
    },
    stepOf: async () => now(calls.at(-1)?.callId ?? null),
    keepRecording: async () => ({ id: ids.next<FileId>(), size: 1 }),
  };
  const provider = createSwitchProvider({ client, ice, voice, now: systemClock.now });
  const ending = new AbortController();
  const ctx = { voice, log: { info() {}, warn() {} } } as unknown as ChannelContext;
  const followed = followSwitch(client, ctx, async () => true, ending.signal);

  async function connect(call: CallRef, leg: LegId | 'customer', hz: number): Promise<void> {
    const peer = new BrowserPeer(hz);
    peers.set(leg, peer);
    const answer = await provider.connect?.(call, leg, await peer.offer());
    if (!answer || 'gone' in answer) throw new Error('it is gone');
    await peer.accept(answer.sdp);
    await peer.hear();
  }

  return {
    ...{ provider, events, agent: ids.next<UserId>(), outside: null },
    setStep(next) {
      step = next;
    },
    async arrive(first) {
      step = first;
      const callId = ids.next<CallId>();
      const call = { callId, inbox, externalId: `web-${callId}` };
      calls.push(call);
      await connect(call, 'customer', 1_010);
      return call;
    },
    answer: (call, legId) => connect(call, legId, 600),
    hangUp: async (_call, leg) => peers.get(leg)?.tell({ bye: true }),
    press: (_call, digits) => peers.get('customer')?.tell({ keys: digits }),
    settle: async () => {},
    async stop() {
      for (const call of calls) await provider.end(call);
      ending.abort();
      await followed;
      for (const peer of peers.values()) peer.close();
      peers.clear();
      const at = await client.running();
      if (at !== null) {
        process.kill(at.pid);
        await eventually(() => expect(() => process.kill(at.pid, 0)).toThrow('ESRCH'), 20_000);
      }
      await rm(folder, { recursive: true, force: true });
    },
  };
}
