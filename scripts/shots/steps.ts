/** What is done on a page before its picture is taken; nothing here reads words, which are another in every language. */
import type { Page } from 'playwright-core';

export type Step = (page: Page) => Promise<void>;

/** The page has what it shows, and nothing moves any more that will stop. */
export async function settle(page: Page): Promise<void> {
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

export const inTurn =
  (...steps: Step[]): Step =>
  async (page) => {
    for (const step of steps) await step(page);
  };

/** Something in the page that opens a menu, a drawer or a dialog. */
export const clickFor =
  (selector: string, opened: string): Step =>
  async (page) => {
    await page.locator(selector).first().click();
    await page.locator(opened).first().waitFor();
  };

export const pressFor =
  (keys: string, opened: string): Step =>
  async (page) => {
    await settle(page);
    await page.keyboard.press(keys);
    await page.locator(opened).first().waitFor();
  };

/** A conversation of this customer; lists hold several where they have come again. */
export const openCard =
  (customer: string): Step =>
  async (page) => {
    await page.locator('[data-card]').filter({ hasText: customer }).first().click();
    await page.getByRole('textbox').last().waitFor();
  };

export const pickAll: Step = async (page) => {
  await settle(page);
  await page.keyboard.press('Control+a');
  await page.locator('[role=toolbar]').first().waitFor();
};

export const openFirst: Step = async (page) => {
  await page.locator('[data-card]').first().click();
  await page.getByRole('textbox').last().waitFor();
};

/** The first page of settings below this list. */
export const openLink =
  (href: string): Step =>
  async (page) => {
    await page.locator(`main a[href*="${href}/"]`).first().click();
    await page.locator('main h3, main input').first().waitFor();
  };

export const scrollTo =
  (selector: string): Step =>
  async (page) => {
    await page.locator(selector).first().scrollIntoViewIfNeeded();
  };

export const write =
  (keys: string, words: string): Step =>
  async (page) => {
    await settle(page);
    await page.keyboard.press(keys);
    await page.keyboard.type(words);
  };

/** By the menu: the key would send away who is ready from the picture before. */
export const goReady: Step = async (page) => {
  // The list of views has a menu as well: this one is in the rail.
  const presence = page.locator('nav:has(a[href="/console/settings"]) button[aria-haspopup=menu]').last();
  await presence.click();
  await page.locator('[role=menuitem]').first().click();
  await page.locator('[role=menu]').waitFor({ state: 'detached' });
};

/** Ready until somebody is offered to them, whom they let pass. */
export const awaitOffer: Step = async (page) => {
  await goReady(page);
  await page.locator('[data-offer]').first().waitFor({ timeout: 120_000 });
};
