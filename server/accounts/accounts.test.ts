import type { Role } from '../../shared/model/agent.ts';
import { type HttpApp, password, startHttpApp } from '../../tests/support/http-app.ts';
import type { UserViewer } from './scope.ts';
import { sessionLimits } from './sessions.ts';
import type { SignedIn } from './sign-in.ts';

jest.setTimeout(30_000);

const MINUTE = 60_000;
const caller = { address: '203.0.113.7', userAgent: 'a browser' };
let count = 0;

describe('accounts', () => {
  let server: HttpApp;
  beforeAll(async () => {
    server = await startHttpApp();
  });
  afterAll(() => server.stop());

  const { signIn, change, person, viewer } = {
    async signIn(email: string, secret = password, address = caller.address): Promise<SignedIn> {
      const answer = await server.app.accounts.signIn({ email, password: secret }, { ...caller, address });
      if ('secondStep' in answer) throw new Error('a code is missing');
      return answer;
    },
    change: async (email: string, input: { role?: Role; disabled?: boolean }) =>
      server.app.accounts.changeUser(await viewer('admin@parley.example'), await person(email), input, caller),
    async person(email: string) {
      const found = (await server.app.accounts.users()).users.find((user) => user.email === email);
      if (!found) throw new Error(`no ${email}`);
      return found.id;
    },
    async viewer(email: string): Promise<UserViewer> {
      const { cookie } = await server.signIn(email);
      const found = await server.app.accounts.viewerOf(cookie.split('=')[1]);
      if (!found) throw new Error(`no session for ${email}`);
      return found;
    },
  };
  async function newcomer(role: Role = 'agent'): Promise<string> {
    count += 1;
    const email = `person${count}@parley.example`;
    await server.addUser(email, role, [server.teamId]);
    return email;
  }
  const actions = async (target: string): Promise<string[]> =>
    (await server.app.accounts.audit.list(null, 200))
      .filter((entry) => entry.target === target)
      .map((entry) => entry.action);

  it('signs in, knows the session again, and ends it', async () => {
    const email = await newcomer();
    const { token, me } = await signIn(email);
    expect(token).toHaveLength(43);
    expect(me).toMatchObject({ email, role: 'agent' });
    const found = await server.app.accounts.viewerOf(token);
    expect(found).toMatchObject({ userId: me.id, teamIds: [server.teamId], queueIds: [server.inbox.queueId] });
    if (found) await server.app.accounts.signOut(found, caller);
    expect(await server.app.accounts.viewerOf(token)).toBeNull();
    expect(await actions(me.id)).toEqual(['session.closed', 'session.opened', 'user.created']);
  });

  it('ends a session that was idle too long, and any session in the end', async () => {
    const email = await newcomer();
    const idle = await signIn(email);
    const used = await signIn(email);
    const half = sessionLimits.idle / 2 + MINUTE;
    server.pass(half);
    expect(await server.app.accounts.viewerOf(used.token)).not.toBeNull();
    server.pass(half);
    expect(await server.app.accounts.viewerOf(idle.token)).toBeNull();
    expect(await server.app.accounts.viewerOf(used.token)).not.toBeNull();
    for (let passed = half * 2; passed < sessionLimits.absolute; passed += half) {
      server.pass(half);
      await server.app.accounts.viewerOf(used.token);
    }
    expect(await server.app.accounts.viewerOf(used.token)).toBeNull();
  });

  it('tells a stranger nothing about who exists', async () => {
    const email = await newcomer();
    const wrong = await signIn(email, 'wrong', '198.51.100.1').catch((error: unknown) => error);
    const unknown = await signIn('nobody@parley.example', 'wrong', '198.51.100.1').catch((error: unknown) => error);
    expect(wrong).toMatchObject({ code: 'unauthenticated' });
    expect(unknown).toEqual(wrong);
  });

  it('makes a source wait after a few failures at an account or a stranger’s guess alike, for longer each time', async () => {
    for (const email of [await newcomer(), 'nobody-at-all@parley.example']) {
      for (let failure = 0; failure < 5; failure++) {
        await expect(signIn(email, 'wrong', '192.0.2.9')).rejects.toMatchObject({ code: 'unauthenticated' });
      }
      await expect(signIn(email, password, '192.0.2.9')).rejects.toMatchObject({
        code: 'locked_out',
        data: { retryAfter: 15 },
      });
      server.pass(16_000);
      await expect(signIn(email, 'wrong', '192.0.2.9')).rejects.toMatchObject({ code: 'unauthenticated' });
      await expect(signIn(email, password, '192.0.2.9')).rejects.toMatchObject({ data: { retryAfter: 30 } });
      expect(await actions(email)).toContain('session.locked-out');
      server.pass(24 * 60 * MINUTE);
    }
  });

  it('lets the owner in from elsewhere while somebody guesses', async () => {
    const email = await newcomer();
    for (let failure = 0; failure < 12; failure++) await signIn(email, 'wrong', '192.0.2.66').catch(() => null);
    await expect(signIn(email, 'wrong', '192.0.2.66')).rejects.toMatchObject({ code: 'locked_out' });
    await expect(signIn(email, password, '192.0.2.67')).resolves.toBeTruthy();
  });

  it('makes all strangers wait for an account that is guessed at from everywhere, and no device that was there before', async () => {
    const { accounts } = server.app;
    const email = await newcomer();
    const device = accounts.devices.remember(undefined, await person(email));
    const other = accounts.devices.remember(undefined, await person('admin@parley.example'));
    const codes: string[] = [];
    for (let guess = 0; guess < 60; guess++) {
      codes.push(await signIn(email, 'wrong', `10.1.${guess}.1`).catch((error) => error.code));
    }
    expect(codes.indexOf('locked_out')).toBe(50);
    const from = (cookie: string, secret: string) =>
      accounts.signIn({ email, password: secret }, { ...caller, address: '10.1.1.1' }, cookie);
    await expect(signIn(email, password, '10.2.0.1')).rejects.toMatchObject({ code: 'locked_out' });
    await expect(from(other, password)).rejects.toMatchObject({ code: 'locked_out' });
    await expect(
      from(
        device.replace(/^./, (first) => (first === 'A' ? 'B' : 'A')),
        password,
      ),
    ).rejects.toMatchObject({ code: 'locked_out' });
    await expect(from(device, password)).resolves.toMatchObject({ me: { email } });
    // Whoever stole it may not guess for ever either.
    for (let failure = 0; failure < 5; failure++) {
      await expect(from(device, 'wrong')).rejects.toMatchObject({ code: 'unauthenticated' });
    }
    await expect(from(device, password)).rejects.toMatchObject({ code: 'locked_out', data: { retryAfter: 15 } });
    server.pass(16_000);
    await expect(from(device, password)).resolves.toBeTruthy();
  });

  it('forgets failures once the password was right', async () => {
    const email = await newcomer();
    for (let round = 0; round < 3; round++) {
      for (let failure = 0; failure < 4; failure++) await signIn(email, 'wrong', '192.0.2.20').catch(() => null);
      await expect(signIn(email, password, `192.0.2.${30 + round}`)).resolves.toBeTruthy();
    }
  });

  it('does not let many guesses at once around the count', async () => {
    const email = await newcomer();
    const guesses = Array.from({ length: 40 }, () => signIn(email, 'wrong', '10.0.0.1').catch((error) => error.code));
    const tried = (await Promise.all(guesses)).filter((code) => code === 'unauthenticated');
    expect(tried.length).toBeLessThanOrEqual(5);
    const everywhere = Array.from({ length: 120 }, (_, index) =>
      signIn(email, 'wrong', `10.0.1.${index}`).catch((error) => error.code),
    );
    const more = (await Promise.all(everywhere)).filter((code) => code === 'unauthenticated');
    expect(tried.length + more.length).toBeLessThanOrEqual(50);
  });

  it('slows an address down that tries many accounts', async () => {
    const codes = [];
    for (let index = 0; index < 25; index++) {
      codes.push(await signIn(`guess${index}@parley.example`, 'wrong', '192.0.2.77').catch((error) => error.code));
    }
    expect(codes.indexOf('locked_out')).toBe(20);
  });

  it('ends a disabled person’s sessions at once and keeps them out', async () => {
    const email = await newcomer();
    const { token } = await signIn(email);
    await change(email, { disabled: true });
    expect(await server.app.accounts.viewerOf(token)).toBeNull();
    await expect(signIn(email)).rejects.toMatchObject({ code: 'unauthenticated' });
    expect(await server.app.store.directory.usersOfQueue(server.inbox.queueId)).not.toContainEqual(
      expect.objectContaining({ name: email }),
    );
    await change(email, { disabled: false });
    expect(await signIn(email)).toBeTruthy();
  });

  it('lists one’s own sessions only, and revokes only those', async () => {
    const email = await newcomer();
    const mine = await signIn(email);
    const other = await signIn(email);
    const found = await server.app.accounts.viewerOf(mine.token);
    if (!found) throw new Error('no viewer');
    const listed = await server.app.accounts.own.sessions(found);
    expect(listed.map((session) => session.current)).toEqual([true, false]);
    const foreign = await viewer('maya@parley.example');
    await expect(server.app.accounts.own.revokeSession(foreign, found.sessionId, caller)).rejects.toMatchObject({
      code: 'not_found',
    });
    await server.app.accounts.own.revokeSession(found, listed[1]?.id ?? found.sessionId, caller);
    expect(await server.app.accounts.viewerOf(other.token)).toBeNull();
    expect(await actions(found.userId)).toContain('session.revoked');
  });

  it('never loses its last admin, even when all are demoted at once', async () => {
    const others = [await newcomer('admin'), await newcomer('admin'), await newcomer('admin')];
    const outcomes = await Promise.allSettled(
      [...others, 'admin@parley.example'].map((email, index) =>
        change(email, index % 2 ? { role: 'agent' } : { disabled: true }),
      ),
    );
    expect(outcomes.filter((outcome) => outcome.status === 'rejected')).toHaveLength(1);
    const left = (await server.app.accounts.users()).users.filter((user) => user.role === 'admin' && !user.disabled);
    expect(left).toHaveLength(1);
    const ada = await person('admin@parley.example');
    await server.app.store.accounts.changeUser(ada, { role: 'admin', disabled: false });
    await server.app.accounts.mend();
  });

  it('gives a link for a password that works once, for a day, and ends older sessions', async () => {
    const email = await newcomer();
    const { token: session } = await signIn(email);
    const admin = await viewer('admin@parley.example');
    const first = await server.app.accounts.makeResetLink(admin, await person(email), caller);
    const link = await server.app.accounts.makeResetLink(admin, await person(email), caller);
    const tokenOf = (url: string) => new URL(url).searchParams.get('token') ?? '';
    const reset = (url: string) =>
      server.app.accounts.resetPassword({ token: tokenOf(url), password: 'another long one' }, caller);
    await expect(reset(first.url)).rejects.toMatchObject({ code: 'not_found' });
    for (let failure = 0; failure < 5; failure++) await signIn(email, 'wrong').catch(() => null);
    const tries = await Promise.allSettled([reset(link.url), reset(link.url), reset(link.url)]);
    expect(tries.filter((outcome) => outcome.status === 'fulfilled')).toHaveLength(1);
    expect(await server.app.accounts.viewerOf(session)).toBeNull();
    await expect(signIn(email)).rejects.toMatchObject({ code: 'unauthenticated' });
    expect(await signIn(email, 'another long one')).toBeTruthy();

    const late = await server.app.accounts.makeResetLink(admin, await person(email), caller);
    server.pass(24 * 60 * MINUTE + 1);
    await expect(reset(late.url)).rejects.toMatchObject({ code: 'not_found' });
  });

  it('refuses an address that is taken, and teams that do not exist', async () => {
    const email = await newcomer();
    const admin = await viewer('admin@parley.example');
    const create = (input: object) =>
      server.app.accounts.createUser(
        admin,
        { name: 'N', email: 'new@parley.example', role: 'agent', teamIds: [], ...input },
        caller,
      );
    await expect(create({ email })).rejects.toMatchObject({ code: 'conflict' });
    await expect(create({ teamIds: ['01ARZ3NDEKTSV4RRFFQ69G5FAV'] })).rejects.toMatchObject({ code: 'invalid' });
    await expect(create({})).resolves.toMatchObject({ user: { disabled: false } });
  });
});

describe('an empty server', () => {
  let server: HttpApp;
  beforeAll(async () => {
    server = await startHttpApp({ DEMO: 'off' });
  });
  afterAll(() => server.stop());

  const setUp = (url: string) =>
    server.write('POST', '/api/setup', {
      token: new URL(url).searchParams.get('token') ?? '',
      name: 'Ada',
      email: 'Ada@Example.com',
      password: 'a long enough one',
    });

  it('is set up once, by a link that works for half an hour', async () => {
    const early = await server.app.accounts.makeSetUpLink();
    server.pass(30 * MINUTE + 1);
    expect((await setUp(early?.url ?? '')).status).toBe(404);

    const fresh = await server.app.accounts.makeSetUpLink();
    const second = await server.app.accounts.makeSetUpLink();
    if (!fresh || !second) throw new Error('no link');
    const answer = await setUp(fresh.url);
    expect(await answer.json()).toMatchObject({ email: 'ada@example.com', role: 'admin' });
    const cookie = answer.headers.get('set-cookie') ?? '';
    expect(cookie).toMatch(/^parley_session=[\w-]{43}; .*HttpOnly; SameSite=Lax/);
    const inboxes = await server.fetch('/api/inboxes', { headers: { cookie: cookie.split(';')[0] ?? '' } });
    expect((await inboxes.json()).inboxes).toHaveLength(1);
    // What agents choose from is there before the first of them signs in.
    const read = await server.fetch('/api/catalogue', { headers: { cookie: cookie.split(';')[0] ?? '' } });
    const { presenceReasons, dispositions } = await read.json();
    const reasons = presenceReasons.map(({ name, minutes }: { name: string; minutes: number | null }) => [
      name,
      minutes,
    ]);
    expect(reasons).toEqual([
      ['Break', 15],
      ['Lunch', 45],
      ['Meeting', null],
      ['Training', 60],
    ]);
    const names = dispositions.map(({ name }: { name: string }) => name);
    expect(names).toHaveLength(6);
    expect(names).toContain('Solved');

    for (const used of [fresh, second]) expect((await setUp(used.url)).status).toBe(404);
    expect(await server.app.accounts.makeSetUpLink()).toBeNull();
  });
});

it('an empty server that is set up in Chinese begins in Chinese, and this browser is known from then on', async () => {
  const server = await startHttpApp({ DEMO: 'off' });
  try {
    const link = await server.app.accounts.makeSetUpLink();
    const answer = await server.write('POST', '/api/setup', {
      ...{ token: new URL(link?.url ?? '').searchParams.get('token'), name: '艾达', email: 'ada@example.com' },
      ...{ password: 'a long enough one', language: 'zh' },
    });
    const cookies = answer.headers.getSetCookie().map((cookie) => cookie.split(';')[0] ?? '');
    expect(answer.headers.getSetCookie()[1]).toMatch(
      /^parley_device=[\w-]+; Max-Age=34560000; .*HttpOnly; SameSite=Lax/,
    );
    const { presenceReasons } = await (
      await server.fetch('/api/catalogue', { headers: { cookie: cookies.join('; ') } })
    ).json();
    expect(presenceReasons.map(({ name }: { name: string }) => name)).toContain('用餐');
    expect(await server.app.store.directory.languages()).toEqual({ served: ['en', 'zh'], fallback: 'zh' });

    const guess = (secret: string, headers = {}) =>
      server.write('POST', '/api/session', { email: 'ada@example.com', password: secret }, headers);
    for (let failure = 0; failure < 5; failure++) expect((await guess('wrong')).status).toBe(401);
    expect((await guess('a long enough one')).status).toBe(423);
    expect((await guess('a long enough one', { cookie: cookies[1] ?? '' })).status).toBe(200);
  } finally {
    await server.stop();
  }
});
