/** Mail providers that people are likely to have, by the domain of their address or by where its mail goes. */
import type { Security } from './account.ts';

export interface ProviderServer {
  host: string;
  port: number;
  security: Security;
}

export interface Provider {
  id: string;
  name: string;
  domains: string[];
  /** the end of the MX hosts of domains that it serves for others */
  mx?: string[];
  imap: ProviderServer;
  smtp: ProviderServer;
  /** `app-password`: the usual password is refused, one is made for Parley in the account's settings */
  signIn: 'google' | 'microsoft' | 'app-password' | 'password';
  /** puts what is sent over SMTP into Sent by itself: another copy would be a second one */
  copiesSent: boolean;
}

const tls = (host: string, port: number): ProviderServer => ({ host, port, security: 'tls' });
const starttls = (host: string, port = 587): ProviderServer => ({ host, port, security: 'starttls' });

export const providers: readonly Provider[] = [
  {
    id: 'google',
    name: 'Gmail',
    domains: ['gmail.com', 'googlemail.com'],
    mx: ['google.com', 'googlemail.com'],
    imap: tls('imap.gmail.com', 993),
    smtp: tls('smtp.gmail.com', 465),
    signIn: 'google',
    copiesSent: true,
  },
  {
    id: 'microsoft',
    name: 'Microsoft 365 / Outlook',
    domains: [
      'outlook.com',
      'hotmail.com',
      'live.com',
      'msn.com',
      'outlook.de',
      'hotmail.co.uk',
      'hotmail.fr',
      'office365.com',
    ],
    mx: ['mail.protection.outlook.com', 'mx.microsoft'],
    imap: tls('outlook.office365.com', 993),
    smtp: starttls('smtp.office365.com'),
    signIn: 'microsoft',
    copiesSent: true,
  },
  {
    id: 'yahoo',
    name: 'Yahoo',
    domains: ['yahoo.com', 'yahoo.co.uk', 'yahoo.de', 'yahoo.fr', 'ymail.com', 'rocketmail.com'],
    mx: ['yahoodns.net'],
    imap: tls('imap.mail.yahoo.com', 993),
    smtp: tls('smtp.mail.yahoo.com', 465),
    signIn: 'app-password',
    copiesSent: true,
  },
  {
    id: 'icloud',
    name: 'iCloud',
    domains: ['icloud.com', 'me.com', 'mac.com'],
    mx: ['mail.icloud.com'],
    imap: tls('imap.mail.me.com', 993),
    smtp: starttls('smtp.mail.me.com'),
    signIn: 'app-password',
    copiesSent: false,
  },
  {
    id: 'fastmail',
    name: 'Fastmail',
    domains: ['fastmail.com', 'fastmail.fm'],
    mx: ['messagingengine.com'],
    imap: tls('imap.fastmail.com', 993),
    smtp: tls('smtp.fastmail.com', 465),
    signIn: 'app-password',
    copiesSent: false,
  },
  {
    id: 'zoho',
    name: 'Zoho',
    domains: ['zoho.com', 'zohomail.com'],
    mx: ['zoho.com'],
    imap: tls('imap.zoho.com', 993),
    smtp: tls('smtp.zoho.com', 465),
    signIn: 'app-password',
    copiesSent: true,
  },
  {
    id: 'gmx',
    name: 'GMX',
    domains: ['gmx.net', 'gmx.de', 'gmx.at', 'gmx.ch'],
    imap: tls('imap.gmx.net', 993),
    smtp: tls('mail.gmx.net', 465),
    signIn: 'password',
    copiesSent: false,
  },
  {
    id: 'webde',
    name: 'WEB.DE',
    domains: ['web.de'],
    imap: tls('imap.web.de', 993),
    smtp: starttls('smtp.web.de'),
    signIn: 'password',
    copiesSent: false,
  },
  {
    id: 'qq',
    name: 'QQ 邮箱',
    domains: ['qq.com', 'foxmail.com'],
    mx: ['mxbiz1.qq.com', 'mxbiz2.qq.com'],
    imap: tls('imap.qq.com', 993),
    smtp: tls('smtp.qq.com', 465),
    signIn: 'app-password',
    copiesSent: false,
  },
  {
    id: 'netease163',
    name: '网易 163',
    domains: ['163.com'],
    imap: tls('imap.163.com', 993),
    smtp: tls('smtp.163.com', 465),
    signIn: 'app-password',
    copiesSent: false,
  },
  {
    id: 'netease126',
    name: '网易 126',
    domains: ['126.com'],
    imap: tls('imap.126.com', 993),
    smtp: tls('smtp.126.com', 465),
    signIn: 'app-password',
    copiesSent: false,
  },
  {
    id: 'aliyun',
    name: '阿里云邮箱',
    domains: ['aliyun.com'],
    imap: tls('imap.aliyun.com', 993),
    smtp: tls('smtp.aliyun.com', 465),
    signIn: 'password',
    copiesSent: false,
  },
];

/** @param addressOrDomain `ann@gmail.com` or `gmail.com` */
export function findProvider(addressOrDomain: string): Provider | null {
  const domain = readDomain(addressOrDomain);
  return providers.find(({ domains }) => domains.includes(domain)) ?? null;
}

/** By where the domain's mail goes: companies with their own domain at a provider. Null when nothing is known, or nobody answers. */
export async function findProviderByMx(
  addressOrDomain: string,
  resolveMx: (domain: string) => Promise<{ exchange: string; priority: number }[]>,
): Promise<Provider | null> {
  const records = await resolveMx(readDomain(addressOrDomain)).catch(() => []);
  const [first] = [...records].sort((a, b) => a.priority - b.priority);
  const host = first?.exchange.toLowerCase().replace(/\.$/, '');
  if (!host) return null;
  return providers.find(({ mx }) => mx?.some((end) => host === end || host.endsWith(`.${end}`))) ?? null;
}

/** Whether what goes out over this host lands in Sent by itself. */
export function copiesSent(smtpHost: string): boolean {
  const host = smtpHost.toLowerCase();
  return providers.some((provider) => provider.copiesSent && provider.smtp.host === host);
}

function readDomain(addressOrDomain: string): string {
  return addressOrDomain
    .slice(addressOrDomain.lastIndexOf('@') + 1)
    .trim()
    .toLowerCase();
}
