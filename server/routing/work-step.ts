/** One step of a work item: the change, its place in the history, and what the conversation is told of it. */
import { rankOf } from './rank.ts';
import { HISTORY, type Outcome, type Work, type WorkEvent, type WorkRecord } from './work-model.ts';

export const same = { kind: 'same' } as const;
export const refused = { kind: 'refused' } as const;

export function step(
  work: Work,
  event: Pick<WorkEvent, 'type'>,
  now: number,
  change: Partial<Work>,
  record: Pick<WorkRecord, 'agentId' | 'reason' | 'event' | 'also' | 'before'>,
): Outcome<Work> {
  const version = work.version + 1;
  const since = change.state !== undefined && change.state !== work.state ? now : work.since;
  const next = { ...work, since, ...change, version, dirty: true };
  const after = { state: next.state, queueId: next.queueId, ownerId: next.ownerId };
  const history = [...work.history, { version, at: now, what: event.type, ...record, after }].slice(-HISTORY);
  return { kind: 'changed', next: { ...next, rank: rankOf(next), history } };
}
