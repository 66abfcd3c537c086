/** insert, update, delete and findAndModify; they run inside the executor's transaction. */
import { ObjectId } from 'bson';
import { collectMatches, type Match, type Query } from '../query/find.ts';
import type { Collection } from '../storage/collection.ts';
import { type Doc, decode, encode, type Value } from '../values/document.ts';
import { badValue, failedToParse, notImplemented, StoreError } from '../values/errors.ts';
import { isDoc, isNumber, Kind, kindOf, typeNameOf } from '../values/kind.ts';
import { compilePositional } from '../values/positional.ts';
import { compileProjection } from '../values/project.ts';
import { compileUpdate, isReplacement, type Update, upsertSeed } from '../values/update.ts';
import { type Call, type Command, getDoc, getFlag, getNamespace, ok } from './command.ts';

const MAX_DOCUMENT_BYTES = 16 * 1024 * 1024;
const MAX_STATEMENTS = 100_000;

export const insert: Command = {
  effect: 'write',
  fields: ['documents', 'ordered', 'bypassDocumentValidation'],
  run(call) {
    const namespace = getNamespace(call);
    const statements =
      call.sequences.get('documents') ?? readStatements(call.body, 'documents').map((doc) => encode(doc));
    const collection = call.engine.catalog.obtain(namespace);
    let n = 0;
    const errors = runStatements(call, statements, (bytes) => {
      insertDocument(collection, bytes);
      n++;
    });
    return ok({ n, ...errors });
  },
};

function insertDocument(collection: Collection, given: Uint8Array): void {
  const doc = decode(given);
  if (Object.keys(doc)[0] === '_id') {
    checkId(doc._id);
    checkSize(given);
    collection.insert(doc, given);
    return;
  }
  const { _id = new ObjectId(), ...rest } = doc;
  store(collection, { _id, ...rest });
}

function store(collection: Collection, doc: Doc): void {
  checkId(doc._id);
  const bytes = encode(doc);
  checkSize(bytes);
  collection.insert(doc, bytes);
}

function checkId(id: Value | undefined): void {
  const kind = kindOf(id);
  if (kind === Kind.array || kind === Kind.regex) {
    throw new StoreError(53, `The '_id' value cannot be of type ${typeNameOf(id)}`);
  }
}

function checkSize(bytes: Uint8Array): void {
  if (bytes.length > MAX_DOCUMENT_BYTES) {
    throw new StoreError(
      10334,
      `BSONObj size: ${bytes.length} is invalid. Size must be between 0 and ${MAX_DOCUMENT_BYTES}`,
    );
  }
}

/** Runs each statement; a StoreError becomes a write error, and ends an ordered command. */
function runStatements<T>(
  call: Call,
  statements: readonly T[],
  run: (statement: T, index: number) => void,
): { writeErrors?: Doc[] } {
  if (statements.length === 0 || statements.length > MAX_STATEMENTS) {
    throw new StoreError(
      16,
      `Write batch sizes must be between 1 and ${MAX_STATEMENTS}. Got ${statements.length} operations.`,
    );
  }
  const isOrdered = getFlag(call.body, 'ordered', true);
  const writeErrors: Doc[] = [];
  for (const [index, statement] of statements.entries()) {
    try {
      run(statement, index);
    } catch (error) {
      // Without space nothing of the command should stay: the whole command fails.
      if (!(error instanceof StoreError) || error.code === 14031) throw error;
      writeErrors.push({ index, code: error.code, errmsg: error.message, ...error.extra });
      if (isOrdered) break;
    }
  }
  return writeErrors.length > 0 ? { writeErrors } : {};
}

function readStatements(body: Doc, field: string): Doc[] {
  const statements = body[field];
  if (!Array.isArray(statements)) throw new StoreError(40414, `BSON field '${field}' is missing but a required field`);
  return statements.map((statement) => {
    if (!isDoc(statement)) throw badValue(`${field} must be documents`);
    return statement;
  });
}

function decodeStatements(call: Call, field: string): Doc[] {
  return call.sequences.get(field)?.map((bytes) => decode(bytes)) ?? readStatements(call.body, field);
}

function checkStatement(name: string, statement: Doc, fields: readonly string[]): void {
  for (const field of Object.keys(statement)) {
    if (fields.includes(field) || statement[field] === undefined) continue;
    if (field === 'collation' || field === 'c') throw notImplemented(`The option ${field} of ${name}`);
    throw new StoreError(40415, `BSON field '${name}.${field}' is an unknown field.`);
  }
}

/** An update ready to run: what to find, what to do with it. */
interface Change {
  readonly query: Query;
  readonly update: Update;
  readonly isUpsert: boolean;
  /** For the positional operator: finds out which array element matched. */
  readonly locate: ((doc: Doc) => number | undefined) | undefined;
}

function prepareChange(query: Query, update: Value, isUpsert: boolean, arrayFilters: Value | undefined): Change {
  if (arrayFilters !== undefined && !Array.isArray(arrayFilters)) throw failedToParse('arrayFilters must be an array');
  return {
    query,
    update: compileUpdate(update, arrayFilters),
    isUpsert,
    locate: usesPosition(update) ? compilePositional(query.filter) : undefined,
  };
}

function usesPosition(update: Value): boolean {
  if (!isDoc(update)) return false;
  return Object.values(update).some(
    (fields) => isDoc(fields) && Object.keys(fields).some((path) => path.endsWith('.$') || path.includes('.$.')),
  );
}

interface Changed {
  readonly before: Doc;
  readonly after: Doc;
  readonly modified: boolean;
}

function changeRecord(call: Call, collection: Collection, match: Match, change: Change): Changed {
  const before = match.doc ?? decode(match.bytes);
  const matchedIndex = change.locate?.(before);
  const context = { now: new Date(call.engine.now()), isInsert: false };
  const { doc: after, modified } = change.update(
    before,
    matchedIndex === undefined ? context : { ...context, matchedIndex },
  );
  if (!modified) return { before, after: before, modified };
  const bytes = encode(after);
  if (bytes.length > MAX_DOCUMENT_BYTES) {
    throw new StoreError(17419, `Resulting document after update is larger than ${MAX_DOCUMENT_BYTES}`);
  }
  collection.replace(match.record, before, match.bytes.length, after, bytes);
  return { before, after, modified };
}

function upsertDocument(call: Call, collection: Collection, change: Change): Doc {
  const seed = upsertSeed(change.query.filter);
  const { doc } = change.update(seed, { now: new Date(call.engine.now()), isInsert: true });
  const { _id = seed._id ?? new ObjectId(), ...rest } = doc;
  const made: Doc = { _id, ...rest };
  store(collection, made);
  return made;
}

export const update: Command = {
  effect: 'write',
  fields: ['updates', 'ordered', 'bypassDocumentValidation'],
  run(call) {
    const namespace = getNamespace(call);
    let n = 0;
    let nModified = 0;
    const upserted: { index: number; _id: Value }[] = [];
    const errors = runStatements(call, decodeStatements(call, 'updates'), (statement, index) => {
      checkStatement('update.updates', statement, ['q', 'u', 'multi', 'upsert', 'arrayFilters', 'hint', 'sort']);
      const isMulti = getFlag(statement, 'multi');
      if (isMulti && isReplacement(statement.u ?? null)) {
        throw failedToParse('multi update is not supported for replacement-style update');
      }
      const query: Query = {
        filter: getDoc(statement, 'q') ?? {},
        limit: isMulti ? 0 : 1,
        hint: statement.hint,
        sort: getDoc(statement, 'sort'),
      };
      const change = prepareChange(query, statement.u ?? null, getFlag(statement, 'upsert'), statement.arrayFilters);
      const collection = obtainFor(call, namespace, change.isUpsert);
      // All ids are collected first: a document that moves in the index must not be met twice.
      const matches = collection === undefined ? [] : collectMatches(call.engine.kv, collection, query);
      for (const match of matches) {
        if (collection === undefined) break;
        n++;
        if (changeRecord(call, collection, match, change).modified) nModified++;
      }
      if (matches.length === 0 && change.isUpsert && collection !== undefined) {
        upserted.push({ index, _id: upsertDocument(call, collection, change)._id ?? null });
        n++;
      }
    });
    return ok({ n, nModified, ...(upserted.length > 0 ? { upserted } : {}), ...errors });
  },
};

/** The collection, or undefined when there is none and nothing is to be inserted; its queries are checked all the same. */
function obtainFor(call: Call, namespace: string, mayInsert: boolean): Collection | undefined {
  return mayInsert ? call.engine.catalog.obtain(namespace) : call.engine.catalog.find(namespace);
}

export const remove: Command = {
  effect: 'write',
  fields: ['deletes', 'ordered'],
  run(call) {
    const collection = call.engine.catalog.find(getNamespace(call));
    let n = 0;
    const errors = runStatements(call, decodeStatements(call, 'deletes'), (statement) => {
      checkStatement('delete.deletes', statement, ['q', 'limit', 'hint']);
      const limit = isNumber(statement.limit) ? Number(statement.limit) : -1;
      if (limit !== 0 && limit !== 1) {
        throw failedToParse(`The limit field in delete objects must be 0 or 1. Got ${String(statement.limit)}`);
      }
      const query: Query = { filter: getDoc(statement, 'q') ?? {}, limit, hint: statement.hint };
      if (collection === undefined) return;
      for (const match of collectMatches(call.engine.kv, collection, query)) {
        collection.remove(match.record, match.doc ?? decode(match.bytes), match.bytes.length);
        n++;
      }
    });
    return ok({ n, ...errors });
  },
};

export const findAndModify: Command = {
  effect: 'write',
  fields: [
    'query',
    'sort',
    'remove',
    'update',
    'new',
    'fields',
    'upsert',
    'arrayFilters',
    'hint',
    'bypassDocumentValidation',
  ],
  run(call) {
    const { body } = call;
    const query: Query = {
      filter: getDoc(body, 'query') ?? {},
      sort: getDoc(body, 'sort'),
      limit: 1,
      hint: body.hint,
    };
    const fields = getDoc(body, 'fields');
    const project =
      fields === undefined || Object.keys(fields).length === 0 ? (doc: Doc) => doc : compileProjection(fields);
    if (getFlag(body, 'remove')) return findAndRemove(call, query, project);
    if (body.update === undefined) throw failedToParse('Either an update or remove=true must be specified');
    const change = prepareChange(query, body.update, getFlag(body, 'upsert'), body.arrayFilters);
    const wantsNew = getFlag(body, 'new');
    const collection = obtainFor(call, getNamespace(call), change.isUpsert);
    const [match] = collection === undefined ? [] : collectMatches(call.engine.kv, collection, query);
    if (collection !== undefined && match !== undefined) {
      const { before, after } = changeRecord(call, collection, match, change);
      return ok({ lastErrorObject: { n: 1, updatedExisting: true }, value: project(wantsNew ? after : before) });
    }
    if (collection === undefined || !change.isUpsert) {
      return ok({ lastErrorObject: { n: 0, updatedExisting: false }, value: null });
    }
    const made = upsertDocument(call, collection, change);
    const lastErrorObject = { n: 1, updatedExisting: false, upserted: made._id };
    return ok({ lastErrorObject, value: wantsNew ? project(made) : null });
  },
};

function findAndRemove(call: Call, query: Query, project: (doc: Doc) => Doc) {
  if (call.body.update !== undefined) throw failedToParse('Cannot specify both an update and remove=true');
  if (getFlag(call.body, 'upsert')) throw failedToParse('Cannot specify both upsert=true and remove=true');
  if (getFlag(call.body, 'new')) throw failedToParse('Cannot specify both new=true and remove=true');
  const collection = call.engine.catalog.find(getNamespace(call));
  const [match] = collection === undefined ? [] : collectMatches(call.engine.kv, collection, query);
  if (collection === undefined || match === undefined) return ok({ lastErrorObject: { n: 0 }, value: null });
  const doc = match.doc ?? decode(match.bytes);
  collection.remove(match.record, doc, match.bytes.length);
  return ok({ lastErrorObject: { n: 1 }, value: project(doc) });
}
