/** Every command the store knows, by name; any other is refused with CommandNotFound. */
import type { Command } from './command.ts';
import * as read from './read.ts';
import * as schema from './schema.ts';
import * as server from './server.ts';
import * as write from './write.ts';

export const COMMANDS: ReadonlyMap<string, Command> = new Map<string, Command>([
  ['find', read.find],
  ['getMore', read.getMore],
  ['killCursors', read.killCursors],
  ['count', read.count],
  ['aggregate', read.aggregate],
  ['distinct', read.distinct],
  ['explain', read.explain],
  ['insert', write.insert],
  ['update', write.update],
  ['delete', write.remove],
  ['findAndModify', write.findAndModify],
  ['findandmodify', write.findAndModify],
  ['create', schema.create],
  ['drop', schema.drop],
  ['dropDatabase', schema.dropDatabase],
  ['renameCollection', schema.renameCollection],
  ['listCollections', schema.listCollections],
  ['listDatabases', schema.listDatabases],
  ['createIndexes', schema.createIndexes],
  ['listIndexes', schema.listIndexes],
  ['dropIndexes', schema.dropIndexes],
  ['deleteIndexes', schema.dropIndexes],
  ['collStats', schema.collStats],
  ['compact', schema.compact],
  ['hello', server.hello],
  ['isMaster', server.hello],
  ['ismaster', server.hello],
  ['ping', server.ping],
  ['buildInfo', server.buildInfo],
  ['buildinfo', server.buildInfo],
  ['serverStatus', server.serverStatus],
  ['connectionStatus', server.connectionStatus],
  ['endSessions', server.endSessions],
  ['refreshSessions', server.refreshSessions],
  ['startSession', server.startSession],
  ['abortTransaction', server.abortTransaction],
  ['commitTransaction', server.abortTransaction],
  ['saslStart', server.saslStart],
  ['saslContinue', server.saslContinue],
  ['logout', server.logout],
]);

/** What a connection may run before it has logged in. */
export const OPEN_COMMANDS: ReadonlySet<string> = new Set([
  'hello',
  'isMaster',
  'ismaster',
  'saslStart',
  'saslContinue',
  'ping',
  'buildInfo',
  'buildinfo',
  'connectionStatus',
  'endSessions',
  'logout',
]);
