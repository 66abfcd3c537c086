/** The way in: password, then a code where somebody asked for that; a stranger learns nothing about who exists. */
import type { z } from 'zod';
import type { Me, signInSchema } from '../../shared/api.ts';
import type { SecondStepNeeded, secondStepSchema } from '../../shared/api-accounts.ts';
import { AppError } from '../../shared/errors.ts';
import type { Access } from './access.ts';
import { type Audit, actorOf, type Caller } from './audit.ts';
import type { Devices } from './devices.ts';
import type { Links } from './links.ts';
import type { Lockout } from './lockout.ts';
import type { AccountStore, User } from './model.ts';
import type { Passwords } from './passwords.ts';
import type { Sessions } from './sessions.ts';
import type { TwoFactorSteps } from './two-factor.ts';

export interface SignedIn {
  /** for the cookie; nowhere else */
  token: string;
  me: Me;
}

export interface SignIn {
  /** `device`: the cookie of the browser, if it has one. @throws AppError `unauthenticated` for a wrong pair, `locked_out` */
  withPassword(
    input: z.infer<typeof signInSchema>,
    caller: Caller,
    device?: string,
  ): Promise<SignedIn | SecondStepNeeded>;
  /** @throws AppError `unauthenticated` when it took too long, `invalid` for a wrong code, `locked_out` */
  withCode(input: z.infer<typeof secondStepSchema>, caller: Caller): Promise<SignedIn>;
  /** Opens a session for somebody who proved otherwise who they are. */
  open(user: User, caller: Caller, details?: Record<string, unknown>): Promise<SignedIn>;
}

export function createSignIn(deps: {
  store: Pick<AccountStore, 'findUser' | 'findUserByEmail'>;
  access: Pick<Access, 'find'>;
  audit: Audit;
  devices: Pick<Devices, 'find'>;
  links: Links;
  lockout: Lockout;
  passwords: Passwords;
  sessions: Sessions;
  twoFactor: TwoFactorSteps;
}): SignIn {
  const { store, access, audit, devices, links, lockout, passwords, sessions, twoFactor } = deps;

  async function open(user: User, caller: Caller, details: Record<string, unknown> = {}): Promise<SignedIn> {
    const token = await sessions.open(user.id, caller);
    const { userAgent, address } = caller;
    await audit.record('session.opened', actorOf(user), user.id, address, { userAgent, ...details });
    const { id, name, email, role } = user;
    return { token, me: { id, name, email, role, roleName: (await access.find(role)).name } };
  }

  return {
    open,
    async withPassword({ email, password }, caller, cookie) {
      const user = await store.findUserByEmail(email);
      const device = user && devices.find(cookie, user.id);
      const claimed = await lockout.claim(email, { address: caller.address, device }).catch(async (error: unknown) => {
        await audit.record('session.locked-out', { kind: 'nobody' }, email, caller.address);
        throw error;
      });
      const isRight = await passwords.matches(user?.passwordHash ?? null, password);
      if (!user || !isRight || user.disabled) {
        await audit.record('session.refused', { kind: 'nobody' }, email, caller.address);
        throw new AppError('unauthenticated', 'Email or password is wrong.');
      }
      await claimed.succeed();
      return user.twoFactor === null ? open(user, caller) : { secondStep: await links.makePending(user.id) };
    },
    async withCode({ token, code }, caller) {
      const user = await store.findUser(await links.readPending(token));
      if (!user || user.disabled) throw new AppError('unauthenticated', 'Email or password is wrong.');
      const kind = await twoFactor.check(user, code, caller).catch(async (error: unknown) => {
        const isLocked = error instanceof AppError && error.code === 'locked_out';
        const action = isLocked ? 'session.locked-out' : 'session.refused';
        await audit.record(action, { kind: 'nobody' }, user.email, caller.address, { step: 'code' });
        throw error;
      });
      // Only one answer to one right password.
      await links.take(token, 'second-step');
      return open(user, caller, { step: kind });
    },
  };
}
