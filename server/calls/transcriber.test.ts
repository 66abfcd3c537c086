/** A service that writes down what was said, over its real protocol. */
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { createGuardedFetch } from '../lib/guarded-fetch.ts';
import { createTranscriber } from './transcriber.ts';

interface Asked {
  authorization: string | undefined;
  form: FormData;
}

let server: http.Server;
let url = '';
let asked: Asked[] = [];
let answers: { status: number; type: string; body: string; location?: string }[] = [];

beforeAll(async () => {
  server = http.createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    // Read by somebody else's reader of forms than the writer's own.
    const form = await new Response(Buffer.concat(chunks), {
      headers: { 'content-type': request.headers['content-type'] ?? '' },
    }).formData();
    asked.push({ authorization: request.headers.authorization, form });
    const answer = answers.shift() ?? { status: 200, type: 'application/json', body: '{"text":" Hello there. "}' };
    response.writeHead(answer.status, {
      'content-type': answer.type,
      ...(answer.location && { location: answer.location }),
    });
    response.end(answer.body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1/audio/transcriptions`;
});
afterAll(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});
beforeEach(() => {
  asked = [];
  answers = [];
});

const sound = { bytes: Buffer.from([0, 255, 13, 10, 45, 45, 1]), name: 'a "call".wav' };
const by = () => ({ url, model: 'whisper-1', key: 'secret', language: 'de-DE' });
const near = createTranscriber(createGuardedFetch({ mayReach: () => true }));

it('is sent the sound as it is, and answers its words', async () => {
  expect(await near.transcribe(sound, by())).toBe('Hello there.');
  const [{ authorization, form }] = asked as [Asked];
  expect(authorization).toBe('Bearer secret');
  expect([form.get('model'), form.get('language'), form.get('response_format')]).toEqual(['whisper-1', 'de', 'json']);
  const file = form.get('file') as File;
  expect(Buffer.from(await file.arrayBuffer())).toEqual(sound.bytes);
  expect(file.name).toBe('a call.wav');
});

it('is told no key where it wants none', async () => {
  await near.transcribe(sound, { ...by(), key: null });
  expect(asked[0]?.authorization).toBeUndefined();
});

it.each([
  ['a failure', { status: 500, type: 'application/json', body: '{}' }],
  ['a page', { status: 200, type: 'text/html', body: '<html>' }],
  ['other JSON', { status: 200, type: 'application/json', body: '{"words":[]}' }],
  ['nonsense', { status: 200, type: 'application/json', body: '{' }],
  ['a redirect', { status: 307, type: 'application/json', body: '', location: 'http://127.0.0.1:1/' }],
])('says so when it answers %s', async (_what, answer) => {
  answers = [answer];
  await expect(near.transcribe(sound, by())).rejects.toThrow();
  expect(asked).toHaveLength(1);
});

it('is not asked where nobody may be sent', async () => {
  await expect(createTranscriber(createGuardedFetch()).transcribe(sound, by())).rejects.toThrow('not a public address');
  expect(asked).toEqual([]);
});
