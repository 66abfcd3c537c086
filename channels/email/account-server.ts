/** An account's settings and credentials as the wire needs them to reach its server and to sign in there. */
import type { Receive, Send } from '../../shared/model/mailbox.ts';
import { type OauthDeps, oauthSignIn } from './oauth-sign-in.ts';
import type { ServerSettings, SignIn } from './wire/account.ts';

export type Account = Extract<Receive, { kind: 'imap' }> | Extract<Send, { kind: 'smtp' }>;

export interface ServerDeps extends OauthDeps {
  /** for every account; else each says for itself whether its server may stand in our own network */
  allowPrivate: boolean;
}

export function serverOf(
  account: Account,
  credentials: Readonly<Record<string, string>>,
  deps: ServerDeps,
): ServerSettings {
  const { host, port, security } = account;
  const allowPrivate = deps.allowPrivate || account.allowPrivate;
  return { host, port, security, signIn: signInOf(account, credentials, deps), allowPrivate };
}

/** Without what OAuth takes the server is left to refuse an empty password. */
function signInOf(account: Account, credentials: Readonly<Record<string, string>>, deps: ServerDeps): SignIn {
  const { user, auth, kind } = account;
  if (user === '') return { kind: 'none' };
  const oauth = auth === 'oauth' ? oauthSignIn(account, credentials, deps) : null;
  if (oauth) return oauth;
  return { kind: 'password', user, password: credentials[kind === 'imap' ? 'receivePassword' : 'sendPassword'] ?? '' };
}
