/** HTTP requests and answers, as both sides check them. Answers are plain types; errors are `{ error: WireError }` with the code's status. */
import { z } from 'zod';
import { limits } from './limits.ts';
import { type Role, roleSchema, type UserSummary } from './model/agent.ts';
import type { Attribute, Disposition, PresenceReason, Tag } from './model/catalogue.ts';
import type { FileRef } from './model/file.ts';
import { floorFigures } from './model/floor.ts';
import { type InboxId, idSchema, type QueueId, type SessionId, type TeamId, type UserId } from './model/ids.ts';
import { type Inbox, widgetLanguages } from './model/inbox.ts';
import type { Queue } from './model/queue.ts';
import type { RoleDefinition } from './model/role.ts';

/** Kept on the server, so that every browser of a person looks and speaks alike; null: as the browser likes. */
export const preferencesSchema = z.object({
  language: z.enum(['en', 'zh']).nullable(),
  scheme: z.enum(['light', 'dark', 'auto']).nullable(),
});
export type Preferences = z.infer<typeof preferencesSchema>;

/** At least 10 characters, as NIST SP 800-63B leaves composition to the person; at most 200 so that hashing stays bounded. */
export const passwordSchema = z.string().min(10, 'at least 10 characters').max(200);
const email = z.email().max(254).toLowerCase();

export const signInSchema = z.object({ email, password: z.string().min(1).max(200) });
export const setUpSchema = z.object({
  token: z.string().min(20).max(100),
  name: z.string().min(1).max(limits.name),
  email,
  password: passwordSchema,
  /** what the first lists are written in, and who visits is spoken to where nothing better is known */
  language: z.enum(widgetLanguages).default('en'),
});
export const resetPasswordSchema = z.object({ token: z.string().min(20).max(100), password: passwordSchema });
export const createUserSchema = z.object({
  name: z.string().trim().min(1).max(limits.name),
  email,
  role: roleSchema,
  teamIds: z.array(idSchema<TeamId>()).max(50),
  /** in units of 100 per full agent; null: as the workspace has it */
  capacity: z.number().int().min(1).max(1_000).nullable().optional(),
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
  preferences: Preferences;
  /** their role asks for two steps and they have not set it up: nothing else is open to them */
  needsTwoFactor: boolean;
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
  roles: RoleDefinition[];
}

/** The answer to GET /api/catalogue: what everybody chooses from. Archived ones are there to be shown, not to be chosen. */
export interface Catalogue {
  tags: Tag[];
  dispositions: Disposition[];
  presenceReasons: PresenceReason[];
  attributes: Attribute[];
  teams: { id: TeamId; name: string }[];
  queues: { id: QueueId; name: string; teamIds: TeamId[]; archived: boolean }[];
  inboxes: { id: InboxId; name: string; channel: string; archived: boolean }[];
}

/** The answer to GET /api/queues: every queue, and what makes its work flow. */
export interface QueueBoard {
  queues: (Queue & { openWork: number })[];
  teams: { id: TeamId; name: string; people: { id: UserId; name: string }[] }[];
  inboxes: { id: InboxId; name: string; channel: string; queueId: QueueId }[];
}

/** The answer to GET /api/inboxes. `weights`: units of an agent's 100 that a conversation of a channel takes unless its inbox says otherwise. */
export interface InboxList {
  inboxes: Inbox[];
  weights: Record<string, number>;
}

/** A website on which an inbox's chat was loaded; `at` in ms since 1970. */
export interface InboxSighting {
  origin: string;
  at: number;
}

/** An inbox's secret; `formerUntil` (ms since 1970): so long the one before it is still believed. */
export interface ShownSecret {
  secret: string;
  formerUntil: number | null;
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

/** Answer of GET /api/simulator: where the simulated telephone network is, and what lets the handset page in. */
export interface SimulatorAccess {
  url: string;
  token: string;
  /** ours, E.164 */
  number: string;
}

/** How an upload names its file: the body is the raw bytes, the name is a header because it may be any text. */
export const fileNameHeader = 'x-file-name';

const moment = z.coerce.number().int().min(0).max(Number.MAX_SAFE_INTEGER);
/** ids joined by commas */
const queueIds = z
  .string()
  .max(2_700)
  .transform((ids) => ids.split(','))
  .pipe(z.array(idSchema<QueueId>()).max(100));
const span = { from: moment, to: moment, queueIds: queueIds.optional() };
const isSpan = ({ from, to }: { from: number; to: number }): boolean =>
  from <= to && to - from <= 31 * 24 * 60 * 60_000;

/** Query of GET /api/floor/intervals; at most 31 days at once. */
export const floorIntervalsSchema = z
  .object(span)
  .refine(isSpan, { path: ['to'], message: 'at most 31 days after from' });
/** Query of GET /api/floor/cases: what a number of the floor counts. */
export const floorCasesSchema = z
  .object({
    ...span,
    figure: z.enum(floorFigures),
    agentId: idSchema<UserId>().optional(),
    /** opaque, from the answer before */
    cursor: z.string().max(120).optional(),
    limit: z.coerce.number().int().min(1).max(100).default(50),
  })
  .refine(isSpan, { path: ['to'], message: 'at most 31 days after from' });
