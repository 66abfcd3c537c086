/** What people do with their own account: profile, address, password, sessions, and the second step. */
import type { z } from 'zod';
import type { Here, SessionSummary } from '../../shared/api.ts';
import type {
  changeEmailSchema,
  changePasswordSchema,
  passwordAndCodeSchema,
  profileSchema,
  RecoveryCodes,
  TwoFactorSecret,
  TwoFactorState,
} from '../../shared/api-accounts.ts';
import { AppError } from '../../shared/errors.ts';
import type { SessionId, UserId } from '../../shared/model/ids.ts';
import type { Directory } from '../store/directory.ts';
import type { Access } from './access.ts';
import { type Audit, actorOf, type Caller } from './audit.ts';
import type { Lockout } from './lockout.ts';
import type { AccountStore, User } from './model.ts';
import type { Passwords } from './passwords.ts';
import type { UserViewer } from './scope.ts';
import type { Sessions } from './sessions.ts';
import type { TwoFactorSteps } from './two-factor.ts';
import type { Users } from './users.ts';

/** A wrong password is `invalid` with the field named; tries are counted and locked like sign-ins. */
export interface OwnAccount {
  here(viewer: UserViewer): Promise<Omit<Here, 'demo'>>;
  changeProfile(viewer: UserViewer, input: z.infer<typeof profileSchema>, caller: Caller): Promise<void>;
  /** @throws AppError `conflict` when the address is taken */
  changeEmail(viewer: UserViewer, input: z.infer<typeof changeEmailSchema>, caller: Caller): Promise<void>;
  /** The other sessions of this person end. */
  changePassword(viewer: UserViewer, input: z.infer<typeof changePasswordSchema>, caller: Caller): Promise<void>;
  sessions(viewer: UserViewer): Promise<SessionSummary[]>;
  revokeSession(viewer: UserViewer, id: SessionId, caller: Caller): Promise<void>;
  revokeOthers(viewer: UserViewer, caller: Caller): Promise<{ ended: number }>;
  twoFactor(viewer: UserViewer): Promise<TwoFactorState>;
  beginTwoFactor(viewer: UserViewer, password: string, caller: Caller): Promise<TwoFactorSecret>;
  confirmTwoFactor(viewer: UserViewer, code: string, caller: Caller): Promise<RecoveryCodes>;
  renewCodes(viewer: UserViewer, input: z.infer<typeof passwordAndCodeSchema>, caller: Caller): Promise<RecoveryCodes>;
  turnOffTwoFactor(viewer: UserViewer, input: z.infer<typeof passwordAndCodeSchema>, caller: Caller): Promise<void>;
}

export function createOwnAccount(deps: {
  store: Pick<AccountStore, 'changeUser'>;
  access: Pick<Access, 'find'>;
  users: Pick<Users, 'get' | 'setPassword'>;
  directory: Pick<Directory, 'invalidate'>;
  sessions: Sessions;
  passwords: Passwords;
  lockout: Lockout;
  twoFactor: TwoFactorSteps;
  audit: Audit;
  viewerChanged(userId: UserId): void;
}): OwnAccount {
  const { store, access, users, directory, sessions, passwords, lockout, twoFactor, audit, viewerChanged } = deps;

  const isRequired = async (user: User): Promise<boolean> => (await access.find(user.role)).twoFactorRequired;

  /** Whoever holds somebody's open browser does not hold their account. */
  async function confirmPassword({ userId }: UserViewer, password: string): Promise<User> {
    const claimed = await lockout.claimInside(`own:${userId}`);
    const user = await users.get(userId);
    if (!(await passwords.matches(user.passwordHash, password))) {
      throw new AppError('invalid', 'This is not your password.', { fields: { password: 'wrong' } });
    }
    await claimed.succeed();
    return user;
  }

  return {
    async here(viewer) {
      const { preferences, twoFactor: second, ...user } = await users.get(viewer.userId);
      const needsTwoFactor = second === null && (await access.find(user.role)).twoFactorRequired;
      const { id, name, email, role } = user;
      return { id, name, email, role, roleName: viewer.roleName, preferences, needsTwoFactor };
    },
    async changeProfile(viewer, { name, preferences }, caller) {
      const user = await users.get(viewer.userId);
      await store.changeUser(viewer.userId, {
        ...(name === undefined ? {} : { name }),
        ...(preferences === undefined ? {} : { preferences: { ...user.preferences, ...preferences } }),
      });
      if (name === undefined || name === user.name) return;
      directory.invalidate();
      await audit.record('profile.changed', actorOf({ id: user.id, name }), user.id, caller.address, {
        ...{ name, before: user.name },
      });
      viewerChanged(user.id);
    },
    async changeEmail(viewer, { email, password }, caller) {
      const user = await confirmPassword(viewer, password);
      if (email === user.email) return;
      await store.changeUser(user.id, { email });
      await audit.record('profile.changed', actorOf(user), user.id, caller.address, { email, before: user.email });
      viewerChanged(user.id);
    },
    async changePassword(viewer, { current, password }, caller) {
      const user = await confirmPassword(viewer, current);
      await users.setPassword(user.id, await passwords.hash(password));
      const ended = await sessions.endAll(user.id, viewer.sessionId);
      await audit.record('password.changed', actorOf(user), user.id, caller.address, { ended });
    },

    sessions: (viewer) => sessions.list(viewer.userId, viewer.sessionId),
    async revokeSession(viewer, id, caller) {
      await sessions.end(id, viewer.userId);
      await audit.record('session.revoked', actorOf(viewer), viewer.userId, caller.address, { session: id });
    },
    async revokeOthers(viewer, caller) {
      const ended = await sessions.endAll(viewer.userId, viewer.sessionId);
      await audit.record('session.revoked', actorOf(viewer), viewer.userId, caller.address, { ended });
      return { ended };
    },

    async twoFactor(viewer) {
      const user = await users.get(viewer.userId);
      return twoFactor.state(user, await isRequired(user));
    },
    beginTwoFactor: async (viewer, password) => twoFactor.begin(await confirmPassword(viewer, password)),
    async confirmTwoFactor(viewer, code, caller) {
      const codes = await twoFactor.confirm(await users.get(viewer.userId), code, caller);
      viewerChanged(viewer.userId);
      return codes;
    },
    async renewCodes(viewer, { password, code }, caller) {
      const user = await confirmPassword(viewer, password);
      await twoFactor.check(user, code, caller);
      return twoFactor.renewCodes(user, caller);
    },
    async turnOffTwoFactor(viewer, { password, code }, caller) {
      const user = await confirmPassword(viewer, password);
      if (await isRequired(user)) throw new AppError('forbidden', 'Your role asks for two steps.');
      await twoFactor.check(user, code, caller);
      await twoFactor.turnOff(user);
      await audit.record('two-factor.off', actorOf(user), user.id, caller.address);
    },
  };
}
