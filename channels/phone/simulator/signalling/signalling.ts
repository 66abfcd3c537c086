/** The gateway of the browser SDK at /signal: who is registered, who is rung, and sound through the media plane. */
import type { Server } from 'node:http';
import { type WebSocket, WebSocketServer } from 'ws';
import type { Calls } from '../engine/calls.ts';
import type { Endpoint, Lines } from '../engine/lines.ts';
import type { Call } from '../model.ts';
import type { Engines } from '../twiml/context.ts';
import { runCall } from '../twiml/run.ts';
import { type Frame, forSdk, HEARTBEAT, readFrame, textOf, writeFrame } from './frames.ts';
import { readToken, type TokenResult } from './token.ts';

export interface SignallingDeps extends Engines {
  calls: Calls;
  lines: Lines;
  /** origins whose pages may connect */
  origins: readonly string[];
}

export interface Signalling {
  /** identities that can be rung */
  registered(): string[];
  close(): void;
}

const HEARTBEAT_MS = 10_000;
const LARGEST = 256 * 1_024;

export function attachSignalling(server: Server, deps: SignallingDeps): Signalling {
  const sockets = new WebSocketServer({ noServer: true, maxPayload: LARGEST });
  const identities = new Map<WebSocket, string>();
  server.on('upgrade', (request, socket, head) => {
    const { origin } = request.headers;
    const isOurs = request.url?.split('?')[0] === '/signal' && (origin === undefined || deps.origins.includes(origin));
    if (!isOurs) return socket.destroy();
    sockets.handleUpgrade(request, socket, head, (ws) => serve(ws));
  });

  function serve(ws: WebSocket) {
    const unplug: (() => void)[] = [];
    const session = createSession(deps, (type, payload) => ws.send(writeFrame(type, payload)));
    const beat = setInterval(() => ws.readyState === ws.OPEN && ws.send(HEARTBEAT), HEARTBEAT_MS);
    ws.on('message', (data) => {
      const text = String(data);
      if (text.trim() === '') return;
      const frame = readFrame(text);
      if (!frame) return ws.close(1_003);
      deps.world.track(
        session.take(frame, (identity) => {
          identities.set(ws, identity);
          unplug.push(deps.lines.connect(`client:${identity}`, session.endpoint));
        }),
      );
    });
    ws.on('close', () => {
      clearInterval(beat);
      identities.delete(ws);
      for (const undo of unplug) undo();
      session.gone();
    });
    ws.on('error', () => ws.terminate());
  }

  return {
    registered: () => [...new Set(identities.values())],
    close() {
      for (const ws of sockets.clients) ws.terminate();
      sockets.close();
    },
  };
}

/** A browser that vanished may come back to its call by then. */
const RECONNECT_MS = 10_000;

function createSession(deps: SignallingDeps, send: (type: string, payload: object) => void) {
  const { world, calls } = deps;
  const { media, account, clock } = world;
  let who: Extract<TokenResult, { state: 'good' }> | null = null;
  const own = new Set<string>();

  const endpoint: Endpoint = {
    ring(call) {
      own.add(call.sid);
      world.track(invite(call));
    },
    cancel: ({ sid }) => {
      own.delete(sid);
      send('cancel', { callsid: sid });
    },
    end: ({ sid }) => {
      own.delete(sid);
      send('hangup', { callsid: sid });
    },
  };

  async function invite(call: Call) {
    const { offer } = await media.offer(call.sid);
    send('invite', {
      callsid: call.sid,
      sdp: forSdk(offer),
      parameters: {
        CallSid: call.sid,
        AccountSid: account.sid,
        From: call.from,
        To: call.to,
        Params: new URLSearchParams(call.params).toString(),
      },
    });
  }

  function listen(payload: Frame['payload']) {
    const read = readToken(textOf(payload.token), account, clock.now());
    if (read.state !== 'good') {
      const [code, message] = read.state === 'expired' ? [31_205, 'JWT Token Expired'] : [31_204, 'JWT is invalid'];
      return send('error', { error: { code, message } });
    }
    who = read;
    const ttl = Math.round((read.expiresAt - clock.now()) / 1_000);
    send('connected', {
      ...{ region: 'local', edge: 'simulator', home: 'local', gateway: 'simulator' },
      token: { identity: read.identity, ttl },
    });
  }

  async function callOut({ callsid, sdp, twilio, reconnect }: Frame['payload']) {
    if (reconnect !== undefined) return reconnectTo(textOf(callsid), textOf(sdp));
    const application = world.applications.get(who?.applicationSid ?? '');
    if (!who || !application) {
      return send('error', { callsid, error: { code: 31_002, message: 'There is no application to call' } });
    }
    const asked = new URLSearchParams(textOf((twilio as { params?: unknown } | undefined)?.params));
    const leg = calls.arrive(
      {
        ...{ from: `client:${who.identity}`, to: asked.get('To') ?? '', direction: 'inbound' },
        params: Object.fromEntries(asked),
      },
      endpoint,
    );
    const { sid } = leg.call;
    own.add(sid);
    const { answer } = await media.connect(sid, textOf(sdp));
    send('answer', { callsid: sid, sdp: forSdk(answer) });
    runCall(deps, leg, { kind: 'url', url: application.voiceUrl, method: 'POST' });
  }

  async function reconnectTo(callSid: string, sdp: string) {
    const leg = calls.leg(callSid);
    if (!leg || leg.call.endedAt !== null) return send('hangup', { callsid: callSid });
    own.add(callSid);
    leg.endpoint = endpoint;
    const { answer } = await media.connect(callSid, sdp);
    send('answer', { callsid: callSid, sdp: forSdk(answer) });
  }

  return {
    endpoint,
    async take({ type, payload }: Frame, register: (identity: string) => void) {
      const callSid = textOf(payload.callsid);
      switch (type) {
        case 'listen':
          return listen(payload);
        case 'register':
          if (who?.mayBeCalled) register(who.identity);
          return send('ready', {});
        case 'invite':
          return callOut(payload);
        case 'answer':
          if (!own.has(callSid)) return;
          await media.accept(callSid, textOf(payload.sdp));
          return calls.answer(callSid);
        case 'reinvite': {
          if (!own.has(callSid)) return;
          const { answer } = await media.connect(callSid, textOf(payload.sdp));
          return send('answer', { callsid: callSid, sdp: forSdk(answer) });
        }
        case 'reject':
          if (own.has(callSid)) calls.end(callSid, 'busy');
          return;
        case 'hangup':
          if (own.has(callSid)) calls.end(callSid, 'completed');
          return;
        case 'dtmf':
          if (!own.has(callSid)) return;
          calls.press(callSid, textOf(payload.dtmf));
          return media.press(callSid, textOf(payload.dtmf));
      }
    },
    gone() {
      for (const sid of own) {
        const leg = calls.leg(sid);
        // Whoever has not come back in time is gone.
        clock.after(
          RECONNECT_MS,
          () => leg?.endpoint === endpoint && calls.end(sid, leg.call.answeredAt === null ? 'no-answer' : 'completed'),
        );
      }
    },
  };
}
