/** The softswitch's control interface: HTTP, on loopback unless other machines need it, for whoever knows its secret. */
import { timingSafeEqual } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { rm, stat } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import type { IceConfig } from '../ice.ts';
import type { EventLog } from './event-log.ts';
import { commandSchema } from './protocol.ts';
import type { SwitchCalls } from './switch-calls.ts';

export interface SwitchServer {
  port: number;
  /** when somebody last asked for something, ms since 1970; now, while somebody waits for events */
  lastAsked(): number;
  close(): Promise<void>;
}

interface Parts {
  calls: SwitchCalls;
  log: EventLog;
  secret: string;
  id: string;
  folder: string;
  /** loopback, or an address of this machine that other nodes reach */
  host: string;
  /** where the next leg that connects meets us */
  learnIce(ice: IceConfig): void;
  now(): number;
}

const LOOPBACK = '127.0.0.1';
const LONGEST_WAIT_MS = 25_000;
const LONGEST_BODY = 300_000;

export async function startSwitchServer(parts: Parts): Promise<SwitchServer> {
  const { secret, now } = parts;
  let last = now();
  let open = 0;
  const isAllowed = (request: IncomingMessage): boolean => {
    const given = Buffer.from(request.headers.authorization ?? '');
    const wanted = Buffer.from(`Bearer ${secret}`);
    return given.length === wanted.length && timingSafeEqual(given, wanted);
  };
  const server = createServer(async (request, response) => {
    if (!isAllowed(request)) {
      response.writeHead(401).end();
      return;
    }
    open += 1;
    response.once('close', () => {
      open -= 1;
      last = now();
    });
    try {
      await answer(parts, request, response);
    } catch (error) {
      if (!response.headersSent) response.writeHead(500);
      response.end((error as Error).message);
    }
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, parts.host === LOOPBACK ? LOOPBACK : '0.0.0.0', resolve);
  });
  return {
    port: (server.address() as AddressInfo).port,
    lastAsked: () => (open > 0 ? now() : last),
    close: () => closeServer(server),
  };
}

async function answer(parts: Parts, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { calls, log, id } = parts;
  const url = new URL(request.url ?? '/', 'http://softswitch');
  const send = (value: unknown): void => {
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(value));
  };
  switch (`${request.method} ${url.pathname}`) {
    case 'GET /ping':
      return send({ id });
    case 'GET /live':
      return send(calls.live());
    case 'GET /events': {
      const after = Number(url.searchParams.get('after') ?? 0);
      const wait = Number(url.searchParams.get('wait') ?? 0);
      return send(await log.after(after, Math.min(LONGEST_WAIT_MS, wait)));
    }
    case 'POST /command': {
      const command = commandSchema.safeParse(JSON.parse(await readBody(request)));
      if (command.success) {
        if (command.data.type === 'connect' && command.data.ice) parts.learnIce(command.data.ice);
        return send(await calls.carryOut(command.data));
      }
      response.writeHead(400).end(command.error.message);
      return;
    }
  }
  const recording = /^\/recordings\/([0-9A-HJKMNP-TV-Z]{26}-\d{1,4})$/.exec(url.pathname)?.[1];
  if (recording !== undefined) return answerRecording(join(parts.folder, `${recording}.wav`), request, response);
  response.writeHead(404).end();
}

async function answerRecording(path: string, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const found = await stat(path).catch(() => null);
  if (found === null) {
    response.writeHead(404).end();
  } else if (request.method === 'DELETE') {
    await rm(path, { force: true });
    response.writeHead(204).end();
  } else {
    response.writeHead(200, { 'content-type': 'audio/wav', 'content-length': found.size });
    createReadStream(path).pipe(response);
  }
}

async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > LONGEST_BODY) throw new Error('too much');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

async function closeServer(server: Server): Promise<void> {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  server.closeAllConnections();
  await closed;
}
