/** One account at Twilio as an inbox uses it, and the client that speaks for it. */
import type twilio from 'twilio';
import type { TwilioAccount } from '../../../shared/model/twilio-account.ts';
import { sdk } from './sdk.ts';

export interface Access {
  account: TwilioAccount;
  /** the token, and a second one while they are being changed: newest first */
  authTokens: string[];
  apiKeySecret: string | null;
}

/** Names of an inbox's credentials. */
export type TwilioCredentials = Readonly<Record<string, string>>;

export const accessOf = (account: TwilioAccount, credentials: TwilioCredentials): Access => ({
  account,
  authTokens: [credentials.authToken, credentials.secondaryAuthToken].filter(
    (token) => token !== undefined && token !== '',
  ) as string[],
  apiKeySecret: credentials.apiKeySecret || null,
});

/** A request is given up after this; whatever it was for is looked up before it is asked for again. */
const TIMEOUT_MS = 10_000;

/** @throws Error while the inbox has no token */
export function createClient({ account, authTokens: [token] }: Access, apiBaseUrl: string | null): twilio.Twilio {
  if (token === undefined) throw new Error('There is no auth token.');
  const client = sdk()(account.accountSid, token, { timeout: TIMEOUT_MS });
  if (apiBaseUrl !== null) {
    client.api.baseUrl = apiBaseUrl;
    client.content.baseUrl = apiBaseUrl;
  }
  return client;
}

export const basicAuth = ({ account, authTokens }: Access): string =>
  `Basic ${Buffer.from(`${account.accountSid}:${authTokens[0] ?? ''}`).toString('base64')}`;

export const apiRoot = ({ account }: Access, apiBaseUrl: string | null): string =>
  `${apiBaseUrl ?? 'https://api.twilio.com'}/2010-04-01/Accounts/${account.accountSid}`;
