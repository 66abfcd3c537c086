/** A mailbox's account as an admin finds out about it: against a real SMTP server on this machine, and a DNS that says what the test wants. */
import { SMTPServer } from 'smtp-server';
import type { AccountStep } from '../../shared/model/account.ts';
import type { Inbox } from '../../shared/model/inbox.ts';
import { mailboxSettingsSchema } from '../../shared/model/mailbox.ts';
import { type AccountsDeps, createAccounts } from './accounts.ts';

const none = Object.assign(new Error('none'), { code: 'ENODATA' });
const quiet: NonNullable<AccountsDeps['dns']> = {
  resolveMx: () => Promise.reject(none),
  resolveTxt: () => Promise.reject(none),
} as never;
const create = (over: Partial<AccountsDeps> = {}) =>
  createAccounts({
    ...{ allowPrivate: false, listening: () => ({ host: '127.0.0.1', port: 2525 }), statusOf: async () => null },
    ...{ now: Date.now, dns: quiet },
    ...over,
  });
const inboxOf = (settings: object): Inbox =>
  ({ id: '01ARZ3NDEKTSV4RRFFQ69G5FAV', settings: { address: 'support@localhost', ...settings } }) as unknown as Inbox;

async function stepsOf(settings: object, credentials: Record<string, string> = {}): Promise<AccountStep[]> {
  const steps = new Map<string, AccountStep>();
  await create().check(
    inboxOf(settings),
    credentials,
    (step) => steps.set(step.step, step),
    new AbortController().signal,
  );
  return [...steps.values()];
}

const smtp = { kind: 'smtp', host: '127.0.0.1', security: 'none', user: 'support', allowPrivate: true };

it('says that what needs no account works', async () => {
  expect(await stepsOf({})).toEqual([
    { step: 'receive.listen', state: 'ok', code: 'listens', data: { host: '127.0.0.1', port: 2525 } },
    { step: 'send.outbox', state: 'ok' },
  ]);
});

describe('with a server to send by', () => {
  let server: SMTPServer;
  let port: number;
  beforeAll(async () => {
    server = new SMTPServer({
      ...{ authOptional: true, allowInsecureAuth: true, disabledCommands: ['STARTTLS'] },
      onAuth: ({ password }, _, done) =>
        password === 'right' ? done(null, { user: 'support' }) : done(new Error('535 5.7.8 no')),
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    port = (server.server.address() as { port: number }).port;
  });
  afterAll(() => new Promise<void>((resolve) => server.close(() => resolve())));

  const statesOf = async (password: string) =>
    (await stepsOf({ send: { ...smtp, port } }, password ? { sendPassword: password } : {}))
      .filter(({ step }) => step.startsWith('send.'))
      .map(({ step, state, code }) => [step.slice(5), state, ...(code ? [code] : [])]);

  it('goes through every step', async () => {
    expect(await statesOf('right')).toEqual([
      ['resolve', 'ok'],
      ['connect', 'ok'],
      ['encrypt', 'skipped', 'by-choice'],
      ['certificate', 'skipped', 'by-choice'],
      ['sign-in', 'ok'],
      ['permission', 'ok'],
    ]);
  });

  it('stops at a wrong password, and asks nobody without one', async () => {
    expect((await statesOf('wrong')).at(-1)).toEqual(['sign-in', 'failed', 'sign-in-refused']);
    expect(await statesOf('')).toEqual([['sign-in', 'failed', 'missing-credentials']]);
  });

  it('goes into no network of its own without leave', async () => {
    const steps = await stepsOf({ send: { ...smtp, port, allowPrivate: false } }, { sendPassword: 'right' });
    expect(steps.at(-1)).toMatchObject({ step: 'send.resolve', state: 'failed', code: 'host-not-allowed' });
  });
});

it('knows providers by their addresses and by where mail goes, as settings that a mailbox takes', async () => {
  const resolveMx = async () => [{ exchange: 'x.mail.protection.outlook.com', priority: 1 }];
  const { find } = create({ dns: { ...quiet, resolveMx } });
  const [gmail, company, local] = await Promise.all(['a@gmail.com', 'a@northlight.com', 'a@localhost'].map(find));
  expect(gmail).toMatchObject({ provider: 'Gmail', signIn: 'app-password' });
  expect(company).toMatchObject({ signIn: 'oauth', settings: { send: { auth: 'oauth' } } });
  expect(local).toBeNull();
  for (const found of [gmail, company]) {
    const parsed = mailboxSettingsSchema.safeParse({ address: 'a@b.example', ...found?.settings });
    expect(parsed.error).toBeUndefined();
  }
});

it('advises on a domain with the record to set, and asks nobody about names of this machine', async () => {
  const resolveTxt = jest.fn(async (name: string) => {
    if (name === 'northlight.com') return [['v=spf1 a ', '-all']];
    throw none;
  });
  const resolveMx = async () => [{ exchange: 'aspmx.l.google.com', priority: 1 }];
  const { advise } = create({ dns: { resolveMx, resolveTxt } as never });
  expect(await advise('support@northlight.com')).toMatchObject([
    {
      ...{ about: 'spf', state: 'weak', code: 'spf-without-provider' },
      record: { name: 'northlight.com', value: 'v=spf1 include:_spf.google.com a -all' },
    },
    { about: 'dkim', code: 'dkim-missing' },
    { about: 'dmarc', state: 'missing', record: { name: '_dmarc.northlight.com' } },
  ]);
  resolveTxt.mockClear();
  expect([await advise('support@localhost'), await advise('a@gmail.com'), resolveTxt.mock.calls]).toEqual([[], [], []]);
});

it('tells how a mailbox does that is read elsewhere', async () => {
  const receive = { kind: 'imap', host: 'imap.northlight.com', port: 993 };
  const status = { lastScanAt: 5, nextTryAt: null, lastMailAt: 4, backlog: { done: 1, total: 9 } };
  const stateOf = async (over: object) => {
    const accounts = create({
      statusOf: async () => ({ ...status, connectedSince: 3, error: null, ...over }) as never,
    });
    return (await accounts.state(inboxOf({ receive }))).receiving;
  };
  expect(await stateOf({ state: 'connected' })).toEqual({
    ...{ state: 'working', since: 3, lastAt: 4, imported: { done: 1, total: 9 } },
  });
  const error = { code: 'sign-in-refused', reason: 'no', at: 7 };
  expect(await stateOf({ state: 'stopped', error, backlog: null })).toEqual({
    ...{ state: 'failed', since: 7, lastAt: 4, code: 'sign-in-refused', detail: 'no' },
  });
  expect((await create().state(inboxOf({ receive }))).receiving.state).toBe('starting');
});
