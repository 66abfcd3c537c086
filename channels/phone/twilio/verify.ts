/** Whether a request comes from Twilio: signed over the address it knows us by, with either token, about our account. */
import type { Webhook } from '../../channel.ts';
import type { Access } from './account.ts';
import type { Form } from './read-events.ts';
import { sdk } from './sdk.ts';

/** Every field as it was sent, once more than nothing: of those that stand twice the last counts, as they never do in what Twilio sends. */
export const readForm = (body: Buffer): Form => Object.fromEntries(new URLSearchParams(body.toString('utf8')));

export function isFromTwilio(
  webhook: Webhook,
  form: Form,
  { account, authTokens }: Access,
  publicUrl: string,
): boolean {
  const signature = webhook.headers['x-twilio-signature'];
  if (typeof signature !== 'string') return false;
  // Never by what a proxy says the host is.
  const url = publicUrl + webhook.target;
  const params = webhook.method === 'POST' ? repeated(webhook.body) : {};
  if (!authTokens.some((token) => sdk().validateRequest(token, signature, url, params))) return false;
  const named = webhook.method === 'POST' ? form.AccountSid : new URL(url).searchParams.get('AccountSid');
  return named === account.accountSid;
}

/** Fields that stand twice are signed as a list. */
function repeated(body: Buffer): Record<string, string | string[]> {
  const fields = new URLSearchParams(body.toString('utf8'));
  const params: Record<string, string | string[]> = {};
  for (const name of new Set(fields.keys())) {
    const values = [...fields.getAll(name)];
    params[name] = values.length > 1 ? values : (values[0] ?? '');
  }
  return params;
}
