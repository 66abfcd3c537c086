/** Wrong types in every field of every request: each is acknowledged with an error, and nobody is disconnected for it. */
import type { z } from 'zod';
import type { Result } from '../../shared/errors.ts';
import { consoleRequests, widgetRequests } from '../../shared/events.ts';
import { type AnySocket, askRaw } from '../support/ask.ts';
import { consolePayloads, nobodysId, widgetPayloads } from '../support/requests.ts';
import { type Scene, setActiveScene } from '../support/scene.ts';
import { type Stage, startStage } from '../support/start-parley.ts';

let stage: Stage;
let scene: Scene;
let drops = 0;

beforeAll(async () => {
  stage = await startStage({ realtime: { headBeatMs: 3_600_000 } });
  scene = await setActiveScene(stage.world);
  for (const { connection } of [scene.maya, scene.visitor]) {
    connection.socket.on('disconnect', () => {
      drops += 1;
    });
  }
}, 30_000);
afterAll(() => stage.stop(), 30_000);
afterEach(() => expect(drops).toBe(0));

/** Arrays in arrays, as deep as a parser may be made to go. */
function nest(depth: number): unknown {
  let value: unknown = 'deep';
  for (let level = 0; level < depth; level += 1) value = [value];
  return value;
}

const wrong: unknown[] = [
  null,
  undefined,
  true,
  0,
  -1,
  1.5,
  1e308,
  Number.MAX_SAFE_INTEGER + 1,
  '',
  ' ',
  'x',
  '\u0000',
  '\ud800',
  '../../etc/passwd',
  'x'.repeat(20_000),
  [],
  [null],
  ['x', 1, {}],
  {},
  { $gt: '' },
  { $where: 'sleep(1)' },
  { length: 1e9 },
  { constructor: { prototype: { polluted: true } } },
  JSON.parse('{"__proto__":{"polluted":true}}'),
  nest(2_000),
  Buffer.from('binary'),
  nobodysId,
];

function* variants(valid: Record<string, unknown>): Generator<unknown> {
  yield* wrong;
  for (const field of Object.keys(valid)) {
    const { [field]: _dropped, ...rest } = valid;
    yield rest;
    for (const value of wrong) yield { ...valid, [field]: value };
  }
  yield { ...valid, extra: 'ignored' };
}

async function fuzz(
  socket: AnySocket,
  event: string,
  schema: z.ZodType,
  valid: Record<string, unknown>,
): Promise<void> {
  const all = [...variants(valid)];
  for (let from = 0; from < all.length; from += 50) {
    await Promise.all(all.slice(from, from + 50).map((payload) => ask(payload)));
  }

  async function ask(payload: unknown): Promise<void> {
    const result: Result<unknown> = await askRaw(socket, event, payload);
    if (!schema.safeParse(arrived(payload)).success) {
      expect(result).toMatchObject({ ok: false, error: { code: 'invalid', message: expect.any(String) } });
    }
    if (!result.ok) expect(result.error.code).not.toBe('internal_error');
  }
}

/** A payload as JSON carries it; what is binary arrives as bytes. */
function arrived(payload: unknown): unknown {
  return payload === undefined ? null : JSON.parse(JSON.stringify(payload));
}

describe.each(Object.entries(consoleRequests))('console asks %s', (event, schema) => {
  test('with wrong payloads', async () => {
    const valid = consolePayloads(scene.id)[event as keyof typeof consoleRequests];
    await fuzz(scene.maya.connection.socket, event, schema, valid);
  });
});

describe.each(Object.entries(widgetRequests))('widget asks %s', (event, schema) => {
  test('with wrong payloads', async () => {
    const valid = widgetPayloads(scene.id)[event as keyof typeof widgetRequests];
    await fuzz(scene.visitor.connection.socket, event, schema, valid);
  });
});

test('unknown events, missing acknowledgements and odd arguments are tolerated', async () => {
  const { parley } = stage;
  const before = parley.app.realtime.unknownEvents();
  for (const { socket } of [scene.maya.connection, scene.visitor.connection]) {
    for (const name of ['no:such', '__proto__', 'constructor', 'toString', 'error', '', 'x'.repeat(5_000)]) {
      socket.emit(name, {});
    }
    socket.emit('conversation:open');
    socket.emit('conversation:open', { conversationId: scene.id });
    socket.emit('conversation:open', { conversationId: scene.id }, 'not a function');
    socket.emit('conversation:open', 1, 2, 3, 4);
    expect(await askRaw(socket, 'entries:page', { conversationId: scene.id, before: 5 })).toMatchObject({ ok: true });
  }
  expect(parley.app.realtime.unknownEvents()).toBe(before + 14);
  expect(Object.hasOwn(Object.prototype, 'polluted')).toBe(false);
});
