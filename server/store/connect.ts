/** Opens the database connection that every repository shares, and tells the few errors apart that they act on. */
import mongoose from 'mongoose';
import type { Log } from '../lib/log.ts';

/** @throws when no server answers within 10 s. */
export async function connect(uri: string, log: Log): Promise<mongoose.Connection> {
  const connection = mongoose.createConnection(uri, {
    autoIndex: false,
    autoCreate: false,
    ignoreUndefined: true,
    serverSelectionTimeoutMS: 10_000,
    maxPoolSize: 16,
  });
  let isClosing = false;
  connection.on('disconnecting', () => {
    isClosing = true;
  });
  connection.on('disconnected', () => {
    if (!isClosing) log.warn('The database is out of reach.');
  });
  connection.on('reconnected', () => log.info('The database is back.'));
  return connection.asPromise();
}

/** A unique index refused the write. */
export function isDuplicateKey(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === DUPLICATE_KEY;
}

export const DUPLICATE_KEY = 11_000;

/** A stored document as the domain knows it: `_id` is called `id`. */
export function toDomain<T extends { id: string }>(document: Omit<T, 'id'> & { _id: T['id'] }): T {
  const { _id, ...rest } = document;
  return { id: _id, ...rest } as unknown as T;
}

interface WriteError {
  index: number;
  code: number;
  errmsg: string;
}

/** `matched`: documents inserted, or found by updates. */
interface Written {
  matched: number;
  errors: readonly WriteError[];
}

/**
 * Sends one write command and answers what came of it. The driver's bulk classes measure and rebuild every document before they send it,
 * which costs more than the write; the hot path goes around them.
 */
export async function runWrite(connection: mongoose.Connection, command: Record<string, unknown>): Promise<Written> {
  if (connection.db === undefined) throw new Error('The database connection is not open.');
  const answer = await connection.db.command(command);
  if (answer.writeConcernError) throw new Error(`The write was not confirmed: ${answer.writeConcernError.errmsg}`);
  return { matched: answer.n, errors: answer.writeErrors ?? [] };
}
