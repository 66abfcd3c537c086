/** What controls the simulator: telephones, faults, the log of webhooks, and a stream of what happens. For whoever holds its token. */
import { timingSafeEqual } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Lines } from '../engine/lines.ts';
import type { Messages } from '../engine/messages.ts';
import type { Fault } from '../faults.ts';
import type { Phones } from '../phones.ts';
import type { Webhooks } from '../webhooks/webhooks.ts';
import type { World } from '../world.ts';

export interface ControlDeps {
  world: World;
  phones: Phones;
  lines: Lines;
  webhooks: Webhooks;
  messages: Messages;
  origins: readonly string[];
  token: string;
}

export interface Control {
  handle(request: IncomingMessage, response: ServerResponse, body: string): Promise<void>;
  /** whoever started it has said that they go, and not that they are back */
  isLeft(): boolean;
  close(): void;
}

/** What a request says; a handset's page knows no more than these. */
interface Command {
  from?: string;
  to?: string;
  sdp?: string;
  callSid?: string;
  digits?: string;
  body?: string;
  fault?: Fault;
  number?: string;
  answers?: 'itself' | 'busy' | 'rings';
  name?: string;
  image?: string;
}

export function createControl(deps: ControlDeps): Control {
  const { world, phones, lines, webhooks, origins } = deps;
  const streams = new Set<ServerResponse>();

  let isLeft = false;
  const commands: Record<string, (command: Command) => unknown> = {
    state: () => ({
      numbers: [...world.numbers.keys()],
      calls: [...world.calls.values()].filter(({ endedAt }) => endedAt === null),
      messages: [...world.messages.values()].slice(-100).map(({ media: _, ...message }) => message),
      webhooks: webhooks.log().slice(-100),
    }),
    call: ({ from = '', to = '', sdp }) => phones.call(from, to, sdp),
    answer: ({ callSid = '', sdp }) => phones.answer(callSid, sdp),
    decline: ({ callSid = '' }) => phones.decline(callSid),
    'hang-up': ({ callSid = '' }) => phones.hangUp(callSid),
    press: ({ callSid = '', digits = '' }) => phones.press(callSid, digits),
    text: ({ from = '', to = '', body = '', name, image }) => {
      const media = image ? [{ contentType: 'image/png', bytes: Buffer.from(image, 'base64') }] : [];
      return { sid: phones.text(from, to, body, media, name) };
    },
    plug: ({ number = '', answers = 'rings' }) => void phones.plug(number, answers),
    here: () => {
      isLeft = false;
    },
    leave: () => {
      isLeft = true;
    },
    fault: ({ fault }) => (fault ? world.faults.add(fault) : world.faults.clear()),
  };

  /** A page that watches is a telephone that can be rung, for as long as it does. */
  function watch(response: ServerResponse, number: string | null) {
    response.writeHead(200, { 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-store' });
    response.write(': here\n\n');
    const write = (data: unknown) => response.write(`data: ${JSON.stringify(data)}\n\n`);
    const stops = [world.onEvent((event) => write(event))];
    if (number !== null) {
      stops.push(
        lines.connect(number, {
          ring: (call) => write({ type: 'ring', call }),
          cancel: (call) => write({ type: 'over', callSid: call.sid }),
          end: (call) => write({ type: 'over', callSid: call.sid }),
        }),
      );
    }
    streams.add(response);
    response.on('close', () => {
      streams.delete(response);
      for (const stop of stops) stop();
    });
  }

  return {
    async handle(request, response, body) {
      const { pathname, searchParams } = new URL(request.url ?? '/', 'http://simulator');
      const { origin, host = '' } = request.headers;
      // A page of another name may not be made to point here (DNS rebinding), nor a page of another site ask.
      const isOurs = origin === undefined || origins.includes(origin);
      if (origin !== undefined && isOurs) {
        response.setHeader('Access-Control-Allow-Origin', origin);
        response.setHeader('Access-Control-Allow-Headers', 'authorization, content-type');
        response.setHeader('Vary', 'Origin');
      }
      if (!isOurs || !/^(127\.0\.0\.1|localhost|\[::1\])(:\d+)?$/.test(host)) return void response.writeHead(403).end();
      if (request.method === 'OPTIONS') return void response.writeHead(204).end();
      const given = request.headers.authorization?.replace(/^Bearer /, '') ?? searchParams.get('token') ?? '';
      if (!isSame(given, deps.token)) return void response.writeHead(401).end();
      const name = pathname.slice('/control/'.length);
      if (name === 'events') return watch(response, searchParams.get('number'));
      const command = commands[name];
      if (!command || request.method !== 'POST') return void response.writeHead(404).end();
      try {
        const answer = await command(body === '' ? {} : (JSON.parse(body) as Command));
        response.writeHead(200, { 'Content-Type': 'application/json' });
        response.end(JSON.stringify(answer ?? {}));
      } catch (error) {
        response.writeHead(400, { 'Content-Type': 'application/json' });
        response.end(JSON.stringify({ message: error instanceof Error ? error.message : String(error) }));
      }
    },
    isLeft: () => isLeft,
    close() {
      for (const stream of streams) stream.end();
    },
  };
}

function isSame(given: string, wanted: string): boolean {
  const [one, other] = [Buffer.from(given), Buffer.from(wanted)];
  return one.length === other.length && timingSafeEqual(one, other);
}
