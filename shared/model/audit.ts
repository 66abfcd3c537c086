/** What the audit trail can say that somebody did; the console has words for each. */
import type { Id, UserId } from './ids.ts';

export type AuditId = Id<'audit'>;

export const auditActions = [
  'session.opened',
  'session.refused',
  'session.locked-out',
  'session.closed',
  'session.revoked',
  'user.created',
  'user.changed',
  'link.made',
  'link.used',
  'profile.changed',
  'password.changed',
  'two-factor.on',
  'two-factor.off',
  'two-factor.reset',
  'two-factor.recovery-used',
  'two-factor.codes-made',
  'role.created',
  'role.changed',
  'role.removed',
  'team.created',
  'team.changed',
  'team.removed',
  'audit.exported',
  'conversation.watched',
  'customer.merged',
  'customer.unmerged',
  'customer.address-added',
  'customer.address-removed',
  'customer.number-placed',
  'customer.exported',
  'customer.erased',
  'customer.held',
  'customer.released',
  'customers.exported',
  'import.started',
  'import.undone',
  'retention.changed',
  'call-servers.changed',
  'work.taken-over',
  'work.given',
  'work.moved',
  'work.prioritised',
  'presence.set',
  'call.listened',
  'recording.played',
  'recording.removed',
  'recording.copy-deleted',
  'recording.copy-kept',
  'inbox.created',
  'inbox.changed',
  'inbox.archived',
  'inbox.restored',
  'inbox.secret-shown',
  'inbox.secret-rotated',
  'inbox.credentials-changed',
  'inbox.checked',
  'inbox.webhooks-set',
  'languages.changed',
  'search.rebuilt',
  'calendar.created',
  'calendar.changed',
  'calendar.removed',
  'queue.created',
  'queue.changed',
  'tag.created',
  'tag.changed',
  'disposition.created',
  'disposition.changed',
  'presence-reason.created',
  'presence-reason.changed',
  'attribute.created',
  'attribute.changed',
  'canned-reply.created',
  'canned-reply.changed',
  'canned-reply.removed',
  'macro.created',
  'macro.changed',
  'macro.removed',
  'saved-view.created',
  'saved-view.changed',
  'saved-view.removed',
] as const;
export type AuditAction = (typeof auditActions)[number];

/** Who did it; a refused sign-in has only an address. */
export type Actor = { kind: 'user'; id: UserId; name: string } | { kind: 'nobody' } | { kind: 'system' };

export interface AuditEntry {
  id: AuditId;
  /** ms since 1970 */
  at: number;
  action: AuditAction;
  actor: Actor;
  /** id or address of what it was done to */
  target: string;
  /** network address it came from, empty for the server itself */
  address: string;
  /** names of what changed, with values where they are no secret */
  details: Record<string, unknown>;
}

/** As it is shown: `targetName` is what the target is called now, or was called then; null where nothing better than the id is known. */
export type AuditRow = AuditEntry & { targetName: string | null };
