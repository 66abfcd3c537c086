/** What a domain says of its mail and what it should say, so that others believe it: MX, SPF (RFC 7208), DKIM (RFC 6376), DMARC (RFC 7489). */
import type { DnsAdvice } from '../../../shared/model/account.ts';
import { domainOf, isPublicDomain, type MailDns } from './dns.ts';
import { type Provider, providerOfDomain, providerOfMx } from './providers.ts';

/** Names under which providers publish their keys; a domain may use any other, so that none is found proves nothing. */
const selectors = [
  'google',
  'selector1',
  'selector2',
  'default',
  'dkim',
  'mail',
  's1',
  'k1',
  'fm1',
  'sig1',
  'zoho',
] as const;

/** Empty for domains that are somebody else's, such as gmail.com, and for those that only this network knows. */
export async function adviseDns(address: string, dns: MailDns): Promise<DnsAdvice[]> {
  const domain = domainOf(address);
  if (!isPublicDomain(domain) || providerOfDomain(domain)) return [];
  const mx = await dns.mx(domain).catch(() => null);
  const provider = mx ? providerOfMx(mx) : null;
  const all = await Promise.all([
    readMx(domain, mx),
    orUnknown('spf', async () => readSpf(domain, await dns.txt(domain), provider)),
    orUnknown('dkim', async () => readDkim(await findKeys(domain, dns))),
    orUnknown('dmarc', async () => readDmarc(domain, address, await findDmarc(domain, dns))),
  ]);
  return all;
}

async function orUnknown(about: DnsAdvice['about'], read: () => Promise<DnsAdvice>): Promise<DnsAdvice> {
  return read().catch((): DnsAdvice => ({ about, state: 'unknown', code: 'unknown' }));
}

function readMx(domain: string, hosts: readonly string[] | null): DnsAdvice {
  if (hosts === null) return { about: 'mx', state: 'unknown', code: 'unknown' };
  if (hosts.length === 0) return { about: 'mx', state: 'missing', code: 'mx.missing', data: { domain } };
  return { about: 'mx', state: 'ok', code: 'mx.ok', found: hosts.join(', ') };
}

/** The mechanisms stay as they are; what is missing is put before the last word of the record. */
export function readSpf(name: string, texts: readonly string[], provider: Pick<Provider, 'spf'> | null): DnsAdvice {
  const records = texts.filter((text) => /^v=spf1( |$)/i.test(text));
  const [found = ''] = records;
  const wanted = provider?.spf ? `include:${provider.spf}` : 'mx';
  const record = (value: string) => ({ name, type: 'TXT' as const, value });
  const about = 'spf' as const;
  if (records.length === 0) {
    return { about, state: 'missing', code: 'spf.missing', record: record(`v=spf1 ${wanted} ~all`) };
  }
  if (records.length > 1) return { about, state: 'wrong', code: 'spf.several', found: records.join(' | ') };
  if (/(^| )\+?all( |$)/i.test(found)) {
    return { about, state: 'weak', code: 'spf.weak', found, record: record(found.replace(/\+?all( |$)/i, '~all$1')) };
  }
  const words = found.toLowerCase().split(' ');
  const isElsewhere = words.some((word) => word.startsWith('redirect='));
  if (provider?.spf && !isElsewhere && !words.includes(wanted)) {
    const [version = '', ...rest] = found.split(' ');
    const value = [version, wanted, ...rest].join(' ');
    return { about, state: 'weak', code: 'spf.does-not-include', found, record: record(value) };
  }
  return { about, state: 'ok', code: 'spf.ok', found };
}

async function findKeys(domain: string, dns: MailDns): Promise<string[]> {
  const found = await Promise.all(
    selectors.map(async (selector) => {
      const texts = await dns.txt(`${selector}._domainkey.${domain}`);
      // An empty p= is a key that was taken back.
      return texts.some((text) => /(^|;)\s*p=\s*[^;\s]/i.test(text)) ? [selector] : [];
    }),
  );
  return found.flat();
}

function readDkim(keys: readonly string[]): DnsAdvice {
  if (keys.length === 0) return { about: 'dkim', state: 'unknown', code: 'dkim.missing' };
  return { about: 'dkim', state: 'ok', code: 'dkim.ok', found: keys.join(', ') };
}

/** The domain's own policy, else that of the domains above it. */
async function findDmarc(domain: string, dns: MailDns): Promise<string | null> {
  const labels = domain.split('.');
  for (let at = 0; at <= labels.length - 2; at += 1) {
    const texts = await dns.txt(`_dmarc.${labels.slice(at).join('.')}`);
    const found = texts.find((text) => /^v=DMARC1\s*(;|$)/i.test(text));
    if (found) return found;
  }
  return null;
}

export function readDmarc(domain: string, address: string, found: string | null): DnsAdvice {
  const about = 'dmarc' as const;
  if (found === null) {
    const value = `v=DMARC1; p=none; rua=mailto:${address}`;
    return { about, state: 'missing', code: 'dmarc.missing', record: { name: `_dmarc.${domain}`, type: 'TXT', value } };
  }
  const policy = /;\s*p=\s*(\w+)/i.exec(found)?.[1]?.toLowerCase();
  if (policy === 'quarantine' || policy === 'reject') return { about, state: 'ok', code: 'dmarc.ok', found };
  return { about, state: 'weak', code: 'dmarc.weak', found };
}
