/** Errors as MongoDB reports them: a number, a name and the exact words that drivers and mongoose look at. */
import type { Doc } from './document.ts';
import { formatDoc } from './format.ts';

/** Names from MongoDB's error_codes.yml for the codes this store can answer. */
const CODE_NAMES: Readonly<Record<number, string>> = {
  1: 'InternalError',
  2: 'BadValue',
  9: 'FailedToParse',
  10: 'CannotMutateObject',
  11: 'UserNotFound',
  13: 'Unauthorized',
  14: 'TypeMismatch',
  15: 'Overflow',
  16: 'InvalidLength',
  17: 'ProtocolError',
  18: 'AuthenticationFailed',
  20: 'IllegalOperation',
  22: 'InvalidBSON',
  26: 'NamespaceNotFound',
  27: 'IndexNotFound',
  28: 'PathNotViable',
  40: 'ConflictingUpdateOperators',
  43: 'CursorNotFound',
  48: 'NamespaceExists',
  50: 'MaxTimeMSExpired',
  52: 'DollarPrefixedFieldName',
  54: 'NotSingleValueField',
  56: 'EmptyFieldName',
  59: 'CommandNotFound',
  61: 'ShardKeyNotFound',
  66: 'ImmutableField',
  67: 'CannotCreateIndex',
  68: 'IndexAlreadyExists',
  72: 'InvalidOptions',
  73: 'InvalidNamespace',
  85: 'IndexOptionsConflict',
  86: 'IndexKeySpecsConflict',
  91: 'ShutdownInProgress',
  115: 'CommandNotSupported',
  121: 'DocumentValidationFailure',
  171: 'CannotIndexParallelArrays',
  197: 'InvalidIndexSpecificationOption',
  238: 'NotImplemented',
  292: 'QueryExceededMemoryLimitNoDiskUseAllowed',
  11000: 'DuplicateKey',
  14031: 'OutOfDiskSpace',
};

/** An error that goes to the client as `{ ok: 0, code, codeName, errmsg, ...extra }` or as a write error. */
export class StoreError extends Error {
  readonly code: number;
  readonly codeName: string;
  readonly extra?: Doc;

  constructor(code: number, message: string, extra?: Doc) {
    super(message);
    this.name = 'StoreError';
    this.code = code;
    this.codeName = CODE_NAMES[code] ?? `Location${code}`;
    if (extra !== undefined) this.extra = extra;
  }
}

export function badValue(message: string): StoreError {
  return new StoreError(2, message);
}

export function failedToParse(message: string): StoreError {
  return new StoreError(9, message);
}

export function userNotFound(message: string): StoreError {
  return new StoreError(11, message);
}

export function typeMismatch(message: string): StoreError {
  return new StoreError(14, message);
}

export function illegalOperation(message: string): StoreError {
  return new StoreError(20, message);
}

export function invalidBson(message: string): StoreError {
  return new StoreError(22, message);
}

/** @param namespace `database.collection` */
export function namespaceNotFound(namespace?: string): StoreError {
  return new StoreError(26, namespace === undefined ? 'ns not found' : `ns does not exist: ${namespace}`);
}

/** @param name the index name that was asked for */
export function indexNotFound(name: string): StoreError {
  return new StoreError(27, `index not found with name [${name}]`);
}

export function pathNotViable(message: string): StoreError {
  return new StoreError(28, message);
}

/** @param path the path being added; @param at the path at which it meets another modifier */
export function conflictingUpdate(path: string, at: string): StoreError {
  return new StoreError(40, `Updating the path '${path}' would create a conflict at '${at}'`);
}

export function cursorNotFound(id: string | number | bigint): StoreError {
  return new StoreError(43, `cursor id ${id} not found`);
}

export function namespaceExists(namespace: string): StoreError {
  return new StoreError(48, `Collection ${namespace} already exists.`);
}

export function commandNotFound(command: string): StoreError {
  return new StoreError(59, `no such command: '${command}'`);
}

export function immutableField(message: string): StoreError {
  return new StoreError(66, message);
}

export function cannotCreateIndex(message: string): StoreError {
  return new StoreError(67, message);
}

export function indexAlreadyExists(message: string): StoreError {
  return new StoreError(68, message);
}

export function invalidOptions(message: string): StoreError {
  return new StoreError(72, message);
}

export function invalidNamespace(namespace: string): StoreError {
  return new StoreError(73, `Invalid namespace specified '${namespace}'`);
}

export function indexOptionsConflict(message: string): StoreError {
  return new StoreError(85, message);
}

export function indexKeySpecsConflict(message: string): StoreError {
  return new StoreError(86, message);
}

export function commandNotSupported(message: string): StoreError {
  return new StoreError(115, message);
}

export function documentValidationFailure(errInfo?: Doc): StoreError {
  return new StoreError(121, 'Document failed validation', errInfo === undefined ? undefined : { errInfo });
}

/** @param what the operator, option or command that the store leaves out on purpose */
export function notImplemented(what: string): StoreError {
  return new StoreError(238, `${what} is not implemented by the embedded store`);
}

/**
 * @param namespace `database.collection`
 * @param index name of the violated index
 * @param keyPattern e.g. `{ email: 1 }`
 * @param keyValue e.g. `{ email: 'a@b.c' }`
 */
export function duplicateKey(namespace: string, index: string, keyPattern: Doc, keyValue: Doc): StoreError {
  const message = `E11000 duplicate key error collection: ${namespace} index: ${index} dup key: ${formatDoc(keyValue)}`;
  return new StoreError(11000, message, { keyPattern, keyValue });
}
