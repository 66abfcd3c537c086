/** How a handshake is refused: the client reads the code and knows whether trying again can help. */
import type { WireError } from '../../../shared/errors.ts';
import type { Log } from '../../lib/log.ts';
import { presentError } from './wire-error.ts';

/** socket.io hands `data` to the client's connect_error. */
export interface Refusal extends Error {
  data: WireError;
}

/** A middleware from a function that sets up the socket or throws. */
export function admit<S>(
  enter: (socket: S) => Promise<void>,
  log: Pick<Log, 'error'>,
): (socket: S, next: (refusal?: Refusal) => void) => void {
  return (socket, next) => {
    enter(socket).then(
      () => next(),
      (error: unknown) => {
        const data = presentError(error, log, 'connect');
        next(Object.assign(new Error(data.code), { data }));
      },
    );
  };
}
