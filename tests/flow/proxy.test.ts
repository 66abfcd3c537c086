/** What stands before two nodes: it passes on what comes, and looks after callers while no node answers. */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { findFreePort } from '../support/child.ts';
import { type Nginx, startNginx } from '../support/nginx.ts';

const inboxId = '01M8Q9DM1X9YTN88B4EWHBKBGK';
const patience = `<Response><Pause length="5"/><Redirect method="POST">/hooks/phone/${inboxId}/again</Redirect></Response>`;

let node: Server;
let nginx: Nginx;
beforeAll(async () => {
  node = createServer(({ method, url, headers }, response) =>
    response.end(JSON.stringify({ method, url, from: headers['x-forwarded-for'] })),
  );
  await new Promise<void>((resolve) => node.listen(0, '127.0.0.1', resolve));
  // The other of the two is down all the time.
  nginx = await startNginx([(node.address() as AddressInfo).port, await findFreePort()]);
}, 30_000);
afterAll(async () => {
  await nginx.stop();
  node.close();
});

const post = (path: string) => fetch(`${nginx.url}${path}`, { method: 'POST', body: 'CallSid=CA1' });

it('passes on what comes to the node that is there, with where it came from', async () => {
  for (const path of ['/', `/hooks/phone/${inboxId}/voice?x=1`]) {
    const answer = await post(path);
    expect(await answer.json()).toEqual({ method: 'POST', url: path, from: '127.0.0.1' });
  }
});

it('has callers wait and asks for them again while no node answers, and nobody else', async () => {
  node.closeAllConnections();
  await new Promise((resolve) => node.close(resolve));
  for (const name of ['voice', 'keys', 'waited', 'again', 'fallback']) {
    const answer = await post(`/hooks/phone/${inboxId}/${name}`);
    expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'text/xml']);
    expect(await answer.text()).toBe(patience);
  }
  for (const path of ['/', '/hooks/phone/no-inbox/voice', `/hooks/phone/${inboxId}/status`]) {
    expect((await post(path)).status).toBe(502);
  }
});
