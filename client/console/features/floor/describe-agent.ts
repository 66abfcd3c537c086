/** An agent's state and work in words. Pure. */
import type { TFunction } from 'i18next';
import type { FloorAgent, FloorQueue } from '../../../../shared/model/floor.ts';

export type ShownState = 'ready' | 'busy' | 'away' | 'offline';

/** Busy: takes work and has no room for more. */
export function shownState({
  presence,
  used,
  capacity,
}: Pick<FloorAgent, 'presence' | 'used' | 'capacity'>): ShownState {
  if (presence.state === 'offline') return 'offline';
  if (presence.state === 'away') return 'away';
  return used < capacity ? 'ready' : 'busy';
}

/** Ready, Full, Wrap-up, or why they are away. */
export function nameState(agent: FloorAgent, t: TFunction): string {
  const state = shownState(agent);
  if (state === 'offline') return t('floor.agents.offline');
  if (state === 'away') {
    const { reason } = agent.presence;
    if (reason === 'missed') return t('floor.agents.missed');
    return reason ?? t('floor.agents.away');
  }
  if (agent.work.length > 0 && agent.work.every((one) => one.wrapUpSince !== null)) return t('floor.agents.wrapUp');
  return t(state === 'busy' ? 'floor.agents.full' : 'floor.agents.ready');
}

/** "Oskar Brandt, Delivery" for one, "5 conversations, Delivery" for more, "Free, Refunds" for none. */
export function describeWork(agent: FloorAgent, queues: readonly FloorQueue[], t: TFunction): string {
  const named = (ids: readonly string[]) => queues.filter((queue) => ids.includes(queue.id)).map((queue) => queue.name);
  const { until } = agent.presence;
  const [only] = agent.work;
  const inQueues = named(only ? agent.work.map((one) => one.queueId) : agent.queueIds);
  const where = inQueues.slice(0, 2).join(t('common.comma'));
  if (!only)
    return agent.presence.state === 'available' || until === undefined ? join(t('floor.agents.free'), where, t) : where;
  if (agent.work.length === 1) return join(only.conversation.customerName, where, t);
  return join(t('floor.agents.has', { count: agent.work.length }), where, t);
}

const join = (what: string, where: string, t: TFunction): string =>
  where === '' ? what : `${what}${t('common.comma')}${where}`;
