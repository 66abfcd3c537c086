/** A random day of work as histories of items, with the numbers that a plain counter comes to while it happens. */
import type { MeasuredWork } from '../../../server/floor/measure.ts';
import type { WorkRecord } from '../../../server/routing/work.ts';
import type { AgentFigures, FloorFigures, ServiceTarget } from '../../../shared/model/floor.ts';
import type { ConversationId, InboxId, QueueId, UserId, WorkItemId } from '../../../shared/model/ids.ts';
import type { Chance } from '../chance.ts';

export interface DayItem {
  work: MeasuredWork;
}

export interface Day {
  items: DayItem[];
  counted: { figures: Partial<FloorFigures>; agents: Record<UserId, AgentFigures> };
}

const queueIds = ['returns', 'delivery'] as QueueId[];
const agentIds = ['maya', 'ben', 'ines'] as UserId[];
export const targets = new Map<QueueId, ServiceTarget>([['returns' as QueueId, { seconds: 20, percent: 80 }]]);
export const midnight = Date.UTC(2026, 10, 22);

type After = WorkRecord['after'];

/** Walks every item through a random life, counting as it goes: what the measures must come to without having seen it. */
export function buildDay(chance: Chance, count: number): Day {
  const figures = { offered: 0, accepted: 0, abandoned: 0, otherwise: 0, judged: 0, met: 0, waitMs: 0, waitMaxMs: 0 };
  const total = { ...figures, waits: 0, taken: 0, handled: 0, handleMs: 0, wrapUpMs: 0, declined: 0, missed: 0 };
  const agents: Record<UserId, AgentFigures> = {};
  const add = (id: UserId, name: keyof AgentFigures, by = 1): void => {
    agents[id] ??= { taken: 0, handled: 0, handleMs: 0, wrapUpMs: 0, declined: 0, missed: 0 };
    agents[id][name] += by;
    total[name] += by;
  };

  function liveOne(n: number): DayItem {
    const live = chance.below(4) > 0;
    let at = midnight + chance.below(24 * 60 * 60_000);
    let after: After = { state: 'waiting', queueId: chance.pick(queueIds), ownerId: null };
    const history: WorkRecord[] = [];
    let entered = at;
    let isUndecided = true;
    let served: { by: UserId; from: number; wrapFrom: number | null; asideFrom: number | null; aside: number } | null =
      null;

    const record = (what: WorkRecord['what'], next: Partial<After>, more: Partial<WorkRecord> = {}): void => {
      after = { ...after, ...next };
      history.push({ version: n + history.length + 1, at, what, after, ...more });
    };
    const enter = (): void => {
      total.offered += 1;
      entered = at;
      isUndecided = true;
    };
    const decide = (how: 'accepted' | 'abandoned' | 'otherwise'): void => {
      if (!isUndecided) return;
      isUndecided = false;
      total[how] += 1;
      const waitMs = at - entered;
      if (live) {
        total.waits += 1;
        total.waitMs += waitMs;
        total.waitMaxMs = Math.max(total.waitMaxMs, waitMs);
      }
      if (!live || !targets.has(after.queueId) || how === 'otherwise') return;
      total.judged += 1;
      if (how === 'accepted' && waitMs <= 20_000) total.met += 1;
    };
    const begin = (by: UserId): void => {
      decide('accepted');
      served = { by, from: at, wrapFrom: null, asideFrom: null, aside: 0 };
      add(by, 'taken');
    };
    const end = (): void => {
      if (!served) return;
      const aside = served.aside + (served.asideFrom === null ? 0 : at - served.asideFrom);
      add(served.by, 'handled');
      add(served.by, 'handleMs', at - served.from - aside);
      if (served.wrapFrom !== null) add(served.by, 'wrapUpMs', at - served.wrapFrom);
      served = null;
    };

    record('enqueue', {});
    enter();
    for (let steps = chance.below(14); steps > 0; steps -= 1) {
      at += 1_000 + chance.below(60_000);
      const agent = chance.pick(agentIds);
      switch (after.state) {
        case 'waiting':
          chance.weigh([
            [6, () => record('offer', { state: 'offered' }, { agentId: agent })],
            [
              1,
              () => {
                record('give', { state: 'active', ownerId: agent }, { agentId: agent });
                begin(agent);
              },
            ],
            [1, sendOn],
            [1, () => close('abandoned')],
            [1, () => close('done')],
          ])();
          break;
        case 'offered':
          chance.weigh([
            [
              4,
              () => {
                record('accept', { state: 'active', ownerId: agent }, { agentId: agent });
                begin(agent);
              },
            ],
            [
              1,
              () => {
                record('decline', { state: 'waiting' }, { agentId: agent });
                add(agent, 'declined');
              },
            ],
            [
              1,
              () => {
                record('lapse', { state: 'waiting' }, { agentId: agent });
                add(agent, 'missed');
              },
            ],
            [1, () => record('withdraw', { state: 'waiting' }, { agentId: agent })],
            [1, () => close('abandoned')],
          ])();
          break;
        case 'active':
          chance.weigh([
            [3, () => close('done')],
            [2, wrapUp],
            [1, sendOn],
            [1, () => snooze()],
            [1, () => handOver(agent)],
            [
              1,
              () => {
                record('requeue', { state: 'waiting', ownerId: null });
                end();
              },
            ],
          ])();
          break;
        case 'snoozed':
          record('wake', { state: 'active' });
          if (served) {
            const one: { asideFrom: number | null; aside: number } = served;
            one.aside += at - (one.asideFrom ?? at);
            one.asideFrom = null;
          }
          break;
        case 'wrap-up':
          chance.weigh([
            [3, () => close('done', 'wrap-up')],
            [
              1,
              () => {
                record('resume', { state: 'active' });
                if (served) served.wrapFrom = null;
              },
            ],
          ])();
          break;
        case 'closed':
          break;
      }
    }

    function sendOn(): void {
      const to = chance.pick(queueIds);
      const moves = to !== after.queueId;
      if (moves) decide('otherwise');
      record('send-on', { state: 'waiting', queueId: to, ownerId: null });
      end();
      if (moves) enter();
    }
    function handOver(to: UserId): void {
      const isOther = served?.by !== to;
      record('give', { ownerId: to }, { agentId: to });
      if (!isOther) return;
      end();
      begin(to);
    }
    function snooze(): void {
      record('snooze', { state: 'snoozed' });
      if (served) served.asideFrom = at;
    }
    function wrapUp(): void {
      record('close', { state: 'wrap-up' }, { reason: 'done' });
      if (served) served.wrapFrom = at;
    }
    function close(reason: 'done' | 'abandoned', what: WorkRecord['what'] = 'close'): void {
      decide(reason === 'abandoned' ? 'abandoned' : 'otherwise');
      record(what, { state: 'closed' }, { reason });
      end();
    }

    const id = `item-${String(n).padStart(4, '0')}`;
    const version = history.at(-1)?.version ?? 0;
    const names = { conversationId: `c-${id}` as ConversationId, inboxId: 'inbox' as InboxId };
    return {
      work: { id: id as WorkItemId, ...names, queueId: after.queueId, live, rank: entered, version, history },
    };
  }

  return { items: Array.from({ length: count }, (_, n) => liveOne(n)), counted: { figures: total, agents } };
}
