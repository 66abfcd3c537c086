/** How far each node's entries are known to have had their effect on their conversations: where mending begins after it died. */
import mongoose from 'mongoose';

/** `upTo` in ms since 1970 by the node's own clock, the one its entry ids are made with. */
export interface Checkpoint {
  node: string;
  upTo: number;
}

export interface CheckpointStore {
  checkpoints(): Promise<Checkpoint[]>;
  setCheckpoint(checkpoint: Checkpoint): Promise<void>;
  /** Only when it stands where it stood: a node that lives moves its own on. */
  dropCheckpoint(checkpoint: Checkpoint): Promise<void>;
}

const schema = new mongoose.Schema(
  { _id: { type: String, required: true }, upTo: { type: Number, required: true } },
  { versionKey: false, collection: 'checkpoints' },
);

export function createCheckpointStore(connection: mongoose.Connection): CheckpointStore {
  const checkpoints = connection.model('Checkpoint', schema);
  return {
    async checkpoints() {
      const found = await checkpoints.find().lean();
      return found.map(({ _id, upTo }) => ({ node: _id, upTo }));
    },
    async setCheckpoint({ node, upTo }) {
      await checkpoints.updateOne({ _id: node }, { $set: { upTo } }, { upsert: true });
    },
    async dropCheckpoint({ node, upTo }) {
      await checkpoints.deleteOne({ _id: node, upTo });
    },
  };
}
