/** What the build compressed is served compressed to whoever takes it, and plain to whoever does not. */
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import express from 'express';
import { allLanguages } from '../../shared/model/inbox.ts';
import { createPages } from './pages.ts';

const SCRIPT = `console.log(${JSON.stringify('x'.repeat(5_000))});`;
let url = '';
let stop: () => void = () => undefined;

beforeAll(async () => {
  const clientDir = mkdtempSync(join(tmpdir(), 'parley-pages-'));
  const dir = join(clientDir, 'console/assets');
  mkdirSync(dir, { recursive: true });
  writeFileSync(join(dir, 'index-Ab12Cd34.js'), SCRIPT);
  writeFileSync(join(dir, 'index-Ab12Cd34.js.gz'), gzipSync(SCRIPT));
  writeFileSync(join(dir, 'index-Ab12Cd34.js.br'), brotliCompressSync(SCRIPT));
  const directory = { inbox: async () => null, workspace: async () => null, languages: async () => allLanguages };
  const routing = { availability: async () => ({ open: true, staffed: false, agents: [], opensAt: null }) };
  const sightings = { seen: () => undefined };
  const pages = createPages({
    clientDir,
    publicUrl: 'http://127.0.0.1',
    directory,
    routing,
    sightings,
    simulatorUrl: null,
    demo: false,
  });
  const app = express().use(pages);
  const server = app.listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const address = server.address();
  url = `http://127.0.0.1:${address && typeof address === 'object' ? address.port : 0}`;
  stop = () => server.close();
});
afterAll(() => stop());

it.each([
  ['br', 'br'],
  ['gzip', 'gzip'],
  ['identity', null],
])('to one who takes %s', async (accepted, encoding) => {
  const answer = await fetch(`${url}/assets/index-Ab12Cd34.js`, { headers: { 'accept-encoding': accepted } });
  expect(answer.headers.get('content-encoding')).toBe(encoding);
  expect(answer.headers.get('content-type')).toMatch(/javascript/);
  expect(answer.headers.get('cache-control')).toContain('immutable');
  expect(await answer.text()).toBe(SCRIPT);
});

it('does not leave its folder', async () => {
  const answer = await fetch(`${url}/assets/..%2f..%2fpackage.json`);
  expect(answer.status).toBe(404);
});
