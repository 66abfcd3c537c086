/** Sign-in, one-time links, and one's own account over HTTP. */
import type { CookieOptions } from 'express';
import { type Here, type Me, resetPasswordSchema, setUpSchema, signInSchema } from '../../shared/api.ts';
import {
  changeEmailSchema,
  changePasswordSchema,
  codeOnlySchema,
  passwordAndCodeSchema,
  passwordOnlySchema,
  profileSchema,
  secondStepSchema,
} from '../../shared/api-accounts.ts';
import type { SessionId } from '../../shared/model/ids.ts';
import type { Accounts, SignedIn } from '../accounts/accounts.ts';
import { deviceCookieName, readDeviceCookie, sessionCookieName } from '../accounts/session-cookie.ts';
import { sessionLimits } from '../accounts/sessions.ts';
import { parseBody, parseId } from './parse.ts';
import { type Call, forGuests, forSessions, forUsers, type Route } from './route.ts';

export interface AccountDeps {
  accounts: Accounts;
  publicUrl: string;
  demo: boolean;
}

/** As long as browsers keep any cookie. */
const DEVICE_MS = 400 * 24 * 3_600_000;

export function accountRoutes({ accounts, publicUrl, demo }: AccountDeps): Route[] {
  const { own } = accounts;
  const name = sessionCookieName(publicUrl);
  const cookie: CookieOptions = {
    httpOnly: true,
    // Strict would sign people out who follow a link from a mail.
    sameSite: 'lax',
    secure: publicUrl.startsWith('https:'),
    path: '/',
  };
  const deviceOf = ({ request }: Call) => readDeviceCookie(request.get('cookie'), publicUrl);
  const enter = (call: Call, { token, me }: SignedIn): Me => {
    call.response.cookie(name, token, { ...cookie, maxAge: sessionLimits.absolute });
    const device = accounts.devices.remember(deviceOf(call), me.id);
    call.response.cookie(deviceCookieName(publicUrl), device, { ...cookie, maxAge: DEVICE_MS });
    return me;
  };

  return [
    forGuests(
      'post',
      '/api/session',
      async (call) => {
        const answer = await accounts.signIn(parseBody(call.request, signInSchema), call.caller, deviceOf(call));
        return 'secondStep' in answer ? answer : enter(call, answer);
      },
      { limit: 'signIn' },
    ),
    forGuests(
      'post',
      '/api/session/second-step',
      async (call) =>
        enter(call, await accounts.signInWithCode(parseBody(call.request, secondStepSchema), call.caller)),
      { limit: 'signIn' },
    ),
    forSessions('delete', '/api/session', async ({ response, caller }, viewer) => {
      await accounts.signOut(viewer, caller);
      response.clearCookie(name, cookie);
    }),
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

    forSessions('get', '/api/me', async (_call, viewer): Promise<Here> => ({ ...(await own.here(viewer)), demo })),
    forUsers('patch', '/api/me', async ({ request, caller }, viewer) =>
      own.changeProfile(viewer, parseBody(request, profileSchema), caller),
    ),
    forUsers('put', '/api/me/email', async ({ request, caller }, viewer) =>
      own.changeEmail(viewer, parseBody(request, changeEmailSchema), caller),
    ),
    forUsers('put', '/api/me/password', async ({ request, caller }, viewer) =>
      own.changePassword(viewer, parseBody(request, changePasswordSchema), caller),
    ),
    forUsers('get', '/api/sessions', async (_call, viewer) => own.sessions(viewer)),
    forUsers('delete', '/api/sessions', async ({ caller }, viewer) => own.revokeOthers(viewer, caller)),
    forUsers('delete', '/api/sessions/:id', async ({ request, caller }, viewer) =>
      own.revokeSession(viewer, parseId<SessionId>(request), caller),
    ),

    forUsers('get', '/api/two-factor', async (_call, viewer) => own.twoFactor(viewer)),
    forSessions('post', '/api/two-factor', async ({ request, caller }, viewer) =>
      own.beginTwoFactor(viewer, parseBody(request, passwordOnlySchema).password, caller),
    ),
    forSessions('post', '/api/two-factor/confirm', async ({ request, caller }, viewer) =>
      own.confirmTwoFactor(viewer, parseBody(request, codeOnlySchema).code, caller),
    ),
    forUsers('post', '/api/two-factor/recovery-codes', async ({ request, caller }, viewer) =>
      own.renewCodes(viewer, parseBody(request, passwordAndCodeSchema), caller),
    ),
    // A body with DELETE is lost on the way now and then, so turning it off is a POST.
    forUsers('post', '/api/two-factor/off', async ({ request, caller }, viewer) =>
      own.turnOffTwoFactor(viewer, parseBody(request, passwordAndCodeSchema), caller),
    ),
  ];
}
