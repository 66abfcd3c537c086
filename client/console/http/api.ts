/** HTTP with the server: JSON in, JSON out, errors as one class that carries the stable code. */
import type { WireError } from '../../../shared/errors.ts';

export class ApiError extends Error {
  constructor(readonly wire: WireError) {
    super(wire.message);
    this.name = 'ApiError';
  }
}

const unreachable: WireError = { code: 'not_ready', message: 'No answer from the server' };

export async function callApi<T>(
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE',
  path: string,
  body?: unknown,
): Promise<T> {
  const response = await fetch(path, {
    method,
    credentials: 'same-origin',
    headers: body === undefined ? {} : { 'content-type': 'application/json' },
    body: body === undefined ? null : JSON.stringify(body),
  }).catch(() => {
    throw new ApiError(unreachable);
  });
  const answer: unknown = await response.json().catch(() => null);
  if (!response.ok) throw new ApiError(readError(answer));
  return answer as T;
}

export function readError(answer: unknown): WireError {
  const error = (answer as { error?: WireError } | null)?.error;
  return error && typeof error.code === 'string' ? error : unreachable;
}

/** The wire's word on any fault, for words on screen. */
export function toWireError(fault: unknown): WireError {
  return fault instanceof ApiError ? fault.wire : unreachable;
}
