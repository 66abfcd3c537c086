/** Access tokens of Gmail and Microsoft: kept until five minutes before they expire, renewed by one request however many ask. */
import { TokenError } from './account.ts';

export interface TokenSourceOptions {
  /** the provider's token endpoint; https, or this machine's own where `allowPlain` says so */
  endpoint: string;
  clientId: string;
  clientSecret: string;
  refreshToken: string;
  /** Microsoft wants it; Google needs none */
  scope?: string;
  allowPlain?: boolean;
  /** Microsoft gives another refresh token with each answer: it is kept before the access token is used */
  keepRefreshToken?(refreshToken: string): Promise<void>;
  now(): number;
}

export interface TokenSource {
  /**
   * One that is good now; with `renew` the last one was refused.
   * @throws TokenError
   */
  token(renew: boolean): Promise<string>;
}

const EARLY_MS = 5 * 60_000;
/** A token that was refused when it was this young is not better for being renewed. */
const FRESH_MS = 10_000;
const LIMIT_MS = 10_000;
/** Nothing but somebody's hand mends these (RFC 6749 §5.2). */
const FINAL = ['invalid_grant', 'invalid_client', 'unauthorized_client', 'consent_required', 'interaction_required'];

export function createTokenSource(options: TokenSourceOptions): TokenSource {
  const { endpoint, clientId, clientSecret, scope, allowPlain = false, keepRefreshToken, now } = options;
  let { refreshToken } = options;
  let current: { token: string; at: number; until: number } | null = null;
  let asking: Promise<string> | null = null;
  let refusal: TokenError | null = null;

  async function ask(): Promise<string> {
    if (!endpoint.startsWith('https://') && !allowPlain)
      throw new TokenError(true, 'The token endpoint must be https.');
    const response = await fetch(endpoint, {
      method: 'POST',
      headers: { accept: 'application/json' },
      body: new URLSearchParams({
        grant_type: 'refresh_token',
        client_id: clientId,
        client_secret: clientSecret,
        refresh_token: refreshToken,
        ...(scope && { scope }),
      }),
      redirect: 'error',
      signal: AbortSignal.timeout(LIMIT_MS),
    }).catch((error: Error) => {
      throw new TokenError(false, `The token endpoint cannot be reached: ${error.message}`);
    });
    const answer = readAnswer(await response.text().catch(() => ''));
    if (!response.ok || !answer.access_token) {
      const why = answer.error_description ?? answer.error ?? `The token endpoint answered ${response.status}.`;
      throw new TokenError(FINAL.includes(answer.error ?? ''), why);
    }
    if (answer.refresh_token && answer.refresh_token !== refreshToken) {
      refreshToken = answer.refresh_token;
      await keepRefreshToken?.(refreshToken);
    }
    const seconds = Number(answer.expires_in) || 3_600;
    current = { token: answer.access_token, at: now(), until: now() + seconds * 1_000 };
    return answer.access_token;
  }

  return {
    async token(renew) {
      // Consent that was withdrawn does not come back by asking.
      if (refusal) throw refusal;
      const isFresh = current !== null && now() - current.at < FRESH_MS;
      if (current && now() < current.until - EARLY_MS && (!renew || isFresh)) return current.token;
      asking ??= ask().finally(() => {
        asking = null;
      });
      try {
        return await asking;
      } catch (error) {
        if (error instanceof TokenError && error.needsConsent) refusal = error;
        throw error;
      }
    },
  };
}

interface TokenAnswer {
  access_token?: string;
  refresh_token?: string;
  expires_in?: number | string;
  error?: string;
  error_description?: string;
}

function readAnswer(text: string): TokenAnswer {
  try {
    const answer: unknown = JSON.parse(text);
    return typeof answer === 'object' && answer !== null ? answer : {};
  } catch {
    return {};
  }
}
