/** The disk was full and somebody made room: what was refused is sent again and lies there once, and everything from before is whole. */
import { mkdtemp, rm } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createApp } from '../../server/app.ts';
import { startStore } from '../../server/embedded-mongo/start-store.ts';
import { createLog } from '../../server/lib/log.ts';
import { askRaw } from '../support/ask.ts';
import { nextClientId } from '../support/client-id.ts';
import { origin, testConfig } from '../support/start-parley.ts';
import { cheapPasswords, patientRealtime } from '../support/test-settings.ts';
import { foundCompany, World } from '../support/world.ts';

let dataDir: string;
beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'parley-freed-'));
});
afterAll(() => rm(dataDir, { recursive: true, force: true }));

async function run(maxBytes: number | undefined, port: number) {
  const store = await startStore(join(dataDir, 'store'), { durable: false, thread: 'inline', maxBytes });
  const app = await createApp({
    ...{ config: testConfig(dataDir), storeUri: store.uri, log: createLog('silent', false) },
    ...{ realtime: patientRealtime, passwordCost: cheapPasswords },
  });
  await app.start();
  await new Promise<void>((resolve) => app.http.listen(port, '127.0.0.1', resolve));
  return {
    app,
    port: (app.http.address() as AddressInfo).port,
    async stop() {
      await app.stop();
      await store.stop();
    },
  };
}

test('what was refused when the disk was full is taken once there is room, and nothing is lost or doubled', async () => {
  let server = await run(6 * 1024 * 1024, 0);
  const company = await foundCompany(server.app);
  const world = new World({ url: `http://127.0.0.1:${server.port}`, origin }, company);
  const visitor = await world.visitor();
  const { token } = visitor;
  const id = await visitor.start('Begin');
  const body = 'x'.repeat(9_990);
  const taken = ['Begin'];
  let refused: { clientId: string; text: string } | null = null;
  for (let n = 0; n < 3_000 && refused === null; n += 1) {
    const send = { clientId: nextClientId(), text: `${n} ${body}` };
    const answer = await askRaw(visitor.connection.socket, 'message:send', { conversationId: id, ...send });
    if (answer.ok) taken.push(send.text);
    else refused = send;
  }
  if (refused === null) throw new Error('the disk was never full');
  world.closeClients();
  await server.stop();
  server = await run(undefined, server.port);
  try {
    const again = await world.visitor({ token });
    const send = { conversationId: id, ...refused };
    for (let times = 0; times < 2; times += 1) await again.ask('message:send', send);
    const entries = await server.app.timeline.after(id, 'visitor', 0, 5_000);
    const texts = entries.flatMap(({ body: said }) => (said.kind === 'message' ? [said.text] : []));
    expect(texts).toEqual([...taken, refused.text]);
    const conversation = await server.app.timeline.find(id);
    expect(conversation?.tally.customer).toBe(texts.length);
  } finally {
    world.closeClients();
    await server.stop();
  }
}, 60_000);
