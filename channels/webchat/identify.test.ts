/** A host page's word on who its visitor is: only the inbox's own secret, fresh and used once, is believed. */
import { createHmac } from 'node:crypto';
import { SignJWT, UnsecuredJWT } from 'jose';
import type { Inbox } from '../../shared/model/inbox.ts';
import type { ChannelState } from '../channel.ts';
import { identifyVisitor } from './identify.ts';

const SECRET = 'a-secret-of-this-inbox-0123456789';
const FORMER = 'the-secret-before-it-0123456789ab';
const NOW = 1_800_000_000;
const inbox = (identityRequired = false): Inbox => ({
  id: '01M82133CGHKWZEA4QT51RYQE4' as Inbox['id'],
  name: 'Shop',
  channel: 'webchat',
  queueId: '01M82133CGHKWZEA4QT51RYQE5' as Inbox['queueId'],
  calendarId: null,
  reopenHours: 24,
  abandonAfterSeconds: 60,
  settings: {
    siteName: 'Northlight',
    greeting: '',
    accent: '#123456',
    position: 'right',
    allowedOrigins: [],
    form: [],
    identityRequired,
    typingPreview: false,
    privacyUrl: '',
  },
});

function makeContext(now = NOW) {
  const held = new Map<string, unknown>();
  const state: ChannelState = {
    get: async () => null,
    put: async (key, value, expected) => {
      if (expected === null && held.has(key)) return false;
      held.set(key, value);
      return true;
    },
  };
  return { secrets: async () => [SECRET, FORMER], state, now: () => now * 1_000 };
}

const claims = { sub: 'u1', aud: inbox().id as string, iat: NOW - 10, exp: NOW + 200, jti: 'once' };
const sign = (change: object = {}, secret = SECRET, alg = 'HS256') =>
  new SignJWT({ ...claims, ...change }).setProtectedHeader({ alg }).sign(new TextEncoder().encode(secret));

it('believes a fresh token of this inbox, and shows name and address as it says', async () => {
  const identity = await sign({ name: ' Zoe\u202e  K', email: 'Zoe@Example.org' });
  expect(await identifyVisitor(inbox(), { identity }, makeContext())).toEqual({
    proof: 'identity-jwt',
    externalId: 'u1',
    name: 'Zoe K',
    email: 'zoe@example.org',
  });
});

it.each<[string, () => Promise<string>]>([
  ['another secret', () => sign({}, 'somebody-elses-secret-0123456789')],
  ['another inbox', () => sign({ aud: '01M82133CGHKWZEA4QT51RYQE9' })],
  ['no audience', () => sign({ aud: undefined })],
  ['an expired one', () => sign({ iat: NOW - 200, exp: NOW - 60 })],
  ['one that lives too long', () => sign({ exp: NOW + 3_600 })],
  ['one from the future', () => sign({ iat: NOW + 3_000, exp: NOW + 3_100 })],
  ['one that is too old whatever it says', () => sign({ iat: NOW - 400, exp: NOW + 10 })],
  ['no id of its own', () => sign({ jti: undefined })],
  ['nobody', () => sign({ sub: undefined })],
  ['an empty somebody', () => sign({ sub: '' })],
  ['no time', () => sign({ iat: undefined })],
  ['no end', () => sign({ exp: undefined })],
  ['another algorithm', () => sign({}, SECRET, 'HS512')],
  ['no signature', async () => new UnsecuredJWT(claims).encode()],
  ['no token', async () => 'x.y.z'],
])('refuses a token with %s', async (_, make) => {
  const identity = await make();
  await expect(identifyVisitor(inbox(), { identity }, makeContext())).rejects.toMatchObject({
    code: 'unauthenticated',
  });
});

it('takes a token once, also when it comes twice at once', async () => {
  const identity = await sign();
  const context = makeContext();
  const results = await Promise.allSettled([1, 2, 3].map(() => identifyVisitor(inbox(), { identity }, context)));
  expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
});

it('believes the older hash for its own user only, and nothing beside the id', async () => {
  const hash = createHmac('sha256', SECRET).update('u1').digest('hex');
  const user = { id: 'u1', hash, name: 'Zoe', email: 'boss@example.org' };
  const claim = await identifyVisitor(inbox(true), { user }, makeContext());
  expect(claim).toEqual({ proof: 'identity-hmac', externalId: 'u1', name: 'Zoe' });
  for (const wrong of [{ id: 'u2' }, { hash: '' }, { hash: hash.slice(2) }, { hash: 'zz'.repeat(32) }]) {
    const asked = identifyVisitor(inbox(), { user: { ...user, ...wrong } }, makeContext());
    await expect(asked).rejects.toMatchObject({ code: 'unauthenticated' });
  }
});

it('lets nobody in without a word where one is required', async () => {
  expect(await identifyVisitor(inbox(), {}, makeContext())).toEqual({ proof: null });
  await expect(identifyVisitor(inbox(true), {}, makeContext())).rejects.toMatchObject({ code: 'unauthenticated' });
});
