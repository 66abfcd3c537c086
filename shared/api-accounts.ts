/** HTTP requests and answers about people, roles, teams, one's own account and the audit trail. */
import { z } from 'zod';
import { passwordSchema, preferencesSchema } from './api.ts';
import { limits } from './limits.ts';
import { type AuditAction, type AuditId, type AuditRow, auditActions } from './model/audit.ts';
import { idSchema, type QueueId, type TeamId, type UserId } from './model/ids.ts';
import { type Permission, permissions } from './model/permission.ts';
import { type RoleDefinition, reaches } from './model/role.ts';

/** Six digits of an authenticator, or a recovery code; spaces and dashes are the reader's business. */
const code = z.string().trim().min(6).max(40);
const currentPassword = z.string().min(1).max(200);

/** A role that is made or changed; of the built-in ones `name` and `reach` stay, and of admin the permissions too. */
export const roleInputSchema = z.object({
  name: z.string().trim().max(limits.name),
  reach: z.enum(reaches),
  permissions: z
    .array(z.enum(permissions))
    .max(permissions.length)
    .transform((chosen): Permission[] => permissions.filter((permission) => chosen.includes(permission))),
  twoFactorRequired: z.boolean(),
});
export type RoleInput = z.infer<typeof roleInputSchema>;

export interface RoleRow extends RoleDefinition {
  /** enabled or not: who would be left without a role */
  people: { id: UserId; name: string }[];
}
export interface RoleList {
  roles: RoleRow[];
}

export const teamInputSchema = z.object({ name: z.string().trim().min(1).max(limits.name) });
export const membershipSchema = z.object({ userId: idSchema<UserId>(), member: z.boolean() });

export interface TeamRow {
  id: TeamId;
  name: string;
  members: { id: UserId; name: string; disabled: boolean }[];
  /** what it serves; a team without any can be removed */
  queues: { id: QueueId; name: string }[];
}
export interface TeamList {
  teams: TeamRow[];
  /** everybody who could be a member */
  people: { id: UserId; name: string; disabled: boolean }[];
}

export const profileSchema = z
  .object({ name: z.string().trim().min(1).max(limits.name), preferences: preferencesSchema.partial() })
  .partial();
export const changeEmailSchema = z.object({ email: z.email().max(254).toLowerCase(), password: currentPassword });
export const changePasswordSchema = z.object({ current: currentPassword, password: passwordSchema });

/** The answer to POST /api/session where a password is not enough: the code goes to /api/session/second-step. */
export interface SecondStepNeeded {
  /** good for this one purpose, for a few minutes; kept in memory only */
  secondStep: { token: string; expiresAt: number };
}
export const secondStepSchema = z.object({ token: z.string().min(20).max(100), code });

export const passwordOnlySchema = z.object({ password: currentPassword });
export const codeOnlySchema = z.object({ code });
export const passwordAndCodeSchema = z.object({ password: currentPassword, code });

/** Shown while it is set up, and never again. */
export interface TwoFactorSecret {
  /** base32, for authenticators that cannot scan */
  secret: string;
  /** otpauth:// URI, to be shown as a QR code */
  uri: string;
}
/** Each works once; only their hashes are kept. */
export interface RecoveryCodes {
  recoveryCodes: string[];
}

/** Of the one who asks. */
export interface TwoFactorState {
  /** ms since 1970; null: it is off */
  since: number | null;
  recoveryCodesLeft: number;
  /** their role asks for it */
  required: boolean;
}

const time = z.coerce.number().int().min(0).max(8_640_000_000_000_000);
/** All that are given must hold. `from` and `to` in ms since 1970, `to` exclusive. */
export const auditFilterSchema = z.object({
  actor: idSchema<UserId>().optional(),
  action: z.enum(auditActions).optional(),
  target: z.string().trim().min(1).max(254).optional(),
  from: time.optional(),
  to: time.optional(),
});
export type AuditFilter = z.infer<typeof auditFilterSchema>;
export const auditQuerySchema = auditFilterSchema.extend({
  before: idSchema<AuditId>().optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});

/** Newest first. `next` goes into `before` of the following page; null: that was the last one. */
export interface AuditPage {
  entries: AuditRow[];
  next: AuditId | null;
  /** everybody who can be chosen as the one who did it */
  people: { id: UserId; name: string }[];
}
export type { AuditAction };
