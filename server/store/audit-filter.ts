/** What of the audit trail is looked for, as a query that its indexes answer. */
import { encodeTime } from 'ulid';
import type { AuditFilter } from '../../shared/api-accounts.ts';
import type { AuditId } from '../accounts/model.ts';

/** Ids begin with their time, so a stretch of time is a stretch of ids, and every index ends with the id. */
export function matchAudit({ actor, action, target, from, to }: AuditFilter, before: AuditId | null): object {
  const ends = [before, to === undefined ? null : firstAt(to)].filter((id) => id !== null).sort();
  const ids = { ...(from === undefined ? {} : { $gte: firstAt(from) }), ...(ends[0] ? { $lt: ends[0] } : {}) };
  return {
    ...(actor === undefined ? {} : { 'actor.id': actor }),
    ...(action === undefined ? {} : { action }),
    ...(target === undefined ? {} : { target }),
    ...(Object.keys(ids).length === 0 ? {} : { _id: ids }),
  };
}

/** The least id of that millisecond; ULIDs end in the year 10889. */
const firstAt = (at: number): string => `${encodeTime(Math.min(at, 2 ** 48 - 1), 10)}${'0'.repeat(16)}`;
