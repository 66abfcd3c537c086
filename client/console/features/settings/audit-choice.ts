/** What somebody looks for in the audit trail, as they chose it and as the server is asked. */
import type { AuditFilter } from '../../../../shared/api-accounts.ts';
import type { AuditAction } from '../../../../shared/model/audit.ts';
import type { UserId } from '../../../../shared/model/ids.ts';

export interface AuditChoice {
  actor: UserId | null;
  action: AuditAction | null;
  target: { id: string; name: string } | null;
  /** days of the reader's calendar, as `2026-11-22`; both count in; empty: no end */
  from: string;
  to: string;
}

export const noChoice: AuditChoice = { actor: null, action: null, target: null, from: '', to: '' };

export function toFilter({ actor, action, target, from, to }: AuditChoice): AuditFilter {
  const begins = startOf(from, 0);
  const ends = startOf(to, 1);
  return {
    ...(actor === null ? {} : { actor }),
    ...(action === null ? {} : { action }),
    ...(target === null ? {} : { target: target.id }),
    ...(begins === null ? {} : { from: begins }),
    ...(ends === null ? {} : { to: ends }),
  };
}

/** The first millisecond of a day of this browser's time zone, or of one some days later; null for what is no day. */
function startOf(day: string, later: number): number | null {
  const [year, month, date] = day.split('-').map(Number);
  if (!year || !month || !date) return null;
  const at = new Date(year, month - 1, date + later).getTime();
  return Number.isNaN(at) || at < 0 ? null : at;
}

/** In the order of the menu; every action is in one group. */
export const actionGroups = {
  session: ['session.opened', 'session.refused', 'session.locked-out', 'session.closed', 'session.revoked'],
  account: [
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
  ],
  rights: [
    'role.created',
    'role.changed',
    'role.removed',
    'team.created',
    'team.changed',
    'team.removed',
    'audit.exported',
  ],
  floor: [
    'conversation.watched',
    'call.listened',
    'recording.played',
    'recording.removed',
    'recording.copy-deleted',
    'recording.copy-kept',
    'work.taken-over',
    'work.given',
    'work.moved',
    'work.prioritised',
    'presence.set',
  ],
  customers: [
    'customer.merged',
    'customer.address-added',
    'customer.address-removed',
    'customer.number-placed',
    'customer.unmerged',
    'customer.erased',
    'customer.exported',
    'customer.held',
    'customer.released',
    'customers.exported',
    'import.started',
    'import.undone',
    'retention.changed',
    'call-servers.changed',
  ],
  workspace: [
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
    'search.rebuilt',
  ],
  writing: [
    'canned-reply.created',
    'canned-reply.changed',
    'canned-reply.removed',
    'macro.created',
    'macro.changed',
    'macro.removed',
    'saved-view.created',
    'saved-view.changed',
    'saved-view.removed',
  ],
} as const satisfies Record<string, readonly AuditAction[]>;
