/** Who is inside and what they may do: sign-in, sessions, people, one-time links; everything that matters is audited. */
import type { z } from 'zod';
import type {
  Me,
  OneTimeLink,
  resetPasswordSchema,
  SessionSummary,
  setUpSchema,
  signInSchema,
  UserList,
} from '../../shared/api.ts';
import { AppError } from '../../shared/errors.ts';
import type { UserSummary } from '../../shared/model/agent.ts';
import type { SessionId, UserId } from '../../shared/model/ids.ts';
import { builtInRoles } from '../../shared/model/role.ts';
import type { Clock } from '../lib/clock.ts';
import type { Ids } from '../lib/ids.ts';
import type { Directory } from '../store/directory.ts';
import { type Audit, type Caller, createAudit } from './audit.ts';
import { createLinks } from './links.ts';
import { createLockout } from './lockout.ts';
import type { AccountStore, Actor, User } from './model.ts';
import type { Passwords } from './passwords.ts';
import type { UserViewer } from './scope.ts';
import { createSessions } from './sessions.ts';
import { createUsers, type NewUser, summarize, type UserChange } from './users.ts';

export interface SignedIn {
  /** for the cookie; nowhere else */
  token: string;
  me: Me;
}

export interface Accounts {
  /** Who a session's token belongs to, as of now: role, teams and queues are read anew. */
  viewerOf(token: string | undefined): Promise<UserViewer | null>;
  /** The same for somebody who need not be signed in, such as the author of what is sent later; null for nobody, and for who is disabled. */
  viewerOfUser(id: UserId): Promise<UserViewer | null>;
  /** @throws AppError `unauthenticated` for a wrong pair, `locked_out` */
  signIn(input: z.infer<typeof signInSchema>, caller: Caller): Promise<SignedIn>;
  signOut(viewer: UserViewer, caller: Caller): Promise<void>;
  sessions(viewer: UserViewer): Promise<SessionSummary[]>;
  revokeSession(viewer: UserViewer, id: SessionId, caller: Caller): Promise<void>;
  users(): Promise<UserList>;
  /** The link lets the person choose a password; it is shown once. */
  createUser(by: UserViewer, input: NewUser, caller: Caller): Promise<{ user: UserSummary; link: OneTimeLink }>;
  changeUser(by: UserViewer, id: UserId, change: UserChange, caller: Caller): Promise<UserSummary>;
  makeResetLink(by: UserViewer, id: UserId, caller: Caller): Promise<OneTimeLink>;
  resetPassword(input: z.infer<typeof resetPasswordSchema>, caller: Caller): Promise<void>;
  /** For the operator of an empty server; null when there is somebody already. */
  makeSetUpLink(): Promise<OneTimeLink | null>;
  setUp(input: z.infer<typeof setUpSchema>, caller: Caller): Promise<SignedIn>;
  /** Puts somebody in without a link: the people of the demo. */
  addUser(input: NewUser, password: string): Promise<UserId>;
  audit: Audit;
  mend(): Promise<void>;
  /** Forgets what is over. */
  sweep(): Promise<void>;
}

/** Told at once when somebody's rights changed or a session is over; sockets follow. */
export interface AccountEvents {
  viewerChanged(userId: UserId): void;
  sessionEnded(sessionId: SessionId): void;
}

export interface AccountsDeps {
  accounts: AccountStore;
  directory: Directory;
  passwords: Passwords;
  clock: Clock;
  ids: Ids;
  publicUrl: string;
  events: AccountEvents;
  /** what an empty server gets besides its first admin; answers the teams of that admin */
  prepareWorkspace(): Promise<NewUser['teamIds']>;
}

export function createAccounts(deps: AccountsDeps): Accounts {
  const { accounts: store, directory, passwords, clock, ids, publicUrl, events } = deps;
  const audit = createAudit({ store, clock, ids });
  const sessions = createSessions({ store, clock, ids, sessionEnded: events.sessionEnded });
  const users = createUsers({ store, directory, clock, ids });
  const links = createLinks({ store, clock, publicUrl });
  const lockout = createLockout({ attempts: store, clock });

  async function open(user: User, caller: Caller): Promise<SignedIn> {
    const token = await sessions.open(user.id, caller);
    await audit.record('session.opened', actorOf(user), user.id, caller.address, { userAgent: caller.userAgent });
    return { token, me: { id: user.id, name: user.name, email: user.email, role: user.role, roleName: '' } };
  }

  async function viewAs(user: User, sessionId: SessionId): Promise<UserViewer | null> {
    if (user.disabled) return null;
    const { id: userId, name, email, role, teamIds } = user;
    const queueIds = (await directory.queuesOfTeams(teamIds)).map((queue) => queue.id);
    const {
      name: roleName = '',
      reach = 'teams',
      permissions = [],
    } = builtInRoles.find((one) => one.id === role) ?? {};
    const rights = { role, roleName, reach, permissions, teamIds, queueIds };
    return { kind: 'user', userId, sessionId, name, email, ...rights };
  }

  return {
    audit,
    async viewerOf(token) {
      if (!token) return null;
      const session = await sessions.find(token);
      const user = session && (await store.findUser(session.userId));
      return session && user && viewAs(user, session.id);
    },
    async viewerOfUser(id) {
      const user = await store.findUser(id);
      return user && viewAs(user, '' as SessionId);
    },

    async signIn({ email, password }, caller) {
      const claimed = await lockout.claim(email, caller.address).catch(async (error: unknown) => {
        await audit.record('session.locked-out', { kind: 'nobody' }, email, caller.address);
        throw error;
      });
      const user = await store.findUserByEmail(email);
      const isRight = await passwords.matches(user?.passwordHash ?? null, password);
      if (!user || !isRight || user.disabled) {
        await audit.record('session.refused', { kind: 'nobody' }, email, caller.address);
        throw new AppError('unauthenticated', 'Email or password is wrong.');
      }
      await claimed.succeed();
      return open(user, caller);
    },
    async signOut(viewer, caller) {
      await sessions.end(viewer.sessionId, viewer.userId);
      await audit.record('session.closed', actor(viewer), viewer.userId, caller.address);
    },
    sessions: (viewer) => sessions.list(viewer.userId, viewer.sessionId),
    async revokeSession(viewer, id, caller) {
      await sessions.end(id, viewer.userId);
      await audit.record('session.revoked', actor(viewer), viewer.userId, caller.address, { session: id });
    },

    users: () => users.list(),
    async createUser(by, input, caller) {
      const user = await users.create(input, null);
      await audit.record('user.created', actor(by), user.id, caller.address, { ...input });
      events.viewerChanged(user.id);
      return { user: summarize(user), link: await links.make('reset', user.id) };
    },
    async changeUser(by, id, change, caller) {
      const { after } = await users.change(id, change);
      if (after.disabled) await sessions.endAll(id);
      await audit.record('user.changed', actor(by), id, caller.address, { ...change });
      events.viewerChanged(id);
      return summarize(after);
    },
    async makeResetLink(by, id, caller) {
      const user = await users.get(id);
      const link = await links.make('reset', user.id);
      await audit.record('link.made', actor(by), id, caller.address, { purpose: 'reset' });
      return link;
    },
    async resetPassword({ token, password }, caller) {
      const passwordHash = await passwords.hash(password);
      const { userId } = await links.take(token, 'reset');
      if (userId === null) throw new AppError('not_found', 'There is no such person.');
      const user = await users.setPassword(userId, passwordHash);
      await sessions.endAll(userId);
      await lockout.forget(user.email);
      await audit.record('link.used', actorOf(user), userId, caller.address, { purpose: 'reset' });
    },

    async makeSetUpLink() {
      return (await store.countUsers()) === 0 ? links.make('set-up', null) : null;
    },
    async setUp({ token, name, email, password }, caller) {
      const passwordHash = await passwords.hash(password);
      await links.take(token, 'set-up');
      if ((await store.countUsers()) > 0) throw new AppError('conflict', 'This server was set up already.');
      const teamIds = await deps.prepareWorkspace();
      const user = await users.create({ name, email, role: 'admin', teamIds }, passwordHash);
      await links.forget(null, 'set-up');
      await audit.record('link.used', actorOf(user), user.id, caller.address, { purpose: 'set-up' });
      return open(user, caller);
    },
    async addUser(input, password) {
      const user = await users.create(input, await passwords.hash(password));
      await audit.record('user.created', { kind: 'system' }, user.id, '', { ...input });
      return user.id;
    },
    mend: () => users.mend(),
    sweep: () => sessions.sweep(),
  };
}

const actor = (viewer: UserViewer): Actor => ({ kind: 'user', id: viewer.userId, name: viewer.name });
const actorOf = (user: User): Actor => ({ kind: 'user', id: user.id, name: user.name });
