/**
 * People on the line, a process of its own: `node sound-load.ts <softswitch folder> <legs> <pairs|alone>`. In pairs they talk to each other; alone
 * each is in a room of their own. Prints `ready` when all of them hear something, and stays until it is ended.
 */
import { createSwitchClient } from '../../channels/phone/softswitch/switch-client.ts';
import { systemClock } from '../../server/lib/clock.ts';
import { createIds } from '../../server/lib/ids.ts';
import type { CallId, InboxId, LegId } from '../../shared/model/ids.ts';
import { BrowserPeer } from '../../tests/support/sound/browser-peer.ts';

const [folder = '', count = '2', how = 'pairs'] = process.argv.slice(2);
const client = createSwitchClient({ folder, settings: {} });
const ids = createIds(systemClock);
const inboxId = ids.next<InboxId>();

async function connect(callId: CallId, leg: LegId | 'customer'): Promise<BrowserPeer> {
  const peer = new BrowserPeer(500);
  const call = { callId, inboxId, externalId: null };
  const result = await client.command({ type: 'connect', ...call, leg, sdp: await peer.offer() });
  if (result.state !== 'done' || result.sdp === undefined) throw new Error(`not connected: ${JSON.stringify(result)}`);
  await peer.accept(result.sdp);
  return peer;
}

const peers: BrowserPeer[] = [];
while (peers.length < Number(count)) {
  const callId = ids.next<CallId>();
  peers.push(await connect(callId, 'customer'));
  await client.command({ type: 'step', callId, step: { do: 'talk', say: [], record: false }, after: null });
  if (how !== 'pairs') continue;
  const legId = ids.next<LegId>();
  const call = { callId, inboxId, externalId: null };
  await client.command({ type: 'begin', ...call, legId, ringSeconds: 30, as: { mode: 'talk' } });
  peers.push(await connect(callId, legId));
}
await Promise.all(peers.map((peer) => peer.hear()));
process.stdout.write('ready\n');
