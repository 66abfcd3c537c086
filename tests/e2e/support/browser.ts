/** Chromium for browser tests, with made-up host names led to local ports. */
import { existsSync } from 'node:fs';
import { type Browser, chromium } from 'playwright-core';

const WHOLE = '/usr/bin/chromium';
const SHELL = '/usr/bin/chromium-headless-shell';
/** Without the parts that only draw windows it takes half the time; where that is not installed, the whole one does the same. */
export const chromiumPath = existsSync(SHELL) ? SHELL : WHOLE;

export interface BrowserOptions {
  /** with notifications on the desktop, which the shell has not */
  isWhole?: boolean;
  /** further switches */
  flags?: readonly string[];
}

/** `hosts`: host name as browsers see it → where it is, such as { 'parley.localhost': 'http://127.0.0.1:4711' }. Names under .localhost count as secure. */
export function startBrowser(
  hosts: Record<string, string> = {},
  { isWhole = false, flags = [] }: BrowserOptions = {},
): Promise<Browser> {
  const rules = Object.entries(hosts).map(([name, address]) => `MAP ${name} ${new URL(address).host}`);
  return chromium.launch({
    executablePath: isWhole ? WHOLE : chromiumPath,
    args: [
      '--no-sandbox',
      '--disable-quic',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      // Pages that a test makes up have no address, which would count as a public site calling a local one.
      '--disable-features=LocalNetworkAccessChecks,BlockInsecurePrivateNetworkRequests',
      ...(rules.length > 0 ? [`--host-resolver-rules=${rules.join(',')}`] : []),
      ...flags,
    ],
  });
}
