/** Finds a request's command, checks its arguments, runs it through the executor and turns errors into replies. */

import { type Call, type Command, checkArguments, type Engine, isSteps } from './commands/command.ts';
import { COMMANDS, OPEN_COMMANDS } from './commands/registry.ts';
import type { Executor, Outcome, Slice, Steps } from './executor.ts';
import type { Doc } from './values/document.ts';
import { commandNotFound, StoreError } from './values/errors.ts';
import type { Dispatcher, Effect, Session } from './wire/listener.ts';
import type { Reply, Request } from './wire/message.ts';

export function makeDispatcher(engine: Engine, executor: Executor, onBug: (error: unknown) => void): Dispatcher {
  return {
    classify: (request) => effectOf(request),
    dispatch(request, session, done) {
      const answer = (outcome: Outcome<Reply>): void => done(outcome.ok ? outcome.value : fail(outcome.error, onBug));
      let call: Call;
      let command: Command;
      try {
        ({ call, command } = prepare(engine, request, session));
      } catch (error) {
        answer({ ok: false, error });
        return;
      }
      if (command.effect === 'alone') runAlone(command, call, executor, answer);
      else if (command.effect === 'write') {
        const { run } = command;
        executor.write(() => run.call(command, call), answer);
      } else executor.read((slice) => runRead(command, call, slice), answer);
    },
  };
}

type Alone = Extract<Command, { effect: 'alone' }>;

function runAlone(command: Alone, call: Call, executor: Executor, answer: (outcome: Outcome<Reply>) => void): void {
  let reply: Reply;
  executor
    .alone(async () => {
      reply = await command.run(call);
    })
    .then(
      () => answer({ ok: true, value: reply }),
      (error: unknown) => answer({ ok: false, error }),
    );
}

function* runRead(command: Command, call: Call, slice: Slice): Steps<Reply> {
  if (command.effect !== 'read') throw new Error('this is no read');
  const result = command.run(call, slice);
  return isSteps(result) ? yield* result : result;
}

const nameOf = (request: Request): string => Object.keys(request.body)[0] ?? '';

function effectOf(request: Request): Effect {
  const effect = COMMANDS.get(nameOf(request))?.effect ?? 'read';
  return effect === 'read' ? 'read' : 'write';
}

function prepare(engine: Engine, request: Request, session: Session): { call: Call; command: Command } {
  const { body, sequences } = request;
  const name = nameOf(request);
  const command = COMMANDS.get(name);
  if (command === undefined) throw commandNotFound(name);
  if (!session.isAuthenticated && !OPEN_COMMANDS.has(name)) {
    throw new StoreError(13, `Command ${name} requires authentication`);
  }
  const database = body.$db;
  if (typeof database !== 'string' || database === '')
    throw new StoreError(40571, 'OP_MSG requests require a $db argument');
  if (/[/\\. "$\0]/.test(database) || Buffer.byteLength(database) > 63) {
    throw new StoreError(73, `Invalid database name: '${database}'`);
  }
  checkArguments(name, body, command.fields);
  return { command, call: { engine, session, name, body, database, sequences } };
}

function fail(error: unknown, onBug: (error: unknown) => void): Reply {
  if (error instanceof StoreError) {
    return {
      kind: 'document',
      body: { ok: 0, errmsg: error.message, code: error.code, codeName: error.codeName, ...error.extra } as Doc,
    };
  }
  onBug(error);
  const message = error instanceof Error ? error.message : String(error);
  return { kind: 'document', body: { ok: 0, errmsg: message, code: 1, codeName: 'InternalError' } };
}
