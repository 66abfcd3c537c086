/** Who a visitor is: what a website proves, what it cannot, and whose conversations are shown to whom. */
import { createHmac } from 'node:crypto';
import { SignJWT } from 'jose';
import type { WidgetSession } from '../../shared/api.ts';
import { nextClientId } from '../support/client-id.ts';
import { origin, type Stage, startStage } from '../support/start-parley.ts';
import { websiteSettings } from '../support/world.ts';

let stage: Stage;
let secret: string;
beforeAll(async () => {
  stage = await startStage();
  const cookie = await stage.world.cookieOf('ada');
  const url = `${stage.parley.url}/api/inboxes/${stage.company.north.inboxId}/secret`;
  const response = await fetch(url, { headers: { cookie, origin } });
  ({ secret } = (await response.json()) as { secret: string });
}, 30_000);
afterAll(() => stage.stop(), 30_000);
afterEach(() => stage.world.closeClients());

interface TokenOptions {
  key?: string;
  audience?: string;
  issuedAt?: number;
  expiresIn?: number;
  jti?: string;
}
const now = (): number => Math.floor(Date.now() / 1_000);

function sign(user: string, options: TokenOptions = {}): Promise<string> {
  const issuedAt = options.issuedAt ?? now();
  return new SignJWT({ name: `Name of ${user}`, email: `${user}@example.com` })
    .setProtectedHeader({ alg: 'HS256' })
    .setSubject(user)
    .setIssuedAt(issuedAt)
    .setExpirationTime(issuedAt + (options.expiresIn ?? 120))
    .setAudience(options.audience ?? stage.company.north.inboxId)
    .setJti(options.jti ?? nextClientId('jti'))
    .sign(new TextEncoder().encode(options.key ?? secret));
}

/** HTTP status of beginning a visit like this. */
async function begin(body: Record<string, unknown>): Promise<number> {
  const response = await fetch(`${stage.parley.url}/api/widget/${stage.company.north.inboxId}/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin },
    body: JSON.stringify(body),
  });
  return response.status;
}
const visit = (body: Record<string, unknown>): Promise<WidgetSession> => stage.world.visit('north', body);

test('a token that is wrong in any way begins no visit', async () => {
  const good = await sign('lea');
  const tokens = {
    'of another key': await sign('lea', { key: 'x'.repeat(43) }),
    'for another inbox': await sign('lea', { audience: stage.company.south.inboxId }),
    expired: await sign('lea', { issuedAt: now() - 600 }),
    'living too long': await sign('lea', { expiresIn: 86_400 }),
    'from the future': await sign('lea', { issuedAt: now() + 3_600 }),
    unsigned: `${btoa('{"alg":"none"}')}.${good.split('.')[1]}.`,
    cut: good.slice(0, -3),
    nonsense: 'nonsense',
  };
  for (const [name, identity] of Object.entries(tokens)) expect([name, await begin({ identity })]).toEqual([name, 401]);
});

test('a token is good once', async () => {
  const identity = await sign('mia');
  expect(await begin({ identity })).toBe(200);
  expect(await begin({ identity })).toBe(401);
});

test('a hash proves the user it was made for and nobody else', async () => {
  const hash = createHmac('sha256', secret).update('noa').digest('hex');
  expect(await begin({ user: { id: 'noa', hash } })).toBe(200);
  expect(await begin({ user: { id: 'lea', hash } })).toBe(401);
  expect(await begin({ user: { id: 'noa', hash: '' } })).toBe(401);
});

test('a proved user finds their conversations on another device; an unproved one finds nothing', async () => {
  const phone = await stage.world.visitor({ token: (await visit({ identity: await sign('uma') })).token });
  const id = await phone.start('From my phone');
  const laptop = await stage.world.visitor({ token: (await visit({ identity: await sign('uma') })).token });
  expect(laptop.snapshot).toMatchObject({ verified: true, name: 'Name of uma', current: { conversation: { id } } });
  await phone.send(id, 'Do both devices hear it?');
  await laptop.facts.wait('entry:appended');
  const nobody = await stage.world.visitor();
  expect(nobody.snapshot).toMatchObject({ verified: false, current: null, conversations: [] });
});

test('what was said before signing in goes along, and the next user of the browser sees none of it', async () => {
  const anonymous = await visit({});
  const before = await stage.world.visitor({ token: anonymous.token });
  const id = await before.start('Not signed in yet');
  const signedIn = await visit({ token: anonymous.token, identity: await sign('eva') });
  const eva = await stage.world.visitor({ token: signedIn.token });
  expect(eva.snapshot?.current?.conversation.id).toBe(id);
  const next = await visit({ token: signedIn.token, identity: await sign('tom') });
  const tom = await stage.world.visitor({ token: next.token });
  expect(next.token).not.toBe(signedIn.token);
  expect(tom.snapshot).toMatchObject({ current: null, conversations: [] });
  await eva.send(id, 'Still mine');
  await tom.ask('visitor:sync', {});
  expect(JSON.stringify(tom.facts.all)).not.toContain('Still mine');
});

test('an inbox that asks for identity begins no visit without', async () => {
  const { directory } = stage.parley.app.store;
  const inbox = await directory.inbox(stage.company.north.inboxId);
  if (!inbox) throw new Error('no inbox');
  await directory.saveInbox({ ...inbox, settings: { ...websiteSettings, identityRequired: true } });
  try {
    expect(await begin({})).toBe(401);
    expect(await begin({ user: { id: 'lea', hash: 'x' } })).toBe(401);
    expect(await begin({ identity: await sign('lea') })).toBe(200);
  } finally {
    await directory.saveInbox(inbox);
  }
});
