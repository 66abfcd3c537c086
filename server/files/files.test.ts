import { readdir } from 'node:fs/promises';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { deflateSync } from 'node:zlib';
import { limits } from '../../shared/limits.ts';
import type { FileRef } from '../../shared/model/file.ts';
import type { ConversationId } from '../../shared/model/ids.ts';
import { eventually } from '../../tests/support/eventually.ts';
import { type HttpApp, startHttpApp } from '../../tests/support/http-app.ts';
import { visitorQuota } from './quota.ts';

const conversation = '01ARZ3NDEKTSV4RRFFQ69G5FAV' as ConversationId;
const DAY = 24 * 60 * 60 * 1000;

describe('files', () => {
  let server: HttpApp;
  let agent: { cookie: string };
  let visit: { authorization: string };
  beforeAll(async () => {
    server = await startHttpApp();
    agent = await server.signIn('maya@parley.example');
  });
  beforeEach(async () => {
    visit = await server.beginVisit();
  });
  afterAll(() => server.stop());

  const upload = (body: BodyInit, name = 'a.bin', headers: Record<string, string> = {}) =>
    server.fetch(`/api/widget/${server.inbox.id}/files`, {
      method: 'POST',
      headers: { ...visit, 'x-file-name': encodeURIComponent(name), ...headers },
      body,
    });
  const uploaded = async (body: BodyInit, name?: string, headers?: Record<string, string>): Promise<FileRef> =>
    (await (await upload(body, name, headers)).json()).file;
  const download = (id: string, headers: Record<string, string> = visit) =>
    server.fetch(`/api/widget/${server.inbox.id}/files/${id}`, { headers });
  const staged = () => readdir(join(server.dataDir, 'blobs/staging'));
  const blobs = async () =>
    (await readdir(join(server.dataDir, 'blobs'), { recursive: true })).filter((name) => /[0-9a-f]{64}$/.test(name));

  it('gives the same bytes back', async () => {
    const bytes = Buffer.from(Array.from({ length: 300_000 }, (_, index) => index * 7));
    const file = await uploaded(bytes);
    expect(file).toMatchObject({ size: 300_000, type: 'application/octet-stream', name: 'a.bin' });
    const answer = await download(file.id);
    expect(Buffer.from(await answer.arrayBuffer()).equals(bytes)).toBe(true);
    expect(answer.headers.get('content-length')).toBe('300000');
    const head = await server.fetch(`/api/widget/${server.inbox.id}/files/${file.id}`, {
      headers: visit,
      method: 'HEAD',
    });
    expect(head.headers.get('content-length')).toBe('300000');
  });

  it.each([
    ['a picture', png(7, 5), 'image/png', 'inline'],
    ['a picture called text', png(7, 5), 'image/png', 'inline'],
    ['a page', '<!DOCTYPE html><script>alert(1)</script>', 'application/octet-stream', 'attachment'],
    ['a page behind a comment', ' \n<!-- x --><b>hi</b>', 'application/octet-stream', 'attachment'],
    [
      'a drawing',
      '<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>',
      'application/octet-stream',
      'attachment',
    ],
    ['XML', '<?xml version="1.0"?><x/>', 'application/octet-stream', 'attachment'],
    ['text', 'Grüße\tan alle\r\n', 'text/plain', 'attachment'],
    ['text with a control character', 'a\u0007b', 'application/octet-stream', 'attachment'],
    ['no UTF-8', Buffer.from([0x61, 0xff, 0xfe]), 'application/octet-stream', 'attachment'],
    ['a document', '%PDF-1.7\n%âãÏÓ\n', 'application/pdf', 'attachment'],
    ['a monstrous picture', png(60_000, 60_000), 'image/png', 'attachment'],
    [
      'EICAR, which is only a download',
      'X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*',
      'text/plain',
      'attachment',
    ],
  ])('judges %s by its bytes', async (_what, body, type, disposition) => {
    const file = await uploaded(body, 'claimed.html', { 'content-type': 'text/html' });
    expect(file.type).toBe(type);
    const answer = await download(file.id);
    expect(answer.headers.get('content-disposition')).toMatch(new RegExp(`^${disposition};`));
    expect(answer.headers.get('content-type')).toMatch(new RegExp(`^${type}`));
    expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
    expect(answer.headers.get('content-security-policy')).toMatch(/default-src 'none'; sandbox/);
    // No browser shows it again without asking whether it still may.
    expect(answer.headers.get('cache-control')).toBe('private, no-cache');
  });

  it('sends nothing again that a browser has, and to strangers not even that', async () => {
    const file = await uploaded('once');
    const etag = (await download(file.id)).headers.get('etag') ?? '';
    const again = await download(file.id, { ...visit, 'if-none-match': etag });
    expect([again.status, await again.text()]).toEqual([304, '']);
    const stranger = await server.beginVisit();
    expect((await download(file.id, { ...stranger, 'if-none-match': etag })).status).toBe(404);
  });

  it('measures pictures', async () => {
    expect(await uploaded(png(7, 5))).toMatchObject({ image: { width: 7, height: 5 } });
  });

  it('sends a name in a header without letting it out', async () => {
    const file = await uploaded('x', '../"naïve\r\nSet-Cookie: a=b.txt');
    const { headers } = await download(file.id);
    expect(headers.get('set-cookie')).toBeNull();
    expect(headers.get('content-disposition')).toBe(
      `attachment; filename="_na_veSet-Cookie_ a=b.txt"; filename*=UTF-8''_na%C3%AFveSet-Cookie_%20a%3Db.txt`,
    );
  });

  it('refuses what is too large and leaves nothing behind', async () => {
    const before = await blobs();
    const declared = await upload(Buffer.alloc(limits.fileBytes + 1));
    expect(declared.status).toBe(413);
    const chunk = Buffer.alloc(1024 * 1024);
    const streamed = await stream((send) => {
      for (let sent = 0; sent <= limits.fileBytes; sent += chunk.length) send(chunk);
    });
    expect(streamed).toBe(413);
    expect(await staged()).toEqual([]);
    expect(await blobs()).toEqual(before);
  });

  it('leaves nothing of an upload that breaks off', async () => {
    const before = await blobs();
    const { port } = server.app.http.address() as AddressInfo;
    const request = http.request({
      ...{ port, host: '127.0.0.1', method: 'POST', path: `/api/widget/${server.inbox.id}/files` },
      headers: { ...visit, 'content-length': '1000000' },
    });
    request.on('error', () => undefined);
    request.write(Buffer.alloc(100_000));
    await eventually(async () => expect(await staged()).toHaveLength(1));
    request.destroy();
    await eventually(async () => expect(await staged()).toEqual([]));
    expect(await blobs()).toEqual(before);
  });

  it('keeps a recording while it is read, whole or not at all', async () => {
    const { files } = server.app;
    const about = { name: 'call.wav', uploader: { kind: 'inbox', id: server.inbox.id } } as const;
    const before = (await blobs()).length;
    const sound = async function* (breaksOff: boolean) {
      for (let piece = 0; piece < 40; piece += 1) yield Buffer.alloc(1_048_576, piece);
      if (breaksOff) throw new Error('the line went');
    };
    await expect(files.keepStream(Readable.from(sound(true)), about)).rejects.toThrow('the line went');
    expect([await staged(), (await blobs()).length]).toEqual([[], before]);
    const file = await files.keepStream(Readable.from(sound(false)), about);
    expect(file).toMatchObject({ size: 40 * 1_048_576, name: 'call.wav' });
    expect((await files.bytes(file.id))?.length).toBe(file.size);
    expect([await staged(), (await blobs()).length]).toEqual([[], before + 1]);
  });

  it('refuses an empty file and a name that is not encoded', async () => {
    expect((await upload('')).status).toBe(400);
    const answer = await server.fetch(`/api/widget/${server.inbox.id}/files`, {
      method: 'POST',
      headers: { ...visit, 'x-file-name': '%E0%A4%A' },
      body: 'x',
    });
    expect(answer.status).toBe(400);
  });

  it('takes a JSON file as a file', async () => {
    expect(await uploaded('{"broken', 'data.json', { 'content-type': 'application/json' })).toMatchObject({ size: 8 });
  });

  it('shows an unsent file to nobody but its uploader', async () => {
    const file = await uploaded('secret');
    expect((await download(file.id, await server.beginVisit())).status).toBe(404);
    expect((await server.fetch(`/files/${file.id}`, { headers: agent })).status).toBe(404);
    await expect(server.app.files.resolve([file.id], { kind: 'user', id: 'x' as never })).rejects.toMatchObject({
      code: 'not_found',
    });
  });

  it('shows a file to whoever sees its conversation, and a note’s file to the team only', async () => {
    const { conversationId } = await say('hello there');
    const sent = await server.fetch('/api/files', {
      method: 'POST',
      headers: { ...agent, origin: server.publicUrl, 'x-file-name': 'n.txt' },
      body: 'for the team',
    });
    const file: FileRef = (await sent.json()).file;
    await server.app.files.attach([file], conversationId, 'team');
    expect((await download(file.id)).status).toBe(404);
    expect(
      (await server.fetch(`/files/${file.id}`, { headers: await server.signIn('ben@parley.example') })).status,
    ).toBe(200);
    await server.app.files.attach([file], conversationId);
    expect((await download(file.id)).status).toBe(200);
    await server.app.files.attach([file], conversationId, 'team');
    expect((await download(file.id)).status).toBe(200);
    expect((await download(file.id, await server.beginVisit())).status).toBe(404);
    await expect(server.app.files.attach([file], conversation)).rejects.toMatchObject({ code: 'not_found' });
  });

  it('keeps a visitor within a quota of files an hour', async () => {
    for (let count = 0; count < visitorQuota.filesPerHour; count++)
      expect((await upload(`file ${count}`)).status).toBe(200);
    const refused = await upload('one more');
    expect(refused.status).toBe(429);
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
    server.pass(61 * 60_000);
    expect((await upload('one more')).status).toBe(200);
  });

  it('keeps a visitor from uploading many at once', async () => {
    const answers = await Promise.all(Array.from({ length: 8 }, () => upload(Buffer.alloc(3_000_000, 1))));
    expect(answers.filter(({ status }) => status === 200).length).toBeGreaterThanOrEqual(visitorQuota.uploads);
    expect(answers.every(({ status }) => status === 200 || status === 429)).toBe(true);
  });

  it('collects what was never sent after a day, and only bytes nobody else has', async () => {
    await server.app.files.collectOrphans();
    const kept = await uploaded('the same bytes');
    await server.app.files.attach([kept], (await say('with a file')).conversationId);
    const twin = await uploaded('the same bytes');
    const lonely = await uploaded('bytes of its own');
    const before = (await blobs()).length;
    expect(await server.app.files.collectOrphans()).toBe(0);
    server.pass(DAY + 1);
    const fresh = await uploaded('just now');
    await server.app.files.collectOrphans();
    expect(await server.app.files.open(twin.id)).toBeNull();
    expect(await server.app.files.open(lonely.id)).toBeNull();
    expect((await download(kept.id)).status).toBe(200);
    expect((await download(fresh.id)).status).toBe(200);
    expect((await blobs()).length).toBeLessThanOrEqual(before);
    await expect(server.app.files.attach([twin], conversation)).rejects.toMatchObject({ code: 'not_found' });
  });

  async function say(text: string) {
    const viewer = await server.app.visitors.find(server.inbox.id, visit.authorization.slice(7));
    if (!viewer) throw new Error('no visitor');
    return server.app.ingest.ingest({
      ...{ type: 'message', inboxId: server.inbox.id, key: `${viewer.identityId}:${text}`, text, at: Date.now() },
      ...{ identity: { kind: 'visitor', value: viewer.identityId }, conversationId: null, files: [], form: [] },
      ...{ context: {}, claimed: {}, left: false },
    });
  }

  /** An upload without a declared length. */
  function stream(write: (send: (chunk: Buffer) => void) => void): Promise<number | undefined> {
    const { port } = server.app.http.address() as AddressInfo;
    return new Promise((resolve, reject) => {
      const request = http.request({
        ...{ port, host: '127.0.0.1', method: 'POST', path: `/api/widget/${server.inbox.id}/files` },
        headers: { ...visit, 'transfer-encoding': 'chunked' },
      });
      request.once('response', (response) => resolve(response.statusCode));
      request.once('error', reject);
      write((chunk) => request.write(chunk));
      request.end();
    });
  }
});

/** The head of a PNG of some size; the sizes are all that is looked at. */
function png(width: number, height: number): Buffer<ArrayBuffer> {
  const head = Buffer.alloc(25);
  head.write('\x89PNG\r\n\x1a\n', 0, 'latin1');
  head.writeUInt32BE(13, 8);
  head.write('IHDR', 12, 'latin1');
  head.writeUInt32BE(width, 16);
  head.writeUInt32BE(height, 20);
  return Buffer.concat([head, deflateSync(Buffer.alloc(10))]);
}
