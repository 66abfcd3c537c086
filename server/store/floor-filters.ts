/** Which measures a figure counts: the same conditions as the sums in server/floor/figures.ts, asked of the database. */
import type { FloorFigure } from '../../shared/model/floor.ts';
import type { QueueId, UserId } from '../../shared/model/ids.ts';
import type { Measure } from '../floor/measure.ts';

export type MeasureDocument = Omit<Measure, 'id'> & { _id: string };

export interface FilterSpan {
  queueId: QueueId;
  agentId: UserId | null;
  from: number;
  to: number;
  now: number;
  before: { at: number; id: string } | null;
}

/** What is open now is shown whenever it began; everything else by when it began. */
export function filterOf(figure: FloorFigure, { queueId, agentId, from, to, now, before }: FilterSpan): object[] {
  const isNow = figure === 'waiting' || figure === 'active';
  return [
    { queueId },
    ...(isNow ? [{ open: true }] : [{ at: { $gte: from, $lt: to } }]),
    ...(agentId ? [{ agentId }] : []),
    ...(before ? [{ $or: [{ at: { $lt: before.at } }, { at: before.at, _id: { $lt: before.id } }] }] : []),
    conditionOf(figure, now),
  ];
}

function conditionOf(figure: FloorFigure, now: number): object {
  const overdue = { outcome: 'waiting', dueAt: { $lt: now } };
  switch (figure) {
    case 'waiting':
      return { kind: 'visit', waitingSince: { $gt: 0 } };
    case 'active':
      return { kind: 'stint', asideSince: null };
    case 'offered':
      return { kind: 'visit' };
    case 'accepted':
    case 'abandoned':
      return { kind: 'visit', outcome: figure };
    case 'otherwise':
      return { kind: 'visit', outcome: { $in: ['closed', 'moved'] } };
    case 'judged':
      return { kind: 'visit', $or: [{ met: true }, { met: false }, overdue] };
    case 'met':
      return { kind: 'visit', met: true };
    case 'late':
      return { kind: 'visit', $or: [{ met: false }, overdue] };
    case 'waits':
      return { kind: 'visit', live: true, waitMs: { $gte: 0 } };
    case 'taken':
      return { kind: 'stint' };
    case 'handled':
      return { kind: 'stint', open: false };
    case 'declined':
    case 'missed':
      return { kind: 'refusal', why: figure };
  }
}
