/** Checks the host page's word on who the visitor is: a short-lived JWT, or the older HMAC over the user's id. */
import { createHmac, timingSafeEqual } from 'node:crypto';
import { jwtVerify } from 'jose';
import { z } from 'zod';
import { AppError } from '../../shared/errors.ts';
import { limits } from '../../shared/limits.ts';
import type { Inbox } from '../../shared/model/inbox.ts';
import type { LiveChannel, VisitorClaim } from '../channel.ts';
import { cleanLine } from './clean.ts';
import { parseSettings } from './webchat-settings.ts';

type Identify = LiveChannel['identify'];

/** Longest life of a token, and how far two clocks may differ, in seconds. */
const MAX_AGE = 300;
const TOLERANCE = 5;

const claimsSchema = z.object({
  sub: z.string().min(1).max(200),
  iat: z.number(),
  exp: z.number(),
  jti: z.string().min(1).max(200),
  email: z.email().max(254).optional().catch(undefined),
  name: z.string().optional().catch(undefined),
});

/** @throws AppError `unauthenticated` when the word is wrong, used up, or missing where it is required */
export const identifyVisitor: Identify = async (inbox, request, ctx) => {
  if (request.identity !== undefined) return verifyToken(inbox, request.identity, ctx);
  if (request.user !== undefined) return verifyHash(inbox, request.user, ctx);
  if (parseSettings(inbox.settings).identityRequired) throw refused('This site asks its visitors to be signed in.');
  return { proof: null };
};

async function verifyToken(inbox: Inbox, token: string, ctx: Parameters<Identify>[2]): Promise<VisitorClaim> {
  const rules = {
    algorithms: ['HS256'],
    audience: inbox.id,
    currentDate: new Date(ctx.now()),
    clockTolerance: TOLERANCE,
    maxTokenAge: MAX_AGE,
  };
  const verified = await Promise.all(
    (await ctx.secrets(inbox.id)).map((secret) =>
      jwtVerify(token, new TextEncoder().encode(secret), rules).catch(() => null),
    ),
  );
  const claims = claimsSchema.safeParse(verified.find((one) => one !== null)?.payload);
  if (!claims.success) throw refused('The identity token is not valid.');
  const { sub, iat, exp, jti, email, name } = claims.data;
  if (exp - iat > MAX_AGE) throw refused('The identity token lives longer than five minutes.');
  // First come, first served: the value only has to be kept until the token would be refused by its age.
  const isFirst = await ctx.state.put(`jti:${inbox.id}:${jti}`, { expiresAt: (exp + 2 * TOLERANCE) * 1_000 }, null);
  if (!isFirst) throw refused('The identity token was used before.');
  return claim('identity-jwt', sub, name, email);
}

async function verifyHash(
  inbox: Inbox,
  user: NonNullable<Parameters<Identify>[1]['user']>,
  ctx: Parameters<Identify>[2],
): Promise<VisitorClaim> {
  const given = /^[0-9a-f]{64}$/i.test(user.hash) ? Buffer.from(user.hash, 'hex') : Buffer.alloc(0);
  const isProved = (await ctx.secrets(inbox.id)).some((secret) => {
    const expected = createHmac('sha256', secret).update(user.id).digest();
    return given.length === expected.length && timingSafeEqual(given, expected);
  });
  if (!isProved) throw refused('The hash does not prove this user.');
  // The hash covers the id alone, so name and address beside it are a stranger's words.
  const { name } = claim('identity-hmac', user.id, user.name, undefined);
  return { proof: 'identity-hmac', externalId: user.id, ...(name === undefined ? null : { name }) };
}

function claim(proof: VisitorClaim['proof'], externalId: string, name?: string, email?: string): VisitorClaim {
  const shown = name === undefined ? '' : cleanLine(name).slice(0, limits.name);
  return {
    proof,
    externalId,
    ...(shown === '' ? null : { name: shown }),
    ...(email === undefined ? null : { email: email.toLowerCase() }),
  };
}

function refused(message: string): AppError {
  return new AppError('unauthenticated', message);
}
