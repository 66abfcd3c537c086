/** Requests over a test's socket as promises: the value, or the error that the server acknowledged. */
import type { Socket } from 'socket.io-client';
import type { ErrorCode, Result, WireError } from '../../shared/errors.ts';

/** What the server said no with. */
export class Refused extends Error {
  readonly code: ErrorCode;
  constructor(readonly wire: WireError) {
    super(`${wire.code}: ${wire.message} ${JSON.stringify(wire.fields ?? {})}`);
    this.name = 'Refused';
    this.code = wire.code;
  }
}

/** Neither yes nor no came: the connection broke or the answer was lost. */
export class Unanswered extends Error {
  override readonly name = 'Unanswered';
}

export type AnySocket = Pick<Socket, 'emit' | 'connected' | 'on' | 'off' | 'once'>;

export function askRaw(
  socket: AnySocket,
  event: string,
  payload: unknown,
  withinMs = 15_000,
): Promise<Result<unknown>> {
  return new Promise((resolve, reject) => {
    const end = (): void => {
      clearTimeout(timer);
      socket.off('disconnect', lose);
    };
    const lose = (): void => {
      end();
      reject(new Unanswered(`${event}: the connection broke`));
    };
    const timer = setTimeout(() => {
      end();
      reject(new Unanswered(`${event}: no answer in ${withinMs} ms`));
    }, withinMs);
    if (!socket.connected) {
      lose();
      return;
    }
    socket.once('disconnect', lose);
    socket.emit(event, payload, (result: Result<unknown>) => {
      end();
      resolve(result);
    });
  });
}

export async function ask<T>(socket: AnySocket, event: string, payload: unknown, withinMs?: number): Promise<T> {
  const result = await askRaw(socket, event, payload, withinMs);
  if (!result.ok) throw new Refused(result.error);
  return result.value as T;
}

/** What a request came to, in one word. */
export async function outcome(asked: Promise<unknown>): Promise<'ok' | ErrorCode> {
  return asked.then(
    () => 'ok' as const,
    (error: unknown) => {
      if (error instanceof Refused) return error.code;
      throw error;
    },
  );
}
