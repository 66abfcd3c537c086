/** Who is inside and what they may do: puts sign-in, people, roles, teams and one's own account together; everything that matters is audited. */
import type { z } from 'zod';
import type { OneTimeLink, resetPasswordSchema, setUpSchema, signInSchema, UserList } from '../../shared/api.ts';
import type { AuditFilter, AuditPage, SecondStepNeeded, secondStepSchema } from '../../shared/api-accounts.ts';
import { AppError } from '../../shared/errors.ts';
import type { UserSummary } from '../../shared/model/agent.ts';
import type { SessionId, UserId } from '../../shared/model/ids.ts';
import type { WidgetLanguage } from '../../shared/model/inbox.ts';
import type { Clock } from '../lib/clock.ts';
import type { Ids } from '../lib/ids.ts';
import type { SecretBox } from '../lib/secret-box.ts';
import type { Directory } from '../store/directory.ts';
import { createAccess } from './access.ts';
import { type Audit, actorOf, type Caller, createAudit } from './audit.ts';
import { createAuditTrail } from './audit-trail.ts';
import { createDevices, type Devices } from './devices.ts';
import { createLinks } from './links.ts';
import { createLockout } from './lockout.ts';
import type { AccountStore, AuditId, User } from './model.ts';
import { createOwnAccount, type OwnAccount } from './own-account.ts';
import type { Passwords } from './passwords.ts';
import { createRoles, type Roles } from './roles.ts';
import type { UserViewer } from './scope.ts';
import { createSessions } from './sessions.ts';
import { createSignIn, type SignedIn } from './sign-in.ts';
import { createTeams, type Teams } from './teams.ts';
import { createTwoFactor } from './two-factor.ts';
import { createUsers, type NewUser, summarize, type UserChange } from './users.ts';

export type { SignedIn } from './sign-in.ts';

/** Whoever a session belongs to. `needsTwoFactor`: their role asks for two steps, and they have yet to set them up. */
export interface Holder {
  viewer: UserViewer;
  needsTwoFactor: boolean;
}

export interface Accounts {
  /** Who a session's token belongs to, as of now: role, rights, teams and queues are read anew. Null for those who owe a second step. */
  viewerOf(token: string | undefined): Promise<UserViewer | null>;
  /** The same for somebody who need not be signed in, such as the author of what is sent later; null for nobody, and for who is disabled. */
  viewerOfUser(id: UserId): Promise<UserViewer | null>;
  /** As `viewerOf`, and for those as well whose role asks for two steps before they set them up: they may do that and nothing else. */
  holderOf(token: string | undefined): Promise<Holder | null>;
  devices: Pick<Devices, 'remember'>;
  /** `device`: the cookie of the browser, if it has one. @throws AppError `unauthenticated` for a wrong pair, `locked_out` */
  signIn(input: z.infer<typeof signInSchema>, caller: Caller, device?: string): Promise<SignedIn | SecondStepNeeded>;
  /** @throws AppError `unauthenticated` when it took too long, `invalid` for a wrong code, `locked_out` */
  signInWithCode(input: z.infer<typeof secondStepSchema>, caller: Caller): Promise<SignedIn>;
  signOut(viewer: UserViewer, caller: Caller): Promise<void>;
  own: OwnAccount;
  roles: Roles;
  teams: Teams;
  users(): Promise<UserList>;
  /** The link lets the person choose a password; it is shown once. */
  createUser(by: UserViewer, input: NewUser, caller: Caller): Promise<{ user: UserSummary; link: OneTimeLink }>;
  changeUser(by: UserViewer, id: UserId, change: UserChange, caller: Caller): Promise<UserSummary>;
  makeResetLink(by: UserViewer, id: UserId, caller: Caller): Promise<OneTimeLink>;
  /** For somebody who lost their authenticator: a password is enough again, until they set it up anew. */
  resetTwoFactor(by: UserViewer, id: UserId, caller: Caller): Promise<UserSummary>;
  resetPassword(input: z.infer<typeof resetPasswordSchema>, caller: Caller): Promise<void>;
  /** For the operator of an empty server; null when there is somebody already. */
  makeSetUpLink(): Promise<OneTimeLink | null>;
  setUp(input: z.infer<typeof setUpSchema>, caller: Caller): Promise<SignedIn>;
  /** Puts somebody in without a link: the people of the demo. */
  addUser(input: NewUser, password: string): Promise<UserId>;
  audit: Audit;
  auditPage(filter: AuditFilter, before: AuditId | null, limit: number): Promise<AuditPage>;
  /** Lines of a CSV file, newest first, read as they are asked for; the first names the columns. */
  exportAudit(by: UserViewer, filter: AuditFilter, caller: Caller): Promise<AsyncIterable<string>>;
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
  secretBox: SecretBox;
  clock: Clock;
  ids: Ids;
  publicUrl: string;
  events: AccountEvents;
  /** what an empty server gets besides its first admin; answers the teams of that admin */
  prepareWorkspace(language: WidgetLanguage): Promise<NewUser['teamIds']>;
}

export function createAccounts(deps: AccountsDeps): Accounts {
  const { accounts: store, directory, passwords, secretBox, clock, ids, publicUrl, events } = deps;
  const { viewerChanged, sessionEnded } = events;
  const audit = createAudit({ store, ids });
  const access = createAccess({ store });
  const sessions = createSessions({ store, clock, ids, sessionEnded });
  const users = createUsers({ store, access, directory, clock, ids });
  const links = createLinks({ store, clock, publicUrl });
  const devices = createDevices(secretBox);
  const lockout = createLockout({ attempts: store, clock });
  const twoFactor = createTwoFactor({ store, secretBox, lockout, audit, clock });
  const shared = { store, access, audit, users, directory, ids, viewerChanged };
  const way = createSignIn({ store, access, audit, devices, links, lockout, passwords, sessions, twoFactor });
  const trail = createAuditTrail({ store, access, directory, audit });

  async function viewAs(user: User, sessionId: SessionId): Promise<Holder | null> {
    if (user.disabled) return null;
    const { id: userId, name, email, role, teamIds } = user;
    const { name: roleName, reach, permissions, twoFactorRequired } = await access.find(role);
    const queueIds = (await directory.queuesOfTeams(teamIds)).map((queue) => queue.id);
    const rights = { role, roleName, reach, permissions, teamIds, queueIds };
    const viewer: UserViewer = { kind: 'user', userId, sessionId, name, email, ...rights };
    return { viewer, needsTwoFactor: twoFactorRequired && user.twoFactor === null };
  }

  async function holderOf(token: string | undefined): Promise<Holder | null> {
    if (!token) return null;
    const session = await sessions.find(token);
    const user = session && (await store.findUser(session.userId));
    return session && user && viewAs(user, session.id);
  }

  return {
    audit,
    devices,
    holderOf,
    own: createOwnAccount({ ...shared, sessions, passwords, lockout, twoFactor }),
    roles: createRoles(shared),
    teams: createTeams(shared),
    auditPage: trail.page,
    exportAudit: trail.export,
    async viewerOf(token) {
      const holder = await holderOf(token);
      return holder === null || holder.needsTwoFactor ? null : holder.viewer;
    },
    async viewerOfUser(id) {
      const user = await store.findUser(id);
      return (user && (await viewAs(user, '' as SessionId)))?.viewer ?? null;
    },
    signIn: way.withPassword,
    signInWithCode: way.withCode,
    async signOut(viewer, caller) {
      await sessions.end(viewer.sessionId, viewer.userId);
      await audit.record('session.closed', actorOf(viewer), viewer.userId, caller.address);
    },

    users: () => users.list(),
    async createUser(by, input, caller) {
      const user = await users.create(by, input, null);
      await audit.record('user.created', actorOf(by), user.id, caller.address, { ...input });
      viewerChanged(user.id);
      return { user: summarize(user), link: await links.make('reset', user.id) };
    },
    async changeUser(by, id, change, caller) {
      const after = await users.change(by, id, change);
      if (after.disabled) await sessions.endAll(id);
      await audit.record('user.changed', actorOf(by), id, caller.address, { ...change });
      viewerChanged(id);
      return summarize(after);
    },
    async makeResetLink(by, id, caller) {
      const user = await users.reach(by, id);
      const link = await links.make('reset', user.id);
      await audit.record('link.made', actorOf(by), id, caller.address, { purpose: 'reset' });
      return link;
    },
    async resetTwoFactor(by, id, caller) {
      await twoFactor.turnOff(await users.reach(by, id));
      await audit.record('two-factor.reset', actorOf(by), id, caller.address);
      viewerChanged(id);
      return summarize(await users.get(id));
    },
    async resetPassword({ token, password }, caller) {
      const passwordHash = await passwords.hash(password);
      const { userId } = await links.take(token, 'reset');
      if (userId === null) throw new AppError('not_found', 'There is no such person.');
      const user = await users.setPassword(userId, passwordHash);
      await sessions.endAll(userId);
      await lockout.forget(user.email, caller.address);
      await audit.record('link.used', actorOf(user), userId, caller.address, { purpose: 'reset' });
    },

    async makeSetUpLink() {
      return (await store.countUsers()) === 0 ? links.make('set-up', null) : null;
    },
    async setUp({ token, name, email, password, language }, caller) {
      const passwordHash = await passwords.hash(password);
      await links.take(token, 'set-up');
      if ((await store.countUsers()) > 0) throw new AppError('conflict', 'This server was set up already.');
      const teamIds = await deps.prepareWorkspace(language);
      const user = await users.create(null, { name, email, role: 'admin', teamIds }, passwordHash);
      await links.forget(null, 'set-up');
      await audit.record('link.used', actorOf(user), user.id, caller.address, { purpose: 'set-up' });
      return way.open(user, caller);
    },
    async addUser(input, password) {
      const user = await users.create(null, input, await passwords.hash(password));
      await audit.record('user.created', { kind: 'system' }, user.id, '', { ...input });
      return user.id;
    },
    mend: () => access.mend(),
    sweep: () => sessions.sweep(),
  };
}
