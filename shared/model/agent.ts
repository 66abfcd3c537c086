/** People inside: their role, their presence, and what they are being offered. */
import { z } from 'zod';
import {
  type CallId,
  type ConversationId,
  type InboxId,
  idSchema,
  type LegId,
  type OfferId,
  type PresenceReasonId,
  type QueueId,
  type RoleId,
  type TeamId,
  type UserId,
  type WorkItemId,
} from './ids.ts';
import type { Permission } from './permission.ts';
import { type Reach, type Role, roles } from './role.ts';

export type { Role } from './role.ts';
export const roleSchema: z.ZodType<Role, string> = z.union([z.enum(roles), idSchema<RoleId>()]);

/** `offline` is never chosen: it is what an agent is whose last socket has been gone for longer than the grace. */
export type PresenceState = 'available' | 'away' | 'offline';

export interface Presence {
  state: PresenceState;
  /** why away, as it was called when chosen; `missed` when offers were left to lapse */
  reason?: string;
  reasonId?: PresenceReasonId;
  /** how long this reason may last; when it is over nothing happens but that it shows, ms since 1970 */
  until?: number;
  /** who set it for them */
  byName?: string;
  /** ms since 1970 */
  since: number;
}

/** An agent's own state, sent to all of their tabs. `capacity` and `used` in units of 100 per full agent. */
export interface AgentSelf {
  id: UserId;
  name: string;
  email: string;
  role: Role;
  /** empty for a built-in role */
  roleName: string;
  reach: Reach;
  permissions: Permission[];
  teamIds: TeamId[];
  queueIds: QueueId[];
  presence: Presence;
  capacity: number;
  used: number;
  /** on which one of their devices can be rung at the moment */
  lines: InboxId[];
  /** raised by every change; an older one is dropped */
  rev: number;
}

/** Work that is held out to one agent. Times in ms since 1970. */
export interface Offer {
  id: OfferId;
  workItemId: WorkItemId;
  conversationId: ConversationId;
  inboxId: InboxId;
  channel: string;
  queueName: string;
  customerName: string;
  preview: string;
  waitingSince: number;
  offeredAt: number;
  expiresAt: number;
  /** why this agent: facts to be put into words by the console */
  why: { longestIdleMs: number | null; previousOwner: boolean; othersAvailable: number };
  /** a colleague hands it over, to this agent alone */
  handover?: { byName: string; note?: string };
  /** of a call: answered at the device that rings, which is what accepts it */
  call?: { id: CallId; legId: LegId };
}

export type OfferEnd = 'accepted' | 'declined' | 'timeout' | 'withdrawn' | 'customer-left';

export const declineReasonSchema = z.string().max(200).optional();

export interface UserSummary {
  id: UserId;
  name: string;
  email: string;
  role: Role;
  teamIds: TeamId[];
  disabled: boolean;
  /** they have not followed their first link yet */
  invited: boolean;
  /** they sign in in two steps */
  twoFactor: boolean;
  /** work at once in units of 100 per full agent; null: as the workspace has it */
  capacity: number | null;
  /** ms since 1970, exact to a minute; null: never signed in */
  lastSeenAt: number | null;
}
