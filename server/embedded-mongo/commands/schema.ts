/** Collections, databases and indexes: create, drop, list. */

import type { Collection } from '../storage/collection.ts';
import { checkIndexSpec, findIndex, IndexDefinition } from '../storage/index-definition.ts';
import { recordRange } from '../storage/layout.ts';
import { type Doc, encode, type Value } from '../values/document.ts';
import {
  badValue,
  indexKeySpecsConflict,
  indexNotFound,
  indexOptionsConflict,
  invalidOptions,
  namespaceExists,
  namespaceNotFound,
  notImplemented,
} from '../values/errors.ts';
import { formatDoc } from '../values/format.ts';
import { isDoc } from '../values/kind.ts';
import { compileFilter } from '../values/match.ts';
import type { Reply } from '../wire/message.ts';
import { type Call, type Command, getDoc, getFlag, getNamespace, ok } from './command.ts';

export const create: Command = {
  effect: 'write',
  fields: [
    'autoIndexId',
    'capped',
    'validator',
    'validationLevel',
    'validationAction',
    'viewOn',
    'pipeline',
    'timeseries',
    'expireAfterSeconds',
    'clusteredIndex',
    'changeStreamPreAndPostImages',
    'size',
    'max',
    'storageEngine',
    'indexOptionDefaults',
    'encryptedFields',
  ],
  run(call) {
    for (const field of this.fields) {
      const value = call.body[field];
      if (value !== undefined && value !== false) throw notImplemented(`The option ${field} of create`);
    }
    call.engine.catalog.create(getNamespace(call), {});
    return ok();
  },
};

export const drop: Command = {
  effect: 'write',
  fields: [],
  run(call) {
    const namespace = getNamespace(call);
    const collection = call.engine.catalog.find(namespace);
    if (collection === undefined) return ok();
    dropCollection(call, collection);
    return ok({ nIndexesWas: collection.indexes.length, ns: namespace });
  },
};

function dropCollection(call: Call, collection: Collection): void {
  call.engine.catalog.drop(collection);
  call.engine.cursors.killNamespace(collection.namespace);
  call.engine.onDropped();
}

export const dropDatabase: Command = {
  effect: 'write',
  fields: [],
  run(call) {
    for (const collection of call.engine.catalog.list(call.database)) dropCollection(call, collection);
    return ok({ dropped: call.database });
  },
};

export const renameCollection: Command = {
  effect: 'write',
  fields: ['to', 'dropTarget'],
  run(call) {
    const from = String(call.body.renameCollection);
    const to = String(call.body.to);
    const { catalog } = call.engine;
    const collection = catalog.find(from);
    if (collection === undefined) throw namespaceNotFound(from);
    const target = catalog.find(to);
    if (target !== undefined) {
      if (!getFlag(call.body, 'dropTarget')) throw namespaceExists(to);
      dropCollection(call, target);
    }
    call.engine.cursors.killNamespace(from);
    catalog.rename(collection, to);
    return ok();
  },
};

export const listCollections: Command = {
  effect: 'read',
  fields: ['filter', 'nameOnly', 'authorizedCollections', 'cursor'],
  run(call) {
    const matches = compileFilter(getDoc(call.body, 'filter') ?? {});
    const described = call.engine.catalog.list(call.database).map((collection): Doc => {
      const name = collection.namespace.slice(call.database.length + 1);
      const full: Doc = {
        name,
        type: 'collection',
        options: collection.options,
        info: { readOnly: false },
        idIndex: { v: 2, key: { _id: 1 }, name: '_id_' },
      };
      return getFlag(call.body, 'nameOnly') ? { name, type: 'collection' } : full;
    });
    return listed(`${call.database}.$cmd.listCollections`, described.filter(matches));
  },
};

function listed(ns: string, docs: readonly Doc[]): Reply {
  return { kind: 'cursor', id: 0n, ns, first: true, batch: docs.map((doc) => encode(doc)) };
}

export const listDatabases: Command = {
  effect: 'read',
  fields: ['filter', 'nameOnly', 'authorizedDatabases'],
  run(call) {
    const matches = compileFilter(getDoc(call.body, 'filter') ?? {});
    const databases = call.engine.catalog.databases().map((name): Doc => {
      if (getFlag(call.body, 'nameOnly')) return { name };
      const isEmpty = call.engine.catalog.list(name).every((collection) => collection.count() === 0);
      return { name, sizeOnDisk: call.engine.kv.size(), empty: isEmpty };
    });
    return ok({ databases: databases.filter(matches), totalSize: call.engine.kv.size() });
  },
};

export const createIndexes: Command = {
  effect: 'write',
  fields: ['indexes', 'commitQuorum'],
  run(call) {
    const namespace = getNamespace(call);
    const { catalog } = call.engine;
    const specs = call.body.indexes;
    if (!Array.isArray(specs) || specs.length === 0) throw badValue('Must specify at least one index to create');
    const checked = specs.map((spec) => {
      if (!isDoc(spec)) throw badValue('each index must be a document');
      return checkIndexSpec(spec);
    });
    const createdCollectionAutomatically = catalog.find(namespace) === undefined;
    const collection = catalog.obtain(namespace);
    const numIndexesBefore = collection.indexes.length;
    for (const spec of checked) {
      const wanted = new IndexDefinition(0, spec);
      if (!existsAlready(collection, wanted)) catalog.addIndex(collection, spec);
    }
    const numIndexesAfter = collection.indexes.length;
    const note = numIndexesAfter === numIndexesBefore ? { note: 'all indexes already exist' } : {};
    return ok({ numIndexesBefore, numIndexesAfter, createdCollectionAutomatically, ...note });
  },
};

/** Throws StoreError 85 or 86 when the wanted index contradicts one that exists. */
function existsAlready(collection: Collection, wanted: IndexDefinition): boolean {
  if (wanted.isId) return true;
  const sameName = collection.indexes.find((index) => index.name === wanted.name);
  if (sameName !== undefined) {
    if (!sameName.hasSameKeys(wanted)) {
      throw indexKeySpecsConflict(
        `An existing index has the same name as the requested index. When index names are not specified, they are auto generated and can cause conflicts. Please refer to our documentation. Requested index: ${formatDoc(wanted.describe())}, existing index: ${formatDoc(sameName.describe())}`,
      );
    }
    if (sameName.hasSameOptions(wanted)) return true;
    throw indexOptionsConflict(
      `An equivalent index already exists with the same name but different options. Requested index: ${formatDoc(wanted.describe())}, existing index: ${formatDoc(sameName.describe())}`,
    );
  }
  const sameKeys = collection.indexes.find((index) => index.hasSameKeys(wanted));
  if (sameKeys === undefined) return false;
  if (sameKeys.hasSameOptions(wanted)) {
    throw indexOptionsConflict(`Index already exists with a different name: ${sameKeys.name}`);
  }
  throw indexOptionsConflict(
    `An equivalent index already exists with a different name and options. Requested index: ${formatDoc(wanted.describe())}, existing index: ${formatDoc(sameKeys.describe())}`,
  );
}

export const listIndexes: Command = {
  effect: 'read',
  fields: ['cursor'],
  run(call) {
    const namespace = getNamespace(call);
    const collection = call.engine.catalog.find(namespace);
    if (collection === undefined) throw namespaceNotFound(namespace);
    return listed(
      namespace,
      collection.indexes.map((index) => index.describe()),
    );
  },
};

export const dropIndexes: Command = {
  effect: 'write',
  fields: ['index'],
  run(call) {
    const namespace = getNamespace(call);
    const { catalog } = call.engine;
    const collection = catalog.find(namespace);
    if (collection === undefined) throw namespaceNotFound(namespace);
    const nIndexesWas = collection.indexes.length;
    for (const index of selectIndexes(collection, call.body.index ?? null)) catalog.dropIndex(collection, index);
    call.engine.cursors.killNamespace(namespace);
    call.engine.onDropped();
    return ok({ nIndexesWas });
  },
};

function selectIndexes(collection: Collection, by: Value): IndexDefinition[] {
  if (by === '*') return collection.indexes.filter((index) => !index.isId);
  return (Array.isArray(by) ? by : [by]).map((one) => {
    const index = findIndex(collection.indexes, one);
    if (index === undefined) {
      if (isDoc(one)) throw indexNotFound(`can't find index with key: ${formatDoc(one)}`);
      throw indexNotFound(String(one));
    }
    if (index.isId) throw invalidOptions('cannot drop _id index');
    return index;
  });
}

export const collStats: Command = {
  effect: 'read',
  fields: ['scale'],
  run(call) {
    const collection = call.engine.catalog.find(getNamespace(call));
    const entries = collection === undefined ? 0 : call.engine.kv.count(recordRange(collection.id));
    return ok({ ns: getNamespace(call), count: entries, nindexes: collection?.indexes.length ?? 0 });
  },
};

/** Of one collection in MongoDB; here of the whole data file, in which all of them lie. */
export const compact: Command = {
  effect: 'alone',
  fields: [],
  async run(call) {
    await call.engine.kv.compact();
    return ok({ bytesFreed: 0 });
  },
};
