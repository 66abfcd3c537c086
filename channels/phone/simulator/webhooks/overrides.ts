/** What an address says after `#` of how it is asked (https://www.twilio.com/docs/usage/webhooks/webhooks-connection-overrides). */

export type RetryReason = '4xx' | '5xx' | 'ct' | 'rt';

export interface Overrides {
  /** ms to connect and to wait for a byte */
  connectMs: number;
  readMs: number;
  totalMs: number;
  retries: number;
  retryOn: ReadonlySet<RetryReason>;
}

const reasons: readonly RetryReason[] = ['4xx', '5xx', 'ct', 'rt'];

/** `url` without the fragment, which is neither sent nor signed; what it says wrongly is told to `warn` and counts for nothing. */
export function readOverrides(
  address: string,
  warn: (code: number, text: string) => void,
): { url: string; overrides: Overrides } {
  const at = address.indexOf('#');
  const given = new URLSearchParams(at < 0 ? '' : address.slice(at + 1));
  const number = (name: string, usual: number, least: number, most: number): number => {
    const text = given.get(name);
    if (text === null) return usual;
    const value = Number(text);
    if (Number.isInteger(value) && value >= least && value <= most) return value;
    warn(11_244, `#${name}=${text} is not from ${least} to ${most}`);
    return usual;
  };
  const asked = (given.get('rp') ?? 'ct').split(',');
  const wrong = asked.filter((reason) => reason !== 'all' && !reasons.some((known) => known === reason));
  if (wrong.length > 0) warn(11_243, `#rp=${wrong.join(',')} is no retry policy`);
  return {
    url: at < 0 ? address : address.slice(0, at),
    overrides: {
      connectMs: number('ct', 5_000, 100, 10_000),
      readMs: number('rt', 15_000, 100, 15_000),
      totalMs: number('tt', 15_000, 100, 15_000),
      retries: number('rc', 1, 0, 5),
      retryOn: new Set(reasons.filter((reason) => asked.includes(reason) || asked.includes('all'))),
    },
  };
}
