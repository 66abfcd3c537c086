/**
 * `npm run shots`: pictures of every screen in light, dark, at phone width and in Chinese, of a demo that is at work; written to shots/ to be looked at.
 * `--only words` takes only screens whose name matches, `--variant` only one of the four; `--out` writes elsewhere; `--axe` says what axe finds.
 */
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { freePort } from '../bench/lib/servers.ts';
import { readDemoFile } from '../server/demo/demo-file.ts';
import { findViolations } from '../tests/e2e/support/axe.ts';
import { startBrowser } from '../tests/e2e/support/browser.ts';
import { type BuiltServer, startBuiltServer } from '../tests/e2e/support/built-server.ts';
import { startTraffic } from './demo-traffic/traffic.ts';
import { type Screen, screens } from './shots/screens.ts';
import { settle } from './shots/steps.ts';

const say = (line: string): void => {
  process.stdout.write(`${line}\n`);
};

const variants = {
  light: { width: 1440, height: 900, colorScheme: 'light', language: 'en', locale: 'en-GB' },
  dark: { width: 1440, height: 900, colorScheme: 'dark', language: 'en', locale: 'en-GB' },
  phone: { width: 390, height: 844, colorScheme: 'light', language: 'en', locale: 'en-GB' },
  chinese: { width: 1440, height: 900, colorScheme: 'light', language: 'zh', locale: 'zh-CN' },
} as const;
type Variant = keyof typeof variants;

interface Studio {
  browser: Browser;
  server: BuiltServer;
  out: string;
  withAxe: boolean;
}

async function enter({ browser, server }: Studio, variant: Variant, person: Screen['person']) {
  const { width, height, colorScheme, language, locale } = variants[variant];
  const context = await browser.newContext({ viewport: { width, height }, colorScheme, locale, baseURL: server.url });
  // What tsx puts into functions that run in the page, such as those of axe.
  await context.addInitScript('globalThis.__name = (one) => one');
  await context.addInitScript((chosen) => localStorage.setItem('parley.language', chosen), language);
  if (person !== null) {
    const email = `${person}@parley.example`;
    const data = { email, password: server.passwordOf(email) };
    const answer = await context.request.post('/api/session', {
      data,
      headers: { origin: new URL(server.url).origin },
    });
    if (!answer.ok()) throw new Error(`${email} could not sign in: ${answer.status()}`);
  }
  return context;
}

async function takeAll(studio: Studio, variant: Variant, wanted: readonly Screen[]): Promise<void> {
  const contexts = new Map<Screen['person'], BrowserContext>();
  async function snap(name: string, page: Page): Promise<void> {
    await page.screenshot({ path: join(studio.out, `${name}-${variant}.png`) });
    say(`  ${name}-${variant}.png`);
    for (const fault of studio.withAxe ? await findViolations(page) : []) say(`    axe: ${fault}`);
  }
  for (const screen of wanted) {
    const context = contexts.get(screen.person) ?? (await enter(studio, variant, screen.person));
    contexts.set(screen.person, context);
    const page = await context.newPage();
    try {
      await page.goto(screen.path);
      await page.locator('main, form, h1').first().waitFor();
      await settle(page);
      await screen.prepare?.(page, snap);
      await settle(page);
      await snap(screen.name, page);
    } catch (error) {
      say(`  ${screen.name}-${variant} was not taken: ${String(error).split('\n').slice(0, 4).join(' ')}`);
      process.exitCode = 1;
    }
    await page.close();
  }
  for (const context of contexts.values()) await context.close();
}

async function run(): Promise<void> {
  const { values } = parseArgs({
    options: {
      out: { type: 'string', default: 'shots' },
      only: { type: 'string', default: '' },
      variant: { type: 'string', default: '' },
      axe: { type: 'boolean', default: false },
    },
  });
  await mkdir(values.out, { recursive: true });
  const dataDir = await mkdtemp(join(tmpdir(), 'parley-shots-'));
  const server = await startBuiltServer({ dataDir, port: await freePort() });
  const flags = ['--use-fake-device-for-media-stream', '--use-fake-ui-for-media-stream'];
  const studio = { browser: await startBrowser({}, { flags }), server, out: values.out, withAxe: values.axe };
  const wanted = screens.filter(({ name }) => new RegExp(values.only).test(name));
  const inEvery = async (some: readonly Screen[]) => {
    if (some.length === 0) return;
    for (const variant of Object.keys(variants) as Variant[]) {
      if (variant.includes(values.variant)) await takeAll(studio, variant, some);
    }
  };
  try {
    await inEvery(wanted.filter(({ isQuiet }) => isQuiet));
    const lively = wanted.filter(({ isQuiet }) => !isQuiet);
    const file = lively.length > 0 ? await readDemoFile(dataDir) : null;
    if (!file) return;
    const traffic = startTraffic({
      ...{ file, say: () => undefined, seed: 11, speed: 1, customers: 1_000, customersPerMinute: 8, forMs: 3_600_000 },
      place: { url: server.url, origin: new URL(server.url).origin },
    });
    say('Customers come and are answered for a minute …');
    await new Promise((resolve) => setTimeout(resolve, 60_000));
    await inEvery(lively);
    traffic.end();
  } finally {
    await studio.browser.close();
    await server.end('SIGTERM');
    await rm(dataDir, { recursive: true, force: true });
  }
}

run().then(
  () => process.exit(),
  (error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
    process.exit(1);
  },
);
