/** find, getMore, killCursors, count, distinct and explain. */
import type { Slice, Steps } from '../executor.ts';
import { AggregateRun, compilePipeline, countPipeline } from '../query/aggregate.ts';
import { describePlan } from '../query/explain.ts';
import { countMatches, FindRun, type Query } from '../query/find.ts';
import { type Doc, decode, type Value } from '../values/document.ts';
import { badValue, notImplemented, StoreError } from '../values/errors.ts';
import { encodeKey } from '../values/key.ts';
import { isDoc } from '../values/kind.ts';
import { parsePath, visitPath } from '../values/path.ts';
import type { Reply } from '../wire/message.ts';
import {
  type Call,
  type Command,
  getCount,
  getDoc,
  getFlag,
  getInteger,
  getNamespace,
  ok,
  toBigInt,
  toLong,
} from './command.ts';

const FIRST_BATCH = 101;

export const find: Command = {
  effect: 'read',
  fields: [
    'filter',
    'sort',
    'projection',
    'skip',
    'limit',
    'batchSize',
    'singleBatch',
    'hint',
    'noCursorTimeout',
    'allowDiskUse',
    'allowPartialResults',
    'oplogReplay',
  ],
  *run(call, slice) {
    const namespace = getNamespace(call);
    const { body, engine } = call;
    const query = readQuery(body);
    const collection = engine.catalog.find(namespace);
    if (collection === undefined) {
      new FindRun(engine.kv, engine.catalog.placeholder(namespace), { ...query, hint: undefined });
      return { kind: 'cursor', id: 0n, ns: namespace, first: true, batch: [] };
    }
    const run = new FindRun(engine.kv, collection, query);
    const batchSize = getCount(body, 'batchSize') ?? FIRST_BATCH;
    const keepsIdle = getFlag(body, 'noCursorTimeout');
    if (batchSize === 0) {
      return {
        kind: 'cursor',
        id: engine.cursors.add(namespace, run, keepsIdle).id,
        ns: namespace,
        first: true,
        batch: [],
      };
    }
    const { batch, isDone } = yield* run.nextBatch(batchSize, withDeadline(slice, body));
    if (isDone || getFlag(body, 'singleBatch')) {
      run.close();
      return { kind: 'cursor', id: 0n, ns: namespace, first: true, batch };
    }
    return { kind: 'cursor', id: engine.cursors.add(namespace, run, keepsIdle).id, ns: namespace, first: true, batch };
  },
};

function readQuery(body: Doc): Query {
  let limit = getInteger(body, 'limit') ?? 0;
  if (limit < 0) limit = -limit;
  return {
    filter: getDoc(body, 'filter') ?? {},
    sort: getDoc(body, 'sort'),
    projection: getDoc(body, 'projection'),
    skip: getCount(body, 'skip') ?? 0,
    limit,
    hint: body.hint,
  };
}

/** The slice of a command with maxTimeMS ends in StoreError 50 when its time is over. */
function withDeadline(slice: Slice, body: Doc): Slice {
  const milliseconds = getCount(body, 'maxTimeMS') ?? 0;
  if (milliseconds === 0) return slice;
  const deadline = performance.now() + milliseconds;
  const guarded = Object.create(slice) as Slice;
  guarded.isOver = () => {
    const isOver = slice.isOver();
    if (isOver && performance.now() > deadline) throw new StoreError(50, 'operation exceeded time limit');
    return isOver;
  };
  return guarded;
}

export const getMore: Command = {
  effect: 'read',
  fields: ['collection', 'batchSize'],
  *run(call, slice) {
    const { body, engine, database } = call;
    const namespace = `${database}.${String(body.collection)}`;
    const cursor = engine.cursors.get(toBigInt(body.getMore), namespace);
    const limit = getCount(body, 'batchSize') || Number.POSITIVE_INFINITY;
    cursor.isBusy = true;
    try {
      const { batch, isDone } = yield* cursor.run.nextBatch(limit, slice);
      if (isDone) engine.cursors.kill(cursor.id);
      return { kind: 'cursor', id: isDone ? 0n : cursor.id, ns: namespace, first: false, batch };
    } catch (error) {
      engine.cursors.kill(cursor.id);
      throw error;
    } finally {
      cursor.isBusy = false;
    }
  },
};

export const killCursors: Command = {
  effect: 'read',
  fields: ['cursors'],
  run({ body, engine }) {
    const ids = Array.isArray(body.cursors) ? body.cursors.map(toBigInt) : [];
    const killed = ids.filter((id) => engine.cursors.kill(id));
    return ok({
      cursorsKilled: killed.map(toLong),
      cursorsNotFound: ids.filter((id) => !killed.includes(id)).map(toLong),
      cursorsAlive: [],
      cursorsUnknown: [],
    });
  },
};

export const aggregate: Command = {
  effect: 'read',
  fields: ['pipeline', 'cursor', 'allowDiskUse', 'hint', 'bypassDocumentValidation', 'explain'],
  *run(call, slice) {
    const { body, engine } = call;
    if (typeof body.aggregate !== 'string') throw notImplemented('An aggregation without a collection');
    if (getFlag(body, 'explain')) throw notImplemented('explain of aggregate');
    const namespace = getNamespace(call);
    if (!Array.isArray(body.pipeline)) throw badValue("'pipeline' option must be specified as an array");
    const pipeline = compilePipeline(body.pipeline, body.hint);
    const found = engine.catalog.find(namespace);
    const collection = found ?? engine.catalog.placeholder(namespace);
    const reply = { kind: 'cursor', id: 0n, ns: namespace, first: true } as const;
    const bounded = withDeadline(slice, body);
    const counted = yield* countPipeline(engine.kv, collection, pipeline, bounded);
    if (counted !== undefined) return { ...reply, batch: counted };
    const run =
      pipeline.stages.length === 0
        ? new FindRun(engine.kv, collection, pipeline.query)
        : new AggregateRun(engine.kv, collection, pipeline);
    const batchSize = getCount(getDoc(body, 'cursor') ?? {}, 'batchSize') ?? FIRST_BATCH;
    if (batchSize === 0) return { ...reply, id: engine.cursors.add(namespace, run).id, batch: [] };
    const { batch, isDone } = yield* run.nextBatch(batchSize, bounded);
    if (!isDone) return { ...reply, id: engine.cursors.add(namespace, run).id, batch };
    run.close();
    return { ...reply, batch };
  },
};

export const count: Command = {
  effect: 'read',
  fields: ['query', 'limit', 'skip', 'hint'],
  *run(call, slice) {
    const { body, engine } = call;
    const limit = Math.abs(getInteger(body, 'limit') ?? 0);
    const query: Query = {
      filter: getDoc(body, 'query') ?? {},
      limit,
      skip: getCount(body, 'skip') ?? 0,
      hint: body.hint,
    };
    const collection = engine.catalog.find(getNamespace(call));
    return ok({ n: collection === undefined ? 0 : yield* countMatches(engine.kv, collection, query, slice) });
  },
};

export const distinct: Command = {
  effect: 'read',
  fields: ['key', 'query', 'hint'],
  *run(call, slice) {
    const { body, engine } = call;
    const { key } = body;
    if (typeof key !== 'string') throw badValue("BSON field 'distinct.key' must be a string");
    const collection = engine.catalog.find(getNamespace(call));
    if (collection === undefined) return ok({ values: [] });
    const run = new FindRun(engine.kv, collection, { filter: getDoc(body, 'query') ?? {}, hint: body.hint });
    const path = parsePath(key);
    const values = new Map<string, Value>();
    const keep = (value: Value | undefined): false => {
      if (value !== undefined) {
        const id = Buffer.from(encodeKey([value], [1]).key).toString('latin1');
        if (!values.has(id)) values.set(id, value);
      }
      return false;
    };
    for (let match = yield* run.nextMatch(slice); match !== undefined; match = yield* run.nextMatch(slice)) {
      visitPath(match.doc ?? decode(match.bytes), path, true, (value) => {
        // An array shows its elements and then itself; distinct gives the elements only.
        return Array.isArray(value) ? false : keep(value);
      });
    }
    run.close();
    return ok({ values: [...values.values()] });
  },
};

export const explain: Command = {
  effect: 'read',
  fields: ['verbosity'],
  *run(call, slice) {
    const inner = call.body.explain;
    if (!isDoc(inner)) throw badValue('explain needs a command');
    const name = Object.keys(inner)[0] ?? '';
    const nested: Call = { ...call, name, body: inner };
    return yield* explainCommand(nested, slice);
  },
};

function* explainCommand(call: Call, slice: Slice): Steps<Reply> {
  const namespace = getNamespace(call);
  const { body, engine } = call;
  const collection = engine.catalog.find(namespace) ?? engine.catalog.placeholder(namespace);
  const query = explainedQuery(call.name, body);
  const run = new FindRun(engine.kv, collection, query);
  const startedAt = performance.now();
  let returned = 0;
  while ((yield* run.nextMatch(slice)) !== undefined) returned++;
  run.close();
  return ok(describePlan(namespace, query, run, { returned, milliseconds: Math.round(performance.now() - startedAt) }));
}

function explainedQuery(name: string, body: Doc): Query {
  switch (name) {
    case 'find':
      return readQuery(body);
    case 'count':
    case 'distinct':
      return { filter: getDoc(body, 'query') ?? {}, hint: body.hint };
    case 'findAndModify':
      return { filter: getDoc(body, 'query') ?? {}, sort: getDoc(body, 'sort'), limit: 1 };
    default:
      throw notImplemented(`explain of ${name}`);
  }
}
