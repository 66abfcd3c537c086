/** A call from the handset to somebody who is ready: offered, talked on, handed on, wrapped up. */
import type { Page } from 'playwright-core';
import type { Snap } from './screens.ts';
import { goReady, settle } from './steps.ts';

/** Somebody calls and chooses in the menu. */
async function dial(handset: Page): Promise<void> {
  await handset.goto('/phone');
  await handset.locator('#actions .go').click();
  await handset.locator('body[data-line=talking]').waitFor();
  await handset.locator('#captions li').first().waitFor();
  await handset.locator('#keys button').first().click();
}

/** The agent's page is open, and nothing else is offered to them. */
export async function playCall(page: Page, snap: Snap): Promise<void> {
  const handset = await page.context().newPage();
  await goReady(page);
  await dial(handset);
  const offer = page.locator('[data-offer]');
  await offer.waitFor({ timeout: 120_000 });
  await snap('offer-call', page);
  await offer.locator('button').first().click();
  const bar = page.locator('section:has(.tabler-icon-phone-off)');
  // Keys can be pressed once somebody hears them.
  await bar.locator('button:enabled:has(.tabler-icon-grid-dots)').waitFor({ timeout: 120_000 });
  await settle(page);
  await snap('call', page);
  await snap('handset-talking', handset);
  await bar.locator('button:has(.tabler-icon-arrows-exchange)').click();
  await page.getByRole('combobox').last().waitFor();
  await snap('call-transfer', page);
  await page.keyboard.press('Escape');
  await bar.locator('button:has(.tabler-icon-phone-off)').click();
  await bar.waitFor({ state: 'detached' });
  await settle(page);
  await snap('call-wrap-up', page);
  // Whoever wraps up is rung by nobody, not in the next picture either.
  await page.locator('form button[type=submit]').last().click();
  await handset.close();
}
