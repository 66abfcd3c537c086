/** The log: JSON lines on stderr, readable ones on a terminal; never a message's text, a token or a password. */
import pino from 'pino';

export type Log = pino.Logger;

export function createLog(level: string, pretty: boolean): Log {
  const base = { level, redact: ['req.headers.cookie', 'req.headers.authorization', '*.password', '*.token'] };
  if (!pretty) return pino(base, pino.destination(2));
  return pino({ ...base, transport: { target: 'pino-pretty', options: { destination: 2, ignore: 'pid,hostname' } } });
}
