/** Signing in to a mailbox with a token, and reading it there. */
import type { Server } from 'node:net';
import { type ImapOptions, openMailbox } from './imap-connection.ts';
import { readImapFailure } from './mailbox-status.ts';

interface Hoodiecrow {
  server: Server;
  listen(port: number, done: () => void): void;
  close(done: () => void): void;
}
const hoodiecrow = jest.requireActual<(options: object) => Hoodiecrow>('hoodiecrow-imap');

let peer: Hoodiecrow;
let asked: boolean[];

async function start(giveToken: (renew: boolean) => string): Promise<ImapOptions> {
  peer = hoodiecrow({
    plugins: ['SASL-IR', 'XOAUTH2', 'IDLE', 'UIDPLUS', 'ENABLE', 'ID'],
    users: { testuser: { password: 'x', xoauth2: { accessToken: 'testtoken', sessionTimeout: 3_600_000 } } },
    storage: { INBOX: { messages: [{ raw: 'Subject: hello\r\n\r\nworld' }] } },
  });
  await new Promise<void>((resolve) => peer.listen(0, resolve));
  const address = peer.server.address();
  asked = [];
  return {
    server: {
      host: '127.0.0.1',
      port: typeof address === 'object' && address ? address.port : 0,
      security: 'none',
      allowPrivate: true,
      signIn: {
        kind: 'oauth',
        user: 'testuser',
        token: async (renew) => {
          asked.push(renew);
          return giveToken(renew);
        },
      },
    },
  };
}
afterEach(() => new Promise<void>((resolve) => peer.close(() => resolve())));

it('asks for another token when the first is refused, and reads', async () => {
  const connection = await openMailbox(await start((renew) => (renew ? 'testtoken' : 'stale')));
  expect(asked).toEqual([false, true]);
  const uids = await connection.list(0, null);
  expect(uids).toHaveLength(1);
  expect((await connection.fetch(uids)).get(uids[0] ?? 0)?.toString()).toBe('Subject: hello\r\n\r\nworld');
  expect(await connection.list(uids[0] ?? 0, null)).toEqual([]);
  connection.close();
  expect(await connection.ended).toBeNull();
});

it('gives up when the other is refused as well', async () => {
  const options = await start(() => 'stale');
  const error: unknown = await openMailbox(options).catch((reason: unknown) => reason);
  expect(readImapFailure(error)).toMatchObject({ code: 'sign-in-refused', isFinal: true });
  expect(asked).toEqual([false, true]);
});
