/** What a route is: where, who may, and what it answers. Every route of the API is a value of this type, so that a test can list them. */
import type { Request, Response } from 'express';
import type { Inbox } from '../../shared/model/inbox.ts';
import type { Permission } from '../../shared/model/permission.ts';
import type { Caller } from '../accounts/audit.ts';
import type { UserViewer, VisitorViewer } from '../accounts/scope.ts';
import type { LimitName } from './rate-limits.ts';

export interface Call {
  request: Request;
  response: Response;
  caller: Caller;
}

export type Method = 'get' | 'post' | 'put' | 'patch' | 'delete';

/** `guest`: a page of ours before sign-in; `session`: signed in, even without the second step that their role asks for; `user` and a permission: by session cookie; `visitor`: by bearer token of the inbox in the path. */
export type Access = 'anyone' | 'guest' | 'session' | 'user' | Permission | 'visitor';

/** Finds out who is calling. Every method throws AppError `unauthenticated`, `forbidden` or `not_found`. */
export interface Gate {
  /** A write that a cookie vouches for must come from one of our own pages. */
  checkOrigin(call: Call): void;
  /** Also those who have yet to set up the second step that their role asks for. */
  holder(call: Call): Promise<UserViewer>;
  user(call: Call): Promise<UserViewer>;
  permitted(call: Call, permission: Permission): Promise<UserViewer>;
  visitor(call: Call): Promise<{ visitor: VisitorViewer; inbox: Inbox }>;
}

export interface Route {
  method: Method;
  path: string;
  access: Access;
  limit?: LimitName;
  /** the body is bytes, not JSON */
  raw?: boolean;
  /** Answers the JSON to send, `undefined` for 204, or writes the response itself. */
  run(call: Call, gate: Gate): Promise<unknown>;
}

type Options = Pick<Route, 'limit' | 'raw'>;

export function forAnyone(
  method: Method,
  path: string,
  handle: (call: Call) => Promise<unknown>,
  options: Options = {},
): Route {
  return { method, path, access: 'anyone', ...options, run: handle };
}

export function forGuests(
  method: Method,
  path: string,
  handle: (call: Call) => Promise<unknown>,
  options: Options = {},
): Route {
  return {
    ...{ method, path, access: 'guest', ...options },
    async run(call, gate) {
      gate.checkOrigin(call);
      return handle(call);
    },
  };
}

/** For everybody signed in, even those who may do nothing else before they set up a second step. */
export function forSessions(
  method: Method,
  path: string,
  handle: (call: Call, viewer: UserViewer) => Promise<unknown>,
  options: Options = {},
): Route {
  return {
    ...{ method, path, access: 'session', ...options },
    run: async (call, gate) => handle(call, await gate.holder(call)),
  };
}

export function forUsers(
  method: Method,
  path: string,
  handle: (call: Call, viewer: UserViewer) => Promise<unknown>,
  options: Options = {},
): Route {
  return {
    ...{ method, path, access: 'user', ...options },
    run: async (call, gate) => handle(call, await gate.user(call)),
  };
}

/** For those whose role allows it. */
export function forPermission(
  permission: Permission,
  method: Method,
  path: string,
  handle: (call: Call, viewer: UserViewer) => Promise<unknown>,
  options: Options = {},
): Route {
  return {
    ...{ method, path, access: permission, ...options },
    run: async (call, gate) => handle(call, await gate.permitted(call, permission)),
  };
}

export function forVisitors(
  method: Method,
  path: string,
  handle: (call: Call, visitor: VisitorViewer, inbox: Inbox) => Promise<unknown>,
  options: Options = {},
): Route {
  return {
    ...{ method, path, access: 'visitor', ...options },
    async run(call, gate) {
      const { visitor, inbox } = await gate.visitor(call);
      return handle(call, visitor, inbox);
    },
  };
}
