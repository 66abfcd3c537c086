/** Tries an inbox's account at Twilio step by step: who we are, whose number it is, where it leads, and the key of browsers. */
import type { AccountStep } from '../../../shared/model/account.ts';
import type { InboxId } from '../../../shared/model/ids.ts';
import { parseUrl } from '../../../shared/parse-url.ts';
import { type Access, createClient } from './account.ts';
import { createAddresses } from './addresses.ts';
import { sdk } from './sdk.ts';
import { writePatienceElsewhere } from './step-twiml.ts';

export interface CheckDeps {
  /** origin under which Twilio reaches us */
  publicUrl: string;
  /** of the simulator; null: Twilio itself */
  apiBaseUrl: string | null;
}

interface Hooks {
  voiceUrl: string;
  voiceFallbackUrl: string;
  statusCallback: string;
  smsUrl: string;
}

function hooksOf(publicUrl: string, inboxId: InboxId): Hooks {
  const { ask, tell } = createAddresses(publicUrl, inboxId);
  return {
    ...{ voiceUrl: ask('voice'), voiceFallbackUrl: ask('fallback') },
    ...{ statusCallback: tell('status'), smsUrl: ask('message') },
  };
}

export async function checkTwilio(
  { publicUrl, apiBaseUrl }: CheckDeps,
  inboxId: InboxId,
  access: Access,
  tell: (step: AccountStep) => void,
): Promise<void> {
  const skip = (...steps: string[]) => {
    for (const step of steps) tell({ step, state: 'skipped', code: 'after-the-failed' });
  };
  tellAddress(publicUrl, apiBaseUrl, tell);
  if (access.authTokens.length === 0) {
    tell({ step: 'phone.sign-in', state: 'failed', code: 'missing-token' });
    return skip('phone.number', 'phone.webhooks', 'phone.fallback', 'phone.key');
  }
  tell({ step: 'phone.sign-in', state: 'running' });
  let found: Awaited<ReturnType<typeof findNumber>>;
  try {
    found = await findNumber(access, apiBaseUrl);
  } catch (error) {
    tell({ step: 'phone.sign-in', state: 'failed', ...readFault(error) });
    return skip('phone.number', 'phone.webhooks', 'phone.fallback', 'phone.key');
  }
  tell({ step: 'phone.sign-in', state: 'ok' });
  const { number } = access.account;
  if (found) {
    tell({ step: 'phone.number', state: 'ok' });
    const wanted = hooksOf(publicUrl, inboxId);
    const isKept = isAtTwilio(found.voiceFallbackUrl, apiBaseUrl);
    const isRight = hookNames.every(
      (name) =>
        withoutFragment(found[name]) === withoutFragment(wanted[name]) || (name === 'voiceFallbackUrl' && isKept),
    );
    tell({ step: 'phone.webhooks', ...(isRight ? { state: 'ok' } : { state: 'failed', code: 'leads-elsewhere' }) });
    const twiml = writePatienceElsewhere(createAddresses(publicUrl, inboxId));
    tell({
      step: 'phone.fallback',
      ...(isKept ? { state: 'ok' } : { state: 'warning', code: 'fallback-here', data: { twiml } }),
    });
  } else {
    tell({ step: 'phone.number', state: 'failed', code: 'not-its-number', data: { number } });
    skip('phone.webhooks', 'phone.fallback');
  }
  await checkKey(access, apiBaseUrl, tell);
}

/** Makes the number lead here. @throws Error when Twilio refuses, or has no such number */
export async function leadHere({ publicUrl, apiBaseUrl }: CheckDeps, inboxId: InboxId, access: Access): Promise<void> {
  const found = await findNumber(access, apiBaseUrl);
  if (!found) throw new Error('The account has no such number.');
  const client = createClient(access, apiBaseUrl);
  const { voiceFallbackUrl, ...hooks } = hooksOf(publicUrl, inboxId);
  await client.incomingPhoneNumbers(found.sid).update({
    ...hooks,
    // One that answers while we do not is better than ours.
    ...(isAtTwilio(found.voiceFallbackUrl, apiBaseUrl) ? {} : { voiceFallbackUrl }),
    ...{ voiceMethod: 'POST', voiceFallbackMethod: 'POST', statusCallbackMethod: 'POST', smsMethod: 'POST' },
  });
}

/** Kept at Twilio itself, as a TwiML Bin or a function: it answers while this server does not. */
function isAtTwilio(address: string | null, apiBaseUrl: string | null): boolean {
  const url = parseUrl(address ?? '');
  if (url === null) return false;
  const { protocol, hostname, origin } = url;
  if (apiBaseUrl !== null && origin === new URL(apiBaseUrl).origin) return true;
  return protocol === 'https:' && (hostname === 'handler.twilio.com' || hostname.endsWith('.twil.io'));
}

const hookNames = ['voiceUrl', 'voiceFallbackUrl', 'statusCallback', 'smsUrl'] as const;
/** What follows # says how often to try, and is no part of where it leads. */
const withoutFragment = (address: string | null): string => (address ?? '').split('#')[0] ?? '';

async function findNumber(access: Access, apiBaseUrl: string | null) {
  const { number } = access.account;
  const like = await createClient(access, apiBaseUrl).incomingPhoneNumbers.list({ phoneNumber: number, limit: 20 });
  return like.find(({ phoneNumber }) => phoneNumber === number) ?? null;
}

/** Nobody outside reaches an address of this machine; the simulator is no one outside. */
function tellAddress(publicUrl: string, apiBaseUrl: string | null, tell: (step: AccountStep) => void): void {
  const { protocol, hostname, origin } = new URL(publicUrl);
  const isOpen = protocol === 'https:' && !/^(localhost|127\.|\[::1\]|10\.|192\.168\.)/.test(hostname);
  const isFine = isOpen || apiBaseUrl !== null;
  tell({
    step: 'phone.address',
    ...(isFine ? { state: 'ok' } : { state: 'failed', code: 'not-public', data: { address: origin } }),
  });
}

/** Access tokens of browsers are signed with it; a wrong one is only found out by asking something with it. */
async function checkKey(
  { account, apiKeySecret }: Access,
  apiBaseUrl: string | null,
  tell: (step: AccountStep) => void,
): Promise<void> {
  const step = 'phone.key';
  if (account.apiKeySid === '' || apiKeySecret === null) return tell({ step, state: 'warning', code: 'missing-key' });
  tell({ step, state: 'running' });
  try {
    const client = sdk()(account.apiKeySid, apiKeySecret, { accountSid: account.accountSid, timeout: 10_000 });
    if (apiBaseUrl !== null) client.api.baseUrl = apiBaseUrl;
    await client.incomingPhoneNumbers.list({ limit: 1 });
    tell({ step, state: 'ok' });
  } catch (error) {
    const fault = readFault(error);
    tell({ step, state: 'failed', ...fault, ...(fault.code === 'account-refused' && { code: 'key-refused' }) });
  }
}

function readFault(error: unknown): Pick<AccountStep, 'code' | 'detail'> {
  const { status } = error as { status?: unknown };
  const detail = error instanceof Error && error.message !== '' ? { detail: error.message.slice(0, 300) } : {};
  if (status === 401 || status === 403 || status === 404) return { code: 'account-refused', ...detail };
  if (status === 429) return { code: 'throttled', ...detail };
  return { code: typeof status === 'number' ? 'other' : 'unreachable-provider', ...detail };
}
