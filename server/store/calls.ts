/** Calls, moved by single updates that carry the version they expect, and what their lines told, each once for ever. */
import mongoose from 'mongoose';
import type { CallEvent } from '../../channels/voice.ts';
import type { CallId, InboxId } from '../../shared/model/ids.ts';
import { dueOf } from '../calls/due.ts';
import { type Call, isEnded } from '../calls/model.ts';
import type { CallEventStore, CallStore } from '../calls/ports.ts';
import { isDuplicateKey, toDomain } from './connect.ts';

export type { CallEventStore, CallStore } from '../calls/ports.ts';

type CallDocument = Omit<Call, 'id'> & { _id: CallId; open: boolean; dueAt: number | null; hasSound: boolean };
interface EventDocument {
  _id: string;
  inboxId: InboxId;
  externalId: string;
  at: number;
  done: boolean;
  event: CallEvent;
}

const options = { strict: false, versionKey: false, autoIndex: false, autoCreate: false, minimize: false } as const;

export function createCallStores(connection: mongoose.Connection): { calls: CallStore; callEvents: CallEventStore } {
  const schema = new mongoose.Schema({ _id: { type: String, required: true } }, { ...options, collection: 'calls' });
  schema.index({ inboxId: 1, externalId: 1 }, { unique: true, partialFilterExpression: { externalId: { $gt: '' } } });
  schema.index({ dueAt: 1 }, { partialFilterExpression: { dueAt: { $gte: 0 } } });
  schema.index({ startedAt: 1 }, { partialFilterExpression: { open: true } });
  schema.index({ conversationId: 1, startedAt: 1 });
  schema.index({ inboxId: 1, startedAt: 1 });
  schema.index({ endedAt: 1 }, { partialFilterExpression: { hasSound: true } });
  const calls = connection.model('Call', schema).collection as unknown as mongoose.mongo.Collection<CallDocument>;
  const eventSchema = new mongoose.Schema(
    { _id: { type: String, required: true } },
    { ...options, collection: 'call_events' },
  );
  eventSchema.index({ inboxId: 1, externalId: 1, at: 1 });
  eventSchema.index({ at: 1 });
  eventSchema.index({ done: 1, at: 1 }, { partialFilterExpression: { done: false } });
  const events = connection.model('CallEvent', eventSchema)
    .collection as unknown as mongoose.mongo.Collection<EventDocument>;

  const toCall = ({ open: _open, dueAt: _dueAt, hasSound: _sound, ...rest }: CallDocument): Call =>
    toDomain<Call>(rest);
  const one = async (filter: object): Promise<Call | null> => {
    const found = await calls.findOne(filter);
    return found && toCall(found as CallDocument);
  };
  const many = async (filter: object, sort: Record<string, 1 | -1>, limit = 0): Promise<Call[]> =>
    (await calls.find(filter).sort(sort).limit(limit).toArray()).map((found) => toCall(found as CallDocument));

  return {
    calls: {
      async insert(call) {
        try {
          await calls.insertOne({ _id: call.id, ...toDocument(call) } as never);
          return call;
        } catch (error) {
          if (!isDuplicateKey(error)) throw error;
          const { inboxId, externalId } = call;
          const there = (await one({ _id: call.id })) ?? (externalId ? await one({ inboxId, externalId }) : null);
          if (there === null) throw error;
          return there;
        }
      },
      find: (id) => one({ _id: id }),
      findByLine: (inboxId, externalId) => one({ inboxId, externalId }),
      async save(next, expected) {
        const filter = { _id: next.id, version: expected };
        return (await calls.replaceOne(filter as never, toDocument(next) as never)).matchedCount === 1;
      },
      due: (by, limit) => many({ dueAt: { $gte: 0, $lte: by } }, { dueAt: 1 }, limit),
      open: () => many({ open: true }, { startedAt: 1 }),
      async usedSince(inboxId, since) {
        const parts = ['number', 'begunAt', 'joinedAt', 'leftAt'].map((name) => [`legs.${name}`, 1]);
        const fields = {
          ...{
            direction: 1,
            startedAt: 1,
            endedAt: 1,
            'customer.joinedAt': 1,
            'stage.kind': 1,
            'log.at': 1,
            'log.told.what': 1,
          },
          ...Object.fromEntries(parts),
        } as const;
        const filter = { inboxId, startedAt: { $gte: since } };
        const found = await calls.find(filter as never, { projection: fields }).toArray();
        // One that waits to call back has dialled nobody yet.
        const begun = found.filter(({ stage }) => stage.kind !== 'callback');
        return begun.map(({ _id: id, direction, startedAt, endedAt, customer, legs, log }) => ({
          ...{ id, direction, startedAt, until: endedAt },
          // Whoever calls us is answered at once, by the menu.
          from: direction === 'in' ? startedAt : customer.joinedAt,
          further: [
            ...legs.flatMap(({ number, begunAt, joinedAt, leftAt }) =>
              number ? [{ startedAt: begunAt, from: joinedAt, until: leftAt ?? endedAt }] : [],
            ),
            ...log.flatMap(({ at, told }) =>
              told.what === 'forwarded' ? [{ startedAt: at, from: at, until: endedAt }] : [],
            ),
          ],
        }));
      },
      recordedBefore: (inboxId, before, limit) =>
        many({ inboxId, hasSound: true, endedAt: { $lt: before } }, { endedAt: 1 }, limit),
      ofConversation: (conversationId) => many({ conversationId }, { startedAt: 1 }),
    },
    callEvents: {
      async put(event) {
        const { inboxId, externalId, at } = event;
        try {
          await events.insertOne({ _id: keyOf(event), inboxId, externalId, at, done: false, event } as never);
          return true;
        } catch (error) {
          if (isDuplicateKey(error)) return false;
          throw error;
        }
      },
      async done(event, _at) {
        await events.updateOne({ _id: keyOf(event) } as never, { $set: { done: true } });
      },
      async undone(by, limit) {
        const filter = { done: false, at: { $lte: by } };
        return (await events.find(filter).sort({ at: 1 }).limit(limit).toArray()).map(({ event }) => event);
      },
      ofLine: async (inboxId, externalId) =>
        (await events.find({ inboxId, externalId }).sort({ at: 1 }).toArray()).map(({ event }) => event),
      async dropOlder(than) {
        await events.deleteMany({ done: true, at: { $lt: than } } as never);
      },
    },
  };
}

const keyOf = ({ inboxId, key }: Pick<CallEvent, 'inboxId' | 'key'>): string => `${inboxId}:${key}`;

function toDocument({ id: _id, ...call }: Call): Omit<CallDocument, '_id'> {
  const hasSound = call.recordings.some(({ fileId, removedAt }) => fileId !== undefined && removedAt === undefined);
  return { ...call, open: !isEnded({ id: _id, ...call }), dueAt: dueOf({ id: _id, ...call }), hasSound };
}
