/** Puts routes into express: limit, body, authorise, call, answer; what is thrown goes to the one place that maps errors. */
import express, { type RequestHandler, type Router } from 'express';
import { callerOf } from './caller.ts';
import type { LimitName } from './rate-limits.ts';
import type { Gate, Route } from './route.ts';

const json = express.json({ limit: '100kb' });

export function mountRoutes(routes: readonly Route[], gate: Gate, limit: (name: LimitName) => RequestHandler): Router {
  const router = express.Router({ caseSensitive: true, strict: true });
  for (const route of routes) router[route.method](route.path, ...handlersOf(route, gate, limit));
  return router;
}

function handlersOf(route: Route, gate: Gate, limit: (name: LimitName) => RequestHandler): RequestHandler[] {
  const before = route.limit ? [limit(route.limit)] : [];
  const body = route.method === 'get' || route.raw ? [] : [json];
  return [
    ...before,
    ...body,
    async (request, response) => {
      response.set('Cache-Control', 'no-store');
      const answer = await route.run({ request, response, caller: callerOf(request) }, gate);
      if (response.headersSent) return;
      if (answer === undefined) response.status(204).end();
      else response.json(answer);
    },
  ];
}
