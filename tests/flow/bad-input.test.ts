/** What strangers and broken networks send over sockets, and what a correct server makes of it. */
import type { VisitorThread } from '../../shared/events.ts';
import { limits } from '../../shared/limits.ts';
import type { FileId } from '../../shared/model/ids.ts';
import { askRaw, outcome, type Refused } from '../support/ask.ts';
import { nextClientId } from '../support/client-id.ts';
import { connect, HandshakeRefused } from '../support/connection.ts';
import { eventually } from '../support/eventually.ts';
import { nobodysId } from '../support/requests.ts';
import { type Scene, setActiveScene } from '../support/scene.ts';
import { origin, type Stage, startStage } from '../support/start-parley.ts';

let stage: Stage;
let scene: Scene;
beforeAll(async () => {
  stage = await startStage({ routing: { capacity: 1_000_000 } });
  scene = await setActiveScene(stage.world);
}, 30_000);
afterAll(() => stage.stop(), 30_000);

describe('the same client id again', () => {
  const send = (from: Scene['visitor'], clientId: string, text = 'Once') =>
    from.ask('message:send', { conversationId: scene.id, clientId, text });
  const count = (text: string) =>
    scene.maya.thread(scene.id).entries.filter(({ body }) => body.kind === 'message' && body.text === text).length;

  test('before the first answer, from two tabs and after a reload is one entry', async () => {
    const clientId = nextClientId();
    const { visitor, tab } = scene;
    const both = [visitor, tab, visitor, tab, visitor, tab, visitor, tab];
    const answers = await Promise.all(both.map((client) => send(client, clientId)));
    const reloaded = await stage.world.visitor({ token: visitor.token });
    answers.push(await send(reloaded, clientId));
    expect(new Set(answers.map(({ entry }) => entry.id)).size).toBe(1);
    await eventually(() => expect(count('Once')).toBe(1));
  });

  test('with another text is a conflict', async () => {
    const clientId = nextClientId();
    await send(scene.visitor, clientId, 'First');
    expect(await outcome(send(scene.visitor, clientId, 'Second'))).toBe('conflict');
    await scene.maya.ask('message:send', { conversationId: scene.id, clientId, text: 'Mine' });
    const asNote = scene.maya.ask('note:add', { conversationId: scene.id, clientId, text: 'Mine' });
    expect(await outcome(asNote)).toBe('conflict');
  });

  test('of another author is another message', async () => {
    const clientId = nextClientId();
    const said = { conversationId: scene.id, clientId, text: 'Same id' };
    const { entry } = await scene.visitor.ask('message:send', said);
    const entries = await Promise.all([
      scene.maya.ask('message:send', said),
      scene.ines.ask('message:send', said),
      scene.maya.ask('message:send', said),
    ]);
    expect(new Set([entry.id, ...entries.map(({ id }) => id)]).size).toBe(3);
  });

  test('starting twice at once is one conversation', async () => {
    const { token } = await stage.world.visit();
    const tabs = [await stage.world.visitor({ token }), await stage.world.visitor({ token })];
    const clientId = nextClientId();
    const threads: VisitorThread[] = await Promise.all(
      tabs.map((one) => one.ask('conversation:start', { clientId, text: 'Hello' })),
    );
    threads.push(
      ...(await Promise.all(
        tabs.map((one) => one.ask('conversation:start', { clientId: nextClientId(), text: 'Me' })),
      )),
    );
    expect(new Set(threads.map(({ conversation }) => conversation.id)).size).toBe(1);
    expect(threads.at(-1)?.entries).toHaveLength(3);
  });
});

describe('handshakes', () => {
  interface Handshake {
    transport: 'websocket' | 'polling';
    headers: Record<string, string>;
  }
  async function shake(
    path: string,
    { transport, headers }: Handshake,
    auth: Record<string, unknown>,
  ): Promise<string> {
    const connection = connect(stage.parley.url, 'stranger', {
      path,
      transports: [transport],
      extraHeaders: headers,
      reconnection: false,
      auth,
      query: { inbox: String(auth.query ?? auth.inboxId ?? '') },
    });
    try {
      await connection.connected();
      return 'connected';
    } catch (error) {
      if (!(error instanceof HandshakeRefused)) throw error;
      return error.wire?.code ?? 'refused';
    } finally {
      connection.close();
    }
  }

  describe.each(['websocket', 'polling'] as const)('over %s', (transport) => {
    test('a widget may come from our origin and those of its inbox', async () => {
      const inboxId = stage.company.north.inboxId;
      const auth = { inboxId, token: scene.visitor.token };
      const widget = (headers: Record<string, string>) => shake('/socket/widget', { transport, headers }, auth);
      expect(await widget({ origin })).toBe('connected');
      expect(await widget({ origin: 'https://shop.example' })).toBe('connected');
      expect(await widget({ 'sec-fetch-site': 'same-origin' })).toBe('connected');
      for (const foreign of ['https://evil.test', 'null', 'https://shop.example.evil.test', 'http://shop.example']) {
        expect(await widget({ origin: foreign })).toBe('refused');
      }
      expect(await widget({})).toBe('refused');
      expect(await widget({ 'sec-fetch-site': 'cross-site' })).toBe('refused');
    });

    test('a console comes from our origin only, and signed in', async () => {
      const cookie = await stage.world.cookieOf('maya');
      const at = (headers: Record<string, string>) => shake('/socket/console', { transport, headers }, {});
      expect(await at({ origin, cookie })).toBe('connected');
      expect(await at({ origin: 'https://shop.example', cookie })).toBe('refused');
      expect(await at({ cookie })).toBe('refused');
      expect(await at({ origin })).toBe('unauthenticated');
      expect(await at({ origin, cookie: 'parley_session=nonsense' })).toBe('unauthenticated');
    });

    test('a token is good for its own inbox, until its visit ends', async () => {
      const { north, south } = stage.company;
      const { token } = await stage.world.visit();
      const with_ = (auth: Record<string, unknown>) =>
        shake('/socket/widget', { transport, headers: { origin } }, auth);
      expect(await with_({ inboxId: north.inboxId, token })).toBe('connected');
      expect(await with_({ inboxId: south.inboxId, token })).toBe('unauthenticated');
      expect(await with_({ inboxId: north.inboxId, query: south.inboxId, token })).toBe('unauthenticated');
      expect(await with_({ inboxId: nobodysId, token })).toBe('refused');
      expect(await with_({ inboxId: 'nonsense', token })).toBe('refused');
      for (const bad of ['', 'x'.repeat(5_000), 'guess', null, { $ne: '' }, [token]]) {
        expect(await with_({ inboxId: north.inboxId, token: bad })).toBe('unauthenticated');
      }
      await fetch(`${stage.parley.url}/api/widget/${north.inboxId}/session`, {
        method: 'DELETE',
        headers: { origin, authorization: `Bearer ${token}` },
      });
      expect(await with_({ inboxId: north.inboxId, token })).toBe('unauthenticated');
    });
  });
});

test('signing out ends the visit in every tab', async () => {
  const visitor = await stage.world.visitor();
  const tab = await stage.world.visitor({ token: visitor.token });
  const gone = new Promise((resolve) => tab.connection.socket.once('disconnect', resolve));
  await fetch(`${stage.parley.url}/api/widget/${stage.company.north.inboxId}/session`, {
    method: 'DELETE',
    headers: { origin, authorization: `Bearer ${visitor.token}` },
  });
  await visitor.facts.wait('session:ended');
  expect(await gone).toBe('io server disconnect');
});

describe('ids that were guessed', () => {
  test("another visitor's file is not found, neither is one that is nowhere", async () => {
    const { parley, company, world } = stage;
    const stranger = await world.visit();
    const uploaded = await fetch(`${parley.url}/api/widget/${company.north.inboxId}/files`, {
      method: 'POST',
      headers: { origin, authorization: `Bearer ${stranger.token}`, 'x-file-name': 'a.txt' },
      body: 'hello',
    });
    const { file } = (await uploaded.json()) as { file: { id: FileId } };
    const errors: unknown[] = [];
    for (const id of [file.id, nobodysId as string as FileId]) {
      const sent = scene.visitor.ask('message:send', {
        conversationId: scene.id,
        clientId: nextClientId(),
        text: 'x',
        fileIds: [id],
      });
      errors.push(await sent.catch((error: Refused) => error.wire));
    }
    expect(errors[0]).toMatchObject({ code: 'not_found' });
    expect(errors[1]).toEqual(errors[0]);
  });

  test('a room cannot be joined by naming it', async () => {
    const spy = await stage.world.visitor();
    for (const name of ['join', 'subscribe', 'room:join']) {
      spy.connection.socket.emit(name, `conversation:${scene.id}`);
      spy.connection.socket.emit(name, { room: `conversation:${scene.id}` });
    }
    await spy.ask('visitor:sync', {});
    await scene.maya.send(scene.id, 'Only for you');
    await eventually(() => expect(JSON.stringify(scene.visitor.thread(scene.id))).toContain('Only for you'));
    await spy.ask('visitor:sync', {});
    expect(spy.facts.all).toEqual([]);
  });
});

describe('texts', () => {
  const hostile = [
    '<script>alert(1)</script>',
    '<img src=x onerror=alert(1)>',
    '"><svg onload=alert(1)>',
    'javascript:alert(1)',
    '{{constructor.constructor("alert(1)")()}}',
    '&lt;b&gt; &amp; <b>',
  ];
  test.each(hostile)('%s stays the text it is', async (text) => {
    const { entry } = await scene.visitor.send(scene.id, text);
    expect(entry.body).toMatchObject({ kind: 'message', text });
    const read = await scene.maya.ask('conversation:open', { conversationId: scene.id });
    expect(read.entries.at(-1)?.body).toMatchObject({ text });
  });

  const odd = {
    'half a surrogate pair': 'a\ud800b',
    zalgo: `z${'\u0301'.repeat(200)}`,
    'null bytes and controls': 'a\u0000b\u0007c\u001b[31m',
    'direction overrides': 'a\u202egnp.exe',
    emoji: '👩‍👩‍👧‍👦 ok',
  };
  test.each(Object.entries(odd))('%s is the same for everybody, now and when read again', async (_name, text) => {
    for (const writer of [scene.visitor, scene.maya]) {
      const conversationId = scene.id;
      const clientId = nextClientId();
      const answer = await askRaw(writer.connection.socket, 'message:send', { conversationId, clientId, text });
      expect(answer.ok).toBe(true);
      const fresh = await scene.ines.ask('conversation:open', { conversationId });
      const stored = fresh.entries.at(-1)?.body;
      expect(stored).toMatchObject({ kind: 'message', text: expect.any(String) });
      expect(JSON.stringify(answer)).toContain(JSON.stringify(stored && 'text' in stored ? stored.text : null));
      await eventually(() => expect(scene.maya.thread(conversationId).entries.at(-1)?.body).toEqual(stored));
      await eventually(() => expect(scene.visitor.thread(conversationId).entries.at(-1)?.body).toEqual(stored));
    }
  });

  test.each(['', '   ', '\n\t', '\u200b\u200b', '\u0000'])('nothing but %j is refused', async (text) => {
    const sent = scene.visitor.ask('message:send', { conversationId: scene.id, clientId: nextClientId(), text });
    expect(await outcome(sent)).toBe('invalid');
  });

  test('one character too many is refused with the field; a megabyte ends only its own connection', async () => {
    const tooLong = { conversationId: scene.id, clientId: nextClientId(), text: 'x'.repeat(limits.text + 1) };
    const refused = await askRaw(scene.visitor.connection.socket, 'message:send', tooLong);
    expect(refused).toMatchObject({ ok: false, error: { code: 'invalid', fields: { text: expect.any(String) } } });
    const longest = '\u20ac'.repeat(limits.text);
    expect((await scene.visitor.send(scene.id, longest)).entry.body).toMatchObject({ text: longest });
    const { socket } = scene.tab.connection;
    const gone = new Promise((resolve) => socket.once('disconnect', resolve));
    socket.emit('message:send', { ...tooLong, text: 'x'.repeat(1_000_000) });
    await gone;
    await scene.tab.connection.connected();
    expect(scene.visitor.connection.socket.connected).toBe(true);
    expect(scene.maya.connection.socket.connected).toBe(true);
  });
});

test('a tab that slept for days is told what it missed in pages, or given a new picture', async () => {
  const visitor = await stage.world.visitor();
  const id = await visitor.start('1');
  const known = { conversationId: id, after: visitor.thread(id).entries[0]?.seq ?? 0, rev: 1 };
  const talk = async (from: number, to: number) => {
    const numbers = Array.from({ length: to - from }, (_, index) => from + index);
    await Promise.all(
      numbers.map((n) =>
        visitor.ask('message:send', { conversationId: id, clientId: nextClientId(), text: `${n}` }, 20_000),
      ),
    );
  };
  await talk(2, 452);
  const tab = await stage.world.visitor({ token: visitor.token });
  const texts: string[] = [];
  const sizes: number[] = [];
  for (let { after } = known, more = true; more; ) {
    const answer = await tab.ask('conversation:sync', { ...known, after });
    if (answer.kind !== 'entries') throw new Error('reset');
    texts.push(...answer.entries.flatMap(({ body }) => (body.kind === 'message' ? [body.text] : [])));
    sizes.push(answer.entries.length);
    after = answer.entries.at(-1)?.seq ?? after;
    more = answer.more;
  }
  expect(texts).toEqual(Array.from({ length: 450 }, (_, index) => `${index + 2}`));
  expect(Math.max(...sizes)).toBe(limits.syncPage);
  await talk(452, 1_102);
  const late = await tab.ask('conversation:sync', known);
  if (late.kind !== 'reset') throw new Error('a thousand entries were sent one by one');
  expect(late.snapshot.entries).toHaveLength(limits.page);
  expect(await tab.ask('conversation:sync', { ...known, after: 1_000_000 })).toMatchObject({ kind: 'reset' });
  expect(await tab.ask('conversation:sync', { ...known, after: 5, rev: 1_000_000 })).toMatchObject({ kind: 'reset' });
}, 40_000);
