/** What a failure means for the address and for our mail: by status code (RFC 3463), and by words where the code says little. */
import { DELAYED, FULL, GONE, POLICY } from './bounce-words.ts';

/**
 * gone: nobody will ever read mail there. soft: may pass (mailbox full, server down). policy: our mail was refused, the address is fine.
 * delayed: still being tried. delivered: it arrived.
 */
export type BounceOutcome = 'gone' | 'soft' | 'policy' | 'delayed' | 'delivered';
type Action = 'failed' | 'delayed' | 'delivered' | 'relayed' | 'expanded';

const GONE_STATUS = /^5\.(1\.(0|1|2|3|4|6|9|10)|2\.1|4\.[14])$/;
const POLICY_STATUS = /^5\.(7\.\d+|2\.3|3\.4|1\.[78]|6\.\d+|4\.6)$/;
const SOFT_STATUS = /^(4\.\d+\.\d+|5\.2\.2|5\.3\.[12]|5\.4\.[2357]|5\.5\.3)$/;
/** Blocked by a list is not about the recipient, whatever else the line says. */
const LISTED = /spam(?!\S*@)|black ?list|block ?list|dnsbl|spamhaus|reputation|dmarc|\bspf\b|\bdkim\b/i;

/** Too large for them, whatever the code says. */
const SIZE = /max(?:imum)? (?:message )?size|too (?:big|large)|message size/i;
/** An address within the words tears them apart (`user <a@b.c> does not exist`), and may say things itself. */
const AN_ADDRESS = /[<[(]?[^\s<>[\]()]{1,64}@[^\s<>[\]():,;]{1,253}[>\])]?/g;

export function classifyFailure(
  words: string,
  given: string | null,
  actionWord: string | null,
): { action: Action; status: string | null; outcome: BounceOutcome } {
  const status = given ?? statusIn(words);
  const action = actionOf(actionWord, status, words);
  return { action, status, outcome: outcomeOf(action, status, words) };
}

export function statusIn(words: string): string | null {
  const enhanced = /(?:^|[^\d.])([245]\.\d{1,3}\.\d{1,3})(?![\d.]*\d)/.exec(words)?.[1];
  if (enhanced !== undefined) return enhanced;
  const reply = /(?:^|[\s:;"'(#>])([45])(\d\d)(?=[\s\-:;,)]|$)/.exec(words);
  return reply === null ? null : (REPLY_CODES[`${reply[1]}${reply[2]}`] ?? `${reply[1]}.0.0`);
}

/** RFC 5321 §4.2.3, where the plain code says as much as an enhanced one. */
const REPLY_CODES: Record<string, string> = { 552: '5.2.2', 452: '4.2.2', 553: '5.1.3', 521: '5.3.2', 556: '5.1.10' };

function actionOf(word: string | null, status: string | null, words: string): Action {
  if (word === 'delayed' || word === 'delivered' || word === 'relayed' || word === 'expanded' || word === 'failed')
    return word;
  if (status?.startsWith('2')) return 'delivered';
  return DELAYED.test(words) && !status?.startsWith('5') ? 'delayed' : 'failed';
}

function outcomeOf(action: Action, status: string | null, words: string): BounceOutcome {
  if (action === 'delayed') return 'delayed';
  if (action !== 'failed') return 'delivered';
  if (LISTED.test(words)) return 'policy';
  if (status?.startsWith('4')) return 'soft';
  if (SIZE.test(words) && !FULL.test(words.replace(AN_ADDRESS, ' '))) return 'policy';
  return judge(status, words.replace(AN_ADDRESS, ' '));
}

function judge(status: string | null, words: string): BounceOutcome {
  // The second number may be a server's invention where its words are plain.
  if (FULL.test(words) && !/^5\.1\.1$/.test(status ?? ''))
    return /too (?:big|large)|message size/i.test(words) ? 'policy' : 'soft';
  if (status !== null && GONE_STATUS.test(status))
    return status === '5.4.1' && !GONE.test(words) && POLICY.test(words) && !/access denied/i.test(words)
      ? 'policy'
      : 'gone';
  if (GONE.test(words)) return 'gone';
  if (status !== null && SOFT_STATUS.test(status)) return 'soft';
  if ((status !== null && POLICY_STATUS.test(status)) || POLICY.test(words)) return 'policy';
  // Failed for good, for a reason that nobody told: never held against the address.
  return status?.startsWith('5') ? 'policy' : 'soft';
}
