/** What drivers ask a server about itself, and how they log in. */
import { Binary } from 'bson';
import type { Doc, Value } from '../values/document.ts';
import { notImplemented, StoreError } from '../values/errors.ts';
import { MAX_MESSAGE_BYTES } from '../wire/frames.ts';
import { ScramExchange } from '../wire/scram.ts';
import { type Call, type Command, ok } from './command.ts';

/** MongoDB 7.0's; drivers ask for at least 9, and none of the newer features is claimed by it. */
const MAX_WIRE_VERSION = 21;
const VERSION = '7.0.0';

const HELLO_FIELDS = [
  'helloOk',
  'client',
  'compression',
  'topologyVersion',
  'maxAwaitTimeMS',
  'loadBalanced',
  'saslSupportedMechs',
  'speculativeAuthenticate',
  'backpressure',
];

/** No topologyVersion: it would owe the driver a hello that waits for changes. */
export const hello: Command = {
  effect: 'read',
  fields: HELLO_FIELDS,
  run(call) {
    const primary = call.name === 'hello' ? { isWritablePrimary: true } : { ismaster: true };
    return ok({
      helloOk: true,
      ...primary,
      maxBsonObjectSize: 16 * 1024 * 1024,
      maxMessageSizeBytes: MAX_MESSAGE_BYTES,
      maxWriteBatchSize: 100_000,
      localTime: new Date(call.engine.now()),
      logicalSessionTimeoutMinutes: 30,
      connectionId: call.session.id,
      minWireVersion: 0,
      maxWireVersion: MAX_WIRE_VERSION,
      readOnly: false,
      ...(call.body.saslSupportedMechs === undefined ? {} : { saslSupportedMechs: ['SCRAM-SHA-256'] }),
    });
  },
};

const answer = (body: Doc): Command => ({ effect: 'read', fields: [], run: () => ok(body) });

export const ping = answer({});
export const endSessions = answer({});
export const refreshSessions = answer({});
export const startSession: Command = { effect: 'read', fields: [], run: () => ok({ timeoutMinutes: 30 }) };
export const abortTransaction: Command = {
  effect: 'read',
  fields: [],
  run: () => {
    throw new StoreError(20, 'Transaction numbers are only allowed on a replica set member or mongos');
  },
};

export const buildInfo = answer({
  version: VERSION,
  gitVersion: 'embedded',
  modules: [],
  versionArray: [7, 0, 0, 0],
  bits: 64,
  debug: false,
  maxBsonObjectSize: 16 * 1024 * 1024,
  storageEngines: ['lmdb'],
});

export const serverStatus: Command = {
  effect: 'read',
  fields: ['repl', 'metrics', 'locks'],
  run: ({ engine }) =>
    ok({
      host: 'embedded',
      version: VERSION,
      process: 'embedded-mongo',
      pid: process.pid,
      uptimeMillis: engine.now() - engine.startedAt,
      uptime: Math.floor((engine.now() - engine.startedAt) / 1000),
      localTime: new Date(engine.now()),
      connections: { current: engine.connections() },
      metrics: { cursor: { open: { total: engine.cursors.size } } },
      storageEngine: { name: 'lmdb', dataBytes: engine.kv.size() },
    }),
};

export const connectionStatus: Command = {
  effect: 'read',
  fields: ['showPrivileges'],
  run: ({ engine, session }) => {
    const { credential } = engine;
    const users: Doc[] = credential && session.isAuthenticated ? [{ user: credential.user, db: 'admin' }] : [];
    return ok({ authInfo: { authenticatedUsers: users, authenticatedUserRoles: [] } });
  },
};

export const getParameter: Command = {
  effect: 'read',
  fields: ['featureCompatibilityVersion', 'authenticationMechanisms', 'requireApiVersion', 'acceptApiVersion2'],
  run: () => {
    throw notImplemented('getParameter');
  },
};

const authenticationFailed = (): StoreError => new StoreError(18, 'Authentication failed.');

export const saslStart: Command = {
  effect: 'read',
  fields: ['mechanism', 'payload', 'autoAuthorize', 'options'],
  run({ engine, session, body }) {
    if (body.mechanism !== 'SCRAM-SHA-256' || engine.credential === undefined) throw authenticationFailed();
    const exchange = new ScramExchange(engine.credential);
    const payload = exchange.first(toText(body.payload));
    if (payload === undefined) throw authenticationFailed();
    session.login = exchange;
    return ok({ conversationId: 1, done: false, payload: toPayload(payload) });
  },
};

export const saslContinue: Command = {
  effect: 'read',
  fields: ['conversationId', 'payload'],
  run({ session, body }: Call) {
    const { login } = session;
    // After a successful proof a client without skipEmptyExchange sends one more, empty message.
    if (session.isAuthenticated) return ok({ conversationId: 1, done: true, payload: toPayload('') });
    session.login = undefined;
    const payload = login instanceof ScramExchange ? login.final(toText(body.payload)) : undefined;
    if (payload === undefined) throw authenticationFailed();
    session.isAuthenticated = true;
    return ok({ conversationId: 1, done: true, payload: toPayload(payload) });
  },
};

export const logout = answer({});

function toText(payload: Value | undefined): string {
  return payload instanceof Binary ? Buffer.from(payload.value()).toString('utf8') : String(payload);
}

const toPayload = (text: string): Binary => new Binary(Buffer.from(text));
