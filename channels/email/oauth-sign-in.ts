/** How an account signs in by OAuth at the providers that let mail programs in no other way; tokens come from what the admin was given. */
import type { SignIn } from './wire/account.ts';
import { createTokenSource, type TokenSource } from './wire/oauth.ts';

interface Grant {
  endpoint: string;
  scope?: string;
}

/** By the server's host (developers.google.com/gmail/imap/xoauth2-protocol; learn.microsoft.com, "Authenticate an IMAP, POP or SMTP connection using OAuth"). */
const grants: [RegExp, Grant][] = [
  [/(^|\.)(gmail|google|googlemail)\.com$/, { endpoint: 'https://oauth2.googleapis.com/token' }],
  [
    /(^|\.)(office365|outlook|office)\.com$/,
    {
      endpoint: 'https://login.microsoftonline.com/common/oauth2/v2.0/token',
      scope: 'https://outlook.office.com/IMAP.AccessAsUser.All https://outlook.office.com/SMTP.Send offline_access',
    },
  ],
];

/** Null: nobody knows where tokens for this host come from. */
export function findGrant(host: string): Grant | null {
  return grants.find(([pattern]) => pattern.test(host))?.[1] ?? null;
}

export interface OauthDeps {
  now(): number;
  /** Microsoft gives another refresh token now and then; the one before it dies */
  keepRefreshToken?(token: string): Promise<void>;
}

/** Null without what it takes. */
export function oauthSignIn(
  { host, user }: { host: string; user: string },
  credentials: Readonly<Record<string, string>>,
  { now, keepRefreshToken }: OauthDeps,
): Extract<SignIn, { kind: 'oauth' }> | null {
  const grant = findGrant(host);
  const { oauthClientId: clientId, oauthClientSecret: clientSecret, oauthRefreshToken: refreshToken } = credentials;
  if (grant === null || !clientId || !clientSecret || !refreshToken) return null;
  const source: TokenSource = createTokenSource({
    ...grant,
    ...{ clientId, clientSecret, refreshToken, now },
    ...(keepRefreshToken && { keepRefreshToken }),
  });
  return { kind: 'oauth', user, token: (renew) => source.token(renew) };
}
