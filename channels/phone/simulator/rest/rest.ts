/** The REST API: who asks, what for, and the answer or the refusal in Twilio's words. */
import { timingSafeEqual } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Account } from '../model.ts';
import { callOperations } from './calls.ts';
import { conferenceOperations } from './conferences.ts';
import { answerContent } from './content.ts';
import { createForm } from './form.ts';
import { messageOperations, numberOperations, queueOperations, recordingOperations } from './others.ts';
import { notFound, Refusal, refusalBody } from './refusal.ts';
import { findOperation, type Operation, type RestAnswer, type RestDeps } from './route.ts';

const ROOT = '/2010-04-01/Accounts/';

export interface Rest {
  operations: readonly Operation[];
  handle(request: IncomingMessage, response: ServerResponse, body: string): Promise<void>;
}

export function createRest(deps: RestDeps): Rest {
  const { world } = deps;
  const operations: Operation[] = [
    ...callOperations(deps),
    ...conferenceOperations(deps),
    ...recordingOperations(deps),
    ...queueOperations(deps),
    ...messageOperations(deps),
    ...numberOperations(deps),
  ];

  async function answer(request: IncomingMessage, body: string): Promise<RestAnswer> {
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://simulator');
    checkCaller(world.account, request.headers.authorization);
    const content = answerContent(world, request.method ?? '', pathname, searchParams);
    if (content) return content;
    const own = `${ROOT}${world.account.sid}/`;
    if (!pathname.startsWith(own)) throw notFound(pathname);
    const fields = new URLSearchParams(body);
    const fault = world.faults.strike('rest', `${request.method} ${pathname}`, Object.fromEntries(fields));
    if (fault?.kind === 'refuse' && !fault.after)
      throw new Refusal(fault.status, fault.code, 'A fault that was asked for');
    const found = findOperation(operations, request.method ?? '', pathname.slice(own.length));
    if (!found) throw notFound(pathname);
    const form = createForm(fields, found.operation.fields);
    const result = await found.operation.run({ ids: found.ids, form, query: searchParams, path: pathname });
    if (fault?.kind === 'refuse') throw new Refusal(fault.status, fault.code, 'A fault that was asked for');
    return result;
  }

  return {
    operations,
    async handle(request, response, body) {
      try {
        send(response, await answer(request, body));
      } catch (error) {
        if (!(error instanceof Refusal)) world.warn(0, error instanceof Error ? (error.stack ?? '') : String(error));
        const refusal = error instanceof Refusal ? error : new Refusal(500, 20_500, 'The simulator failed');
        send(response, { status: refusal.status, json: refusalBody(refusal) });
      }
    },
  };
}

/** Account and token, or key and secret. */
function checkCaller({ sid, authToken, apiKeySid, apiKeySecret }: Account, header = ''): void {
  const given = Buffer.from(/^Basic (.+)$/.exec(header)?.[1] ?? '', 'base64');
  const isKnown = [`${sid}:${authToken}`, `${apiKeySid}:${apiKeySecret}`].some((pair) => {
    const wanted = Buffer.from(pair);
    return wanted.length === given.length && timingSafeEqual(wanted, given);
  });
  if (!isKnown) throw new Refusal(401, 20_003, 'Authenticate');
}

function send(response: ServerResponse, answer: RestAnswer): void {
  if ('json' in answer) {
    response.writeHead(answer.status, { 'Content-Type': 'application/json;charset=utf-8' });
    response.end(JSON.stringify(answer.json));
  } else if ('bytes' in answer) {
    response.writeHead(answer.status, { 'Content-Type': answer.contentType, 'Content-Length': answer.bytes.length });
    response.end(answer.bytes);
  } else response.writeHead(answer.status).end();
}
