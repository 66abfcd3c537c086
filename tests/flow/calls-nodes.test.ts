/**
 * One call over two nodes: its webhooks arrive at either in turn, its agents are on different ones. It is held, handed over warm and cold, to a
 * colleague, a queue and a number, and a third party comes in; what counts is who is in the conference at the other side.
 */
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { createQuietMedia } from '../../channels/phone/simulator/quiet-media.ts';
import { type Simulator, startSimulator } from '../../channels/phone/simulator/simulator.ts';
import { OUR_NUMBER, testAccount } from '../../channels/phone/simulator/testing.ts';
import type { CallPhase } from '../../shared/model/call.ts';
import type { CallId } from '../../shared/model/ids.ts';
import type { Inbox } from '../../shared/model/inbox.ts';
import type { ConsoleClient } from '../support/console-client.ts';
import { eventually } from '../support/eventually.ts';
import { type Cluster, startCluster } from '../support/start-cluster.ts';

// Six processes on a machine that is busy with other things.
jest.setTimeout(180_000);
const WITHIN = 40_000;
const CALLER = '+4915112345678';
const FRIEND = '+4915112345679';

let sim: Simulator;
let front: http.Server;
let cluster: Cluster;
let maya: ConsoleClient;
let ben: ConsoleClient;
const asked = [0, 0];

beforeAll(async () => {
  sim = await startSimulator({
    ...{ account: testAccount, numbers: [OUR_NUMBER], port: 0, seed: 1, origins: [], controlToken: 'test' },
    media: createQuietMedia,
  });
  let turn = 0;
  front = http.createServer((request, response) => {
    turn = 1 - turn;
    asked[turn] = (asked[turn] ?? 0) + 1;
    const onward = http.request(`${cluster.nodes[turn as 0 | 1].url}${request.url}`, {
      ...{ method: request.method, headers: request.headers },
    });
    onward.on('response', (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(response);
    });
    onward.on('error', () => response.writeHead(502).end());
    request.pipe(onward);
  });
  await new Promise<void>((resolve) => front.listen(0, '127.0.0.1', resolve));
  const publicUrl = `http://127.0.0.1:${(front.address() as AddressInfo).port}`;
  cluster = await startCluster({ publicUrl, twilioApiBaseUrl: sim.url });
  const inbox = await addLine(publicUrl);
  const number = sim.world.numbers.get(OUR_NUMBER);
  if (!number) throw new Error('The simulator lost its number.');
  const hook = (name: string) => `${publicUrl}/hooks/phone/${inbox.id}/${name}`;
  Object.assign(number, {
    ...{ voiceUrl: hook('voice'), voiceFallbackUrl: hook('fallback'), statusCallback: hook('status') },
  });
  const { users } = cluster.company;
  for (const id of [users.maya, users.ben]) sim.phones.plug(`client:${id}`, 'itself');
  sim.phones.plug(FRIEND, 'itself');
  maya = await cluster.world.console('maya', { url: cluster.nodes[1].url });
  ben = await cluster.world.console('ben', { url: cluster.nodes[0].url });
}, 120_000);
afterAll(async () => {
  await cluster?.stop();
  await sim?.stop();
  front?.closeAllConnections();
  await new Promise((resolve) => front.close(resolve));
}, 60_000);

/** As an admin sets it up. */
async function addLine(origin: string): Promise<Inbox> {
  const { world, nodes, company } = cluster;
  const headers = { 'content-type': 'application/json', origin, cookie: await world.cookieOf('ada') };
  const ask = async (method: string, path: string, body: object) => {
    const answer = await fetch(`${nodes[0].url}${path}`, { method, headers, body: JSON.stringify(body) });
    if (!answer.ok) throw new Error(`${path} was refused: ${answer.status} ${await answer.text()}`);
    return answer.json();
  };
  const account = { accountSid: testAccount.sid, apiKeySid: testAccount.apiKeySid, number: OUR_NUMBER };
  const inbox = (await ask('POST', '/api/inboxes', {
    ...{ name: 'Phone', channel: 'phone', queueId: company.north.queueId, calendarId: null, reopenHours: 24 },
    abandonAfterSeconds: 120,
    settings: { provider: 'twilio', account, country: 'DE', allowedCountries: [], menu: null },
  })) as Inbox;
  const { authToken, apiKeySecret } = testAccount;
  await ask('PUT', `/api/inboxes/${inbox.id}/credentials`, { authToken, apiKeySecret });
  return inbox;
}

/** Who is in the conference, as the provider has it. */
function whoIsIn(callId: CallId, customer: string): string[] {
  const { users } = cluster.company;
  const names: Record<string, string> = { [`client:${users.maya}`]: 'maya', [`client:${users.ben}`]: 'ben' };
  const room = [...sim.world.conferences.values()].find(
    ({ friendlyName, status }) => friendlyName === callId && status !== 'completed',
  );
  return [...(room?.participants.values() ?? [])]
    .filter(({ status }) => status === 'connected')
    .map(({ callSid, hold }) => {
      const to = sim.world.calls.get(callSid)?.to ?? '';
      const name = callSid === customer ? 'customer' : (names[to] ?? to);
      return hold ? `${name}, held` : name;
    })
    .sort();
}

test('warm and cold, to a colleague, a queue and a number, and with a third party, whichever node is told', async () => {
  await maya.plugIn();
  await maya.ask('presence:set', { state: 'available' });
  const { callSid } = await sim.phones.call(CALLER, OUR_NUMBER);
  const callId = await eventually(async () => {
    const { calls } = await maya.ask('calls:list', {});
    const call = calls.find(({ phase }) => phase === 'talking');
    if (!call) throw new Error(`nobody talks: ${calls.map(({ phase }) => phase).join()}`);
    return call.id;
  }, WITHIN);
  const are = (...who: string[]) => eventually(() => expect(whoIsIn(callId, callSid)).toEqual(who), WITHIN);
  /** On both nodes alike. */
  const is = (phase: CallPhase, owner: ConsoleClient) =>
    eventually(async () => {
      for (const console of [maya, ben]) {
        const { calls } = await console.ask('calls:list', {});
        expect(calls).toMatchObject([{ id: callId, phase, ownerId: owner.me?.id }]);
      }
    }, WITHIN);
  /** They have answered there before we are told so. */
  const finish = (who: ConsoleClient) => eventually(() => who.ask('call:finish-transfer', { callId }), WITHIN);
  const { users } = cluster.company;
  await are('customer', 'maya');
  await maya.ask('call:hold', { callId, held: true });
  await are('customer, held', 'maya');
  await is('held', maya);
  await maya.ask('call:hold', { callId, held: false });
  await are('customer', 'maya');

  await ben.plugIn();
  await ben.ask('presence:set', { state: 'available' });
  await maya.ask('call:transfer', { callId, mode: 'cold', to: { kind: 'agent', id: users.ben } });
  await are('ben', 'customer');
  await is('talking', ben);

  await ben.ask('call:transfer', { callId, mode: 'warm', to: { kind: 'agent', id: users.maya } });
  await are('ben', 'customer, held', 'maya');
  await is('consult', ben);
  await finish(ben);
  await are('customer', 'maya');
  await is('talking', maya);

  await maya.ask('call:add', { callId, to: { kind: 'number', number: FRIEND } });
  await are(FRIEND, 'customer', 'maya');
  const { calls } = await ben.ask('calls:list', {});
  const guest = calls[0]?.parties.find(({ isGuest }) => isGuest);
  if (!guest) throw new Error('The guest is not shown.');
  await maya.ask('call:remove', { callId, legId: guest.legId });
  await are('customer', 'maya');

  await maya.ask('presence:set', { state: 'away' });
  await maya.ask('call:transfer', { callId, mode: 'cold', to: { kind: 'queue', id: cluster.company.north.queueId } });
  await are('ben', 'customer');
  await is('talking', ben);

  await ben.ask('call:transfer', { callId, mode: 'warm', to: { kind: 'number', number: FRIEND } });
  await are(FRIEND, 'ben', 'customer, held');
  await finish(ben);
  await are(FRIEND, 'customer');

  sim.phones.hangUp(callSid);
  await eventually(async () => {
    for (const console of [maya, ben]) expect((await console.ask('calls:list', {})).calls).toEqual([]);
  }, WITHIN);
  expect(Math.min(...asked)).toBeGreaterThan(3);
});
