/** What is found out about a phone inbox's account: tried step by step, put right where one request does it, and how it does. */
import { AppError } from '../../shared/errors.ts';
import type { AccountWay } from '../../shared/model/account.ts';
import type { InboxId } from '../../shared/model/ids.ts';
import type { AccountChannel } from '../channel.ts';
import { settingsOf } from './phone-settings.ts';
import { accessOf, type TwilioCredentials } from './twilio/account.ts';
import { type CheckDeps, checkTwilio, leadHere } from './twilio/check.ts';
import type { RefusedHooks } from './twilio/refused-hooks.ts';
import { readTemplates } from './twilio/templates.ts';

const idle: Pick<AccountWay, 'since' | 'lastAt'> = { since: null, lastAt: null };

export function createPhoneAccounts(
  deps: CheckDeps,
  credentialsOf: (inboxId: InboxId) => Promise<TwilioCredentials>,
  refusedOf: (inboxId: InboxId) => Promise<RefusedHooks | null>,
): AccountChannel {
  return {
    async check(inbox, credentials, tell) {
      const settings = settingsOf(inbox);
      if (settings.provider === 'softswitch') return tell({ step: 'phone.softswitch', state: 'ok' });
      await checkTwilio(deps, inbox.id, accessOf(settings.account, credentials), tell);
      const refused = await refusedOf(inbox.id);
      const step = 'phone.signatures';
      if (refused === null) return tell({ step, state: 'ok' });
      // Somebody else's, or a token that was changed there and not here.
      const data = {
        count: String(refused.count),
        at: new Date(refused.lastAt).toISOString().slice(0, 16).replace('T', ' '),
      };
      tell({ step, state: 'warning', code: 'refused-webhooks', data });
    },
    async templates(inbox, credentials) {
      const settings = settingsOf(inbox);
      if (settings.provider === 'softswitch') return [];
      const access = accessOf(settings.account, credentials);
      return readTemplates(access, deps.apiBaseUrl).catch((error: unknown) => {
        const why = error instanceof Error ? error.message : 'The provider refused.';
        throw new AppError('invalid', why.slice(0, 300));
      });
    },
    async mend(inbox) {
      const settings = settingsOf(inbox);
      if (settings.provider === 'softswitch') return;
      const access = accessOf(settings.account, await credentialsOf(inbox.id));
      await leadHere(deps, inbox.id, access).catch((error: unknown) => {
        const why = error instanceof Error ? error.message : 'The provider refused.';
        throw new AppError('invalid', why.slice(0, 300));
      });
    },
    find: async () => null,
    advise: async () => [],
    async state(inbox) {
      const { provider } = settingsOf(inbox);
      const isReady = provider === 'softswitch' || !!(await credentialsOf(inbox.id)).authToken;
      const way: AccountWay = isReady
        ? { ...idle, state: 'ready' }
        : { ...idle, state: 'failed', code: 'missing-token' };
      return { receiving: way, sending: { ...way, waiting: 0 } };
    },
  };
}
