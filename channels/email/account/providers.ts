/** Mail providers that many people have, by their addresses or by where a domain's mail goes; servers as each provider's help pages name them. */
import type { FoundAccount } from '../../../shared/model/account.ts';
import type { MailSecurity } from '../../../shared/model/mailbox.ts';
import { domainOf, isPublicDomain, type MailDns } from './dns.ts';

interface Server {
  host: string;
  port: number;
  security: MailSecurity;
}

export interface Provider extends Pick<FoundAccount, 'signIn' | 'help'> {
  name: string;
  /** addresses that are its own */
  domains: readonly string[];
  /** hosts that take mail for domains it serves, by their ending */
  mx: readonly string[];
  imap: Server;
  smtp: Server;
  /** what an SPF record includes for it; null: nothing of its own */
  spf: string | null;
}

const tls = (host: string, port: number): Server => ({ host, port, security: 'tls' });
const starttls = (host: string, port = 587): Server => ({ host, port, security: 'starttls' });

export const providers: readonly Provider[] = [
  {
    ...{ name: 'Gmail', domains: ['gmail.com', 'googlemail.com'], mx: ['google.com', 'googlemail.com'] },
    ...{ imap: tls('imap.gmail.com', 993), smtp: tls('smtp.gmail.com', 465), spf: '_spf.google.com' },
    ...{ signIn: 'app-password', help: 'https://support.google.com/accounts/answer/185833' },
  },
  {
    name: 'Microsoft 365',
    domains: ['outlook.com', 'hotmail.com', 'live.com', 'msn.com'],
    mx: ['mail.protection.outlook.com', 'olc.protection.outlook.com'],
    ...{ imap: tls('outlook.office365.com', 993), smtp: starttls('smtp.office365.com') },
    ...{ spf: 'spf.protection.outlook.com', signIn: 'oauth' },
    help: 'https://learn.microsoft.com/exchange/client-developer/legacy-protocols/how-to-authenticate-an-imap-pop-smtp-application-by-using-oauth',
  },
  {
    ...{ name: 'iCloud', domains: ['icloud.com', 'me.com', 'mac.com'], mx: ['mail.icloud.com'] },
    ...{ imap: tls('imap.mail.me.com', 993), smtp: starttls('smtp.mail.me.com'), spf: 'icloud.com' },
    ...{ signIn: 'app-password', help: 'https://support.apple.com/102654' },
  },
  {
    ...{ name: 'Yahoo', domains: ['yahoo.com', 'ymail.com', 'rocketmail.com'], mx: ['yahoodns.net'] },
    ...{ imap: tls('imap.mail.yahoo.com', 993), smtp: tls('smtp.mail.yahoo.com', 465), spf: null },
    ...{ signIn: 'app-password', help: 'https://help.yahoo.com/kb/SLN15241.html' },
  },
  {
    ...{ name: 'Fastmail', domains: ['fastmail.com', 'fastmail.fm'], mx: ['messagingengine.com'] },
    ...{ imap: tls('imap.fastmail.com', 993), smtp: tls('smtp.fastmail.com', 465), spf: 'spf.messagingengine.com' },
    ...{ signIn: 'app-password', help: 'https://www.fastmail.help/hc/en-us/articles/360058752854' },
  },
  {
    ...{ name: 'GMX', domains: ['gmx.de', 'gmx.net', 'gmx.at', 'gmx.ch'], mx: ['gmx.net'] },
    ...{ imap: tls('imap.gmx.net', 993), smtp: tls('mail.gmx.net', 465), spf: null, signIn: 'password' },
    help: 'https://hilfe.gmx.net/pop-imap/einschalten.html',
  },
  {
    ...{ name: 'WEB.DE', domains: ['web.de'], mx: ['web.de'] },
    ...{ imap: tls('imap.web.de', 993), smtp: starttls('smtp.web.de'), spf: null, signIn: 'password' },
    help: 'https://hilfe.web.de/pop-imap/einschalten.html',
  },
  {
    ...{ name: 'IONOS', domains: [], mx: ['kundenserver.de', 'ionos.com', 'ionos.de'] },
    ...{ imap: tls('imap.ionos.com', 993), smtp: tls('smtp.ionos.com', 465), spf: '_spf.perfora.net' },
    ...{ signIn: 'password', help: null },
  },
  {
    ...{ name: 'Zoho', domains: ['zoho.com', 'zohomail.com'], mx: ['zoho.com', 'zoho.eu'] },
    ...{ imap: tls('imap.zoho.com', 993), smtp: tls('smtp.zoho.com', 465), spf: 'zoho.com' },
    ...{ signIn: 'app-password', help: 'https://www.zoho.com/mail/help/imap-access.html' },
  },
  {
    ...{ name: '腾讯企业邮箱', domains: [], mx: ['mxbiz1.qq.com', 'mxbiz2.qq.com'] },
    ...{ imap: tls('imap.exmail.qq.com', 993), smtp: tls('smtp.exmail.qq.com', 465), spf: 'spf.mail.qq.com' },
    ...{ signIn: 'app-password', help: null },
  },
  {
    ...{ name: 'QQ 邮箱', domains: ['qq.com', 'foxmail.com'], mx: ['qq.com'] },
    ...{ imap: tls('imap.qq.com', 993), smtp: tls('smtp.qq.com', 465), spf: null },
    ...{ signIn: 'app-password', help: 'https://service.mail.qq.com/detail/0/75' },
  },
  {
    ...{ name: '网易邮箱', domains: ['163.com'], mx: ['netease.com'] },
    ...{ imap: tls('imap.163.com', 993), smtp: tls('smtp.163.com', 465), spf: null },
    ...{ signIn: 'app-password', help: 'https://help.mail.163.com' },
  },
  {
    ...{ name: 'Yandex', domains: ['yandex.com', 'yandex.ru', 'ya.ru'], mx: ['mx.yandex.net', 'mx.yandex.ru'] },
    ...{ imap: tls('imap.yandex.com', 993), smtp: tls('smtp.yandex.com', 465), spf: '_spf.yandex.net' },
    ...{ signIn: 'app-password', help: 'https://yandex.com/support/id/authorization/app-passwords.html' },
  },
];

export const providerOfDomain = (domain: string): Provider | null =>
  providers.find(({ domains }) => domains.includes(domain)) ?? null;

export function providerOfMx(hosts: readonly string[]): Provider | null {
  const serves = ({ mx }: Provider) => mx.some((end) => hosts.some((host) => host === end || host.endsWith(`.${end}`)));
  return providers.find(serves) ?? null;
}

/** By the address, else by where its domain's mail goes, else by what the domain says of itself (RFC 6186). Null: nothing is known. */
export async function findAccount(address: string, dns: MailDns): Promise<FoundAccount | null> {
  const domain = domainOf(address);
  const known = providerOfDomain(domain);
  if (known) return describe(address, known);
  if (!isPublicDomain(domain)) return null;
  try {
    const served = providerOfMx(await dns.mx(domain));
    return served ? describe(address, served) : await findBySrv(address, domain, dns);
  } catch {
    // That DNS does not answer must hold nobody up.
    return null;
  }
}

async function findBySrv(address: string, domain: string, dns: MailDns): Promise<FoundAccount | null> {
  const [imaps, submissions, submission] = await Promise.all(
    ['_imaps', '_submissions', '_submission'].map(async (name) => (await dns.srv(`${name}._tcp.${domain}`))[0]),
  );
  const out = submissions
    ? tls(submissions.host, submissions.port)
    : submission && starttls(submission.host, submission.port);
  if (!imaps || !out) return null;
  return describe(address, { name: '', signIn: 'password', help: null, imap: tls(imaps.host, imaps.port), smtp: out });
}

function describe(
  address: string,
  { name, signIn, help, imap, smtp }: Pick<Provider, 'name' | 'signIn' | 'help' | 'imap' | 'smtp'>,
): FoundAccount {
  const account = { user: address, auth: signIn === 'oauth' ? 'oauth' : 'password' };
  return {
    ...{ provider: name, signIn, help },
    settings: { receive: { kind: 'imap', ...imap, ...account }, send: { kind: 'smtp', ...smtp, ...account } },
  };
}
