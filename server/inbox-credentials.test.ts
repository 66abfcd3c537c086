/** What an inbox is trusted with: sealed at rest, each in its place, by two hands at once. */
import type { InboxId } from '../shared/model/ids.ts';
import { createInboxCredentials } from './inbox-credentials.ts';
import { createSecretBox } from './lib/secret-box.ts';
import type { ChannelStateStore } from './store/channel-state.ts';

const id = '01ARZ3NDEKTSV4RRFFQ69G5FAV' as InboxId;
const other = '01ARZ3NDEKTSV4RRFFQ69G5FAW' as InboxId;

function stage() {
  const rows = new Map<string, { value: unknown; version: number }>();
  const channelState: ChannelStateStore = {
    of: () => ({
      get: async <T>(key: string) => (rows.get(key) ?? null) as { value: T; version: number } | null,
      async put(key, value, expected) {
        if ((rows.get(key)?.version ?? null) !== expected) return false;
        rows.set(key, { value, version: (expected ?? 0) + 1 });
        return true;
      },
    }),
    dropExpired: async () => {},
  };
  return { rows, credentials: createInboxCredentials({ channelState, secretBox: createSecretBox('k'.repeat(32)) }) };
}

it('keeps what it is given, replaces what is named and drops what is taken away', async () => {
  const { credentials } = stage();
  expect([await credentials.which(id), await credentials.get(id)]).toEqual([[], {}]);
  expect(await credentials.set(id, { sendPassword: 'b', receivePassword: 'a' })).toEqual([
    ...['receivePassword', 'sendPassword'],
  ]);
  expect(await credentials.set(id, { sendPassword: 'c', receivePassword: null })).toEqual(['sendPassword']);
  expect([await credentials.which(id), await credentials.get(id)]).toEqual([['sendPassword'], { sendPassword: 'c' }]);
  expect(await credentials.get(other)).toEqual({});
});

it('writes nothing down that can be read, and nothing that opens in another place', async () => {
  const { credentials, rows } = stage();
  await credentials.set(id, { sendPassword: 'correct horse' });
  expect(JSON.stringify([...rows])).not.toContain('correct');
  const [row] = rows.values();
  rows.set(other, row ?? { value: {}, version: 1 });
  await expect(credentials.get(other)).rejects.toThrow();
});

it('loses nothing when two write at once', async () => {
  const { credentials } = stage();
  await Promise.all(['a', 'b', 'c'].map((name) => credentials.set(id, { [name]: name })));
  expect(await credentials.get(id)).toEqual({ a: 'a', b: 'b', c: 'c' });
});

it('keeps a name that objects have of their own', async () => {
  const { credentials } = stage();
  expect(await credentials.set(id, { constructor: 'x' })).toEqual(['constructor']);
  expect(await credentials.get(id)).toEqual({ constructor: 'x' });
});
