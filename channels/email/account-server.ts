/** An account's settings as the wire needs them to reach its server. */
import type { Receive, Send } from '../../shared/model/mailbox.ts';
import type { ServerSettings } from './wire/account.ts';

type Account = Extract<Receive, { kind: 'imap' }> | Extract<Send, { kind: 'smtp' }>;

export function serverOf(
  { host, port, security, user }: Account,
  password: string,
  allowPrivate: boolean,
): ServerSettings {
  const signIn = user === '' ? { kind: 'none' as const } : { kind: 'password' as const, user, password };
  return { host, port, security, signIn, allowPrivate };
}
