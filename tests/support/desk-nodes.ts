/** Desks over one store that die at a chosen step, as nodes do. */

import type { UserViewer } from '../../server/accounts/scope.ts';
import { createDesk, type DeskDeps } from '../../server/desk/desk.ts';
import type { NoticeDraft } from '../../server/notices/notices.ts';
import { createOutbound } from '../../server/outbound/outbound.ts';
import type { MacroAction } from '../../shared/model/catalogue.ts';
import type { MacroId, SessionId, UserId } from '../../shared/model/ids.ts';
import { silent, startTimeline, type TestStore } from '../contract/test-store.ts';
import { noTexting } from './no-texting.ts';
import { ownWay } from './own-way.ts';

/** Lets a number of calls through, over all that it is put around, and then none: the process is gone. */
export function createDoom(calls: number) {
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

export interface DeskNode {
  desk: ReturnType<typeof createDesk>;
  stop(): Promise<void>;
}

export const macroId = '01ARZ3NDEKTSV4RRFFQ69G5FAV' as MacroId;

export function openDesks(test: TestStore, actions: MacroAction[] = []) {
  let now = 1_000_000;
  const clock = { now: () => now };
  const told: NoticeDraft[] = [];
  const maya: UserViewer = {
    ...{ kind: 'user', userId: test.ids.next<UserId>(), sessionId: '' as SessionId, name: 'Maya', email: '' },
    ...{ role: 'admin', roleName: '', reach: 'all', permissions: [], teamIds: [], queueIds: [] },
  };

  function start(doom = createDoom(Number.POSITIVE_INFINITY)): DeskNode & ReturnType<typeof startTimeline> {
    const whole = startTimeline(test);
    const timeline = doom.around(whole.timeline);
    const channels: Parameters<typeof createOutbound>[0]['channels'] = new Map([
      ['webchat', { capabilities: { live: true } } as never],
    ]);
    const { customers } = test.store;
    const never = async (): Promise<void> => undefined;
    const outbound = createOutbound({
      ...{ timeline, channels, customers, texting: noTexting, attachFiles: never, ids: test.ids, clock },
      directory: { inbox: async () => null },
      outbox: { intend: never, queue: never },
      keepHtml: async () => test.ids.next(),
      ways: ownWay(channels),
    });
    const notices = { tell: async (_ids: readonly UserId[], draft: NoticeDraft) => void told.push(draft) };
    const deps: DeskDeps = {
      drafts: doom.around(test.store.drafts),
      held: doom.around(test.store.held),
      macroRuns: doom.around(test.store.macroRuns),
      preferences: test.store.preferences,
      catalogue: {
        macros: async () => [{ id: macroId, name: 'Macro', actions, sharing: { kind: 'mine' }, ownerId: maya.userId }],
      },
      directory: { queues: async () => [], inboxes: async () => [] },
      work: { tag: never, prioritise: never, snooze: never, transfer: never, close: never },
      ...{
        timeline,
        outbound,
        texting: noTexting,
        attachFiles: never,
        notices: doom.around(notices),
        clock,
        log: silent,
      },
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
