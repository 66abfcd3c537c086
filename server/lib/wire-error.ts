/** Any error as the one a caller may see; the single place where foreign errors get a code. */
import { z } from 'zod';
import { AppError } from '../../shared/errors.ts';

/** Errors that mean "the store or the disk is not there right now": nothing was acknowledged, trying again is right. */
const unreachable = new Set([
  'MongoServerSelectionError',
  'MongoNetworkError',
  'MongoNetworkTimeoutError',
  'MongoNotConnectedError',
  'MongoTopologyClosedError',
  'MongooseServerSelectionError',
  'PoolClearedOnNetworkError',
  'MongoPoolClearedError',
]);
/** MongoDB: OutOfDiskSpace. */
const OUT_OF_DISK = 14_031;

/** What body-parser calls its refusals. */
const bodyErrors: Record<string, AppError> = {
  'entity.parse.failed': new AppError('invalid', 'The body is not valid JSON.'),
  'entity.too.large': new AppError('too_large', 'The body is too large.'),
  'request.aborted': new AppError('invalid', 'The request broke off.'),
  'request.size.invalid': new AppError('invalid', 'The request broke off.'),
  'encoding.unsupported': new AppError('unsupported_type', 'This encoding is not supported.'),
  'charset.unsupported': new AppError('unsupported_type', 'This character set is not supported.'),
};

/** `isExpected` false: log it whole, for it is ours to mend. */
export function explainError(error: unknown): { error: AppError; isExpected: boolean } {
  if (error instanceof AppError) return { error, isExpected: true };
  if (error instanceof z.ZodError) return { error: invalidFields(error), isExpected: true };
  if (isFullDisk(error)) return { error: new AppError('not_ready', 'The disk is full.'), isExpected: false };
  const { name, type, status } = traits(error);
  if (unreachable.has(name))
    return { error: new AppError('not_ready', 'The store cannot be reached.'), isExpected: false };
  const body = bodyErrors[type];
  if (body) return { error: body, isExpected: true };
  if (status === 400) return { error: new AppError('invalid', 'The request is malformed.'), isExpected: true };
  return { error: new AppError('internal_error', 'Something went wrong on our side.'), isExpected: false };
}

export function isFullDisk(error: unknown): boolean {
  const { code, message } = traits(error);
  return (
    code === 'ENOSPC' ||
    code === 'EDQUOT' ||
    code === OUT_OF_DISK ||
    /ENOSPC|no space left on device|MDB_MAP_FULL/i.test(message)
  );
}

function traits(error: unknown): { name: string; type: string; status: unknown; code: unknown; message: string } {
  const { name, type, status, code, message } = Object(error) as Record<string, unknown>;
  return { name: String(name), type: String(type), status, code, message: String(message) };
}

function invalidFields(error: z.ZodError): AppError {
  const fields = Object.fromEntries(error.issues.map((issue) => [issue.path.join('.') || 'body', issue.message]));
  return new AppError('invalid', 'Some fields are not valid.', { fields });
}
