/**
 * What telephones, their networks and people do wrong, line by line, and the test that covers it. A line whose test is renamed or gone fails
 * here; what had none is tested below.
 */
import { createHmac } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import twilio from 'twilio';
import WebSocket from 'ws';
import type { FileId, InboxId } from '../../shared/model/ids.ts';
import { eventually } from '../../tests/support/eventually.ts';
import type { ChannelState, InboundMessage } from '../channel.ts';
import { createPhoneChannel } from './phone.ts';
import { OUR_NUMBER, startTestSimulator, testAccount } from './simulator/testing.ts';
import { createHooks } from './twilio/hooks.ts';
import { codeOf, takeMessage } from './twilio/messages.ts';
import { readConsent } from './twilio/opt-out.ts';
import { createTwilioProvider } from './twilio/provider.ts';
import { type About, callerOf, readArrived, readKeys, readRecording } from './twilio/read-events.ts';
import { LARGEST_RECORDING, readSound } from './twilio/read-sound.ts';
import { createRefusalCounter, readRefused } from './twilio/refused-hooks.ts';
import { answerMedia, mediaQuery } from './twilio/sent-media.ts';
import { access, account, CALL_ID, inbox } from './twilio/testing.ts';
import { TEXTS_PER_HOUR } from './twilio/text-flood.ts';

const verify = 'channels/phone/twilio/verify.test.ts';
const provider = 'channels/phone/twilio/provider.test.ts';
const simulator = 'channels/phone/simulator/simulator.test.ts';
const reports = 'channels/phone/twilio/text-reports.test.ts';
const numbers = 'channels/phone/numbers.test.ts';
const calls = 'server/calls/calls.test.ts';
const policy = 'server/calls/policy.test.ts';
const hangUp = 'server/calls/hang-up.test.ts';
const transfers = 'server/calls/transfers.test.ts';
const recordings = 'server/calls/recordings.test.ts';
const contract = 'tests/contract/channel.ts';
const sound = 'tests/e2e/phone-sound.test.ts';
const voice = 'tests/contract/voice-provider.ts';
const hear = 'server/calls/hear.test.ts';
const webhooks = 'server/calls/webhooks.test.ts';
const flow = 'tests/flow/calls.test.ts';
const texts = 'tests/flow/texts.test.ts';
const parts = 'client/console/features/composer/text-parts.test.ts';
const here = 'channels/phone/bad-input.test.ts';

const lines: [what: string, file: string, words: string][] = [
  ['no signature', verify, 'no signature'],
  ['rightly signed, of another account', verify, 'rightly signed, of another account'],
  ['a proxy that strips https', verify, 'signed for http'],
  ['a proxy that adds a port', verify, 'signed with a port'],
  ['the same webhook twice', provider, 'answers the same question with the same document'],
  ['any order, repeated', hear, 'any order and repetition of a call’s events ends in the same'],
  ['the webhooks of a recorded call, shuffled', webhooks, 'the end is the same, whatever the order'],
  [
    'some that are lost',
    hear,
    'whatever is lost but that the customer left, it has ended, and no leg is left to itself',
  ],
  ['the end was never told', calls, 'what the line no longer has is over; what it still has of an ended call is ended'],
  ['we were down', calls, 'a process that dies after an event was stored leaves it to the next one, with the commands'],
  ['we were down while somebody waits', provider, 'waits with music for as long as nothing is said, asks for nothing'],
  ['and came back', calls, 'whoever waits is told their place again and again, also by the next process'],
  ['we were down during a call', flow, 'the server is started again during a call: it goes on'],
  ['hung up at every stage of a call', hangUp, 'the caller hangs up %s'],
  ['hung up in the menu', hangUp, 'the caller hangs up in the menu: it is told, and is nobody’s work'],
  [
    'two who answer in one moment',
    hangUp,
    'of two who answer one offer and its successor in the same moment, one has it',
  ],
  ['two tabs', sound, 'is owned by one tab, and goes on to the next'],
  ['a token that expires during a call', here, 'outlives the token of its browser'],
  ['to oneself, or to nobody', transfers, 'it is handed neither to oneself nor to nobody'],
  [
    'while one is pending, or they are away',
    transfers,
    'while one is asked no other is, and a colleague who is away is not asked',
  ],
  ['a coached leg that ends', calls, 'whoever whispers stays with the call'],
  [
    'who ends the conference, and what it is called',
    provider,
    'ends with the customer alone, and is named by an id alone',
  ],
  [
    'sound that is not there at once',
    recordings,
    'sound that cannot be had for half a minute is fetched once it is there',
  ],
  ['a recording that is told twice', recordings, 'what is told twice is kept once'],
  ['a recording that never comes', recordings, 'sound that never comes is given up, told'],
  ['two hours of recording', here, 'keeps two hours of sound, and no more than it may'],
  ['the same text twice', contract, 'brings a message in once, however often and at once it comes'],
  ['hung up while it rings', calls, 'a caller who hangs up while it rings has abandoned, and nobody goes on ringing'],
  ['hung up while a message is left', provider, 'leaves a message, also one that ends by hanging up'],
  ['answered after the offer, by the second', calls, 'whoever answers too late is let go, and the next one is rung'],
  ['declined, or no device there', calls, 'declined it goes on; a device that cannot be reached counts as missed'],
  ['no browser is registered', provider, 'cannot be rung where no browser is registered'],
  [
    'the tab is closed during a call',
    calls,
    'an agent whose sound is lost is rung again while the customer hears music',
  ],
  ['no device there yet', calls, 'device unregistered: no call is offered to whoever cannot be rung yet'],
  ['refused, and counted', here, 'is refused, and all that is kept of it is a count'],
  ['to a number that is not ours', here, 'is taken by whatever number of the account leads here'],
  ['a number that several customers use', texts, 'numbers shared by several customers'],
  ['recording ended by consent', policy, 'recording disabled by consent'],
  ['handed on to a number, by both lines', voice, 'hands a caller on to a number outside'],
  ['a message of no length, of silence, of music', here, 'is no message without sound, and one with any'],
  ['keys that mean nothing', hear, 'keys end somewhere, whatever is pressed'],
  ['keys as other machines write them', here, 'reads keys alone'],
  ['callers without a number', here, 'knows nobody by'],
  ['a withheld number', calls, 'a withheld number is nobody known'],
  ['numbers in any spelling', numbers, '%s is %s'],
  ['emergency, premium, other countries', numbers, '%s may be dialled: %s'],
  ['a leg that is gone, too many requests', provider, 'is told what to do about a refusal'],
  ['a call whose beginning was not answered', provider, 'is rung once, although the answer to that was lost'],
  [
    'a transfer that is refused',
    calls,
    'a cold transfer: the colleague answers and has it; declined it is the agent’s again',
  ],
  ['a warm transfer taken back', calls, 'a warm transfer is talked over first, and handed over or taken back'],
  ['a recording of a call of nobody', here, 'is no recording of a call that nobody named'],
  ['a recording that is silent', simulator, 'of somebody who says nothing: absent'],
  ['a pause that nobody ends', calls, 'hold, keys, recording with a pause that ends by itself'],
  ['callbacks asked for twice', policy, 'who asks twice is called back once'],
  ['a callback that reaches nobody', policy, 'a callback that reaches nobody is tried again in time, then given up'],
  ['callbacks at night', policy, 'nobody is called back outside the hours'],
  ['too many calls, too dear', policy, 'what was dialled too often, or costs too much, is dialled no more'],
  ['a line left open', policy, 'a call is ended at its longest, and everybody is told a minute before'],
  ['a document that fails', provider, 'drops nobody: the caller waits a little and goes on'],
  ['names that mean something in XML', provider, 'names that mean something in XML stay text'],
  ['a state before the send was answered', reports, 'finds its message by name at once, and without a name'],
  ['a state of an unknown message', reports, 'is dropped after five minutes'],
  ['states in the wrong order, refused numbers', texts, 'each message says what became of it'],
  ['STOP, UNSTOP, “Stop.”', texts, 'whoever says stop is written to by nobody until they say start'],
  ['STOP when all is closed', texts, 'a stop after it was closed is noted, and makes no work'],
  ['21610', texts, 'Twilio, which was told to stop, is believed'],
  ['63016', texts, 'on WhatsApp free words go for a day, and after that approved ones'],
  ['words that only look like STOP', here, 'heeds %j as %s'],
  ['ten files, one without an address', here, 'takes ten files, and says which did not come'],
  ['media that is refused, gone, too large, elsewhere', here, 'fetches nothing that is %s'],
  ['what carriers say of texts', here, 'says of %s that it is %s'],
  ['no words at all', here, 'takes a text without words'],
  ['one number by text and by WhatsApp', here, 'is two addresses'],
  ['a name in HTML', here, 'takes a name for a hint'],
  ['1,600 characters and emoji', parts, 'is %s in so many parts'],
  ['texts without end', here, 'is not taken from whoever writes without end'],
  ['a text to a number that costs extra', here, 'writes to no number that nobody may call'],
  ['a forward to a number that is refused now', policy, 'a menu sends nobody on to a number that may not be dialled'],
  ['a callback to a number that is refused now', policy, 'a callback waits for its budget, and ends where its number'],
  ['files that we send, asked for by others', here, 'hands out what it signed'],
];

it.each(lines)('%s', async (_what, file, words) => {
  expect(await readFile(file, 'utf8')).toContain(words);
});

const about: About = {
  ...{ inboxId: 'inbox' as InboxId, at: 1, callId: null, legId: null, customer: null },
  ...{ kind: 'agent', purpose: 'call', turn: 'a.0' },
};

it.each([
  [{}, ''],
  [{ Digits: '' }, ''],
  [{ Digits: '*' }, '*'],
  [{ Digits: '1234567890'.repeat(9) }, '12345678901234567890123456789012'],
  [{ SpeechResult: 'one, please' }, ''],
  [{ Digits: '1🙂２<script>' }, '1'],
] as [Record<string, string>, string][])('reads keys alone: %j', (form, digits) =>
  expect(readKeys(form, about)).toMatchObject({ digits }),
);

it.each([
  '',
  'anonymous',
  'Restricted',
  '+266696687',
  '12345',
  'client:agent-7',
  'sip:alice@example.com',
  '＋４９',
  '+0123',
])('knows nobody by %j', (from) => expect(callerOf(from)).toBeNull());

it('is taken by whatever number of the account leads here, and says which was called', () => {
  const form = { CallSid: `CA${'1'.repeat(32)}`, From: '+4915112345678' };
  expect(readArrived({ ...form, To: '+4930999999' }, about)).toMatchObject({ to: '+4930999999' });
  expect(readArrived(form, about)).toMatchObject({ to: '' });
  expect(readArrived({ ...form, To: 'x'.repeat(5_000) }, about)).toMatchObject({ to: 'x'.repeat(100) });
});

it('is no message without sound, and one with any', async () => {
  const form = { RecordingSid: `RE${'a'.repeat(32)}`, RecordingStatus: 'completed' };
  const of = { ...about, callId: CALL_ID, purpose: 'voicemail' as const };
  expect(readRecording({ ...form, RecordingDuration: '0' }, of)).toMatchObject({ state: 'absent' });
  expect(readRecording({ ...form, RecordingStatus: 'absent' }, of)).toMatchObject({ state: 'absent' });
  // What is music to a machine may be a message to somebody.
  expect(readRecording({ ...form, RecordingDuration: '1' }, of)).toMatchObject({ state: 'done', seconds: 1 });
});

it('is refused, and all that is kept of it is a count', async () => {
  const kept = new Map<string, { value: unknown; version: number }>();
  const state: ChannelState = {
    get: async <T>(key: string) => (kept.get(key) as { value: T; version: number } | undefined) ?? null,
    async put(key, value, expected) {
      if ((kept.get(key)?.version ?? null) !== expected) return false;
      kept.set(key, { value, version: (expected ?? 0) + 1 });
      return true;
    },
  };
  const told: unknown[] = [];
  const answer = createHooks({
    ...{ publicUrl: 'https://support.example.com', now: () => 7, bytes: async () => null },
    ...{ log: { warn: () => undefined }, refused: createRefusalCounter({ state, now: () => 7 }, 1) },
    find: async (id) => (id === inbox.id ? { inbox, access } : null),
    voice: { callEvent: async (event) => void told.push(event) as never, stepOf: async () => null },
    message: async () => void told.push('message'),
    messageStatus: async () => void told.push('status'),
  });
  const ask = (id: string, signature: string) => {
    const path = `/${id}/voice`;
    const headers = { 'x-twilio-signature': signature };
    return answer({ method: 'POST', target: `/hooks/phone${path}`, path, headers, body: Buffer.from('CallSid=CA1') });
  };
  for (const signature of ['', 'bm8=', '%%%']) expect(await ask(inbox.id, signature)).toEqual({ status: 403 });
  expect(await ask('01JDPHQ0000000000000000009', 'bm8=')).toEqual({ status: 403 });
  await eventually(async () => expect(await readRefused(inbox.id, { state })).toMatchObject({ count: 3, lastAt: 7 }));
  expect(told).toEqual([]);
  expect([...kept.keys()]).toEqual([`refused:${inbox.id}`]);
});

it('is no recording of a call that nobody named, and none with another kind of id', () => {
  const form = { RecordingSid: `RE${'a'.repeat(32)}`, RecordingStatus: 'completed' };
  expect(readRecording(form, about)).toBeNull();
  expect(readRecording({ ...form, RecordingSid: '../../x' }, { ...about, callId: 'call' as never })).toBeNull();
});

it.each([
  ['STOP', 'stop'],
  [' stop ', 'stop'],
  ['Stop.', 'stop'],
  ['ＳＴＯＰ', 'stop'],
  ['stop!', 'stop'],
  ['UNSTOP', 'start'],
  ['Start', 'start'],
  ['HELP', undefined],
  ['Please stop', undefined],
  ['stopping', undefined],
  ['', undefined],
  ['🛑', undefined],
])('heeds %j as %s', (Body, expected) => {
  expect(readConsent({ Body, From: '+4915112345678' })).toBe(expected);
});

it('heeds what Twilio heard, and on WhatsApp no word that is said by the way', () => {
  expect(readConsent({ Body: 'Parar', OptOutType: 'STOP' })).toBe('stop');
  const From = 'whatsapp:+4915112345678';
  expect(readConsent({ Body: 'Yes', From })).toBeUndefined();
  expect(readConsent({ Body: 'Cancel', From })).toBeUndefined();
  expect(readConsent({ Body: 'Stop', From })).toBe('stop');
});

describe('a text', () => {
  const sid = `SM${'0'.repeat(32)}`;
  let server: http.Server;
  let origin = '';
  let at = 1;
  let kept = new Map<string, { value: unknown; version: number }>();
  const state: ChannelState = {
    get: async <T>(key: string) => (kept.get(key) as { value: T; version: number } | undefined) ?? null,
    async put(key, value, expected) {
      const version = kept.get(key)?.version ?? null;
      if (version === expected) kept.set(key, { value, version: (version ?? 0) + 1 });
      return version === expected;
    },
  };
  beforeEach(() => {
    kept = new Map();
    at = 1;
  });
  beforeAll(async () => {
    server = http.createServer((request, response) => {
      const [, kind = ''] = (request.url ?? '').split('/');
      const status = { refused: 401, gone: 404 }[kind] ?? 200;
      response.writeHead(status);
      // More than is taken: sent for as long as somebody listens.
      if (kind === 'large') response.end(Buffer.alloc(17 * 1_048_576));
      else response.end('bytes');
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterAll(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });

  async function take(form: Record<string, string>): Promise<InboundMessage | undefined> {
    const taken: InboundMessage[] = [];
    await takeMessage(
      inbox,
      access,
      { MessageSid: sid, From: '+4915112345678', ...form },
      {
        ...{ now: () => at, apiBaseUrl: origin, state, log: { info: () => undefined, warn: () => undefined } },
        ingest: async (event) => {
          taken.push(event);
          return {} as never;
        },
        keep: async (_id, bytes, name) => ({ id: name as FileId, name, type: '', size: bytes.length }),
      },
    );
    return taken[0];
  }

  it('takes ten files, and says which did not come', async () => {
    const media = Object.fromEntries(
      Array.from({ length: 12 }, (_, at) => [`MediaUrl${at}`, at === 1 ? '' : `${origin}/fine/${at}`]),
    );
    const message = await take({ Body: 'Look', NumMedia: '12', ...media });
    expect(message?.files).toHaveLength(9);
    expect(message?.text).toBe('Look\n[media-2.bin]');
  });

  it.each(['refused', 'gone', 'large'])('fetches nothing that is %s', async (kind) => {
    const message = await take({ NumMedia: '1', MediaUrl0: `${origin}/${kind}`, MediaContentType0: 'image/svg+xml' });
    expect(message).toMatchObject({ files: [], text: '[media-1.bin]' });
  });

  it('fetches nothing that is elsewhere', async () => {
    const message = await take({ NumMedia: '1', MediaUrl0: 'http://169.254.169.254/latest/meta-data' });
    expect(message?.files).toEqual([]);
  });

  it('takes a text without words', async () => expect(await take({})).toMatchObject({ text: '', files: [] }));

  it('from a number and from its WhatsApp is two addresses', async () => {
    expect((await take({ Body: 'x' }))?.identity).toEqual({ kind: 'phone', value: '+4915112345678' });
    const other = await take({ Body: 'x', From: 'whatsapp:+4915112345678', ProfileName: '<b>Support Admin</b>' });
    expect(other?.identity).toEqual({ kind: 'external', value: 'whatsapp:+4915112345678' });
  });

  it('takes a name for a hint', async () => {
    const message = await take({ Body: 'x', ProfileName: '<b>Support Admin</b>'.repeat(50) });
    expect(message?.claimed.name).toHaveLength(120);
    expect(message?.claimed).not.toHaveProperty('email');
  });

  it('is not taken from whoever writes without end, but their stop is, and others’ are', async () => {
    const write = (n: number, form: Record<string, string> = {}) =>
      take({ Body: `${n}`, MessageSid: `SM${n.toString(16).padStart(32, '0')}`, ...form });
    for (let n = 0; n < TEXTS_PER_HOUR; n += 1) expect(await write(n)).toBeDefined();
    expect(await write(1_000)).toBeUndefined();
    // One that is told twice is no second one.
    expect(await write(5)).toBeDefined();
    expect(await write(1_001, { Body: 'STOP' })).toMatchObject({ consent: 'stop' });
    expect(await write(1_002, { From: '+4915112345679' })).toBeDefined();
    expect(await write(1_003, { From: 'whatsapp:+4915112345678' })).toBeDefined();
    at += 3_600_000;
    expect(await write(1_004)).toBeDefined();
  });

  it.each<Record<string, string>>([{ From: '12345' }, { From: 'anonymous' }, { MessageSid: 'x' }])(
    'is not taken from %j',
    async (form) => {
      expect(await take({ Body: 'x', ...form })).toBeUndefined();
    },
  );
});

it('hands out what it signed, to nobody else and not for ever', async () => {
  const file = { id: '01JDPHQ000000000000000000F' as FileId, type: 'image/png' };
  const ask = (over: Record<string, string> = {}, now = 1_000, tokens = ['token']) =>
    answerMedia(new URLSearchParams({ ...mediaQuery('token', file, 1_000), ...over }), {
      ...{ tokens, now, bytes: async () => Buffer.from('bytes') },
    });
  expect(await ask()).toMatchObject({ status: 200, type: 'image/png' });
  expect(await ask({ file: '01JDPHQ000000000000000000G' })).toEqual({ status: 403 });
  expect(await ask({ type: 'text/html' })).toEqual({ status: 403 });
  expect(await ask({ until: '99999999999999' })).toEqual({ status: 403 });
  expect(await ask({ mac: '' })).toEqual({ status: 403 });
  expect(await ask({}, 1_000 + 7 * 3_600_000)).toEqual({ status: 403 });
  expect(await ask({}, 1_000, ['another'])).toEqual({ status: 403 });
});

it('writes to no number that nobody may call', async () => {
  const channel = createPhoneChannel({
    ...{ folder: '/nowhere', ice: async () => ({ stun: [], turn: null }), ports: null, host: '127.0.0.1', idleMs: 1 },
    twilio: { publicUrl: 'http://127.0.0.1:1', apiBaseUrl: 'http://127.0.0.1:1' },
  });
  const settings = { provider: 'twilio', account, country: 'DE', allowedCountries: [], menu: null };
  await channel.start({ inbox: async () => ({ ...inbox, settings }), lead: () => async () => undefined } as never);
  for (const value of ['+499001234567', 'whatsapp:+499001234567']) {
    const identity = { kind: value.startsWith('+') ? 'phone' : 'external', value };
    expect(await channel.send?.({ inboxId: inbox.id, identity, text: 'x', files: [] } as never)).toMatchObject({
      ...{ state: 'failed', retryable: false, code: 'recipients-refused' },
    });
  }
});

describe('sound', () => {
  let server: http.Server;
  let apiBaseUrl = '';
  let bytes = 0;
  let first = 'RIFF';
  beforeAll(async () => {
    // As many as were asked for, in pieces, without saying how many.
    server = http.createServer((_request, response) => {
      const piece = Buffer.alloc(1_048_576);
      let left = bytes;
      response.write(first);
      const write = (): void => {
        while (left > 0) {
          left -= piece.length;
          if (!response.write(piece)) return void response.once('drain', write);
        }
        response.end();
      };
      write();
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    apiBaseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterAll(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });

  it('keeps two hours of sound, and no more than it may', async () => {
    const before = process.memoryUsage().arrayBuffers;
    let most = 0;
    const voice = createTwilioProvider(
      {
        ...{ publicUrl: apiBaseUrl, apiBaseUrl, access: async () => access, now: () => 1 },
        voice: {
          callEvent: async () => null,
          async keepRecording(_inbox, sound) {
            let size = 0;
            for await (const chunk of sound as AsyncIterable<Buffer>) {
              size += chunk.length;
              most = Math.max(most, process.memoryUsage().arrayBuffers - before);
            }
            return { id: 'file' as FileId, size };
          },
        },
      },
      inbox,
    );
    const ref = { callId: CALL_ID, inbox, externalId: null };
    const id = `RE${'a'.repeat(32)}`;
    // 16 bits, 8,000 times a second, of both sides.
    expect(LARGEST_RECORDING).toBeGreaterThan(2 * 3_600 * 32_000);
    bytes = 220 * 1_048_576;
    expect(await voice.fetchRecording(ref, id)).toMatchObject({ size: bytes + 4 });
    expect(most).toBeLessThan(bytes / 2);
    first = 'Sorry';
    await expect(voice.fetchRecording(ref, id)).rejects.toThrow('no WAV file');
    // Whatever was announced, there is an end to it.
    await expect(buffer(readSound(Readable.from([Buffer.from('RIFF.')]), 4))).rejects.toThrow('too large');
  });
});

it('outlives the token of its browser, which a new one replaces', async () => {
  const sim = await startTestSimulator();
  const told: { type: string; payload: { error?: { code: number }; callsid?: string } }[] = [];
  const socket = new WebSocket(`${sim.url.replace('http', 'ws')}/signal`);
  try {
    const token = (seconds: number): string => {
      const exp = Math.floor(sim.clock.now() / 1_000) + seconds;
      const grants = { identity: 'agent', voice: { incoming: { allow: true } } };
      const body = { iss: testAccount.apiKeySid, sub: testAccount.sid, exp, grants };
      const parts = [{ alg: 'HS256', typ: 'JWT' }, body].map((part) =>
        Buffer.from(JSON.stringify(part)).toString('base64url'),
      );
      const signature = createHmac('sha256', testAccount.apiKeySecret).update(parts.join('.')).digest('base64url');
      return [...parts, signature].join('.');
    };
    const say = (type: string, payload: object) => socket.send(JSON.stringify({ type, payload, version: '1.6' }));
    const hear = (type: string, count = 1) =>
      eventually(() => {
        const found = told.filter((one) => one.type === type);
        if (found.length < count) throw new Error(`${type} was not told`);
        return found[count - 1];
      }, 20_000);
    socket.on('message', (data) => {
      const text = String(data);
      if (text.trim() !== '') told.push(JSON.parse(text));
    });
    await new Promise((resolve) => socket.once('open', resolve));
    say('listen', { token: token(60) });
    await hear('connected');
    say('register', { media: { audio: true } });
    await hear('ready');
    const client = twilio(testAccount.sid, testAccount.authToken);
    client.api.baseUrl = sim.url;
    const made = await client.calls.create({
      to: 'client:agent',
      from: OUR_NUMBER,
      twiml: '<Response><Pause length="9000"/></Response>',
    });
    await sim.clock.pass(100);
    const invited = await hear('invite');
    say('answer', { callsid: invited?.payload.callsid, sdp: 'v=0' });
    const status = async () => (await client.calls(made.sid).fetch()).status;
    await eventually(async () => expect(await status()).toBe('in-progress'), 20_000);
    // Its token lasts for a minute.
    await sim.clock.pass(120_000);
    say('listen', { token: token(-1) });
    expect((await hear('error'))?.payload.error).toMatchObject({ code: 31_205 });
    expect(await status()).toBe('in-progress');
    say('listen', { token: token(60) });
    await hear('connected', 2);
    expect(await status()).toBe('in-progress');
    say('hangup', { callsid: made.sid });
    await eventually(async () => expect(await status()).toBe('completed'), 20_000);
  } finally {
    socket.terminate();
    await sim.stop();
  }
}, 60_000);

it.each([
  [undefined, 'other'],
  [21_610, 'opted-out'],
  [63_016, 'too-late'],
  [30_003, 'unreachable'],
  [30_005, 'no-such-address'],
  [30_006, 'no-such-address'],
  [30_007, 'refused-as-spam'],
  [30_008, 'unreachable'],
  [21_408, 'recipients-refused'],
  [99_999, 'other'],
] as const)('says of %s that it is %s', (code, expected) => expect(codeOf(code)).toBe(expected));
