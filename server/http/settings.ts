/** What the routes of the settings share: the trail, names of what changed, and clear refusals. */
import { AppError } from '../../shared/errors.ts';
import type { Audit } from '../accounts/audit.ts';
import type { AuditAction } from '../accounts/model.ts';
import type { UserViewer } from '../accounts/scope.ts';
import { sameName } from '../catalogue/names.ts';
import type { Call } from './route.ts';

export type Recorder = (
  action: AuditAction,
  by: UserViewer,
  target: string,
  call: Call,
  details?: Record<string, unknown>,
) => Promise<void>;

export const createRecorder =
  (audit: Pick<Audit, 'record'>): Recorder =>
  (action, by, target, { caller }, details = {}) =>
    audit.record(action, { kind: 'user', id: by.userId, name: by.name }, target, caller.address, details);

/** Names only: a setting's value may be nobody else's business. */
export function changedFields(before: object | null, after: object): string[] {
  const old = new Map(Object.entries(before ?? {}));
  return Object.entries(after).flatMap(([name, value]) =>
    JSON.stringify(old.get(name)) === JSON.stringify(value) ? [] : name,
  );
}

export function found<T>(value: T | null): T {
  if (value === null) throw new AppError('not_found', 'There is nothing here.');
  return value;
}

export const invalid = (field: string, message: string): AppError =>
  new AppError('invalid', 'Some fields are not valid.', { fields: { [field]: message } });

/** @throws AppError `conflict` when another one has the name */
export function refuseTaken(others: readonly { id: string; name: string }[], one: { id: string; name: string }): void {
  if (others.some((other) => other.id !== one.id && sameName(other.name) === sameName(one.name))) {
    throw new AppError('conflict', 'There is one of this name already.', { fields: { name: 'taken' } });
  }
}
