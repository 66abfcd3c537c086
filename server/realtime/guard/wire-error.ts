/** What a socket is told of an error; what nobody foresaw is logged whole. */
import type { WireError } from '../../../shared/errors.ts';
import type { Log } from '../../lib/log.ts';
import { explainError } from '../../lib/wire-error.ts';

export function presentError(error: unknown, log: Pick<Log, 'error'>, event: string): WireError {
  const explained = explainError(error);
  if (!explained.isExpected) log.error({ err: error, event }, 'a request failed for a reason that is ours');
  return explained.error.toWire();
}
