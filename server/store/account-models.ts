/** The mongoose models behind accounts. */
import { type Connection, Schema } from 'mongoose';
import type { Access, Attempts, AuditEntry, Link, Session, User } from '../accounts/model.ts';

export type Row<T extends { id: string }> = Omit<T, 'id'> & { _id: T['id'] };
export type LinkRow = Omit<Link, 'hash'> & { _id: string };
export type AttemptsRow = Omit<Attempts, 'key'> & { _id: string };
export type AccessRow = Access & { _id: string };
/** `accessRev`: the newest change of role or state that was carried out. */
export type UserRow = Row<User> & { accessRev?: number };

const options = { versionKey: false, autoIndex: false, autoCreate: false, minimize: false } as const;
const id = { type: String, required: true } as const;

export type AccountModels = ReturnType<typeof defineAccountModels>;

export function defineAccountModels(connection: Connection) {
  return {
    users: connection.model<UserRow>('User', userSchema(), 'users'),
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
    access: connection.model<AccessRow>(
      'Access',
      new Schema(
        { _id: id, rev: Number, roles: [Schema.Types.Mixed], pending: { type: Schema.Types.Mixed, default: null } },
        options,
      ),
      'access',
    ),
    audit: connection.model<Row<AuditEntry>>('Audit', auditSchema(), 'audit'),
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
      capacity: Number,
      lastSeenAt: Number,
      preferences: Schema.Types.Mixed,
      twoFactor: Schema.Types.Mixed,
      twoFactorDraft: Schema.Types.Mixed,
      accessRev: Number,
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

/** One index for each way to look through the trail; ids sort by time. */
function auditSchema() {
  const schema = new Schema(
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
  );
  schema.index({ 'actor.id': 1, _id: -1 });
  schema.index({ action: 1, _id: -1 });
  schema.index({ target: 1, _id: -1 });
  return schema;
}
