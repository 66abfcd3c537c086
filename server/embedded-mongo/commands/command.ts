/** What every command is given, and how a command's arguments are read and refused. */
import { Long } from 'bson';
import type { Cursors } from '../cursors.ts';
import type { Slice, Steps } from '../executor.ts';
import type { Catalog } from '../storage/catalog.ts';
import type { Kv } from '../storage/kv.ts';
import type { Doc, Value } from '../values/document.ts';
import { badValue, notImplemented, StoreError, typeMismatch } from '../values/errors.ts';
import { isDoc, isNumber, typeNameOf } from '../values/kind.ts';
import type { Session } from '../wire/listener.ts';
import type { Reply } from '../wire/message.ts';
import type { Credential } from '../wire/scram.ts';

/** The parts of the store that commands work on. */
export interface Engine {
  readonly kv: Kv;
  readonly catalog: Catalog;
  readonly cursors: Cursors;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Set when clients have to log in. */
  readonly credential: Credential | undefined;
  readonly connections: () => number;
  readonly startedAt: number;
  /** Called when something was dropped whose keys are still to be removed. */
  readonly onDropped: () => void;
}

export interface Call {
  readonly engine: Engine;
  readonly session: Session;
  readonly name: string;
  readonly body: Doc;
  readonly database: string;
  readonly sequences: ReadonlyMap<string, Uint8Array[]>;
}

/** `fields` lists what the command takes besides the arguments every command takes; anything else is refused. */
export type Command =
  | {
      readonly effect: 'read';
      readonly fields: readonly string[];
      readonly run: (call: Call, slice: Slice) => Steps<Reply> | Reply;
    }
  /** needs the store for itself */
  | { readonly effect: 'alone'; readonly fields: readonly string[]; readonly run: (call: Call) => Promise<Reply> }
  | { readonly effect: 'write'; readonly fields: readonly string[]; readonly run: (call: Call) => Reply };

export function isSteps(result: Steps<Reply> | Reply): result is Steps<Reply> {
  return 'next' in result;
}

export function ok(body: Record<string, unknown> = {}): Reply {
  return { kind: 'document', body: { ...body, ok: 1 } as Doc };
}

const GENERIC = new Set([
  '$db',
  'lsid',
  '$clusterTime',
  '$readPreference',
  'readConcern',
  'writeConcern',
  'maxTimeMS',
  'comment',
  'apiVersion',
  'apiStrict',
  'apiDeprecationErrors',
]);
const IN_TRANSACTION = ['txnNumber', 'autocommit', 'startTransaction'];

/** Refuses what the store does not do, so that nothing is ever silently ignored. */
export function checkArguments(name: string, body: Doc, fields: readonly string[]): void {
  if (IN_TRANSACTION.some((field) => body[field] !== undefined)) {
    throw new StoreError(20, 'Transaction numbers are only allowed on a replica set member or mongos');
  }
  for (const field of Object.keys(body)) {
    if (field === name || GENERIC.has(field) || fields.includes(field)) continue;
    if (UNSUPPORTED.has(field)) {
      if (body[field] === undefined || isEmptyDoc(body[field])) continue;
      throw notImplemented(`The option ${field} of ${name}`);
    }
    throw new StoreError(40415, `BSON field '${name}.${field}' is an unknown field.`);
  }
  if (body.apiVersion !== undefined && body.apiVersion !== '1') {
    throw new StoreError(322, `API version must be "1", but got "${String(body.apiVersion)}"`);
  }
  checkConcerns(body);
}

const UNSUPPORTED = new Set([
  'collation',
  'let',
  'tailable',
  'awaitData',
  'returnKey',
  'showRecordId',
  'min',
  'max',
  'sampleRate',
  'encryptionInformation',
  'rawData',
]);

function isEmptyDoc(value: Value | undefined): boolean {
  return value === false || (isDoc(value) && Object.keys(value).length === 0);
}

function checkConcerns(body: Doc): void {
  const { readConcern, writeConcern } = body;
  if (isDoc(readConcern) && readConcern.level === 'snapshot') throw notImplemented('The read concern snapshot');
  if (isDoc(writeConcern) && isNumber(writeConcern.w) && Number(writeConcern.w) > 1) {
    throw badValue("cannot use 'w' > 1 when a host is not replicated");
  }
}

export function getNamespace({ database, body, name }: Call): string {
  const collection = body[name];
  if (typeof collection !== 'string') {
    throw new StoreError(73, `collection name has invalid type ${typeNameOf(collection)}`);
  }
  if (collection === '') throw new StoreError(73, `Invalid namespace specified '${database}.'`);
  return `${database}.${collection}`;
}

export function getDoc(body: Doc, field: string): Doc | undefined {
  const value = body[field];
  if (value === undefined || value === null) return undefined;
  if (!isDoc(value)) {
    throw typeMismatch(`BSON field '${field}' is the wrong type '${typeNameOf(value)}', expected type 'object'`);
  }
  return value;
}

export function getInteger(body: Doc, field: string): number | undefined {
  const value = body[field];
  if (value === undefined || value === null) return undefined;
  if (!isNumber(value)) {
    throw typeMismatch(`BSON field '${field}' is the wrong type '${typeNameOf(value)}', expected a number`);
  }
  return Math.trunc(Number(value));
}

/** An integer that must not be negative. */
export function getCount(body: Doc, field: string): number | undefined {
  const value = getInteger(body, field);
  if (value !== undefined && value < 0) {
    throw new StoreError(51024, `BSON field '${field}' value must be >= 0, actual value '${value}'`);
  }
  return value;
}

export function getFlag(body: Doc, field: string, otherwise = false): boolean {
  const value = body[field];
  if (value === undefined || value === null) return otherwise;
  if (isNumber(value)) return Number(value) !== 0;
  if (typeof value === 'boolean') return value;
  throw typeMismatch(`BSON field '${field}' is the wrong type '${typeNameOf(value)}', expected type 'bool'`);
}

export function toBigInt(value: Value | undefined): bigint {
  if (value instanceof Long) return value.toBigInt();
  return isNumber(value) ? BigInt(Math.trunc(Number(value))) : 0n;
}

export const toLong = (value: bigint): Long => Long.fromBigInt(value);
