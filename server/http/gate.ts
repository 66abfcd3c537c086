/** Finds out who is calling, and refuses writes that another site made a browser send. */
import type { Request } from 'express';
import { AppError } from '../../shared/errors.ts';
import { type InboxId, idSchema } from '../../shared/model/ids.ts';
import type { Inbox } from '../../shared/model/inbox.ts';
import type { Accounts, Holder } from '../accounts/accounts.ts';
import { requirePermission, type UserViewer, type VisitorViewer } from '../accounts/scope.ts';
import { readSessionCookie } from '../accounts/session-cookie.ts';
import type { Call, Gate } from './route.ts';

export interface GateDeps {
  accounts: Pick<Accounts, 'holderOf'>;
  visitors: { find(inboxId: InboxId, token: string): Promise<VisitorViewer | null> };
  directory: { inbox(id: InboxId): Promise<Inbox | null> };
  /** our own origin */
  publicUrl: string;
}

export function createGate({ accounts, visitors, directory, publicUrl }: GateDeps): Gate {
  async function holderOf(call: Call): Promise<Holder> {
    const holder = await accounts.holderOf(readSessionCookie(call.request.get('cookie'), publicUrl));
    if (holder === null) throw new AppError('unauthenticated', 'Sign in first.');
    checkOrigin(call);
    return holder;
  }

  async function user(call: Call): Promise<UserViewer> {
    const { viewer, needsTwoFactor } = await holderOf(call);
    if (needsTwoFactor) throw new AppError('two_factor_needed', 'Set up signing in with two steps first.');
    return viewer;
  }

  function checkOrigin({ request }: Call): void {
    if (isRead(request) || isOwn(request, publicUrl)) return;
    throw new AppError('forbidden', 'This request came from another site.');
  }

  return {
    user,
    checkOrigin,
    holder: async (call) => (await holderOf(call)).viewer,
    async permitted(call, permission) {
      const viewer = await user(call);
      requirePermission(viewer, permission);
      return viewer;
    },
    async visitor({ request }) {
      const inbox = await findInbox(directory, request);
      const token = /^Bearer (\S{1,200})$/i.exec(request.get('authorization') ?? '')?.[1];
      const visitor = token ? await visitors.find(inbox.id, token) : null;
      if (visitor === null) throw new AppError('unauthenticated', 'This visit is over.');
      return { visitor, inbox };
    },
  };
}

/** The inbox a path names. @throws AppError `not_found` */
export async function findInbox(directory: GateDeps['directory'], request: Request): Promise<Inbox> {
  const id = idSchema<InboxId>().safeParse(request.params.inboxId);
  const inbox = id.success ? await directory.inbox(id.data) : null;
  if (inbox === null) throw new AppError('not_found', 'There is no such inbox.');
  return inbox;
}

const isRead = (request: Request): boolean => request.method === 'GET' || request.method === 'HEAD';

/** The browser's own word (Fetch Metadata) where it gives one, else the Origin header; neither is under a page's control. */
function isOwn(request: Request, publicUrl: string): boolean {
  const site = request.get('sec-fetch-site');
  if (site !== undefined) return site === 'same-origin';
  return request.get('origin') === publicUrl;
}
