/** One line per request: what was asked and what came of it, without query, headers or bodies. */
import type { RequestHandler } from 'express';
import type { Log } from '../lib/log.ts';

export function logRequests(log: Log): RequestHandler {
  return (request, response, next) => {
    const begun = process.hrtime.bigint();
    const { method, path } = request;
    response.once('close', () => {
      const ms = Math.round(Number(process.hrtime.bigint() - begun) / 1e6);
      const fields = { method, path, status: response.statusCode, ms, whole: response.writableFinished };
      if (response.statusCode >= 500) log.warn(fields, 'request');
      else log.debug(fields, 'request');
    });
    next();
  };
}
