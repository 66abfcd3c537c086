/** Security headers: everything is forbidden, and each page allows what it needs. */
import type { RequestHandler } from 'express';
import helmet from 'helmet';
import { AppError } from '../../shared/errors.ts';
import { isLoopback } from '../config.ts';

type Sources = Record<string, readonly string[]>;

/** Content-Security-Policy of one page. */
export const policy = (sources: Sources): string =>
  Object.entries({ 'default-src': ["'none'"], 'base-uri': ["'none'"], 'object-src': ["'none'"], ...sources })
    .map(([name, values]) => `${name} ${values.join(' ')}`)
    .join('; ');

/** Browsers of old do not count web sockets among 'self'. */
export const socketSource = (publicUrl: string): string => publicUrl.replace(/^http/, 'ws');

export function secureHeaders(publicUrl: string): RequestHandler {
  return helmet({
    contentSecurityPolicy: false,
    strictTransportSecurity: publicUrl.startsWith('https:') ? { maxAge: 31_536_000, includeSubDomains: false } : false,
    referrerPolicy: { policy: 'strict-origin-when-cross-origin' },
    xFrameOptions: { action: 'deny' },
    crossOriginOpenerPolicy: publicUrl.startsWith('https:') ? undefined : false,
    originAgentCluster: publicUrl.startsWith('https:') ? undefined : false,
  });
}

/** Until a page says otherwise. */
export const forbidEverything: RequestHandler = (_request, response, next) => {
  response.set('Content-Security-Policy', policy({ 'frame-ancestors': ["'none'"] }));
  response.set('Permissions-Policy', 'camera=(), geolocation=(), payment=(), usb=()');
  next();
};

/**
 * The demo keeps its people's passwords in a file, so no other name may be made to point at it (DNS rebinding). Pages asked for under
 * another name of this machine, such as localhost, move to the one that cookies and sockets belong to.
 */
export function keepToThisMachine(publicUrl: string): RequestHandler {
  const own = new URL(publicUrl);
  return (request, response, next) => {
    const host = request.get('host') ?? '';
    if (!isLoopback(host.replace(/:\d+$/, ''))) {
      return next(new AppError('forbidden', 'The demo answers on this machine only.'));
    }
    const isPage = request.method === 'GET' && request.get('sec-fetch-mode') === 'navigate';
    if (isPage && host !== own.host) return response.redirect(307, own.origin + toPath(request.originalUrl));
    next();
  };
}

/** What a request names, without a host of its own: `http://elsewhere/` and `//elsewhere/` are asked for too. */
function toPath(target: string): string {
  return target.startsWith('/') ? target : '/';
}
