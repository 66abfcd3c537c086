/** The one place where an error becomes an HTTP answer. */
import type { ErrorRequestHandler, RequestHandler } from 'express';
import { AppError } from '../../shared/errors.ts';
import type { Log } from '../lib/log.ts';
import { explainError } from '../lib/wire-error.ts';

export function createErrorHandler(log: Log): ErrorRequestHandler {
  return (thrown, request, response, next) => {
    const { error, isExpected } = explainError(thrown);
    if (!isExpected) log.error({ err: thrown, method: request.method, path: request.path }, 'request failed');
    if (response.headersSent) return next(thrown);
    if (error.data.retryAfter !== undefined) response.set('Retry-After', String(error.data.retryAfter));
    if (!request.complete) {
      // The rest of an upload that was refused early is read and dropped, or the answer would never arrive.
      response.set('Connection', 'close');
      request.resume();
    }
    response.status(error.status).json({ error: error.toWire() });
  };
}

export const refuseUnknownRoute: RequestHandler = (_request, _response, next) => {
  next(new AppError('not_found', 'There is nothing here.'));
};
