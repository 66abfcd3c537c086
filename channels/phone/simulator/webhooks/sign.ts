/** Twilio's signature of a request (https://www.twilio.com/docs/usage/webhooks/webhooks-security). */
import { createHmac } from 'node:crypto';

/** Over the address, without a fragment, and the fields of a form by name; those of a GET are in the address already. */
export function signRequest(authToken: string, url: string, params: Readonly<Record<string, string>>): string {
  const text = Object.keys(params)
    .sort()
    .reduce((whole, name) => whole + name + (params[name] ?? ''), url);
  return createHmac('sha1', authToken).update(text, 'utf8').digest('base64');
}
