/** What is found out about a mailbox's account: tried step by step, looked up by its address, and how it does right now. */
import { Resolver } from 'node:dns/promises';
import type { AccountState, AccountStep, AccountWay, DnsAdvice, FoundAccount } from '../../shared/model/account.ts';
import type { InboxId } from '../../shared/model/ids.ts';
import { type MailboxSettings, neededCredentials } from '../../shared/model/mailbox.ts';
import type { AccountChannel } from '../channel.ts';
import { type Account, serverOf } from './account-server.ts';
import { settingsOf } from './mailboxes.ts';
import type { ServerSettings } from './wire/account.ts';
import { type CheckProgress, checkAccount } from './wire/check-account.ts';
import { adviseOnDns, type DnsAdvice as Finding } from './wire/dns-advice.ts';
import type { MailboxStatus } from './wire/mailbox-status.ts';
import { findProvider, findProviderByMx, type Provider } from './wire/providers.ts';

export interface AccountsDeps {
  allowPrivate: boolean;
  /** where the listener takes mail; null: it does not */
  listening(): { host: string; port: number } | null;
  /** of a mailbox that is read elsewhere; null: nobody reads it yet */
  statusOf(inboxId: InboxId): Promise<MailboxStatus | null>;
  now(): number;
  dns?: Pick<Resolver, 'resolveMx' | 'resolveTxt'>;
}

export function createAccounts(deps: AccountsDeps): AccountChannel {
  const { listening, statusOf, now } = deps;
  const dns = deps.dns ?? new Resolver({ timeout: 3_000, tries: 2 });

  const serverFor = (account: Account, credentials: Readonly<Record<string, string>>): ServerSettings =>
    serverOf(account, credentials, { allowPrivate: deps.allowPrivate, now });

  return {
    async check(inbox, credentials, tell) {
      const { receive, send, address } = settingsOf(inbox);
      if (receive.kind === 'listener') tellListener(tell, listening());
      if (send.kind === 'outbox-page') tell({ step: 'send.outbox', state: 'ok' });
      const lacking = lackingWays({ receive, send }, credentials, tell);
      await checkAccount({
        ...(receive.kind === 'imap' &&
          !lacking.has('receive') && { imap: { server: serverFor(receive, credentials), folder: receive.folder } }),
        ...(send.kind === 'smtp' &&
          !lacking.has('send') && { smtp: { server: serverFor(send, credentials), from: address } }),
        onProgress: (progress) => tell(toStep(progress)),
      });
    },
    async find(address) {
      const provider = await providerOf(address, dns);
      return provider && toFound(address, provider);
    },
    async advise(address) {
      const domain = domainOf(address);
      // Those of a provider's own domain are not ours to set, and names of this network are nobody else's business.
      if (!isPublic(domain) || findProvider(address)) return [];
      const provider = await providerOf(address, dns);
      const include = provider === null ? undefined : includes[provider.id];
      const found = await adviseOnDns({ domain, dns, ...(include && { expectedInclude: include }) });
      return found.map((finding) => toAdvice(finding, address, include));
    },
    async state(inbox) {
      const { receive, send } = settingsOf(inbox);
      const receiving = receive.kind === 'listener' ? listenerWay(listening()) : readWay(await statusOf(inbox.id));
      // What waits to be sent is the outbox's to say.
      const sending: AccountState['sending'] = { ...idle, waiting: 0, state: send.kind === 'smtp' ? 'ready' : 'off' };
      return { receiving, sending };
    },
  };
}

const idle: Pick<AccountWay, 'since' | 'lastAt'> = { since: null, lastAt: null };

function tellListener(tell: (step: AccountStep) => void, at: { host: string; port: number } | null): void {
  if (at) tell({ step: 'receive.listen', state: 'ok', code: 'listens', data: { ...at } });
  else tell({ step: 'receive.listen', state: 'failed', code: 'not-listening' });
}

/** Says what is missing before anybody is asked: a server that is given no password counts that as a wrong one. */
function lackingWays(
  settings: Pick<MailboxSettings, 'receive' | 'send'>,
  credentials: Readonly<Record<string, string>>,
  tell: (step: AccountStep) => void,
): Set<'receive' | 'send'> {
  const lacking = new Set<'receive' | 'send'>();
  for (const way of ['receive', 'send'] as const) {
    const own =
      way === 'receive'
        ? { ...settings, send: { kind: 'outbox-page' as const } }
        : { ...settings, receive: { kind: 'listener' as const } };
    if (neededCredentials(own).every((name) => credentials[name])) continue;
    lacking.add(way);
    tell({ step: `${way}.sign-in`, state: 'failed', code: 'missing-credentials' });
  }
  return lacking;
}

const states = { running: 'running', good: 'ok', failed: 'failed', 'left-out': 'skipped' } as const;

function toStep({ server, step, state, code, data }: CheckProgress): AccountStep {
  const { reason, ...rest } = data ?? {};
  return {
    step: `${server === 'imap' ? 'receive' : 'send'}.${step}`,
    state: states[state],
    ...(code !== undefined && { code }),
    ...(Object.keys(rest).length > 0 && { data: rest }),
    ...(reason !== undefined && { detail: String(reason) }),
  };
}

const domainOf = (address: string): string => address.slice(address.lastIndexOf('@') + 1).toLowerCase();

/** RFC 2606, RFC 6761, RFC 6762: names that mean nothing elsewhere. */
const isPublic = (domain: string): boolean =>
  domain.includes('.') && !/\.(test|example|invalid|localhost|local|internal|lan|home\.arpa)$/.test(domain);

async function providerOf(address: string, dns: Pick<Resolver, 'resolveMx'>): Promise<Provider | null> {
  const known = findProvider(address);
  if (known || !isPublic(domainOf(address))) return known;
  return findProviderByMx(address, (domain) => dns.resolveMx(domain));
}

const help: Record<string, string> = {
  google: 'https://support.google.com/accounts/answer/185833',
  microsoft:
    'https://learn.microsoft.com/exchange/client-developer/legacy-protocols/how-to-authenticate-an-imap-pop-smtp-application-by-using-oauth',
  yahoo: 'https://help.yahoo.com/kb/SLN15241.html',
  icloud: 'https://support.apple.com/102654',
  fastmail: 'https://www.fastmail.help/hc/en-us/articles/360058752854',
  gmx: 'https://hilfe.gmx.net/pop-imap/einschalten.html',
  webde: 'https://hilfe.web.de/pop-imap/einschalten.html',
};

/** What an SPF record includes for mail that goes out over a provider. */
const includes: Record<string, string> = {
  google: '_spf.google.com',
  microsoft: 'spf.protection.outlook.com',
  icloud: 'icloud.com',
  fastmail: 'spf.messagingengine.com',
  zoho: 'zoho.com',
};

function toFound(address: string, { id, name, imap, smtp, signIn }: Provider): FoundAccount {
  const account = { user: address, auth: signIn === 'microsoft' ? 'oauth' : 'password' };
  return {
    provider: name,
    // Google takes an app password too, which is the smaller thing to get.
    signIn: signIn === 'microsoft' ? 'oauth' : signIn === 'password' ? 'password' : 'app-password',
    help: help[id] ?? null,
    settings: { receive: { kind: 'imap', ...imap, ...account }, send: { kind: 'smtp', ...smtp, ...account } },
  };
}

const adviceStates = { good: 'ok', weak: 'weak', bad: 'wrong', unknown: 'unknown' } as const;

function toAdvice({ check, state, code, data }: Finding, address: string, include?: string): DnsAdvice {
  const record = recordFor(code, data.record, address, include);
  const isMissing = code.endsWith('-missing') && state === 'bad';
  return {
    about: check,
    state: isMissing ? 'missing' : adviceStates[state],
    code,
    data,
    ...(data.record !== undefined && { found: data.record }),
    ...(record && { record }),
  };
}

/** What to put there, where one record mends it. */
function recordFor(
  code: Finding['code'],
  found: string | undefined,
  address: string,
  include = '',
): DnsAdvice['record'] | null {
  const domain = domainOf(address);
  const own = include === '' ? 'mx' : `include:${include}`;
  const spf = (value: string) => ({ name: domain, type: 'TXT' as const, value });
  switch (code) {
    case 'spf-missing':
      return spf(`v=spf1 ${own} ~all`);
    case 'spf-without-provider':
      return found === undefined ? null : spf(found.replace(/^v=spf1/i, `v=spf1 ${own}`));
    case 'spf-open':
      return found === undefined ? null : spf(found.replace(/(\s)\+?all(?=\s|$)/i, '$1~all'));
    case 'dmarc-missing':
      return { name: `_dmarc.${domain}`, type: 'TXT', value: `v=DMARC1; p=none; rua=mailto:${address}` };
    default:
      return null;
  }
}

function listenerWay(at: { host: string; port: number } | null): AccountState['receiving'] {
  return at
    ? { ...idle, state: 'working', code: 'listens', detail: `${at.host}:${at.port}` }
    : { ...idle, state: 'failed', code: 'not-listening' };
}

function readWay(status: MailboxStatus | null): AccountState['receiving'] {
  if (status === null) return { ...idle, state: 'starting' };
  const { connectedSince, lastMailAt, error, backlog } = status;
  const isConnected = status.state === 'connected';
  const hasFailed = !isConnected && error !== null;
  return {
    state: isConnected ? 'working' : hasFailed ? 'failed' : 'starting',
    since: isConnected ? connectedSince : (error?.at ?? null),
    lastAt: lastMailAt,
    ...(hasFailed && { code: error.code, detail: error.reason }),
    ...(backlog && { imported: backlog }),
  };
}
