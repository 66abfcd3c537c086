/** Counters that hand out small numbers; each is one document, raised by one atomic step. */
import type mongoose from 'mongoose';

interface CounterDocument {
  _id: string;
  value: number;
}

/** 1, 2, 3 …: never the same one twice, over all nodes. */
export async function nextOf(connection: mongoose.Connection, name: string): Promise<number> {
  const counters = connection.collection<CounterDocument>('counters');
  const raised = await counters.findOneAndUpdate(
    { _id: name },
    { $inc: { value: 1 } },
    { upsert: true, returnDocument: 'after' },
  );
  if (raised === null) throw new Error(`The counter ${name} answered nothing.`);
  return raised.value;
}
