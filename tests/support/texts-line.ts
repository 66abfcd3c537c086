/** A phone inbox at the simulator, with the server where the simulator's webhooks reach it. */
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import {
  OUR_NUMBER,
  startTestSimulator,
  type TestSimulator,
  testAccount,
} from '../../channels/phone/simulator/testing.ts';
import { systemClock } from '../../server/lib/clock.ts';
import { createIds } from '../../server/lib/ids.ts';
import type { InboxId } from '../../shared/model/ids.ts';
import { type Parley, startParley } from './start-parley.ts';
import { buildInbox, type Company, foundCompany, World } from './world.ts';

export interface TextLine {
  sim: TestSimulator;
  parley: Parley;
  world: World;
  company: Company;
  inboxId: InboxId;
  /** what telephones were sent, oldest first */
  received(number: string): string[];
  stop(): Promise<void>;
}

export async function startTextLine(): Promise<TextLine> {
  const sim = await startTestSimulator();
  let target = '';
  // The server's port is known only when it runs, and its public address before that.
  const front = http.createServer((request, response) => {
    const onward = http.request(`${target}${request.url}`, { method: request.method, headers: request.headers });
    onward.on('response', (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(response);
    });
    onward.on('error', () => response.writeHead(502).end());
    request.pipe(onward);
  });
  await new Promise<void>((resolve) => front.listen(0, '127.0.0.1', resolve));
  const publicUrl = `http://127.0.0.1:${(front.address() as AddressInfo).port}`;
  const parley = await startParley({ config: { publicUrl, twilioApiBaseUrl: sim.url } });
  target = parley.url;
  const company = await foundCompany(parley.app);
  const world = new World({ url: parley.url, origin: publicUrl }, company);
  const id = createIds(systemClock).next<InboxId>();
  const account = { accountSid: testAccount.sid, apiKeySid: testAccount.apiKeySid, number: OUR_NUMBER };
  const settings = { provider: 'twilio', account, country: 'DE', allowedCountries: [], menu: null };
  const { queueId } = company.north;
  await parley.app.store.directory.saveInbox(buildInbox({ id, queueId, name: 'Phone', channel: 'phone', settings }));
  const cookie = await world.cookieOf('ada');
  const saved = await fetch(`${parley.url}/api/inboxes/${id}/credentials`, {
    method: 'PUT',
    headers: { 'content-type': 'application/json', origin: publicUrl, cookie },
    body: JSON.stringify({ authToken: testAccount.authToken }),
  });
  if (!saved.ok) throw new Error(`no credentials: ${saved.status} ${await saved.text()}`);
  const number = sim.world.numbers.get(OUR_NUMBER);
  if (!number) throw new Error('The simulator lost its number.');
  const hook = (name: string) => `${publicUrl}/hooks/phone/${id}/${name}`;
  Object.assign(number, {
    ...{ smsUrl: hook('message'), voiceUrl: hook('voice'), voiceFallbackUrl: hook('fallback') },
    statusCallback: hook('status'),
  });
  return {
    ...{ sim, parley, world, company, inboxId: id },
    received: (to) =>
      [...sim.world.messages.values()].flatMap((one) =>
        one.to === to && one.direction !== 'inbound' ? [one.body] : [],
      ),
    async stop() {
      world.closeClients();
      await parley.stop();
      await sim.stop();
      front.closeAllConnections();
      await new Promise((resolve) => front.close(resolve));
    },
  };
}
