/** What a domain says of who may send its mail (SPF, DKIM, DMARC), judged as advice: codes and data, to be worded by the page. */

/** As node:dns/promises has them; an answer of ENOTFOUND or ENODATA means there is none. */
export interface DnsReader {
  resolveTxt(name: string): Promise<string[][]>;
}

export type DnsAdviceCode =
  | 'spf-good'
  | 'spf-missing'
  | 'spf-several'
  | 'spf-open'
  | 'spf-soft-end'
  | 'spf-without-provider'
  | 'spf-too-many-lookups'
  | 'dkim-good'
  | 'dkim-missing'
  | 'dkim-revoked'
  | 'dmarc-good'
  | 'dmarc-missing'
  | 'dmarc-several'
  | 'dmarc-only-watches'
  | 'unanswered';

export interface DnsAdvice {
  check: 'spf' | 'dkim' | 'dmarc';
  state: 'good' | 'weak' | 'bad' | 'unknown';
  code: DnsAdviceCode;
  /** the record as found, the selector, the include that is missing … */
  data: Record<string, string>;
}

export interface DnsAdviceOptions {
  domain: string;
  dns: DnsReader;
  /** what SPF should include for the provider the mail goes out over, such as `_spf.google.com` */
  expectedInclude?: string;
  /** DKIM selectors to look for; without one, those of the usual providers */
  selectors?: string[];
}

const USUAL_SELECTORS = [
  'google',
  'selector1',
  'selector2',
  'default',
  'dkim',
  'mail',
  'k1',
  's1',
  's2',
  'fm1',
  'zoho',
  'sig1',
];

export async function adviseOnDns(options: DnsAdviceOptions): Promise<DnsAdvice[]> {
  return Promise.all([adviseOnSpf(options), adviseOnDkim(options), adviseOnDmarc(options)]);
}

/** Null when nobody answered, which says nothing about the domain. */
async function readTxt(dns: DnsReader, name: string): Promise<string[] | null> {
  try {
    return (await dns.resolveTxt(name)).map((pieces) => pieces.join(''));
  } catch (error) {
    const { code = '' } = error as { code?: string };
    return ['ENOTFOUND', 'ENODATA'].includes(code) ? [] : null;
  }
}

/** RFC 7208. */
async function adviseOnSpf({ domain, dns, expectedInclude }: DnsAdviceOptions): Promise<DnsAdvice> {
  const say = (state: DnsAdvice['state'], code: DnsAdviceCode, data = {}): DnsAdvice => ({
    check: 'spf',
    state,
    code,
    data,
  });
  const found = await readTxt(dns, domain);
  if (!found) return say('unknown', 'unanswered');
  const records = found.filter((record) => /^v=spf1(\s|$)/i.test(record));
  const [record] = records;
  if (!record) return say('bad', 'spf-missing');
  if (records.length > 1) return say('bad', 'spf-several', { record: records.join(' | ') });
  const terms = record.toLowerCase().split(/\s+/).slice(1);
  if (terms.includes('+all') || terms.includes('all')) return say('bad', 'spf-open', { record });
  // §4.6.4: more than ten terms that ask the DNS make it an error.
  const lookups = terms.filter((term) => /^[+~?-]?(include|a|mx|ptr|exists)([:/]|$)|^redirect=/.test(term)).length;
  if (lookups > 10) return say('bad', 'spf-too-many-lookups', { record, lookups: String(lookups) });
  const isIncluded = terms.some(
    (term) => term === `include:${expectedInclude}` || term === `redirect=${expectedInclude}`,
  );
  if (expectedInclude && !isIncluded) return say('weak', 'spf-without-provider', { record, include: expectedInclude });
  const isClosed = terms.some((term) => term === '-all' || term === '~all' || term.startsWith('redirect='));
  return isClosed ? say('good', 'spf-good', { record }) : say('weak', 'spf-soft-end', { record });
}

/** RFC 6376 §3.6.1: without the selector a key cannot be found, so a missing one is likely only. */
async function adviseOnDkim({ domain, dns, selectors = USUAL_SELECTORS }: DnsAdviceOptions): Promise<DnsAdvice> {
  const say = (state: DnsAdvice['state'], code: DnsAdviceCode, data = {}): DnsAdvice => ({
    check: 'dkim',
    state,
    code,
    data,
  });
  const answers = await Promise.all(
    selectors.map(async (selector) => ({ selector, found: await readTxt(dns, `${selector}._domainkey.${domain}`) })),
  );
  const keys = answers.flatMap(({ selector, found }) =>
    (found ?? []).flatMap((record) => {
      const key = /(?:^|;)\s*p=([^;]*)/i.exec(record)?.[1];
      return key === undefined ? [] : [{ selector, isGood: key.trim() !== '' }];
    }),
  );
  const good = keys.find(({ isGood }) => isGood);
  if (good) return say('good', 'dkim-good', { selector: good.selector });
  const [revoked] = keys;
  if (revoked) return say('bad', 'dkim-revoked', { selector: revoked.selector });
  if (answers.every(({ found }) => found === null)) return say('unknown', 'unanswered');
  return say('weak', 'dkim-missing', { selectors: selectors.join(', ') });
}

/** RFC 7489; a domain without a record of its own has that of the domain above. */
async function adviseOnDmarc({ domain, dns }: DnsAdviceOptions): Promise<DnsAdvice> {
  const say = (state: DnsAdvice['state'], code: DnsAdviceCode, data = {}): DnsAdvice => ({
    check: 'dmarc',
    state,
    code,
    data,
  });
  const labels = domain.split('.');
  const above = labels.length > 2 ? [labels.slice(-2).join('.')] : [];
  for (const name of [domain, ...above]) {
    const found = await readTxt(dns, `_dmarc.${name}`);
    if (!found) return say('unknown', 'unanswered');
    const records = found.filter((record) => /^v=dmarc1(\s*;|$)/i.test(record));
    const [record] = records;
    if (!record) continue;
    if (records.length > 1) return say('bad', 'dmarc-several', { record: records.join(' | ') });
    const policy = /;\s*p\s*=\s*(\w+)/i.exec(record)?.[1]?.toLowerCase() ?? 'none';
    return policy === 'none'
      ? say('weak', 'dmarc-only-watches', { record })
      : say('good', 'dmarc-good', { record, policy });
  }
  return say('bad', 'dmarc-missing');
}
