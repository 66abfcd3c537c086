/** Chromium for browser tests, with made-up host names led to local ports. */
import { existsSync } from 'node:fs';
import { type Browser, chromium } from 'playwright-core';

/** The browser without the parts that only draw windows takes half the time; where it is not installed, the whole one does the same. */
export const chromiumPath = existsSync('/usr/bin/chromium-headless-shell')
  ? '/usr/bin/chromium-headless-shell'
  : '/usr/bin/chromium';

/** `hosts`: host name as browsers see it → where it is, such as { 'parley.localhost': 'http://127.0.0.1:4711' }. Names under .localhost count as secure. */
export function startBrowser(hosts: Record<string, string> = {}, more: readonly string[] = []): Promise<Browser> {
  const rules = Object.entries(hosts).map(([name, address]) => `MAP ${name} ${new URL(address).host}`);
  return chromium.launch({
    executablePath: chromiumPath,
    args: [
      '--no-sandbox',
      '--disable-quic',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      // Pages that a test makes up have no address, which would count as a public site calling a local one.
      '--disable-features=LocalNetworkAccessChecks,BlockInsecurePrivateNetworkRequests',
      ...(rules.length > 0 ? [`--host-resolver-rules=${rules.join(',')}`] : []),
      ...more,
    ],
  });
}
