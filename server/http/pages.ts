/** The built pages: console, widget frame, loader, demo shop, outbox and handset, each with a policy of its own. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import express, { type RequestHandler, type Response, type Router } from 'express';
import sirv from 'sirv';
import { AppError } from '../../shared/errors.ts';
import type { Inbox } from '../../shared/model/inbox.ts';
import { parseUrl } from '../../shared/parse-url.ts';
import type { InboxSightings } from '../inbox-sightings.ts';
import { presentWidgetInbox } from '../realtime/present/widget-inbox.ts';
import type { Routing } from '../routing/routing.ts';
import type { Directory } from '../store/directory.ts';
import { findInbox } from './gate.ts';
import { policy, socketSource } from './security.ts';

export interface PagesDeps {
  /** folder of the built client */
  clientDir: string;
  publicUrl: string;
  directory: Pick<Directory, 'inbox' | 'workspace' | 'languages'>;
  routing: Pick<Routing, 'availability'>;
  sightings: Pick<InboxSightings, 'seen'>;
  /** of the simulated telephone network; null: there is none */
  simulatorUrl: string | null;
  /** whether there is a shop */
  demo: boolean;
}

/** Answers what the API did not; GET and HEAD only. */
export function createPages(deps: PagesDeps): Router {
  const { clientDir, publicUrl, directory, routing, sightings, demo } = deps;
  const router = express.Router({ caseSensitive: true });
  const connect = ["'self'", socketSource(publicUrl)];
  const { simulatorUrl } = deps;
  // A browser's phone signals to the simulated network as it would to Twilio's, and reads its own ring from memory.
  const phoneSources =
    simulatorUrl === null
      ? ['blob:', 'wss://*.twilio.com', 'https://*.twilio.com']
      : ['blob:', simulatorUrl.replace(/^http/, 'ws')];

  const consolePolicy = policy({
    'script-src': ["'self'"],
    // Mantine writes its theme into style elements while running.
    'style-src': ["'self'", "'unsafe-inline'"],
    'img-src': ["'self'", 'data:', 'blob:'],
    'font-src': ["'self'", 'data:'],
    'media-src': ["'self'", 'blob:', 'data:'],
    'connect-src': [...connect, ...phoneSources],
    'manifest-src': ["'self'"],
    // The preview of the widget.
    'frame-src': ["'self'"],
    'form-action': ["'self'"],
    'frame-ancestors': ["'none'"],
  });

  router.get('/widget.js', (_request, response, next) => {
    shareAcrossSites(response);
    next();
  });
  router.get('/widget.js', serveAssets(join(clientDir, 'loader')), () => {
    throw notBuilt();
  });
  router.use('/widget-assets', (_request, response, next) => {
    shareAcrossSites(response);
    next();
  });
  router.use('/widget-assets', serveAssets(join(clientDir, 'widget')));
  router.get('/widget/:inboxId', immutable(false), async (request, response) => {
    const inbox = await findInbox(directory, request);
    response.removeHeader('X-Frame-Options');
    shareAcrossSites(response);
    // A preview shows what is not saved yet, so no page but our own may have it.
    const isPreview = request.query.preview !== undefined;
    response.set('Content-Security-Policy', widgetPolicy(isPreview ? [] : originsOf(inbox), connect));
    const page = await readPage(join(clientDir, 'widget/index.html'));
    const origins = originsOf(inbox);
    if (inbox.archived && !isPreview) {
      // Sites may go on embedding it: what they get takes the bubble off their page.
      response.type('html').send(page.replace('__PARLEY_PAGE__', () => toScriptJson({ origins, gone: true })));
      return;
    }
    // So that the first picture needs no second answer.
    const told = {
      inbox: presentWidgetInbox(inbox, await directory.languages()),
      availability: await routing.availability(inbox.id),
      origins,
    };
    sightings.seen(inbox.id, request.get('referer'), origins);
    response.type('html').send(page.replace('__PARLEY_PAGE__', () => toScriptJson(told)));
  });

  if (demo) {
    router.get('/shop', immutable(false), async (_request, response) => {
      const inboxId = (await directory.workspace())?.demoInboxId ?? null;
      response.set('Content-Security-Policy', shopPolicy(connect));
      const page = await readPage(join(clientDir, 'shop/index.html'));
      response.type('html').send(page.replaceAll('__INBOX_ID__', inboxId ?? ''));
    });
    router.use('/shop', serveAssets(join(clientDir, 'shop')));
  }

  router.get('/outbox', immutable(false), async (_request, response) => {
    response.set('Content-Security-Policy', outboxPolicy);
    response.type('html').send(await readPage(join(clientDir, 'outbox/index.html')));
  });
  router.use('/outbox', serveAssets(join(clientDir, 'outbox')));

  router.get('/phone', immutable(false), async (_request, response) => {
    response.set('Content-Security-Policy', phonePolicy(simulatorUrl));
    response.type('html').send(await readPage(join(clientDir, 'phone/index.html')));
  });
  router.use('/phone', serveAssets(join(clientDir, 'phone')));

  router.use('/assets', serveAssets(join(clientDir, 'console/assets')));
  router.use(serveAssets(join(clientDir, 'console')));
  // The console's own routes are paths too: whatever is not a file is its page.
  router.get('/{*path}', immutable(false), async (request, response, next) => {
    if (!request.accepts('html') || /\.[a-z0-9]+$/i.test(request.path)) return next();
    response.set('Content-Security-Policy', consolePolicy);
    response.type('html').send(await readPage(join(clientDir, 'console/index.html')));
  });
  return router;
}

function widgetPolicy(origins: string[], connect: string[]): string {
  return policy({
    'script-src': ["'self'"],
    'style-src': ["'self'"],
    'img-src': ["'self'", 'data:', 'blob:'],
    'font-src': ["'self'"],
    'media-src': ["'self'", 'blob:', 'data:'],
    'connect-src': connect,
    'form-action': ["'none'"],
    'frame-ancestors': ["'self'", ...origins],
  });
}

/** What it shows are mails, in a frame that inherits all of this: pictures only as they came along, styles as the mail has them. */
const outboxPolicy = policy({
  'script-src': ["'self'"],
  'style-src': ["'self'", "'unsafe-inline'"],
  'img-src': ["'self'", 'data:'],
  'connect-src': ["'self'"],
  'form-action': ["'none'"],
  'frame-ancestors': ["'none'"],
});

const phonePolicy = (simulatorUrl: string | null): string =>
  policy({
    'script-src': ["'self'"],
    'style-src': ["'self'"],
    'img-src': ["'self'", 'data:'],
    'connect-src': ["'self'", ...(simulatorUrl === null ? [] : [simulatorUrl])],
    'media-src': ["'self'", 'blob:'],
    'form-action': ["'none'"],
    'frame-ancestors': ["'none'"],
  });

const shopPolicy = (connect: string[]): string =>
  policy({
    'script-src': ["'self'"],
    'style-src': ["'self'", "'unsafe-inline'"],
    'img-src': ["'self'", 'data:'],
    'font-src': ["'self'"],
    'connect-src': connect,
    'frame-src': ["'self'"],
    'form-action': ["'self'"],
    'frame-ancestors': ["'none'"],
  });

const originsOf = ({ settings }: Inbox): string[] =>
  Array.isArray(settings.allowedOrigins) ? settings.allowedOrigins.map(String).flatMap(toOrigin) : [];

/** Only what is an origin gets into a header, whatever an older version may have stored. */
function toOrigin(text: string): string[] {
  const origin = parseUrl(text)?.origin ?? 'null';
  return origin === 'null' ? [] : [origin];
}

/** Names with a hash in them never change; pages are asked for anew. */
const immutable =
  (isHashed: boolean): RequestHandler =>
  (_request, response, next) => {
    response.set('Cache-Control', isHashed ? 'public, max-age=31536000, immutable' : 'no-cache');
    next();
  };

/** As the build compressed them, where the browser takes that. Looked up anew each time, because `npm run dev` replaces them. */
function serveAssets(dir: string): RequestHandler {
  return sirv(dir, {
    dev: true,
    etag: true,
    brotli: true,
    gzip: true,
    extensions: [],
    setHeaders: (response, path) => {
      const isHashed = /[-.][A-Za-z0-9_-]{8,}\.[a-z0-9]+$/.test(path);
      response.setHeader('Cache-Control', isHashed ? 'public, max-age=31536000, immutable' : 'no-cache');
    },
  });
}

function shareAcrossSites(response: Response): void {
  response.set('Cross-Origin-Resource-Policy', 'cross-origin');
}

async function readPage(path: string): Promise<string> {
  return readFile(path, 'utf8').catch(() => {
    throw notBuilt();
  });
}

/** JSON that cannot end the script element it stands in. */
const toScriptJson = (value: unknown): string => JSON.stringify(value).replaceAll('<', '\\u003c');

const notBuilt = (): AppError => new AppError('not_found', 'This page is not built: run npm run build.');
