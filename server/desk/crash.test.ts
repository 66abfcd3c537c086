/** A node that dies anywhere between a due moment and the entry: the next one sends exactly once, or gives the words back, and nothing is lost. */
import type { SessionId, UserId } from '../../shared/model/ids.ts';
import type { ReplyHold } from '../../shared/model/writing.ts';
import {
  draftConversation,
  draftEntry,
  message,
  openTestStore,
  silent,
  startTimeline,
  type TestStore,
} from '../../tests/contract/test-store.ts';
import { eventually } from '../../tests/support/eventually.ts';
import type { UserViewer } from '../accounts/scope.ts';
import type { NoticeDraft } from '../notices/notices.ts';
import { createOutbound } from '../outbound/outbound.ts';
import type { Conversation } from '../timeline/model.ts';
import { createDesk, type DeskDeps } from './desk.ts';

let test: TestStore;
beforeAll(async () => {
  test = await openTestStore();
});
afterAll(() => test.close());

/** Lets a number of calls through, over all that it is put around, and then none: the process is gone. */
function createDoom(calls: number) {
  let left = calls;
  let tell = (): void => undefined;
  const died = new Promise<void>((resolve) => {
    tell = resolve;
  });
  const dead = (): Promise<never> => new Promise(() => undefined);
  return {
    isDead: () => left < 0,
    died,
    around<T extends object>(part: T): T {
      return new Proxy(part, {
        get(target, name) {
          const value: unknown = Reflect.get(target, name);
          if (typeof value !== 'function') return value;
          return (...args: unknown[]) => {
            left -= 1;
            if (left >= 0) return value.apply(target, args);
            tell();
            return dead();
          };
        },
      });
    },
  };
}

interface Node {
  desk: ReturnType<typeof createDesk>;
  stop(): Promise<void>;
}

function begin() {
  let now = 1_000_000;
  const clock = { now: () => now };
  const told: NoticeDraft[] = [];
  const maya: UserViewer = {
    ...{ kind: 'user', userId: test.ids.next<UserId>(), sessionId: '' as SessionId, name: 'Maya', email: '' },
    ...{ role: 'admin', roleName: '', reach: 'all', permissions: [], teamIds: [], queueIds: [] },
  };

  function start(doom = createDoom(Number.POSITIVE_INFINITY)): Node & ReturnType<typeof startTimeline> {
    const whole = startTimeline(test);
    const timeline = doom.around(whole.timeline);
    const channels: Parameters<typeof createOutbound>[0]['channels'] = new Map([
      ['webchat', { capabilities: { live: true } } as never],
    ]);
    const { customers } = test.store;
    const outbound = createOutbound({ timeline, channels, customers, attachFiles: async () => undefined, log: silent });
    const never = async (): Promise<void> => undefined;
    const notices = { tell: async (_ids: readonly UserId[], draft: NoticeDraft) => void told.push(draft) };
    const deps: DeskDeps = {
      drafts: doom.around(test.store.drafts),
      held: doom.around(test.store.held),
      macroRuns: test.store.macroRuns,
      catalogue: { macros: async () => [] },
      directory: { queues: async () => [], inboxes: async () => [] },
      work: { tag: never, prioritise: never, snooze: never, transfer: never, close: never },
      ...{ timeline, outbound, attachFiles: never, notices: doom.around(notices), clock, log: silent },
      people: { viewerOfUser: async () => maya },
      close: never,
      askIn: never,
      nodeId: 'only-node' as DeskDeps['nodeId'],
      publish: () => undefined,
      timers: { after: () => () => undefined, monotonic: () => now },
    };
    const desk = createDesk(deps);
    return {
      ...whole,
      desk,
      async stop() {
        await desk.stop();
        await whole.timeline.stop();
      },
    };
  }

  return {
    maya,
    told,
    start,
    pass: (ms: number) => {
      now += ms;
    },
  };
}

const customerWrites = (
  timeline: ReturnType<typeof startTimeline>['timeline'],
  conversation: Conversation,
  key: string,
) => timeline.append(draftEntry(conversation, `${conversation.id}:${key}`, 'customer', message('And now?')));

async function dieAfter(calls: number, hold: ReplyHold, overtaken: boolean): Promise<{ died: boolean }> {
  const stage = begin();
  const { maya, told } = stage;
  const first = stage.start();
  const { conversation } = await first.timeline.open(draftConversation(test));
  await customerWrites(first.timeline, conversation, 'one');
  const written = { viewer: maya, conversation, clientId: 'client-1', text: 'Later then', files: [] };
  await first.desk.replies.schedule(written, { hold, at: 1_010_000 });
  await first.stop();

  const doom = createDoom(calls);
  const doomed = stage.start(doom);
  if (overtaken) await customerWrites(doomed.timeline, conversation, 'two');
  stage.pass(20_000);
  await Promise.race([doomed.desk.start(), doom.died]);
  // What its loop began goes as far as it can.
  await eventually(async () => {
    const waiting = await test.store.held.waiting(conversation.id);
    expect(doom.isDead() || waiting.length === 0).toBe(true);
  });

  // The claim of the dead one runs out, should it not be this node's own.
  stage.pass(60_000);
  const heir = stage.start();
  await heir.desk.start();
  const entries = async () =>
    (await heir.timeline.after(conversation.id, 'agent', 0, 100)).filter(({ author }) => author.kind === 'agent');
  await eventually(async () => {
    expect(await test.store.held.waiting(conversation.id)).toEqual([]);
    expect(await test.store.held.owed(Number.MAX_SAFE_INTEGER, 10)).toEqual([]);
    const isSent = hold === 'undo' || !overtaken;
    expect((await entries()).map(({ body, clientId }) => [body.kind === 'message' && body.text, clientId])).toEqual(
      isSent ? [['Later then', 'client-1']] : [],
    );
    const drafts = await heir.desk.drafts.list(maya.userId);
    expect(drafts.map(({ text }) => text)).toEqual(isSent ? [] : ['Later then']);
    // Told again after a crash it names the same occasion, which is told once.
    expect(new Set(told.map(({ once }) => once)).size).toBe(isSent ? 0 : 1);
  });
  await heir.stop();
  await doomed.timeline.stop();
  return { died: doom.isDead() };
}

it.each([
  ['later', false],
  ['later', true],
  ['undo', true],
] as const)(
  'dying at any step of sending one for %s, overtaken: %s',
  async (hold, overtaken) => {
    let calls = 0;
    while ((await dieAfter(calls, hold, overtaken)).died) calls += 1;
    expect(calls).toBeGreaterThan(5);
  },
  60_000,
);
