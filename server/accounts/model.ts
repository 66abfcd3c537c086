/** Accounts as they are kept: people, their sessions, links that work once, failed sign-ins, and who did what. */
import type { Role } from '../../shared/model/agent.ts';
import type { Id, SessionId, TeamId, UserId } from '../../shared/model/ids.ts';

export type AuditId = Id<'audit'>;

export interface User {
  id: UserId;
  name: string;
  /** lower case; unique */
  email: string;
  role: Role;
  teamIds: TeamId[];
  disabled: boolean;
  /** argon2id in PHC form; null until the person followed their link */
  passwordHash: string | null;
  createdAt: number;
}

/** Times in ms since 1970. */
export interface Session {
  id: SessionId;
  /** sha256 of the token, hex; the token itself is only in the cookie */
  hash: string;
  userId: UserId;
  createdAt: number;
  lastSeenAt: number;
  userAgent: string;
  address: string;
}

export type LinkPurpose = 'set-up' | 'reset';

export interface Link {
  /** sha256 of the token, hex */
  hash: string;
  purpose: LinkPurpose;
  /** whose password it sets; null for the set-up of an empty server */
  userId: UserId | null;
  expiresAt: number;
}

/** Failed sign-ins of one account or one address in a row. */
export interface Attempts {
  key: string;
  failures: number;
  lastAt: number;
  /** nothing is tried before */
  until: number;
}

export type AuditAction =
  | 'session.opened'
  | 'session.refused'
  | 'session.locked-out'
  | 'session.closed'
  | 'session.revoked'
  | 'user.created'
  | 'user.changed'
  | 'link.made'
  | 'link.used'
  | 'inbox.changed'
  | 'inbox.created'
  | 'inbox.secret-shown'
  | 'inbox.secret-rotated'
  | 'calendar.created'
  | 'calendar.removed'
  | `${'tag' | 'disposition' | 'presence-reason' | 'attribute' | 'queue'}.${'created' | 'changed'}`
  | `${'canned-reply' | 'macro'}.${'created' | 'changed' | 'removed'}`
  | 'calendar.changed';

/** Who did it; a refused sign-in has only an address. */
export type Actor = { kind: 'user'; id: UserId; name: string } | { kind: 'nobody' } | { kind: 'system' };

export interface AuditEntry {
  id: AuditId;
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

/** What accounts ask of the database. Every verb is one atomic step on one document. */
export interface AccountStore {
  /** @throws AppError `conflict` when the address is taken */
  insertUser(user: User): Promise<void>;
  findUser(id: UserId): Promise<User | null>;
  findUserByEmail(email: string): Promise<User | null>;
  listUsers(): Promise<User[]>;
  countUsers(): Promise<number>;
  /** @throws AppError `conflict` when the address is taken */
  changeUser(id: UserId, change: Partial<Omit<User, 'id' | 'createdAt'>>): Promise<User | null>;
  /** Adds to the set of enabled admins that nothing may empty. */
  addAdmin(id: UserId): Promise<void>;
  /** Takes out of that set unless it is the last one: false then. Not being in it counts as taken out. */
  removeAdmin(id: UserId): Promise<boolean>;

  insertSession(session: Session): Promise<void>;
  findSession(hash: string): Promise<Session | null>;
  listSessions(userId: UserId): Promise<Session[]>;
  touchSession(id: SessionId, at: number): Promise<void>;
  removeSession(id: SessionId, userId: UserId): Promise<boolean>;
  removeSessionsOf(userId: UserId): Promise<SessionId[]>;
  /** Forgets sessions begun before `startedBefore` or last seen before `seenBefore`, links and attempts that are long over. */
  removeExpired(limits: { startedBefore: number; seenBefore: number; now: number }): Promise<void>;

  insertLink(link: Link): Promise<void>;
  /** Uses it up: only one caller ever gets it. */
  takeLink(hash: string, purpose: LinkPurpose, now: number): Promise<Link | null>;
  removeLinksOf(userId: UserId | null, purpose: LinkPurpose): Promise<void>;

  findAttempts(key: string): Promise<Attempts | null>;
  /** Stores `next` if `expected` is still what is stored: false otherwise. */
  swapAttempts(expected: Attempts | null, next: Attempts): Promise<boolean>;
  removeAttempts(key: string): Promise<void>;
  /** Takes back one attempt that turned out to be right. */
  forgiveAttempt(key: string): Promise<void>;

  addAudit(entry: AuditEntry): Promise<void>;
  /** Newest first, older than `before`. */
  listAudit(before: AuditId | null, limit: number): Promise<AuditEntry[]>;
}
