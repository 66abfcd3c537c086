/** What every channel must do, whatever it speaks: the suite that a new channel's contract test runs in one line. */
import type { Channel, ChannelContext, Ingested, SendResult } from '../../channels/channel.ts';
import { systemClock } from '../../server/lib/clock.ts';
import type { ConversationId, EntryId, FileId, IdentityId } from '../../shared/model/ids.ts';
import type { Inbox } from '../../shared/model/inbox.ts';
import { makeInbox, startIngest, type TestIngest } from './test-ingest.ts';
import { openTestStore, silent, type TestStore } from './test-store.ts';

/** One message as the outside has it. `id` is the outside's own: the same id is the same message. */
export interface Outside {
  id: string;
  text: string;
}

export interface ChannelWorld {
  test: TestStore;
  core: TestIngest;
  channel: Channel;
  inbox: Inbox;
  ctx: ChannelContext;
}

/** What the suite must know of a channel to play its outside. */
export interface ChannelUnderTest {
  create(): Channel;
  settings: Record<string, unknown>;
  /** what an admin gave beside them */
  credentials?: Record<string, string>;
  /** settings that must be refused, with the fields that the refusal must name */
  badSettings: { settings: unknown; fields: string[] }[];
  /** the outside's person of this test, the same at every call */
  person(world: ChannelWorld): Promise<string>;
  /** the person sends this; resolves when the channel has handed it in, rejects when it could not */
  receive(world: ChannelWorld, person: string, message: Outside): Promise<Ingested>;
}

export function describeChannel(name: string, subject: ChannelUnderTest): void {
  describe(`the ${name} channel`, () => {
    let test: TestStore;
    let world: ChannelWorld;
    beforeAll(async () => {
      test = await openTestStore();
      const channel = subject.create();
      const inbox = makeInbox(test, { channel: channel.kind, settings: subject.settings });
      const core = startIngest(test, [inbox], { channels: [channel] });
      world = { test, core, channel, inbox, ctx: makeContext(test, core, channel, inbox, subject.credentials) };
      await channel.start(world.ctx);
    });
    afterAll(async () => {
      await world.channel.stop();
      await world.core.timeline.stop();
      await test.close();
    });

    const entriesOf = (id: ConversationId) => world.core.timeline.after(id, 'agent', 0, 100);
    const messagesOf = async (id: ConversationId) =>
      (await entriesOf(id)).flatMap(({ body }) => (body.kind === 'message' ? body.text : []));

    it('says what it can as data', () => {
      expect(world.channel.kind).toMatch(/^[a-z][a-z-]{1,31}$/);
      const { call, ...capabilities } = world.channel.capabilities;
      expect(capabilities).toMatchObject({
        live: expect.any(Boolean),
        typing: expect.any(Boolean),
        files: expect.any(Boolean),
        format: expect.stringMatching(/^(chat|letter|call)$/),
        weight: expect.any(Number),
      });
      expect(world.channel.voice !== undefined).toBe(call !== undefined);
      if (call) {
        expect(call).toEqual({
          weight: expect.any(Number),
          exclusive: expect.any(Boolean),
          ringSeconds: expect.any(Number),
        });
        expect(call.ringSeconds).toBeGreaterThanOrEqual(5);
      }
      expect(world.channel.capabilities.weight).toBeGreaterThanOrEqual(1);
      expect(world.channel.capabilities.weight).toBeLessThanOrEqual(100);
      expect(world.channel.live !== undefined).toBe(world.channel.capabilities.live);
      expect(world.channel.letters !== undefined).toBe(world.channel.capabilities.format === 'letter');
    });

    it('takes good settings as they are, every time', () => {
      const parsed = world.channel.parseSettings(subject.settings);
      expect(parsed).toEqual(subject.settings);
      expect(world.channel.parseSettings(parsed)).toEqual(parsed);
    });

    it.each(subject.badSettings)('refuses settings by naming $fields', ({ settings, fields }) => {
      const refused = captureError(() => world.channel.parseSettings(settings));
      expect(refused).toMatchObject({ code: 'invalid' });
      expect(Object.keys(refused?.data?.fields ?? {}).sort()).toEqual([...fields].sort());
    });

    it('brings a message in once, however often and at once it comes', async () => {
      const person = await subject.person(world);
      const message = { id: 'message-1', text: 'Where is my lamp?' };
      const first = await subject.receive(world, person, message);
      const again = await Promise.all([1, 2, 3].map(() => subject.receive(world, person, message)));
      for (const repeat of again)
        expect(repeat).toMatchObject({ entryId: first.entryId, seq: first.seq, isNew: false });
      expect(await messagesOf(first.conversationId)).toEqual(['Where is my lamp?']);
    });

    it('keeps apart what two people send under the same id', async () => {
      const [a, b] = [await subject.person(world), await subject.person(world)];
      const message = { id: 'message-1', text: 'hello' };
      const [mine, theirs] = [await subject.receive(world, a, message), await subject.receive(world, b, message)];
      expect(mine.conversationId).not.toBe(theirs.conversationId);
      expect(mine.entryId).not.toBe(theirs.entryId);
    });

    it('keeps the order of one person', async () => {
      const person = await subject.person(world);
      const first = await subject.receive(world, person, { id: 'message-1', text: 'one' });
      await subject.receive(world, person, { id: 'message-2', text: 'two' });
      await subject.receive(world, person, { id: 'message-3', text: 'three' });
      expect(await messagesOf(first.conversationId)).toEqual(['one', 'two', 'three']);
    });

    it('has what it brought in routed, with its own weight', async () => {
      const person = await subject.person(world);
      const { conversationId } = await subject.receive(world, person, { id: 'message-1', text: 'hello' });
      const { weight, live } = world.channel.capabilities;
      expect(world.core.enqueued.filter((request) => request.conversationId === conversationId)).toMatchObject([
        { weight, live, inboxId: world.inbox.id },
      ]);
    });

    it('keeps a stranger’s markup as the text it is', async () => {
      const person = await subject.person(world);
      const text = '<img src=x onerror=alert(1)> {{7*7}} \u2028"\'`';
      const { conversationId } = await subject.receive(world, person, { id: 'message-1', text });
      const [kept] = await messagesOf(conversationId);
      expect(kept).toContain('<img src=x onerror=alert(1)> {{7*7}}');
    });

    it('answers a send with what became of it', async () => {
      const person = await subject.person(world);
      const { conversationId } = await subject.receive(world, person, { id: 'message-1', text: 'hello' });
      const conversation = await world.core.timeline.find(conversationId);
      const identity = await test.store.customers.identity(conversation?.identityId as IdentityId);
      if (identity === null) throw new Error('the person has no identity');
      const result: SendResult = await world.channel.send({
        inboxId: world.inbox.id,
        conversationId,
        entryId: test.ids.next<EntryId>(),
        identity: { kind: identity.kind, value: identity.value },
        text: 'Here it is.',
        files: [],
      });
      expect(['sent', 'failed', 'unknown']).toContain(result.state);
      if (result.state === 'failed') expect(typeof result.retryable).toBe('boolean');
    });

    it('stops when told, twice as well, and starts again', async () => {
      const channel = subject.create();
      const led = new Set<Promise<void>>();
      const ctx = makeContext(test, world.core, channel, world.inbox, subject.credentials, led);
      await channel.start(ctx);
      await channel.stop();
      await Promise.all(led);
      await channel.stop();
      await channel.start(ctx);
      await channel.stop();
      await Promise.all(led);
    });
  });
}

/** All a channel is given, over the real store; `led` collects the work it runs as leader, which must end when the channel stops. */
function makeContext(
  test: TestStore,
  core: TestIngest,
  channel: Channel,
  inbox: Inbox,
  credentials: Record<string, string> = {},
  led: Set<Promise<void>> = new Set(),
): ChannelContext {
  const kept = new Map<FileId, Buffer>();
  return {
    ingest: (event) => core.ingest.ingest(event),
    state: test.store.channelState.of(channel.kind),
    lead(_name, work) {
      const ending = new AbortController();
      const running = work(ending.signal);
      led.add(running);
      return async () => {
        ending.abort();
        await running;
      };
    },
    secrets: async (id) => [`secret-of-${id}`],
    inbox: async (id) => (id === inbox.id ? inbox : null),
    inboxes: async () => [inbox],
    report: async () => false,
    credentials: async () => credentials,
    keepCredentials: async () => {},
    said: async () => null,
    names: async () => ['Maya Keller'],
    voice: {
      callEvent: async () => null,
      stepOf: async () => null,
      keepRecording: async () => ({ id: test.ids.next<FileId>(), size: 1 }),
    },
    async keep(_id, bytes, name) {
      const id = test.ids.next<FileId>();
      kept.set(id, bytes);
      return { id, name, type: 'application/octet-stream', size: bytes.length };
    },
    bytes: async (id) => kept.get(id) ?? null,
    now: systemClock.now,
    log: silent,
  };
}

function captureError(work: () => unknown): { code?: string; data?: { fields?: Record<string, string> } } | null {
  try {
    work();
  } catch (error) {
    return error as { code?: string };
  }
  return null;
}
