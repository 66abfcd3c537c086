/** Work items: one document each, moved by single updates that carry the version they expect. */
import mongoose from 'mongoose';
import type { IdentityId, UserId, WorkItemId } from '../../shared/model/ids.ts';
import type { WorkStore } from '../routing/ports.ts';
import { dueOf, HISTORY, holdersOf, type Work } from '../routing/work.ts';
import { createBatch } from './batch.ts';
import { isDuplicateKey, toDomain } from './connect.ts';

export type { WorkStore } from '../routing/ports.ts';

/** What is derived for the indexes stands beside what the domain knows. */
type WorkDocument = Omit<Work, 'id'> & {
  _id: WorkItemId;
  open: boolean;
  /** whose capacity it takes: of two while one hands it to the other */
  holderId: UserId[];
  dueAt: number | null;
  /** of its last step; the floor counts what moved since it last counted */
  movedAt: number;
};

const schema = new mongoose.Schema(
  { _id: { type: String, required: true }, conversationId: { type: String, required: true } },
  { strict: false, versionKey: false, collection: 'work_items', autoIndex: false, autoCreate: false },
);
const whileOpen = { partialFilterExpression: { open: true } };
// One that the conversation shows, and one for each of its calls beside that.
schema.index({ conversationId: 1, slot: 1 }, { unique: true, ...whileOpen });
schema.index({ callId: 1 }, { unique: true, partialFilterExpression: { open: true, callId: { $gt: '' } } });
schema.index({ conversationId: 1, version: -1 });
schema.index({ state: 1, queueId: 1, rank: 1, _id: 1 }, whileOpen);
schema.index({ dueAt: 1 }, whileOpen);
schema.index({ holderId: 1 }, whileOpen);
schema.index({ identityId: 1 }, whileOpen);
schema.index({ dirty: 1, since: 1 }, { partialFilterExpression: { dirty: true } });

const plain = {
  priority: 'normal',
  teamId: null,
  snooze: null,
  pausedMs: 0,
  wrapUpUntil: null,
  outcome: null,
  callId: null,
  slot: null,
  exclusive: false,
  besideId: null,
  offerSeconds: null,
} as const;

export function createWorkStore(connection: mongoose.Connection): WorkStore {
  const items = connection.model('WorkItem', schema).collection as unknown as mongoose.mongo.Collection<WorkDocument>;
  const toWork = (document: WorkDocument): Work => {
    const { open: _open, holderId: _holderId, dueAt: _dueAt, movedAt: _movedAt, ...work } = document;
    // What older programs stored knew neither snoozing nor wrap-up nor priorities.
    const found: Partial<Work> = toDomain<Work>(work);
    return { ...plain, enqueuedAt: work.rank, ...found } as Work;
  };
  const one = async (filter: mongoose.mongo.Filter<WorkDocument>): Promise<Work | null> => {
    const document = await items.findOne(filter);
    return document && toWork(document as WorkDocument);
  };
  const many = async (
    filter: mongoose.mongo.Filter<WorkDocument>,
    sort: Record<string, 1 | -1> = { _id: 1 },
    limit = 0,
  ): Promise<Work[]> =>
    (await items.find(filter).sort(sort).limit(limit).toArray()).map((found) => toWork(found as WorkDocument));

  const openOfIdentity = createBatch(async (identityIds: readonly IdentityId[]) => {
    const found = new Map<IdentityId, Work[]>();
    for (const work of await many({ open: true, identityId: { $in: [...identityIds] } })) {
      found.set(work.identityId, [...(found.get(work.identityId) ?? []), work]);
    }
    return found;
  });

  return {
    async insert(work) {
      try {
        await items.insertOne({
          ...toDocument(work),
          _id: work.id,
        } as mongoose.mongo.OptionalUnlessRequiredId<WorkDocument>);
        return { work, isNew: true };
      } catch (error) {
        if (!isDuplicateKey(error)) throw error;
        const present =
          (work.callId && (await one({ open: true, callId: work.callId }))) ??
          (await one({ open: true, conversationId: work.conversationId, slot: work.slot })) ??
          (await one({ _id: work.id }));
        // Closed between the refusal and the look: the slot is free again.
        return present ? { work: present, isNew: false } : this.insert(work);
      }
    },
    find: (id) => one({ _id: id }),
    openOf: (conversationId) => one({ open: true, conversationId, slot: null }),
    openOfCall: (callId) => one({ open: true, callId }),
    async callsAhead({ queueId, rank, id }) {
      const before = { $or: [{ rank: { $lt: rank } }, { rank, _id: { $lt: id } }] };
      const filter = { open: true, state: { $in: ['waiting', 'offered'] }, queueId, callId: { $gt: '' }, ...before };
      return items.countDocuments(filter as never);
    },
    async latestOf(conversationId) {
      const [latest] = await many({ conversationId, slot: null }, { version: -1 }, 1);
      return latest ?? null;
    },
    async save(next, expected, fence) {
      const filter = { _id: next.id, version: expected, ...(fence === undefined ? {} : { fence: { $lte: fence } }) };
      const { history, ...rest } = toDocument(next);
      const last = history.at(-1);
      const push = last?.version === next.version ? { $push: { history: { $each: [last], $slice: -HISTORY } } } : {};
      const update = { $set: { ...rest, ...(fence === undefined ? {} : { fence }) }, ...push };
      const found = await items.findOneAndUpdate(filter as never, update as never, { projection: { _id: 1 } });
      return found !== null;
    },
    async setTold(id, version) {
      await items.updateOne({ _id: id, version } as never, { $set: { dirty: false, told: version } });
    },
    waiting: (queueIds, after, limit) => {
      const start = after ? { $or: [{ rank: { $gt: after.rank } }, { rank: after.rank, _id: { $gt: after.id } }] } : {};
      const filter = { open: true, state: 'waiting', queueId: { $in: [...queueIds] }, ...start };
      return many(filter as never, { rank: 1, _id: 1 }, limit);
    },
    due: (by, limit) => many({ open: true, dueAt: { $lte: by } }, { dueAt: 1 }, limit),
    untold: (by, limit) => many({ dirty: true, since: { $lte: by } }, { since: 1 }, limit),
    held: (agentId) => many({ open: true, holderId: agentId ?? { $gt: '' } } as never),
    openOfIdentity: async (identityId) => (await openOfIdentity(identityId)) ?? [],
    waitingSeenOn: (nodeId) => many({ open: true, state: { $in: ['waiting', 'offered'] }, seenOn: nodeId }),
    async queued(queueId) {
      const filter = { open: true, live: true, state: { $in: ['waiting', 'offered'] }, queueId } as never;
      const found = await items.find(filter).project({ conversationId: 1, rank: 1 }).toArray();
      return found.sort(byRank).map((item) => item.conversationId);
    },
  };
}

function toDocument(work: Work): Omit<WorkDocument, '_id'> {
  const { id: _id, ...rest } = work;
  const movedAt = work.history.at(-1)?.at ?? work.since;
  return {
    ...rest,
    open: work.state !== 'closed',
    holderId: holdersOf(work).map(({ agentId }) => agentId),
    dueAt: dueOf(work),
    movedAt,
  };
}

/** Two states are two ranges of the index; merging them here spares the database the sort. */
function byRank(a: mongoose.mongo.Document, b: mongoose.mongo.Document): number {
  return a.rank - b.rank || (a._id < b._id ? -1 : 1);
}
