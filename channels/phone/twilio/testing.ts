/** For tests: an inbox at the simulator, its hooks on a port, and a server that says what a test wants the customer's leg to do. */
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import type { CallId, FileId, InboxId } from '../../../shared/model/ids.ts';
import type { Inbox } from '../../../shared/model/inbox.ts';
import type { Webhook, WebhookAnswer } from '../../channel.ts';
import type { CallEvent, CallStep, NextStep, VoiceProvider } from '../../voice.ts';
import { OUR_NUMBER, startTestSimulator, type TestSimulator, testAccount } from '../simulator/testing.ts';
import { accessOf } from './account.ts';
import { createHooks } from './hooks.ts';
import { createTwilioProvider } from './provider.ts';

export const INBOX_ID = '01JDPHQ0000000000000000001' as InboxId;
export const CALL_ID = '01JDPHQ0000000000000000002' as CallId;
export const inbox = { id: INBOX_ID, name: 'Phone', channel: 'phone', settings: {} } as unknown as Inbox;
export const account = { accountSid: testAccount.sid, apiKeySid: testAccount.apiKeySid, number: OUR_NUMBER };
export const access = accessOf(account, { authToken: testAccount.authToken, apiKeySecret: testAccount.apiKeySecret });

export interface TestLine {
  sim: TestSimulator;
  provider: VoiceProvider;
  /** events in the order in which they were kept, each once */
  events: CallEvent[];
  /** `customer left`, `leg joined`, `keys 1` … */
  told(): string[];
  /** what the customer's leg does from now on */
  step: CallStep;
  /** thrown at whatever asks */
  failure: Error | null;
  /** told of each event, before what comes next is answered */
  onEvent: (event: CallEvent) => void;
  answer(webhook: Webhook): Promise<WebhookAnswer>;
  publicUrl: string;
  stop(): Promise<void>;
}

export async function startTestLine(): Promise<TestLine> {
  const sim = await startTestSimulator();
  const keys = new Set<string>();
  const line = {
    step: { do: 'hang-up', say: [] },
    failure: null,
    events: [],
    onEvent: () => undefined,
  } as unknown as TestLine;
  const now = (): NextStep => {
    if (line.failure) throw line.failure;
    return { callId: CALL_ID, step: line.step };
  };
  const voice = {
    async callEvent(event: CallEvent) {
      now();
      if (!keys.has(event.key)) {
        keys.add(event.key);
        line.events.push(event);
        line.onEvent(event);
      }
      return now();
    },
    stepOf: async () => (line.events.length > 0 ? now() : null),
    async keepRecording(_inboxId: InboxId, sound: Readable) {
      return { id: 'file' as FileId, size: (await buffer(sound)).length };
    },
  };
  const server = http.createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const target = request.url ?? '';
      const method = request.method === 'GET' ? 'GET' : 'POST';
      const path = (target.split('?')[0] ?? '').replace(/^\/hooks\/phone/, '');
      void line
        .answer({ method, target, path, headers: request.headers, body: Buffer.concat(chunks) })
        .then(({ status, type, body }) => response.writeHead(status, type ? { 'Content-Type': type } : {}).end(body));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const publicUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const number = sim.world.numbers.get(OUR_NUMBER);
  if (!number) throw new Error('The simulator lost its number.');
  const hook = (name: string) => `${publicUrl}/hooks/phone/${INBOX_ID}/${name}`;
  Object.assign(number, {
    voiceUrl: hook('voice'),
    voiceFallbackUrl: hook('fallback'),
    statusCallback: hook('status'),
  });
  return Object.assign(line, {
    ...{ sim, publicUrl },
    answer: createHooks({
      ...{ publicUrl, voice, now: sim.clock.now, bytes: async () => null, log: { warn: () => undefined } },
      refused: () => undefined,
      find: async (id) => (id === INBOX_ID ? { inbox, access } : null),
      message: async () => undefined,
      messageStatus: async () => undefined,
    }),
    provider: createTwilioProvider(
      {
        ...{ publicUrl, apiBaseUrl: sim.url, access: async () => access, voice, now: sim.clock.now },
      },
      inbox,
    ),
    told: () =>
      line.events.map((event) => {
        const about = 'state' in event ? event.state : event.type === 'keys' ? event.digits : '';
        return `${event.type} ${about}`.trim();
      }),
    async stop() {
      await sim.stop();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  });
}
