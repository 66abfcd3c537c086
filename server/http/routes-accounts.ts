/** Sign-in, sessions, people, one-time links and the audit trail over HTTP. */
import type { CookieOptions } from 'express';
import { z } from 'zod';
import {
  createUserSchema,
  type Here,
  type Me,
  resetPasswordSchema,
  setUpSchema,
  signInSchema,
  updateUserSchema,
} from '../../shared/api.ts';
import { idSchema, type SessionId, type UserId } from '../../shared/model/ids.ts';
import type { Accounts, SignedIn } from '../accounts/accounts.ts';
import type { AuditId } from '../accounts/model.ts';
import type { UserViewer } from '../accounts/scope.ts';
import { sessionCookieName } from '../accounts/session-cookie.ts';
import { sessionLimits } from '../accounts/sessions.ts';
import { parseBody, parseId } from './parse.ts';
import { type Call, forGuests, forPermission, forUsers, type Route } from './route.ts';

const auditQuery = z.object({
  before: idSchema<AuditId>().optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});

export interface AccountDeps {
  accounts: Accounts;
  publicUrl: string;
  demo: boolean;
}

export function accountRoutes({ accounts, publicUrl, demo }: AccountDeps): Route[] {
  const name = sessionCookieName(publicUrl);
  const cookie: CookieOptions = {
    httpOnly: true,
    // Strict would sign people out who follow a link from a mail.
    sameSite: 'lax',
    secure: publicUrl.startsWith('https:'),
    path: '/',
  };
  const enter = ({ response }: Call, { token, me }: SignedIn): Me => {
    response.cookie(name, token, { ...cookie, maxAge: sessionLimits.absolute });
    return me;
  };

  return [
    forGuests(
      'post',
      '/api/session',
      async (call) => enter(call, await accounts.signIn(parseBody(call.request, signInSchema), call.caller)),
      { limit: 'signIn' },
    ),
    forUsers('delete', '/api/session', async ({ response, caller }, viewer) => {
      await accounts.signOut(viewer, caller);
      response.clearCookie(name, cookie);
    }),
    forUsers('get', '/api/me', async (_call, viewer): Promise<Here> => ({ ...presentMe(viewer), demo })),
    forUsers('get', '/api/sessions', async (_call, viewer) => accounts.sessions(viewer)),
    forUsers('delete', '/api/sessions/:id', async ({ request, caller }, viewer) =>
      accounts.revokeSession(viewer, parseId<SessionId>(request), caller),
    ),
    forGuests(
      'post',
      '/api/setup',
      async (call) => enter(call, await accounts.setUp(parseBody(call.request, setUpSchema), call.caller)),
      { limit: 'link' },
    ),
    forGuests(
      'post',
      '/api/reset',
      async ({ request, caller }) => accounts.resetPassword(parseBody(request, resetPasswordSchema), caller),
      { limit: 'link' },
    ),

    forPermission('people:manage', 'get', '/api/users', async () => accounts.users()),
    forPermission('people:manage', 'post', '/api/users', async ({ request, caller }, viewer) =>
      accounts.createUser(viewer, parseBody(request, createUserSchema), caller),
    ),
    forPermission('people:manage', 'patch', '/api/users/:id', async ({ request, caller }, viewer) =>
      accounts.changeUser(viewer, parseId<UserId>(request), parseBody(request, updateUserSchema), caller),
    ),
    forPermission('people:manage', 'post', '/api/users/:id/reset-link', async ({ request, caller }, viewer) =>
      accounts.makeResetLink(viewer, parseId<UserId>(request), caller),
    ),
    forPermission('audit:see', 'get', '/api/audit', async ({ request }) => {
      const { before, limit } = auditQuery.parse(request.query);
      return { entries: await accounts.audit.list(before ?? null, limit) };
    }),
  ];
}

const presentMe = ({ userId, name, email, role, roleName }: UserViewer): Me => ({
  id: userId,
  name,
  email,
  role,
  roleName,
});
