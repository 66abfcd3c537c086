/** The mails that were kept instead of sent: who may read them, and that nothing else is read that way. */
import { Readable } from 'node:stream';
import type { FileId } from '../../shared/model/ids.ts';
import type { KeptMail } from '../../shared/model/kept-mail.ts';
import { type MountedRoutes, startRoutes } from '../../tests/support/mounted-routes.ts';
import type { OpenFile } from '../files/files.ts';
import { outboxRoutes } from './routes-outbox.ts';

const [kept, other] = ['01ARZ3NDEKTSV4RRFFQ69G5FAV', '01ARZ3NDEKTSV4RRFFQ69G5FAW'] as [FileId, FileId];
const mail: KeptMail = {
  ...{ id: 'one', at: 1, subject: 'Re: Rug', to: ['sofia@shop.example'], from: 'support@localhost' },
  ...{ fileId: kept, conversationNumber: 41 },
};
const raw = 'Subject: Re: Rug\r\n\r\nHello\r\n';
const files = { open: async () => ({ stream: () => Readable.from([Buffer.from(raw)]) }) as unknown as OpenFile };
const outbox = { kept: async () => [mail] };
const running: MountedRoutes[] = [];
const start = async (demo: boolean, reach: 'all' | 'teams') => {
  const routes = await startRoutes(outboxRoutes({ outbox, files, demo }), { reach });
  running.push(routes);
  return routes;
};
afterEach(() => Promise.all(running.splice(0).map((one) => one.stop())));

it('lists what was kept, and hands out its source', async () => {
  const { fetch } = await start(true, 'all');
  expect(await (await fetch('/api/outbox')).json()).toEqual({ mails: [mail] });
  const source = await fetch(`/api/outbox/${kept}/source`);
  expect([await source.text(), source.headers.get('content-type')]).toEqual([raw, 'message/rfc822']);
  expect(source.headers.get('content-disposition')).toContain('attachment');
});

it('reads no other file', async () => {
  const { fetch } = await start(true, 'all');
  expect((await fetch(`/api/outbox/${other}/source`)).status).toBe(404);
});

it('is open to everybody in the demo only', async () => {
  const access = (demo: boolean) => outboxRoutes({ outbox, files, demo }).map((route) => route.access);
  expect([access(true), access(false)]).toEqual([
    ['anyone', 'anyone'],
    ['workspace:manage', 'workspace:manage'],
  ]);
  expect((await (await start(false, 'all')).fetch('/api/outbox')).status).toBe(200);
  expect((await (await start(false, 'teams')).fetch('/api/outbox')).status).toBe(403);
});
