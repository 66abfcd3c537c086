/** The audit trail: who did what to whom, when, and from which address. */
import { decodeTime } from 'ulid';
import type { AuditFilter } from '../../shared/api-accounts.ts';
import type { UserId } from '../../shared/model/ids.ts';
import type { Ids } from '../lib/ids.ts';
import type { AccountStore, Actor, AuditAction, AuditEntry, AuditId } from './model.ts';

/** Where a request comes from. */
export interface Caller {
  address: string;
  userAgent: string;
}

export interface Audit {
  record(
    action: AuditAction,
    actor: Actor,
    target: string,
    address: string,
    details?: Record<string, unknown>,
  ): Promise<void>;
  /** Newest first, older than `before`. */
  list(before: AuditId | null, limit: number, filter?: AuditFilter): Promise<AuditEntry[]>;
}

export function createAudit(deps: { store: Pick<AccountStore, 'addAudit' | 'listAudit'>; ids: Ids }): Audit {
  const { store, ids } = deps;
  return {
    async record(action, actor, target, address, details = {}) {
      const id = ids.next<AuditId>();
      // A stretch of time is looked up as a stretch of ids, so the two must name the same moment.
      await store.addAudit({ id, at: decodeTime(id), action, actor, target, address, details });
    },
    list: (before, limit, filter = {}) => store.listAudit(filter, before, limit),
  };
}

/** Somebody inside, as the one who did it. */
export const actorOf = (who: { userId: UserId; name: string } | { id: UserId; name: string }): Actor => ({
  kind: 'user',
  id: 'userId' in who ? who.userId : who.id,
  name: who.name,
});
