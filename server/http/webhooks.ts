/** What providers' machines ask: each channel answers below its own name, of the raw body, and checks by itself who asks. */
import express, { type Request, type RequestHandler, type Router } from 'express';
import type { Channel } from '../../channels/channel.ts';
import { AppError } from '../../shared/errors.ts';

const raw = express.raw({ type: () => true, limit: '100kb' });

export function mountWebhooks(channels: ReadonlyMap<string, Channel>, limit: RequestHandler): Router {
  const router = express.Router({ caseSensitive: true, strict: true });
  router.use('/hooks/:kind', limit, raw, async (request, response, next) => {
    const channel = channels.get(String(request.params.kind));
    const { method } = request;
    if (!channel?.webhooks || (method !== 'GET' && method !== 'POST')) {
      return next(new AppError('not_found', 'There is nothing here.'));
    }
    const { status, type, headers, body } = await channel.webhooks({
      ...{ method, target: request.originalUrl, path: request.path, headers: request.headers },
      body: bodyOf(request),
    });
    response.status(status).set({ 'Cache-Control': 'no-store', ...headers });
    if (type !== undefined) response.type(type);
    response.end(body);
  });
  return router;
}

const bodyOf = ({ body }: Request): Buffer => (Buffer.isBuffer(body) ? body : Buffer.alloc(0));
