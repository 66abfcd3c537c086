/** HTTP requests and answers, as both sides check them. Answers are plain types; errors are `{ error: WireError }` with the code's status. */
import { z } from 'zod';
import { limits } from './limits.ts';
import { type Role, roleSchema, type UserSummary } from './model/agent.ts';
import type { Attribute, Disposition, PresenceReason, Tag } from './model/catalogue.ts';
import type { FileRef } from './model/file.ts';
import { type InboxId, idSchema, type QueueId, type SessionId, type TeamId, type UserId } from './model/ids.ts';

/** At least 10 characters, as NIST SP 800-63B leaves composition to the person; at most 200 so that hashing stays bounded. */
export const passwordSchema = z.string().min(10, 'at least 10 characters').max(200);
const email = z.email().max(254).toLowerCase();

export const signInSchema = z.object({ email, password: z.string().min(1).max(200) });
export const setUpSchema = z.object({
  token: z.string().min(20).max(100),
  name: z.string().min(1).max(limits.name),
  email,
  password: passwordSchema,
});
export const resetPasswordSchema = z.object({ token: z.string().min(20).max(100), password: passwordSchema });
export const createUserSchema = z.object({
  name: z.string().trim().min(1).max(limits.name),
  email,
  role: roleSchema,
  teamIds: z.array(idSchema<TeamId>()).max(50),
});
export const updateUserSchema = createUserSchema.partial().extend({ disabled: z.boolean().optional() });

export interface Me {
  id: UserId;
  name: string;
  email: string;
  role: Role;
  /** empty for a built-in role */
  roleName: string;
}

/** The answer to GET /api/me. */
export interface Here extends Me {
  /** this server runs the demo, so there is a shop at /shop */
  demo: boolean;
}

export interface SessionSummary {
  id: SessionId;
  current: boolean;
  createdAt: number;
  lastSeenAt: number;
  userAgent: string;
  address: string;
}

export interface UserList {
  users: UserSummary[];
  teams: { id: TeamId; name: string }[];
}

/** The answer to GET /api/catalogue: what everybody chooses from. Archived ones are there to be shown, not to be chosen. */
export interface Catalogue {
  tags: Tag[];
  dispositions: Disposition[];
  presenceReasons: PresenceReason[];
  attributes: Attribute[];
  teams: { id: TeamId; name: string }[];
  queues: { id: QueueId; name: string; teamIds: TeamId[]; archived: boolean }[];
  inboxes: { id: InboxId; name: string; channel: string }[];
}

/** A link that works once; `url` is shown to the admin and never stored. */
export interface OneTimeLink {
  url: string;
  expiresAt: number;
}

export interface UploadAnswer {
  file: FileRef;
}

/** What the widget sends to begin: its own token from before, and the host page's word on who this is. */
export const widgetSessionSchema = z.object({
  token: z.string().max(200).optional(),
  /** a JWT (HS256: sub, iat, exp at most 5 minutes on, aud = inbox id, jti; email and name optional) */
  identity: z.string().max(4_000).optional(),
  /** the older way, kept for compatibility: HMAC-SHA256(inbox secret, userId) in hex */
  user: z
    .object({
      id: z.string().min(1).max(200),
      hash: z.string().max(200),
      email: z.email().max(254).optional(),
      name: z.string().max(limits.name).optional(),
    })
    .optional(),
});

export interface WidgetSession {
  /** 256 random bits, base64url; only its hash is stored */
  token: string;
  verified: boolean;
}

/** How an upload names its file: the body is the raw bytes, the name is a header because it may be any text. */
export const fileNameHeader = 'x-file-name';
