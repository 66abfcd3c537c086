/** The live half of agents, and the leases of the nodes that hold their sockets. */
import mongoose from 'mongoose';
import type { PresenceState } from '../../shared/model/agent.ts';
import type { UserId } from '../../shared/model/ids.ts';
import type { Agent } from '../routing/agent.ts';
import type { AgentStore } from '../routing/ports.ts';
import { createBatch } from './batch.ts';
import { isDuplicateKey, toDomain } from './connect.ts';

export type { AgentStore } from '../routing/ports.ts';

type AgentDocument = Omit<Agent, 'id'> & { _id: UserId };

interface NodeDocument {
  _id: string;
  expiresAt: number;
}

const options = { strict: false, versionKey: false, autoIndex: false, autoCreate: false } as const;
const agentSchema = new mongoose.Schema(
  { _id: { type: String, required: true } },
  { ...options, collection: 'agents' },
);
agentSchema.index({ 'presence.state': 1 });
agentSchema.index({ graceUntil: 1 });
agentSchema.index({ 'sockets.nodeId': 1 });
const nodeSchema = new mongoose.Schema(
  { _id: { type: String, required: true } },
  { ...options, collection: 'routing_nodes' },
);

export function createAgentStore(connection: mongoose.Connection): AgentStore {
  const agents = connection.model('Agent', agentSchema)
    .collection as unknown as mongoose.mongo.Collection<AgentDocument>;
  const nodes = connection.model('RoutingNode', nodeSchema)
    .collection as unknown as mongoose.mongo.Collection<NodeDocument>;
  const many = async (filter: object): Promise<Agent[]> =>
    (await agents.find(filter).toArray()).map((found) => toDomain<Agent>(found as AgentDocument));

  const inState = createBatch(async (states: readonly PresenceState[]) => {
    const found = await many({ 'presence.state': { $in: [...states] } });
    return new Map(states.map((state) => [state, found.filter(({ presence }) => presence.state === state)]));
  });

  return {
    async find(id) {
      const found = await agents.findOne({ _id: id });
      return found && toDomain<Agent>(found as AgentDocument);
    },
    async save(next, expected) {
      const { id, ...rest } = next;
      if (expected === 0) {
        try {
          await agents.insertOne({ ...rest, _id: id } as mongoose.mongo.OptionalUnlessRequiredId<AgentDocument>);
          return true;
        } catch (error) {
          if (isDuplicateKey(error)) return false;
          throw error;
        }
      }
      const filter = { _id: id, rev: expected } as mongoose.mongo.Filter<AgentDocument>;
      return (await agents.findOneAndUpdate(filter, { $set: rest }, { projection: { _id: 1 } })) !== null;
    },
    available: async () => (await inState('available')) ?? [],
    due: (by) => many({ graceUntil: { $lte: by } }),
    all: () => many({}),
    ofNode: (nodeId) => many({ 'sockets.nodeId': nodeId }),
    async renewNode(nodeId, until) {
      await nodes.updateOne({ _id: nodeId }, { $set: { expiresAt: until } }, { upsert: true });
    },
    async removeNode(nodeId) {
      await nodes.deleteOne({ _id: nodeId });
    },
    deadNodes: async (by) => (await nodes.find({ expiresAt: { $lte: by } }).toArray()).map((node) => node._id),
  };
}
