/** What needs somebody who runs the floor: raised hands, long waits, missed service levels, overrun breaks and wrap-ups. Pure. */
import type {
  FloorAgent,
  FloorConversation,
  FloorHand,
  FloorQueue,
  FloorSnapshot,
  ServiceTarget,
} from '../../../../shared/model/floor.ts';
import { serviceLevel, toneOfLevel, toneOfWait, waitLimits } from './figures.ts';

export type Alert = { id: string; tone: 'warn' | 'danger' } & (
  | { type: 'hand'; hand: FloorHand }
  | { type: 'wait'; queue: FloorQueue; conversation: FloorConversation; since: number; limitMs: number }
  | { type: 'level'; queue: FloorQueue; level: number; target: ServiceTarget; since: number }
  | { type: 'overdue'; agent: FloorAgent; until: number }
  | { type: 'wrap-up'; agent: FloorAgent; conversation: FloorConversation; since: number; limitMs: number }
);

/** Judged ones below which a level says nothing. */
const FEW = 5;
/** Wrap-up ends by itself; where it does not, this long is long. */
const LONG_WRAP_UP_MS = 5 * 60_000;

export function findAlerts({ queues, agents, hands, recentFrom }: FloorSnapshot, now: number): Alert[] {
  const found: Alert[] = hands.map((hand) => ({
    id: `hand:${hand.conversation.id}`,
    type: 'hand',
    tone: 'warn',
    hand,
  }));
  for (const queue of queues) found.push(...alertsOfQueue(queue, recentFrom, now));
  for (const agent of agents) found.push(...alertsOfAgent(agent, queues, now));
  const rank = (alert: Alert): number => (alert.type === 'hand' ? 0 : alert.tone === 'danger' ? 1 : 2);
  return found.sort((a, b) => rank(a) - rank(b));
}

function alertsOfQueue(queue: FloorQueue, recentFrom: number, now: number): Alert[] {
  const { longest, target, recent } = queue;
  const found: Alert[] = [];
  const limits = waitLimits(target);
  const tone = longest ? toneOfWait(now - longest.since, target) : null;
  if (longest && limits && tone) {
    const { since, conversation } = longest;
    found.push({ id: `wait:${queue.id}`, type: 'wait', tone, queue, conversation, since, limitMs: limits.longMs });
  }
  const level = serviceLevel(recent);
  const low = toneOfLevel(level, target);
  if (target && level !== null && low && recent.judged >= FEW) {
    found.push({ id: `level:${queue.id}`, type: 'level', tone: low, queue, level, target, since: recentFrom });
  }
  return found;
}

function alertsOfAgent(agent: FloorAgent, queues: readonly FloorQueue[], now: number): Alert[] {
  const found: Alert[] = [];
  const { until, state } = agent.presence;
  if (state === 'away' && until !== undefined && until < now) {
    found.push({ id: `overdue:${agent.id}`, type: 'overdue', tone: 'warn', agent, until });
  }
  for (const { conversation, wrapUpSince, queueId } of agent.work) {
    const seconds = queues.find((queue) => queue.id === queueId)?.wrapUpSeconds ?? 0;
    const limitMs = seconds > 0 ? seconds * 1_000 : LONG_WRAP_UP_MS;
    if (wrapUpSince === null || now - wrapUpSince <= limitMs) continue;
    const id = `wrap-up:${conversation.id}`;
    found.push({ id, type: 'wrap-up', tone: 'warn', agent, conversation, since: wrapUpSince, limitMs });
  }
  return found;
}
