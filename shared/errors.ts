/** Error codes that are stable on the wire, and the Result that acknowledges every request. */

/** HTTP status per code; the one place where the two are paired. */
export const errorStatus = {
  invalid: 400,
  unauthenticated: 401,
  forbidden: 403,
  two_factor_needed: 403,
  not_found: 404,
  conflict: 409,
  offer_gone: 410,
  closed: 409,
  /** the thread moved on since it was written */
  stale: 409,
  too_large: 413,
  unsupported_type: 415,
  locked_out: 423,
  rate_limited: 429,
  internal_error: 500,
  not_ready: 503,
} as const;

export type ErrorCode = keyof typeof errorStatus;

/** What a caller sees of an error. `retryAfter` in seconds; `fields` maps a field's path to what is wrong with it. */
export interface WireError {
  code: ErrorCode;
  message: string;
  retryAfter?: number;
  fields?: Record<string, string>;
}

export type Result<T> = { ok: true; value: T } | { ok: false; error: WireError };

/** An error that a caller may see. Everything else is logged whole and shown as `internal_error`. */
export class AppError extends Error {
  constructor(
    readonly code: ErrorCode,
    message: string,
    readonly data: { retryAfter?: number; fields?: Record<string, string> } = {},
  ) {
    super(message);
    this.name = 'AppError';
  }

  get status(): number {
    return errorStatus[this.code];
  }

  toWire(): WireError {
    return { code: this.code, message: this.message, ...this.data };
  }
}

export const succeed = <T>(value: T): Result<T> => ({ ok: true, value });
export const fail = (error: WireError): Result<never> => ({ ok: false, error });
