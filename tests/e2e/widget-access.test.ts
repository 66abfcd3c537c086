/** The widget for everybody: by keyboard alone, on a phone, in Chinese, from right to left, and by the rules axe can check. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { Frame } from 'playwright-core';
import { eventually } from '../support/eventually.ts';
import {
  findFrame,
  isShown,
  openSite,
  openWidget,
  startChat,
  startWidgetStage,
  type WidgetStage,
} from './support/widget-stage.ts';

jest.setTimeout(120_000);

let stage: WidgetStage;
beforeAll(async () => {
  stage = await startWidgetStage();
});
afterEach(() => stage.clear());
afterAll(() => stage?.stop());

const axe = readFileSync(createRequire(join(process.cwd(), 'package.json')).resolve('axe-core/axe.min.js'), 'utf8');

/** What axe finds, in short. */
async function findBarriers(frame: Frame): Promise<string[]> {
  return frame.evaluate(async (source) => {
    type Found = { violations: { id: string; nodes: { html: string; failureSummary: string }[] }[] };
    const holder = window as unknown as { axe?: { run(what: Document): Promise<Found> } };
    if (!holder.axe) new Function(source)();
    // What fades in is judged when it is there; what never ends, such as typing dots, is judged as it is.
    const ending = document.getAnimations().filter((one) => one.effect?.getComputedTiming().endTime !== Infinity);
    await Promise.allSettled(ending.map((one) => one.finished));
    const { violations } = (await holder.axe?.run(document)) ?? { violations: [] };
    return violations.flatMap(({ id, nodes }) =>
      nodes.map(({ html, failureSummary }) => `${id}: ${html} ${failureSummary}`),
    );
  }, axe);
}

test('axe finds nothing on home, form, thread and after the end', async () => {
  const inbox = await stage.addInbox({
    privacyUrl: 'https://example.com/privacy',
    typingPreview: true,
    form: [
      { type: 'choice', key: 'topic', label: 'What is it about?', choices: ['An order', 'A return'], required: true },
      { type: 'name', key: 'name', label: 'Your name', required: false },
    ],
  });
  const customer = await stage.customer({ bypassCSP: true, colorScheme: 'light', reducedMotion: 'reduce' });
  const page = await customer.page();
  await openSite(page, inbox);
  const frame = await openWidget(page);
  await frame.getByText('Chat with us').waitFor();
  expect(await findBarriers(frame)).toEqual([]);
  await frame.getByText('Chat with us').click();
  await frame.getByRole('button', { name: 'Start chat' }).click();
  await frame.getByText('Please choose one').waitFor();
  expect(await findBarriers(frame)).toEqual([]);
  await frame.getByText('A return').click();
  await frame.getByLabel('Your message').fill('For everybody');
  await frame.getByRole('button', { name: 'Start chat' }).click();
  await frame.getByText('You are next').waitFor();
  expect(await findBarriers(frame)).toEqual([]);
  const id = await stage.accept('For everybody');
  await stage.maya.ask('message:send', {
    conversationId: id,
    clientId: 'access01',
    text: 'Which?',
    choices: ['This', 'That'],
  });
  await stage.maya.ask('typing:set', { conversationId: id, typing: true });
  await frame.getByText('Maya Keller is typing').waitFor();
  await frame.getByRole('button', { name: 'More' }).click();
  expect(await findBarriers(frame)).toEqual([]);
  await stage.maya.ask('conversation:close', { conversationId: id });
  await frame.getByText('5', { exact: true }).click();
  await frame.getByLabel('Anything to add').waitFor();
  expect(await findBarriers(frame)).toEqual([]);
});

test('by keyboard alone: open, write, send, and Escape gives the focus back', async () => {
  const inbox = await stage.addInbox();
  const customer = await stage.customer();
  const page = await customer.page();
  await openSite(page, inbox);
  await page.waitForFunction(() => (window as { parley?: { isLoaded?: boolean } }).parley?.isLoaded);
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  const frame = await findFrame(page);
  const focused = () => frame.evaluate(() => document.activeElement?.textContent ?? '');
  await eventually(async () => {
    await page.keyboard.press('Tab');
    expect(await focused()).toContain('Chat with us');
  });
  await page.keyboard.press('Enter');
  await eventually(async () =>
    expect(await frame.evaluate(() => document.activeElement?.getAttribute('aria-label'))).toBe('Write a message'),
  );
  await page.keyboard.type('No mouse');
  await page.keyboard.press('Shift+Enter');
  await page.keyboard.type('at all');
  await page.keyboard.press('Enter');
  await frame.getByText(/^Delivered/).waitFor();
  expect(await frame.locator('.bubble').textContent()).toBe('No mouse\nat all');
  expect(await frame.getByRole('log').getAttribute('aria-live')).toBe('polite');
  await page.keyboard.press('Escape');
  await eventually(async () => expect(await isShown(frame)).toBe(false));
  await page.keyboard.press('Enter');
  await eventually(async () => expect(await isShown(frame)).toBe(true));
});

test('Enter that picks a word of an input method sends nothing', async () => {
  const inbox = await stage.addInbox();
  const customer = await stage.customer();
  const page = await customer.page();
  await openSite(page, inbox);
  const frame = await openWidget(page);
  await frame.getByText('Chat with us').click();
  const area = frame.getByLabel('Write a message');
  await area.fill('你');
  await area.dispatchEvent('keydown', { key: 'Enter', isComposing: true, bubbles: true });
  expect(await area.inputValue()).toBe('你');
  expect(await frame.locator('.bubble').count()).toBe(0);
});

test('on a phone it fills the screen, has its own way out, and inputs do not zoom', async () => {
  const inbox = await stage.addInbox();
  const customer = await stage.customer({ viewport: { width: 390, height: 760 }, hasTouch: true, isMobile: true });
  const page = await customer.page();
  await openSite(page, inbox);
  const frame = await openWidget(page);
  expect(await (await frame.frameElement()).boundingBox()).toEqual({ x: 0, y: 0, width: 390, height: 760 });
  await startChat(frame, 'From the tram');
  const size = await frame.getByLabel('Write a message').evaluate((area) => getComputedStyle(area).fontSize);
  expect(size).toBe('16px');
  const composer = await frame.locator('.composer').evaluate((box) => box.getBoundingClientRect().bottom);
  expect(composer).toBeLessThanOrEqual(760);
  await frame.getByRole('button', { name: 'Close chat' }).click();
  await eventually(async () => expect(await isShown(frame)).toBe(false));
  expect(await page.evaluate(() => document.documentElement.style.overflow)).toBe('');
});

test('Chinese speaks Chinese; a right-to-left language turns the layout around', async () => {
  const inbox = await stage.addInbox();
  const customer = await stage.customer();
  const page = await customer.page();
  await openSite(page, inbox, { boot: { language: 'zh-CN' } });
  const frame = await openWidget(page);
  await frame.getByText('开始聊天').waitFor();
  expect(await frame.locator('html').getAttribute('lang')).toBe('zh-CN');
  await page.goto('about:blank');
  const other = await customer.page();
  await openSite(other, inbox, { boot: { language: 'ar', position: 'left' } });
  await other.waitForFunction(() => (window as { parley?: { isLoaded?: boolean } }).parley?.isLoaded);
  await other.mouse.click(46, 800 - 46);
  const turned = await findFrame(other);
  expect(await turned.locator('html').getAttribute('dir')).toBe('rtl');
  await startChat(turned, 'مرحبا');
  const bubble = await turned.locator('.own .bubble').boundingBox();
  const panel = await (await turned.frameElement()).boundingBox();
  expect((bubble?.x ?? 0) - (panel?.x ?? 0)).toBeLessThan(60);
});

test('an address that was typed is confirmed by the code that is mailed to it', async () => {
  const inbox = await stage.addInbox({ form: [{ type: 'email', key: 'email', label: 'Your email', required: true }] });
  const customer = await stage.customer({ bypassCSP: true, colorScheme: 'light', reducedMotion: 'reduce' });
  const page = await customer.page();
  await openSite(page, inbox);
  const frame = await openWidget(page);
  await frame.getByText('Chat with us').click();
  await frame.getByLabel('Your email').fill('lea@outside.example');
  await frame.getByLabel('Your message').fill('Is it in stock?');
  await frame.getByRole('button', { name: 'Start chat' }).click();
  const card = frame.getByRole('form', { name: 'Get our answer by email' });
  await card.getByRole('button', { name: 'Send me a code' }).click();
  await card.getByText('We sent a code to lea@outside.example').waitFor();
  const { outbox } = stage.parley.app.store;
  const code = await eventually(async () => {
    const [sent] = await outbox.kept(1);
    return /^\d{6}/.exec(sent?.loose?.subject ?? '')?.[0] ?? Promise.reject(new Error('nothing was sent'));
  }, 10_000);
  await card.getByLabel('Code of six digits').fill(code === '000000' ? '000001' : '000000');
  await card.getByRole('button', { name: 'Confirm' }).click();
  await card.getByText('This is not the code').waitFor();
  expect(await findBarriers(frame)).toEqual([]);
  await card.getByLabel('Code of six digits').fill(code);
  await card.getByRole('button', { name: 'Confirm' }).click();
  await frame.getByText('Confirmed: lea@outside.example is yours.').waitFor();
  expect(await card.count()).toBe(0);
  const id = await stage.accept('Is it in stock?');
  await stage.maya.open(id);
  expect(stage.maya.thread(id).conversation.customer.email).toEqual({ value: 'lea@outside.example', verified: true });
});
