/**
 * `npm run shots`: pictures of every screen in light, dark, at phone width and in Chinese, of a demo that is at work; written to shots/ to be looked at.
 * `--only word` takes only screens with that word in their name; `--out` writes elsewhere.
 */
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { freePort } from '../bench/lib/servers.ts';
import { readDemoFile } from '../server/demo/demo-file.ts';
import { startBrowser } from '../tests/e2e/support/browser.ts';
import { type BuiltServer, startBuiltServer } from '../tests/e2e/support/built-server.ts';
import { startTraffic } from './demo-traffic/traffic.ts';

const say = (line: string): void => {
  process.stdout.write(`${line}\n`);
};

const variants = {
  light: { width: 1440, height: 900, colorScheme: 'light', language: 'en' },
  dark: { width: 1440, height: 900, colorScheme: 'dark', language: 'en' },
  phone: { width: 390, height: 844, colorScheme: 'light', language: 'en' },
  chinese: { width: 1440, height: 900, colorScheme: 'light', language: 'zh' },
} as const;
type Variant = keyof typeof variants;

interface Screen {
  name: string;
  person: 'maya' | 'ben' | 'ines' | 'admin' | null;
  path: string;
  /** what to do before the picture */
  prepare?(page: Page): Promise<void>;
}

const settingsPages = [
  ...['', 'people', 'teams', 'roles', 'audit', 'websites', 'hours', 'queues', 'capacity', 'reasons'],
  ...['dispositions', 'tags', 'attributes', 'replies', 'macros', 'languages', 'mailboxes'],
];

const openFirst = async (page: Page): Promise<void> => {
  await page.locator('main a[href*="/01"]').first().click();
  await page.getByRole('textbox').last().waitFor();
};
const openDialog = (keys: string) => async (page: Page) => {
  await page.keyboard.press(keys);
  await page.getByRole('dialog').waitFor();
};

/** Something in the page that opens a menu, a drawer or a dialog. */
const openBy = (selector: string, opened: string) => async (page: Page) => {
  await page.locator(selector).first().click();
  await page.locator(opened).first().waitFor();
};
const openCard = (name: string) => async (page: Page) => {
  await page.locator('[data-card]').filter({ hasText: name }).first().click();
  await page.getByRole('textbox').last().waitFor();
};
const after =
  (...steps: ((page: Page) => Promise<void>)[]) =>
  async (page: Page) => {
    for (const step of steps) await step(page);
  };
const pressFor = (keys: string, opened: string) => async (page: Page) => {
  await settle(page);
  await page.keyboard.press(keys);
  await page.locator(opened).first().waitFor();
};
/** Somebody is ready until a customer is offered to them, whom they let pass. */
async function awaitOffer(page: Page): Promise<void> {
  if ((await page.locator('[data-offer]').count()) === 0) await page.keyboard.press('p');
  await page.locator('[data-offer]').first().waitFor({ timeout: 60_000 });
}
const openLink = (href: string) => async (page: Page) => {
  await page.locator(`main a[href*="${href}/"]`).first().click();
  await page.locator('main h3').first().waitFor();
};

const screens: readonly Screen[] = [
  { name: 'sign-in', person: null, path: '/console/mine' },
  { name: 'start', person: 'maya', path: '/console/mine' },
  { name: 'list-all', person: 'ines', path: '/console/all' },
  { name: 'list-waiting', person: 'ines', path: '/console/waiting' },
  { name: 'list-snoozed', person: 'ines', path: '/console/snoozed' },
  { name: 'conversation', person: 'ines', path: '/console/all', prepare: openFirst },
  { name: 'conversation-waiting', person: 'ines', path: '/console/waiting', prepare: openFirst },
  { name: 'letter', person: 'maya', path: '/console/waiting', prepare: openCard('Jonas Weber') },
  { name: 'letter-long', person: 'maya', path: '/console/waiting', prepare: openCard('Sofia Marchetti') },
  {
    name: 'transfer',
    person: 'maya',
    path: '/console/waiting',
    prepare: after(openCard('Jonas Weber'), pressFor('a', '[role=dialog]')),
  },
  {
    name: 'snooze',
    person: 'maya',
    path: '/console/waiting',
    prepare: after(openCard('Jonas Weber'), pressFor('s', '[role=dialog]')),
  },
  { name: 'new-letter', person: 'maya', path: '/console/mine', prepare: pressFor('c', '[role=dialog]') },
  {
    name: 'note',
    person: 'maya',
    path: '/console/waiting',
    prepare: after(openCard('Sofia Marchetti'), async (page) => {
      await settle(page);
      await page.keyboard.press('n');
      await page.keyboard.type('I call GLS and ask for the photo');
    }),
  },
  { name: 'command-menu', person: 'ines', path: '/console/all', prepare: openDialog('Control+K') },
  { name: 'shortcuts', person: 'ines', path: '/console/all', prepare: openDialog('?') },
  { name: 'floor', person: 'ines', path: '/console/floor' },
  {
    name: 'floor-cases',
    person: 'ines',
    path: '/console/floor',
    prepare: openBy('main h2 + div button', '[role=dialog]'),
  },
  {
    name: 'presence-menu',
    person: 'ines',
    path: '/console/floor',
    prepare: openBy('nav button[aria-haspopup=menu]', '[role=menu]'),
  },
  {
    name: 'settings-search',
    person: 'admin',
    path: '/console/settings',
    async prepare(page) {
      await page.locator('nav input').fill('a');
      await page.locator('[role=option]').first().waitFor();
    },
  },
  { name: 'settings-website', person: 'admin', path: '/console/settings/websites', prepare: openLink('websites') },
  { name: 'settings-queue', person: 'admin', path: '/console/settings/queues', prepare: openLink('queues') },
  ...settingsPages.map((page) => ({
    name: `settings-${page || 'profile'}`,
    person: 'admin' as const,
    path: page ? `/console/settings/${page}` : '/console/settings',
  })),
  { name: 'offer', person: 'ben', path: '/console/mine', prepare: awaitOffer },
  { name: 'shop', person: null, path: '/shop' },
];

async function enter(browser: Browser, server: BuiltServer, variant: Variant, person: Screen['person']) {
  const { width, height, colorScheme, language } = variants[variant];
  const context = await browser.newContext({ viewport: { width, height }, colorScheme, baseURL: server.url });
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

/** The page has what it shows, and nothing moves any more that will stop. */
async function settle(page: Page): Promise<void> {
  await page.waitForLoadState('networkidle').catch(() => undefined);
  // What is still being read would be a picture of grey boxes.
  await page
    .waitForFunction(() => !document.querySelector('main [aria-busy=true]'), null, { timeout: 10_000 })
    .catch(() => undefined);
  await page.evaluate(async () => {
    await document.fonts.ready;
    const ending = document.getAnimations().filter((one) => one.effect?.getComputedTiming().endTime !== Infinity);
    await Promise.allSettled(ending.map((one) => one.finished));
  });
}

async function takeAll(
  browser: Browser,
  server: BuiltServer,
  variant: Variant,
  wanted: readonly Screen[],
  out: string,
) {
  const contexts = new Map<Screen['person'], BrowserContext>();
  for (const screen of wanted) {
    const context = contexts.get(screen.person) ?? (await enter(browser, server, variant, screen.person));
    contexts.set(screen.person, context);
    const page = await context.newPage();
    try {
      await page.goto(screen.path);
      await page.locator('main, form, h1').first().waitFor();
      await settle(page);
      await screen.prepare?.(page);
      await settle(page);
      await page.screenshot({ path: join(out, `${screen.name}-${variant}.png`) });
      say(`  ${screen.name}-${variant}.png`);
    } catch (error) {
      say(`  ${screen.name}-${variant} was not taken: ${String(error).split('\n')[0]}`);
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
    },
  });
  await mkdir(values.out, { recursive: true });
  const dataDir = await mkdtemp(join(tmpdir(), 'parley-shots-'));
  const server = await startBuiltServer({ dataDir, port: await freePort() });
  const browser = await startBrowser();
  const file = await readDemoFile(dataDir);
  const traffic =
    file &&
    startTraffic({
      ...{ file, say: () => undefined, seed: 11, speed: 1, customers: 60, customersPerMinute: 12, forMs: 15 * 60_000 },
      place: { url: server.url, origin: new URL(server.url).origin },
    });
  try {
    say('Customers come and are answered for a minute …');
    await new Promise((resolve) => setTimeout(resolve, 60_000));
    const wanted = screens.filter(({ name }) => name.includes(values.only));
    for (const variant of Object.keys(variants) as Variant[]) {
      if (variant.includes(values.variant)) await takeAll(browser, server, variant, wanted, values.out);
    }
  } finally {
    traffic?.end();
    await browser.close();
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
