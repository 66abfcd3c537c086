/** Accounts as they are kept: people, their sessions, links that work once, failed sign-ins, and who did what. */
import type { Preferences } from '../../shared/api.ts';
import type { AuditFilter } from '../../shared/api-accounts.ts';
import type { AuditEntry, AuditId } from '../../shared/model/audit.ts';
import type { SessionId, TeamId, UserId } from '../../shared/model/ids.ts';
import type { Role, RoleDefinition } from '../../shared/model/role.ts';

export type { Actor, AuditAction, AuditEntry, AuditId } from '../../shared/model/audit.ts';

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
  /** how much work at once, in units of 100 per full agent; null: as the workspace has it */
  capacity: number | null;
  /** exact to a minute; null: never signed in */
  lastSeenAt: number | null;
  preferences: Preferences;
  /** null: a password is enough */
  twoFactor: TwoFactor | null;
  /** begun and not confirmed */
  twoFactorDraft: { secret: string; at: number } | null;
}

/** What came after the first people were stored; read with `laterFields` in its place where it is missing. */
export const laterFields = {
  capacity: null,
  lastSeenAt: null,
  preferences: { language: null, scheme: null },
  twoFactor: null,
  twoFactorDraft: null,
} as const satisfies Partial<User>;
export type NewUserDocument = Omit<User, keyof typeof laterFields> & Partial<User>;

/** Signing in with a second step. */
export interface TwoFactor {
  /** base32, sealed */
  secret: string;
  since: number;
  /** number of the newest 30-second step whose code was used: no code works twice (RFC 6238 §5.2) */
  lastStep: number;
  /** sha256 in hex of the recovery codes that are left */
  recovery: string[];
}

/**
 * Who may do what, in one document, so that "somebody with every right remains" is one atomic step. A change of somebody's role or
 * state is first written down here, then carried out; whoever finds one written down carries it out before anything else.
 */
export interface Access {
  /** raised by every change */
  rev: number;
  /** custom roles, and built-in ones that were changed */
  roles: RoleDefinition[];
  pending: { userId: UserId; change: AccessChange } | null;
}
export type AccessChange = Partial<Pick<User, 'role' | 'disabled'>>;

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

/** `second-step`: the password was right, a code is missing. */
export type LinkPurpose = 'set-up' | 'reset' | 'second-step';

export interface Link {
  /** sha256 of the token, hex */
  hash: string;
  purpose: LinkPurpose;
  /** whose password it sets, or who is signing in; null for the set-up of an empty server */
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

/** What accounts ask of the database. Every verb is one atomic step on one document. */
export interface AccountStore {
  /** @throws AppError `conflict` when the address is taken */
  insertUser(user: NewUserDocument): Promise<void>;
  findUser(id: UserId): Promise<User | null>;
  findUserByEmail(email: string): Promise<User | null>;
  listUsers(): Promise<User[]>;
  countUsers(): Promise<number>;
  /** @throws AppError `conflict` when the address is taken */
  changeUser(id: UserId, change: Partial<Omit<User, 'id' | 'createdAt'>>): Promise<User | null>;
  /** What is stored, or the beginning. */
  findAccess(): Promise<Access>;
  /** Stores `next` if the revision is still `expected`: false otherwise. */
  swapAccess(expected: number, next: Access): Promise<boolean>;
  /** Carries out the change written down at `rev`, unless a later one was carried out already. */
  applyAccess(id: UserId, rev: number, change: AccessChange): Promise<void>;

  /** False when the draft was replaced or dropped meanwhile. */
  confirmTwoFactor(id: UserId, draftSecret: string, twoFactor: TwoFactor): Promise<boolean>;
  /** Uses up a code: false when it, or one after it, was used already. */
  spendStep(id: UserId, step: number): Promise<boolean>;
  /** Uses up a recovery code: false when there is no such one. */
  spendRecovery(id: UserId, hash: string): Promise<boolean>;
  /** Replaces the recovery codes that are left: false when two steps are off. */
  renewRecovery(id: UserId, hashes: string[]): Promise<boolean>;
  joinTeam(id: UserId, teamId: TeamId): Promise<void>;
  leaveTeam(id: UserId, teamId: TeamId): Promise<void>;

  insertSession(session: Session): Promise<void>;
  findSession(hash: string): Promise<Session | null>;
  listSessions(userId: UserId): Promise<Session[]>;
  touchSession(session: Pick<Session, 'id' | 'userId'>, at: number): Promise<void>;
  removeSession(id: SessionId, userId: UserId): Promise<boolean>;
  /** All of this user but `keep`. */
  removeSessionsOf(userId: UserId, keep?: SessionId): Promise<SessionId[]>;
  /** Forgets sessions begun before `startedBefore` or last seen before `seenBefore`, links and attempts that are long over. */
  removeExpired(limits: { startedBefore: number; seenBefore: number; now: number }): Promise<void>;

  insertLink(link: Link): Promise<void>;
  findLink(hash: string, purpose: LinkPurpose, now: number): Promise<Link | null>;
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
  listAudit(filter: AuditFilter, before: AuditId | null, limit: number): Promise<AuditEntry[]>;
}
