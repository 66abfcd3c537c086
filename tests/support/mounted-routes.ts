/** A few routes on a real express, for tests of what they answer; who may call them is access.test.ts's matter. */
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import express from 'express';
import type { UserViewer } from '../../server/accounts/scope.ts';
import { createErrorHandler } from '../../server/http/handle-error.ts';
import { mountRoutes } from '../../server/http/mount-routes.ts';
import type { Gate, Route } from '../../server/http/route.ts';
import { createLog } from '../../server/lib/log.ts';

export interface MountedRoutes {
  fetch(path: string, init?: RequestInit): Promise<Response>;
  post(path: string, body: unknown, method?: string): Promise<Response>;
  stop(): Promise<void>;
}

/** Everybody who calls is `viewer`. */
export async function startRoutes(routes: Route[], viewer: Partial<UserViewer> = {}): Promise<MountedRoutes> {
  const somebody = { kind: 'user', name: 'Ada', reach: 'all', permissions: [], ...viewer } as unknown as UserViewer;
  const gate: Gate = {
    checkOrigin: () => {},
    holder: async () => somebody,
    user: async () => somebody,
    permitted: async () => somebody,
    visitor: () => Promise.reject(new Error('no visitors here')),
  };
  const app = express();
  app.use(mountRoutes(routes, gate, () => (_request, _response, next) => next()));
  app.use(createErrorHandler(createLog('silent', false)));
  const server = await new Promise<Server>((resolve) => {
    const listening = app.listen(0, '127.0.0.1', () => resolve(listening));
  });
  const { port } = server.address() as AddressInfo;
  const ask: MountedRoutes['fetch'] = (path, init) => fetch(`http://127.0.0.1:${port}${path}`, init);
  return {
    fetch: ask,
    post: (path, body, method = 'POST') =>
      ask(path, { method, headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
    stop: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}
