/** Access tokens of the browser SDK: a JWT of the account's key (https://www.twilio.com/docs/iam/access-tokens). */
import { createHmac, timingSafeEqual } from 'node:crypto';
import type { Account } from '../model.ts';

export type TokenResult =
  | { state: 'good'; identity: string; expiresAt: number; mayBeCalled: boolean; applicationSid: string | null }
  | { state: 'wrong' }
  | { state: 'expired' };

interface Payload {
  iss?: string;
  sub?: string;
  exp?: number;
  grants?: { identity?: string; voice?: { incoming?: { allow?: boolean }; outgoing?: { application_sid?: string } } };
}

export function readToken(token: string, { sid, apiKeySid, apiKeySecret }: Account, now: number): TokenResult {
  const [head = '', body = '', signature = ''] = token.split('.');
  const wanted = createHmac('sha256', apiKeySecret).update(`${head}.${body}`).digest();
  const given = Buffer.from(signature, 'base64url');
  if (given.length !== wanted.length || !timingSafeEqual(given, wanted)) return { state: 'wrong' };
  const payload = JSON.parse(Buffer.from(body, 'base64url').toString('utf8')) as Payload;
  const identity = payload.grants?.identity;
  if (payload.iss !== apiKeySid || payload.sub !== sid || !identity) return { state: 'wrong' };
  const expiresAt = (payload.exp ?? 0) * 1_000;
  if (expiresAt <= now) return { state: 'expired' };
  return {
    ...{ state: 'good', identity, expiresAt },
    mayBeCalled: payload.grants?.voice?.incoming?.allow === true,
    applicationSid: payload.grants?.voice?.outgoing?.application_sid ?? null,
  };
}
