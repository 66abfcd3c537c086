/** A mailbox needs nothing but its address; what it is told later is checked piece by piece. */
import { mailboxSettingsSchema, neededCredentials } from './mailbox.ts';

const imap = { kind: 'imap', host: 'IMAP.Example.com', port: 993, user: 'ana' };

it('receives by the listener and sends to the outbox page unless it is told otherwise', () => {
  expect(mailboxSettingsSchema.parse({ address: 'Support@Localhost.Example' })).toEqual({
    ...{ address: 'support@localhost.example', displayName: '', signature: '', trustedAuthServers: [], rules: [] },
    ...{ receive: { kind: 'listener' }, send: { kind: 'outbox-page' } },
    acknowledgement: { on: false, subject: '', text: '' },
  });
  expect(mailboxSettingsSchema.safeParse({ address: 'support@localhost' }).success).toBe(true);
});

it('is asked for the least that IMAP needs', () => {
  const { receive } = mailboxSettingsSchema.parse({ address: 'a@b.example', receive: imap });
  expect(receive).toEqual({
    ...{ ...imap, host: 'imap.example.com', security: 'tls', auth: 'password', allowPrivate: false },
    ...{ folder: 'INBOX', importSince: null, afterwards: 'leave' },
  });
});

it.each(['imap.example.com', 'localhost', '127.0.0.1', '::1', 'a_b.example'])('takes %s as a host', (host) => {
  expect(mailboxSettingsSchema.safeParse({ address: 'a@b.example', receive: { ...imap, host } }).success).toBe(true);
});

it.each(['', 'https://imap.example.com', 'imap.example.com:993', 'a b', '-a.example', 'a/b'])(
  'refuses %p as a host',
  (host) => {
    expect(mailboxSettingsSchema.safeParse({ address: 'a@b.example', receive: { ...imap, host } }).success).toBe(false);
  },
);

it('refuses two rules of one id', () => {
  const rule = { id: 'a', name: 'A', conditions: [{ field: 'from', text: 'x' }], outcome: {} };
  const parse = (rules: object[]) => mailboxSettingsSchema.safeParse({ address: 'a@b.example', rules }).success;
  expect([parse([rule]), parse([rule, { ...rule, id: 'b' }]), parse([rule, rule])]).toEqual([true, true, false]);
});

it('says which credentials it needs', () => {
  const need = (settings: object) =>
    neededCredentials(mailboxSettingsSchema.parse({ address: 'a@b.example', ...settings }));
  const smtp = { ...imap, kind: 'smtp', port: 465 };
  expect(need({})).toEqual([]);
  expect(need({ receive: imap, send: smtp })).toEqual(['receivePassword', 'sendPassword']);
  expect(need({ receive: { ...imap, user: '' } })).toEqual([]);
  expect(need({ receive: { ...imap, auth: 'oauth' }, send: { ...smtp, auth: 'oauth' } })).toEqual([
    ...['oauthClientId', 'oauthClientSecret', 'oauthRefreshToken'],
  ]);
});
