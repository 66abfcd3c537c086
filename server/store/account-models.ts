/** The mongoose models behind accounts. */
import { type Connection, Schema } from 'mongoose';
import type { Attempts, AuditEntry, Link, Session, User } from '../accounts/model.ts';

export type Row<T extends { id: string }> = Omit<T, 'id'> & { _id: T['id'] };
export type LinkRow = Omit<Link, 'hash'> & { _id: string };
export type AttemptsRow = Omit<Attempts, 'key'> & { _id: string };
/** One document holding the ids of all enabled admins, so that "not the last one" is a single atomic step. */
export interface AdminsRow {
  _id: string;
  ids: string[];
}

const options = { versionKey: false, autoIndex: false, autoCreate: false, minimize: false } as const;
const id = { type: String, required: true } as const;

export type AccountModels = ReturnType<typeof defineAccountModels>;

export function defineAccountModels(connection: Connection) {
  return {
    users: connection.model<Row<User>>('User', userSchema(), 'users'),
    sessions: connection.model<Row<Session>>('Session', sessionSchema(), 'sessions'),
    links: connection.model<LinkRow>(
      'Link',
      new Schema({ _id: id, purpose: String, userId: { type: String, default: null }, expiresAt: Number }, options),
      'links',
    ),
    attempts: connection.model<AttemptsRow>(
      'Attempts',
      new Schema({ _id: id, failures: Number, lastAt: Number, until: Number }, options),
      'sign_in_attempts',
    ),
    admins: connection.model<AdminsRow>('Admins', new Schema({ _id: id, ids: [String] }, options), 'admins'),
    audit: connection.model<Row<AuditEntry>>(
      'Audit',
      new Schema(
        {
          _id: id,
          at: Number,
          action: String,
          actor: Schema.Types.Mixed,
          target: String,
          address: String,
          details: Schema.Types.Mixed,
        },
        options,
      ),
      'audit',
    ),
  };
}

function userSchema() {
  const schema = new Schema(
    {
      _id: id,
      name: String,
      email: String,
      role: String,
      teamIds: [String],
      disabled: Boolean,
      passwordHash: { type: String, default: null },
      createdAt: Number,
    },
    options,
  );
  schema.index({ email: 1 }, { unique: true });
  return schema;
}

function sessionSchema() {
  const schema = new Schema(
    {
      _id: id,
      hash: String,
      userId: String,
      createdAt: Number,
      lastSeenAt: Number,
      userAgent: String,
      address: String,
    },
    options,
  );
  schema.index({ hash: 1 }, { unique: true });
  schema.index({ userId: 1, createdAt: 1 });
  return schema;
}
