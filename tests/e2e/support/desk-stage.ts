/** A company with its console in browsers, at an address that counts as secure; `CLIENT_DIR` names a build other than dist/client. */
import { join } from 'node:path';
import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core';
import { sessionCookieName } from '../../../server/accounts/session-cookie.ts';
import { usualPreferences } from '../../../shared/model/preferences.ts';
import { type Parley, type ParleyOptions, startParley } from '../../support/start-parley.ts';
import { type Company, foundCompany, type PersonName, signIn, World } from '../../support/world.ts';
import { type BrowserOptions, startBrowser } from './browser.ts';

export const deskOrigin = 'http://parley.localhost';
const sessionCookie = sessionCookieName(deskOrigin);

export interface DeskStage {
  parley: Parley;
  company: Company;
  world: World;
  browser: Browser;
  context(options?: BrowserContextOptions): Promise<BrowserContext>;
  /** a page of somebody who is signed in */
  enter(context: BrowserContext, name: PersonName, path?: string): Promise<Page>;
  /** after a test: closes browsers and clients, and forgets what people chose */
  clear(): Promise<void>;
  stop(): Promise<void>;
}

export async function startDeskStage(
  options: ParleyOptions = {},
  browserOptions: BrowserOptions = {},
): Promise<DeskStage> {
  const clientDir = process.env.CLIENT_DIR ?? join(process.cwd(), 'dist/client');
  const parley = await startParley({ ...options, config: { publicUrl: deskOrigin, clientDir, ...options.config } });
  const company = await foundCompany(parley.app);
  const world = new World({ url: parley.url, origin: deskOrigin }, company);
  const browser = await startBrowser({ [new URL(deskOrigin).host]: parley.url }, browserOptions);
  const contexts: BrowserContext[] = [];
  return {
    ...{ parley, company, world, browser },
    async context(chosen = {}) {
      const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, locale: 'en-GB', ...chosen });
      context.setDefaultTimeout(20_000);
      contexts.push(context);
      return context;
    },
    async enter(context, name, path = '/') {
      // The page to sign in on has tests of its own; here a session is what matters.
      if ((await context.cookies(deskOrigin)).every((cookie) => cookie.name !== sessionCookie)) {
        const [, value = ''] = (await signIn(parley.url, deskOrigin, name)).split('=');
        await context.addCookies([{ name: sessionCookie, value, url: deskOrigin, httpOnly: true, sameSite: 'Lax' }]);
      }
      const page = await context.newPage();
      await page.goto(`${deskOrigin}${path}`);
      await page.locator('nav').first().waitFor();
      return page;
    },
    async clear() {
      for (const context of contexts.splice(0)) await context.close();
      world.closeClients();
      // What a test chose is kept on the server, and is not the next one's.
      for (const id of Object.values(company.users)) await parley.app.store.preferences.change(id, usualPreferences);
    },
    async stop() {
      await browser.close();
      world.closeClients();
      await parley.stop();
    },
  };
}
