/** Servers for calls: the environment's until an admin writes others; their secret is sealed, kept when none is given, and never shown. */
import { createCallServers } from './call-servers.ts';
import { createSecretBox } from './lib/secret-box.ts';
import type { ChannelStateStore } from './store/channel-state.ts';

const usual = { stun: ['stun:usual:3478'], turn: null };
const secret = 'a secret that is long enough';

function stage() {
  const rows = new Map<string, { value: unknown; version: number }>();
  const channelState = {
    of: () => ({
      get: async (key: string) => rows.get(key) ?? null,
      async put(key: string, value: unknown, expected: number | null) {
        if ((rows.get(key)?.version ?? null) !== expected) return false;
        rows.set(key, { value, version: (expected ?? 0) + 1 });
        return true;
      },
    }),
  } as unknown as ChannelStateStore;
  const secretBox = createSecretBox('k'.repeat(32));
  return { rows, servers: createCallServers({ channelState, secretBox, usual }) };
}

it('uses what the environment names until others are written, and again once they are given up', async () => {
  const { servers, rows } = stage();
  expect(await servers.used()).toEqual(usual);
  await servers.save({ stun: [], turn: ['turn:own:3478'], secret });
  expect(await servers.used()).toEqual({ stun: [], turn: { urls: ['turn:own:3478'], secret } });
  expect(JSON.stringify([...rows.values()])).not.toContain(secret);
  const shown = await servers.view();
  expect(shown).toMatchObject({ isOwn: true, hasSecret: true, turn: ['turn:own:3478'] });
  expect(JSON.stringify(shown)).not.toContain(secret);
  await servers.save({ stun: ['stun:own:3478'], turn: ['turn:other:3478'] });
  expect(await servers.used()).toEqual({ stun: ['stun:own:3478'], turn: { urls: ['turn:other:3478'], secret } });
  await servers.save(null);
  expect(await servers.used()).toEqual(usual);
  expect(await servers.view()).toMatchObject({ isOwn: false, hasSecret: false });
});

it('refuses TURN without a secret, and a short one', async () => {
  const { servers } = stage();
  const turn = ['turn:own:3478'];
  await expect(servers.save({ stun: [], turn })).rejects.toMatchObject({ code: 'invalid' });
  await expect(servers.save({ stun: [], turn, secret: 'short' })).rejects.toMatchObject({ code: 'invalid' });
  expect(await servers.used()).toEqual(usual);
});
