/**
 * Whether a mail comes from where it says: by the word of our own receiver, else by our own check of DKIM, SPF, DMARC and ARC.
 * Never more than what was proved: where anything could not be looked up, the sender is unproven.
 */
import { isIP } from 'node:net';
import { type AuthenticateResult, authenticate, type DNSResolver } from 'mailauth';
import { getDomain } from 'tldts';
import { type AuthResults, trustedResults } from './auth-results.ts';
import { readDomain } from './lookalike.ts';
import { domainOf } from './mime/addresses.ts';
import type { Envelope, ParsedMail } from './model.ts';

/**
 * pass: DMARC passes. weak: no DMARC policy, but an aligned signature or SPF. arc: broken on the way by a forwarder we trust, which vouches
 * for it. none: nothing proved, which is common and honest. fail: the domain's owner asks that mail like this is not believed.
 */
export type Verdict = 'pass' | 'weak' | 'arc' | 'none' | 'fail';

export interface Authenticity {
  verdict: Verdict;
  /** of From, in ASCII; null when there is none */
  domain: string | null;
  by: 'receiver' | 'own-check' | 'nothing';
  spf: { result: string; domain: string } | null;
  dkim: { result: string; domain: string; aligned: boolean }[];
  dmarc: { result: string; policy: string | null } | null;
  arc: string | null;
  /** the domain in punycode when its letters are mixed to deceive */
  lookalike: string | null;
  why: string;
}

export interface JudgeOptions {
  /** authserv-ids of our own receivers */
  trusted: readonly string[];
  envelope: Envelope | null;
  /** as `dns.promises.resolve(domain, type)` */
  resolver: DNSResolver;
  /** forwarders whose ARC seal is believed */
  forwarders?: readonly string[];
  /** for all of it, ms */
  patience?: number;
}

const PATIENCE = 8_000;
const MAX_LOOKUPS = 60;
const FORWARDERS = [
  'google.com',
  'microsoft.com',
  'outlook.com',
  'fastmail.com',
  'messagingengine.com',
  'yahoo.com',
  'icloud.com',
  'protonmail.ch',
];

export async function judgeSender(raw: Buffer, mail: ParsedMail, options: JudgeOptions): Promise<Authenticity> {
  const domain = mail.from === null ? null : domainOf(mail.from.address);
  const nothing: Authenticity = {
    ...{ verdict: 'none', domain, by: 'nothing', spf: null, dkim: [], dmarc: null, arc: null },
    lookalike: domain !== null && readDomain(domain).isLookalike ? domain : null,
    why: 'Nothing proves the sender.',
  };
  if (domain === null) return { ...nothing, why: 'It names no sender.' };
  // DMARC is about one author; with several anybody could stand first.
  if (mail.fromAll.length !== 1) return { ...nothing, why: 'It names several senders.' };
  const received = trustedResults(raw, options.trusted);
  return received === null
    ? checkOurselves(raw, domain, nothing, options)
    : { ...nothing, ...fromReceiver(received, domain) };
}

function fromReceiver({ authservId, methods }: AuthResults, domain: string): Partial<Authenticity> {
  const found = (method: string) => methods.filter((one) => one.method === method);
  const [spf] = found('spf');
  const [dmarc] = found('dmarc');
  const spfDomain = (spf?.props.get('smtp.mailfrom') ?? spf?.props.get('smtp.helo') ?? '').replace(/^.*@/, '');
  const details = {
    by: 'receiver' as const,
    spf: spf === undefined ? null : { result: spf.result, domain: spfDomain },
    dkim: found('dkim').map(({ result, props }) => {
      const signer = props.get('header.d') ?? (props.get('header.i') ?? '').replace(/^.*@/, '');
      return { result, domain: signer, aligned: isAligned(signer, domain) };
    }),
    dmarc: dmarc === undefined ? null : { result: dmarc.result, policy: policyOf(dmarc.comment) },
    arc: found('arc')[0]?.result ?? null,
  };
  const about = dmarc?.props.get('header.from');
  // A result about another author proves nothing of this one.
  const isAbout = about === undefined || isAligned(about, domain);
  return {
    ...details,
    ...conclude({ ...details, dmarc: isAbout ? details.dmarc : null }, domain, details.arc === 'pass', authservId),
  };
}

async function checkOurselves(
  raw: Buffer,
  domain: string,
  nothing: Authenticity,
  options: JudgeOptions,
): Promise<Authenticity> {
  if (!hasHonestHead(raw)) return { ...nothing, why: 'Its head is too large to be checked.' };
  const lookups = bounded(options.resolver, options.patience ?? PATIENCE);
  const ip = publicIp(options.envelope?.remoteAddress);
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<null>((resolve) => {
    timer = setTimeout(resolve, options.patience ?? PATIENCE, null);
  });
  const check = authenticate(raw, {
    ...{ resolver: lookups.resolver, mta: 'parley', disableBimi: true, minBitLength: 1_024 },
    ...(ip !== null && { ip, helo: options.envelope?.helo ?? ip, sender: options.envelope?.mailFrom ?? '' }),
  }).catch(() => null);
  const result = await Promise.race([check, late]);
  clearTimeout(timer);
  if (result === null) return { ...nothing, why: 'It could not be checked in time.' };
  const details = ownDetails(result, domain, ip);
  const sealer = result.arc && result.arc.status.result === 'pass' ? sealerOf(result) : null;
  const isVouched =
    sealer !== null && [...FORWARDERS, ...(options.forwarders ?? [])].includes(sealer) && forwarderSaw(result);
  const concluded = conclude(details, domain, isVouched, sealer ?? 'Our own check');
  // A name server that does not answer may hide a pass as well as a fail.
  if (lookups.hadTrouble() && concluded.verdict !== 'pass')
    return { ...nothing, ...details, why: 'The name servers did not answer.' };
  return { ...nothing, ...details, ...concluded };
}

/** The check takes all fields apart at once, which no time-out ends: with 2 MB of them it took minutes. */
const MOST_HEAD = 256 * 1024;

function hasHonestHead(raw: Buffer): boolean {
  const head = raw.subarray(0, MOST_HEAD);
  return raw.length <= MOST_HEAD || head.includes('\n\r\n') || head.includes('\n\n');
}

function ownDetails(result: AuthenticateResult, domain: string, ip: string | null) {
  const signed = result.dkim.results.filter((one) => one.signingDomain !== undefined);
  const dkim = signed.map(({ status, signingDomain }) => ({
    // A signature that leaves out the end of the text lets anyone write there.
    result: status.underSized ? 'policy' : status.result,
    domain: signingDomain,
    aligned: isAligned(signingDomain, domain),
  }));
  const spf = result.spf && ip !== null ? { result: result.spf.status.result, domain: result.spf.domain } : null;
  const isHeld =
    dkim.some((one) => one.result === 'pass' && one.aligned) ||
    (spf?.result === 'pass' && isAligned(spf.domain, domain));
  const stated = result.dmarc
    ? { result: result.dmarc.status.result as string, policy: result.dmarc.policy ?? null }
    : null;
  const dmarc = stated?.result === 'pass' && !isHeld ? { ...stated, result: 'none' } : stated;
  return { by: 'own-check' as const, spf, dkim, dmarc, arc: result.arc ? result.arc.status.result : null };
}

function conclude(
  { spf, dkim, dmarc }: Pick<Authenticity, 'spf' | 'dkim' | 'dmarc'>,
  domain: string,
  isVouched: boolean,
  by: string,
): Pick<Authenticity, 'verdict' | 'why'> {
  if (dmarc?.result === 'pass') return { verdict: 'pass', why: `DMARC passes for ${domain} (${by}).` };
  if (dmarc?.result === 'fail') {
    if (isVouched) return { verdict: 'arc', why: `${by} forwarded it and vouches for it.` };
    // An owner who asks for nothing has many honest mails that fail.
    return dmarc.policy === 'none'
      ? { verdict: 'none', why: `DMARC fails for ${domain}, whose owner asks for nothing.` }
      : { verdict: 'fail', why: `DMARC fails for ${domain} (${by}).` };
  }
  if (dmarc !== null && /^(temperror|temperr|permerror)$/.test(dmarc.result))
    return { verdict: 'none', why: 'DMARC could not be looked up.' };
  if (dkim.some((one) => one.result === 'pass' && one.aligned))
    return { verdict: 'weak', why: `${domain} signed it; it has no DMARC policy.` };
  if (spf?.result === 'pass' && isAligned(spf.domain, domain))
    return { verdict: 'weak', why: `It came from a server of ${domain}, which has no DMARC policy.` };
  return { verdict: 'none', why: 'Nothing proves the sender.' };
}

/** Relaxed alignment: the same registrable domain (RFC 7489 §3.1). */
function isAligned(one: string, other: string): boolean {
  if (one === '' || other === '') return false;
  if (one.toLowerCase() === other.toLowerCase()) return true;
  const [first, second] = [one, other].map((name) => getDomain(name, { allowPrivateDomains: true }));
  return first !== null && first === second;
}

function policyOf(comment: string): string | null {
  return /\bp=(none|quarantine|reject)\b/i.exec(comment)?.[1]?.toLowerCase() ?? null;
}

/** SPF says nothing of addresses that are not on the internet. */
function publicIp(address: string | undefined): string | null {
  const ip = (address ?? '').replace(/^::ffff:(?=\d)/i, '');
  if (isIP(ip) === 0) return null;
  if (
    /^(0|10|127)\.|^169\.254\.|^192\.168\.|^172\.(1[6-9]|2\d|3[01])\.|^100\.(6[4-9]|[7-9]\d|1[01]\d|12[0-7])\./.test(ip)
  )
    return null;
  return /^(::1?$|f[cd]|fe[89ab])/i.test(ip) ? null : ip;
}

function sealerOf({ arc }: AuthenticateResult): string | null {
  const chain = arc ? arc.chain : undefined;
  const last = chain?.toSorted((a, b) => a.i - b.i).at(-1);
  const domain = last?.['arc-seal']?.parsed?.d?.value;
  return typeof domain === 'string' ? (getDomain(domain) ?? domain) : null;
}

/** What the forwarder itself found when the mail reached it. */
function forwarderSaw({ arc }: AuthenticateResult): boolean {
  const dmarc = arc ? (arc.authenticationResults?.dmarc as { result?: string } | undefined) : undefined;
  return dmarc?.result === 'pass';
}

function bounded(resolver: DNSResolver, patience: number): { resolver: DNSResolver; hadTrouble(): boolean } {
  let lookups = 0;
  let trouble = false;
  return {
    hadTrouble: () => trouble,
    async resolver(domain, type) {
      lookups += 1;
      if (lookups > MAX_LOOKUPS) {
        trouble = true;
        throw Object.assign(new Error('Too many lookups.'), { code: 'ETIMEOUT' });
      }
      let timer: NodeJS.Timeout | undefined;
      try {
        return await Promise.race([
          resolver(domain, type),
          new Promise<never>((_, reject) => {
            timer = setTimeout(() => reject(Object.assign(new Error('Late.'), { code: 'ETIMEOUT' })), patience / 2);
          }),
        ]);
      } catch (error) {
        const code = (error as { code?: string }).code ?? '';
        if (code !== 'ENOTFOUND' && code !== 'ENODATA') trouble = true;
        throw error;
      } finally {
        clearTimeout(timer);
      }
    },
  };
}
