/** The second step of signing in: set up, checked, taken off, and reset by somebody who may. */
import type { RecoveryCodes, TwoFactorSecret, TwoFactorState } from '../../shared/api-accounts.ts';
import { AppError } from '../../shared/errors.ts';
import type { UserId } from '../../shared/model/ids.ts';
import type { Clock } from '../lib/clock.ts';
import type { SecretBox } from '../lib/secret-box.ts';
import { type Audit, actorOf, type Caller } from './audit.ts';
import type { Lockout } from './lockout.ts';
import type { AccountStore, User } from './model.ts';
import { drawRecoveryCodes, drawSecret, hashRecovery, readCode, stepOf, uriOf } from './totp.ts';

export interface TwoFactorSteps {
  state(user: User, required: boolean): TwoFactorState;
  /** Draws a secret that counts once a code of it came; an earlier draft is dropped. @throws AppError `conflict` when it is on */
  begin(user: User): Promise<TwoFactorSecret>;
  /** @throws AppError `invalid` for a wrong code, `conflict` without a draft of the last half hour, `locked_out` */
  confirm(user: User, code: string, caller: Caller): Promise<RecoveryCodes>;
  /** Uses a code up. @throws AppError `invalid` for a wrong or used one, `locked_out` */
  check(user: User, code: string, caller: Caller): Promise<'totp' | 'recovery'>;
  /** New ones instead of those that are left. */
  renewCodes(user: User, caller: Caller): Promise<RecoveryCodes>;
  turnOff(user: User): Promise<void>;
}

type Store = Pick<AccountStore, 'changeUser' | 'confirmTwoFactor' | 'spendStep' | 'spendRecovery' | 'renewRecovery'>;

export function createTwoFactor(deps: {
  store: Store;
  secretBox: SecretBox;
  lockout: Lockout;
  audit: Audit;
  clock: Clock;
}): TwoFactorSteps {
  const { store, secretBox, lockout, audit, clock } = deps;
  const open = (sealed: string, id: UserId): string => secretBox.open(sealed, contextOf(id));

  async function spend(user: User, typed: string): Promise<'totp' | 'recovery' | null> {
    if (user.twoFactor === null) return null;
    const { kind, code } = readCode(typed);
    if (kind === 'recovery') return (await store.spendRecovery(user.id, hashRecovery(code))) ? kind : null;
    const step = stepOf(open(user.twoFactor.secret, user.id), code, clock.now());
    return step !== null && (await store.spendStep(user.id, step)) ? kind : null;
  }

  return {
    state: ({ twoFactor }, required) => ({
      since: twoFactor?.since ?? null,
      recoveryCodesLeft: twoFactor?.recovery.length ?? 0,
      required,
    }),
    async begin(user) {
      if (user.twoFactor !== null) throw new AppError('conflict', 'Two steps are on already.');
      const secret = drawSecret();
      const sealed = secretBox.seal(secret, contextOf(user.id));
      await store.changeUser(user.id, { twoFactorDraft: { secret: sealed, at: clock.now() } });
      return { secret, uri: uriOf(secret, user.email) };
    },
    async confirm(user, typed, caller) {
      const draft = user.twoFactorDraft;
      const isOver = draft === null || clock.now() - draft.at > DRAFT_MS;
      if (isOver || user.twoFactor !== null) throw new AppError('conflict', 'There is nothing to confirm.');
      const claimed = await lockout.claimInside(codeKey(user.id));
      const step = stepOf(open(draft.secret, user.id), readCode(typed).code, clock.now());
      if (step === null) throw wrongCode();
      await claimed.succeed();
      const recoveryCodes = drawRecoveryCodes();
      // The code that confirmed it is used up as well.
      const recovery = recoveryCodes.map(hashRecovery);
      const twoFactor = { secret: draft.secret, since: clock.now(), lastStep: step, recovery };
      if (!(await store.confirmTwoFactor(user.id, draft.secret, twoFactor))) {
        throw new AppError('conflict', 'It was begun anew meanwhile. Scan the newer code.');
      }
      await audit.record('two-factor.on', actorOf(user), user.id, caller.address);
      return { recoveryCodes };
    },
    async check(user, typed, caller) {
      const claimed = await lockout.claimInside(codeKey(user.id));
      const kind = await spend(user, typed);
      if (kind === null) throw wrongCode();
      await claimed.succeed();
      if (kind === 'recovery') {
        const left = (user.twoFactor?.recovery.length ?? 1) - 1;
        await audit.record('two-factor.recovery-used', actorOf(user), user.id, caller.address, { left });
      }
      return kind;
    },
    async renewCodes(user, caller) {
      if (user.twoFactor === null) throw new AppError('conflict', 'Two steps are off.');
      const recoveryCodes = drawRecoveryCodes();
      const changed = await store.renewRecovery(user.id, recoveryCodes.map(hashRecovery));
      if (!changed) throw new AppError('conflict', 'Two steps are off.');
      await audit.record('two-factor.codes-made', actorOf(user), user.id, caller.address);
      return { recoveryCodes };
    },
    async turnOff(user) {
      await store.changeUser(user.id, { twoFactor: null, twoFactorDraft: null });
    },
  };
}

/** How long a secret that was shown waits for its first code. */
const DRAFT_MS = 30 * 60_000;

const wrongCode = (): AppError =>
  new AppError('invalid', 'This code is wrong or was used.', { fields: { code: 'wrong' } });
/** What is sealed for one person does not open for another. */
const contextOf = (id: UserId): string => `two-factor:${id}`;
/** Counted apart from passwords: a right password must not give further guesses at the code. */
const codeKey = (id: UserId): string => `code:${id}`;
