/** Letters in a real browser: read without harm, answered with formatting, begun anew, and told when they did not arrive. */
import type { Page, WebSocket } from 'playwright-core';
import type { ConversationId } from '../../shared/model/ids.ts';
import { eventually } from '../support/eventually.ts';
import { makeReply } from '../support/macros.ts';
import { mailTo } from '../support/mail/mailbox.ts';
import { findViolations } from './support/axe.ts';
import type { DeskStage } from './support/desk-stage.ts';
import { type MailDesk, startMailDesk } from './support/mail-desk.ts';

jest.setTimeout(90_000);

let desk: MailDesk;
let stage: DeskStage;
beforeAll(async () => {
  desk = await startMailDesk();
  stage = desk.stage;
  await makeReply(stage, 'refund', 'The money is on its way, {{customer.firstName}}.\n\n{{agent.firstName}}');
});
afterEach(() => stage.clear());
afterAll(() => stage.stop());

const sofia = { name: 'Sofia Marchetti', address: 'sofia@posteo.example' };
const from = `${sofia.name} <${sofia.address}>`;
const designed = `<p>My <b>rug</b> was promised for today.</p>
<script>parent.document.title = 'taken'; document.body.textContent = 'taken'</script>
<p onclick="parent.document.title = 'taken'">See <a href="https://evil.example/x">https://gls.example/track</a></p>
<iframe src="/api/me"></iframe><meta http-equiv="refresh" content="0;url=https://evil.example/"><style>p{color:#333}</style>
<img data-blocked-src="https://pictures.example/logo.png" alt="Logo" width="80" height="30">
<img src="https://pictures.example/pixel.png" alt=""><img src="%PICTURE%" alt="door" width="40" height="40">
<blockquote class="parley-quoted"><p>Your rug is on its way.</p></blockquote>`;
// One green pixel.
const door = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';

async function take(
  subject: string,
  options?: Parameters<DeskStage['context']>[0],
  mail: { to?: string; cc?: string } = {},
  envelopeTo?: string,
): Promise<Page> {
  const { conversation } = await desk.write({ from, subject, text: 'Where is my rug?', ...mail }, envelopeTo);
  const maya = await stage.world.console('maya');
  await maya.ask('work:take', { conversationId: conversation.id });
  return stage.enter(await stage.context(options), 'maya', `/console/all/${conversation.id}`);
}

const log = (page: Page) => page.getByRole('log');
const words = (page: Page) => page.getByRole('textbox', { name: /^Reply to|^Write the letter/ });
const idOf = (page: Page) => new URL(page.url()).pathname.split('/').at(-1) as ConversationId;

/** What the page tells the server from now on. */
function listenTo(page: Page): string[] {
  const sent: string[] = [];
  page.on('websocket', (socket: WebSocket) =>
    socket.on('framesent', ({ payload }) => sent.push(String(payload).replaceAll('\\"', '"'))),
  );
  return sent;
}

async function lettersOf(id: ConversationId) {
  const maya = await stage.world.console('maya');
  const { entries } = await maya.ask('conversation:open', { conversationId: id });
  return entries.flatMap(({ body }) =>
    body.kind === 'message' && body.letter ? [{ ...body, letter: body.letter }] : [],
  );
}

test('a designed letter is shown as it was meant, runs nothing, and fetches nothing from strangers', async () => {
  const asked: string[] = [];
  const id = await desk.receive({
    ...{ subject: 'Rug not delivered', from: sofia, text: 'My rug was promised for today.', html: designed },
    ...{ picture: Buffer.from(door, 'base64'), attached: { name: 'label.txt', bytes: Buffer.from('label') } },
  });
  const context = await stage.context();
  await context.route(/pictures\.example/, (route) => {
    asked.push(route.request().url());
    return route.abort();
  });
  await context.route('**/api/images?*', (route) => {
    asked.push(new URL(route.request().url()).searchParams.get('url') ?? '');
    return route.fulfill({ body: Buffer.from(door, 'base64'), contentType: 'image/png' });
  });
  const page = await stage.enter(context, 'maya', `/console/all/${id}`);
  await page.getByRole('heading', { name: 'Rug not delivered' }).waitFor();
  const card = log(page).getByRole('article');
  await card.getByText(sofia.address).first().waitFor();
  await card.getByText('local, unchecked').waitFor();
  const frame = card.frameLocator('iframe');
  await frame.getByText('was promised for today').waitFor();
  const element = card.locator('iframe');
  expect(await element.getAttribute('sandbox')).toBe('allow-same-origin allow-popups allow-popups-to-escape-sandbox');
  await frame.getByText('was promised').click();
  expect(await page.title()).not.toContain('taken');
  expect(await frame.locator('script, iframe, meta[http-equiv=refresh]').count()).toBe(0);
  // As high as what is in it, so that nothing scrolls within.
  await eventually(async () => {
    const [shown, whole] = await element.evaluate((one: HTMLIFrameElement) => [
      one.clientHeight,
      one.contentDocument?.documentElement.scrollHeight ?? 0,
    ]);
    expect(shown).toBeGreaterThanOrEqual(whole ?? 0);
  });
  // What stands within the words is no attachment.
  await eventually(async () => expect(await frame.locator('img[src^="/files/"]').count()).toBe(1));
  await card.getByText('label.txt').waitFor();
  expect(await card.getByText('door.png').count()).toBe(0);
  expect(await frame.getByText('Your rug is on its way.').isVisible()).toBe(false);
  expect(await findViolations(page)).toEqual([]);

  await card.getByRole('button', { name: 'Show earlier letters' }).click();
  await frame.getByText('Your rug is on its way.').waitFor();
  await frame.getByText('leads to evil.example').waitFor();
  await frame.getByRole('link', { name: 'https://gls.example/track' }).click();
  await page.getByRole('dialog').getByText('evil.example').first().waitFor();
  await page.keyboard.press('Escape');
  expect(asked).toEqual([]);
  await card.getByRole('button', { name: 'Load images' }).click();
  await eventually(() => expect(asked).toEqual(['https://pictures.example/logo.png']));
  // Plain text on request, and closed by key.
  await card.getByRole('button', { name: 'More about this entry' }).click();
  await page.getByRole('menuitem', { name: 'Show as plain text' }).click();
  await card.locator('iframe').waitFor({ state: 'detached' });
  await card.getByRole('button', { name: 'Close the letter' }).press('Enter');
  await log(page)
    .getByRole('button', { name: /^Open the letter from Sofia Marchetti/ })
    .waitFor();
});

test('a reply is formatted, takes a canned answer and a picture along, and stands in the thread', async () => {
  const page = await take('Where is it');
  const sent = listenTo(page);
  await page.reload();
  await words(page).waitFor();
  await page.keyboard.press('r');
  await page.keyboard.type('Hello, ');
  await page.keyboard.press('Control+b');
  await page.keyboard.type('today');
  await page.keyboard.press('Control+b');
  await page.keyboard.press('Enter');
  await page.keyboard.type('/ref');
  await page.getByRole('option', { name: '/refund' }).waitFor();
  await page.keyboard.press('Enter');
  await eventually(async () => expect(await words(page).textContent()).toContain('on its way, Sofia.'));
  await page.evaluate((bytes) => {
    const file = new File([Uint8Array.from(atob(bytes), (sign) => sign.charCodeAt(0))], 'door.png', {
      type: 'image/png',
    });
    const clipboardData = new DataTransfer();
    clipboardData.items.add(file);
    document.activeElement?.dispatchEvent(
      new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }),
    );
  }, door);
  await words(page).locator('img[src^="/files/"]').waitFor();
  await page.keyboard.press('Enter');
  await page.keyboard.type('- as it is written');
  // It looks like what it is.
  expect(
    await words(page)
      .locator('ul')
      .evaluate((list) => getComputedStyle(list).listStyleType),
  ).toBe('disc');
  await page.getByText('Draft saved').waitFor();
  expect(await findViolations(page)).toEqual([]);
  await page.keyboard.press('Control+Enter');
  const [, reply] = await eventually(async () => {
    const letters = await lettersOf(idOf(page));
    expect(letters).toHaveLength(2);
    return letters;
  }, 20_000);
  expect(reply?.letter).toMatchObject({ subject: 'Re: Where is it', to: [sofia], cc: [] });
  expect(reply?.text).toContain('Hello, today');
  expect(reply?.files).toHaveLength(1);
  const html = sent.find((text) => text.includes('"message:send"')) ?? '';
  expect(html).toContain('<p>Hello, <strong>today</strong></p>');
  expect(html).toContain(`/files/${reply?.files[0]?.id}`);
  expect(html).toMatch(/parley-signature.*Maya Keller<br>Acme Rugs.*parley-quoted.*Where is my rug/);
  await log(page).getByRole('article').last().getByText('Sent').waitFor();
  await eventually(async () => expect(await words(page).textContent()).toBe(''));
});

test('who is answered, and who is not', async () => {
  await desk.write({ from: 'Far Away <away@far.example>', subject: 'Elsewhere', text: 'Hello' });
  const page = await take('To many', {}, { to: 'support@northlight.example, ben@x.example', cc: 'ines@y.example' });
  const chips = () =>
    page.getByRole('button', { name: /^Remove / }).evaluateAll((all) => all.map((one) => one.ariaLabel));
  await words(page).waitFor();
  expect(await chips()).toEqual(['Remove Sofia Marchetti']);
  const choose = async (now: string, next: string) => {
    await page.getByRole('button', { name: now, exact: true }).last().click();
    await page.getByRole('menuitem', { name: next, exact: true }).click();
  };
  await choose('Reply', 'Reply all');
  await eventually(async () =>
    expect(await chips()).toEqual(['Remove Sofia Marchetti', 'Remove ben@x.example', 'Remove ines@y.example']),
  );
  await choose('Reply all', 'Forward');
  await eventually(async () => expect(await chips()).toEqual([]));
  expect(await page.getByRole('textbox', { name: 'Subject' }).inputValue()).toBe('Fwd: To many');
  const to = page.getByRole('textbox', { name: 'To' });
  await to.fill('nobody');
  await to.press('Enter');
  await page.getByText('Not an address: nobody').waitFor();
  expect(await page.getByRole('button', { name: /^Send Ctrl/ }).isDisabled()).toBe(true);
  await to.fill('carrier@gls.example');
  await to.press('Enter');
  // Customers who have no part in it are known as well.
  await page.getByRole('button', { name: 'Cc', exact: true }).click();
  await page.getByRole('textbox', { name: 'Cc' }).fill('far a');
  await page.getByRole('option', { name: 'Far Away away@far.example' }).waitFor();
  await page.getByRole('textbox', { name: 'Cc' }).fill('');
  await page.getByRole('button', { name: /^Send Ctrl/ }).click();
  const letters = await eventually(async () => {
    const all = await lettersOf(idOf(page));
    expect(all).toHaveLength(2);
    return all;
  }, 20_000);
  expect(letters.at(-1)?.letter).toMatchObject({ subject: 'Fwd: To many', to: [{ address: 'carrier@gls.example' }] });
  expect(letters.at(-1)?.text).toContain('Where is my rug?');
});

test('a new letter begins a conversation', async () => {
  const page = await stage.enter(
    await stage.context({ viewport: { width: 390, height: 844 }, colorScheme: 'dark' }),
    'maya',
  );
  await page.getByRole('button', { name: 'Write a letter' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('textbox', { name: 'To' }).fill('Jonas Weber <jonas@weber.example>,');
  await dialog.getByRole('textbox', { name: 'Subject' }).fill('Your lamp is here');
  await dialog.getByRole('textbox', { name: 'Write the letter' }).click();
  await page.keyboard.type('It came today.');
  expect(await findViolations(page)).toEqual([]);
  await dialog.getByRole('button', { name: 'Send' }).click();
  await page.getByRole('heading', { name: 'Your lamp is here' }).waitFor();
  const [letter] = await lettersOf(idOf(page));
  expect(letter?.text).toContain('It came today.');
  expect(letter?.letter.to).toEqual([{ name: 'Jonas Weber', address: 'jonas@weber.example' }]);
});

test('a letter that does not arrive says so on its card and in the list, and is tried again', async () => {
  // Nobody listens there, and nobody may: the address is refused before anything is sent.
  await desk.addMailbox('broken@northlight.example', {
    ...{ kind: 'smtp', host: '127.0.0.1', port: 1, security: 'none', user: '', auth: 'password' },
    ...{ allowPrivate: true, maxPerMinute: 30 },
  });
  const page = await take('Broken way', {}, { to: 'broken@northlight.example' }, 'broken@northlight.example');
  await words(page).waitFor();
  await page.keyboard.press('r');
  await page.keyboard.type('On its way');
  await page.keyboard.press('Control+Enter');
  const card = log(page).getByRole('article').last();
  await card.getByText('Not taken yet').waitFor();
  await card.getByText(/cannot be reached/).waitFor();
  await card.getByRole('button', { name: 'Try again' }).click();
  await card.getByText(/Next try/).waitFor();
});

test('a letter is moved into a conversation of its own, read there, moved back, and all is merged into another', async () => {
  const page = await take('Two matters');
  const id = idOf(page);
  const maya = await stage.world.console('maya');
  const { number } = (await maya.ask('conversation:open', { conversationId: id })).conversation;
  await desk.write({ from, subject: `[#${number}] Two matters`, text: 'And do you sell lamps?' });
  const lamp = log(page).getByRole('article').filter({ hasText: 'And do you sell lamps?' });
  await lamp.getByRole('button', { name: 'More about this entry' }).click();
  await page.getByRole('menuitem', { name: 'Move this message…' }).click();
  const dialog = page.getByRole('dialog', { name: 'Move a message' });
  await dialog.getByRole('radio', { name: 'A new conversation' }).waitFor();
  expect(await findViolations(page)).toEqual([]);
  await dialog.getByRole('button', { name: 'Move', exact: true }).click();
  await page.waitForURL((url) => !url.pathname.endsWith(id));
  const placed = page.getByRole('region', { name: 'A message from' });
  await placed.getByText('And do you sell lamps?').waitFor();
  // A link to where it stands marks it where it is read.
  const { entries } = await maya.ask('conversation:open', { conversationId: id });
  const seq = entries.find(({ body }) => body.kind === 'message' && body.text.includes('lamps'))?.seq;
  await page.evaluate((hash) => {
    location.hash = hash;
  }, `#${id}.${seq}`);
  await placed.locator('[aria-current=location]', { hasText: 'And do you sell lamps?' }).waitFor();
  expect(await findViolations(page)).toEqual([]);
  await placed.getByRole('button', { name: /^#\d+$/ }).click();
  await page.waitForURL((url) => url.pathname.endsWith(id));
  const moved = log(page).getByText('A message was moved to');
  await moved.waitFor();
  expect(await log(page).getByText('And do you sell lamps?').count()).toBe(0);
  await log(page).getByRole('button', { name: 'Move back' }).click();
  await log(page).getByText('And do you sell lamps?').waitFor();
  expect(await moved.count()).toBe(0);

  const other = await desk.write({ from, subject: 'Third matter', text: 'Do you deliver?' });
  await page.getByRole('button', { name: 'More actions' }).click();
  await page.getByRole('menuitem', { name: 'Merge into another…' }).click();
  const panel = page.getByRole('dialog', { name: 'Merge into another conversation' });
  await panel.getByRole('radio', { name: new RegExp(`^#${other.conversation.number} `) }).click();
  expect(await findViolations(page)).toEqual([]);
  await panel.getByRole('button', { name: 'Merge and close this one' }).click();
  await page.waitForURL((url) => url.pathname.endsWith(other.conversation.id));
  const came = page.getByRole('region', { name: /messages from/ });
  await came.getByText('And do you sell lamps?').waitFor();
  expect((await maya.ask('conversation:open', { conversationId: id })).conversation.status).toBe('closed');
});

test('a reply goes to the chat while they are there, and by letter to the address that they proved', async () => {
  const visitor = await stage.world.visitor();
  const address = 'lea@outside.example';
  const id = await visitor.start('Is it in stock?');
  await visitor.ask('address:code', { conversationId: id, email: address });
  const code = /\d{6}/.exec((await mailTo(stage, address, 'Type this code')).mail.subject)?.[0] ?? '';
  await visitor.ask('address:prove', { conversationId: id, code });
  const maya = await stage.world.console('maya');
  await maya.ask('work:take', { conversationId: id });
  const page = await stage.enter(await stage.context({ colorScheme: 'dark' }), 'maya', `/console/all/${id}`);
  const way = (format: string) => page.getByRole('button', { name: `How the reply goes: ${format}` });
  await way('Chat').click();
  await page.getByRole('menuitem', { name: `Email ${address}` }).click();
  await page.getByText(`Goes to ${address}`).waitFor();
  expect(await findViolations(page)).toEqual([]);
  await page.setViewportSize({ width: 390, height: 844 });
  await way('Email').waitFor();
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
  await words(page).fill('It is, and one is put aside for you.');
  await page.getByRole('button', { name: 'Send', exact: true }).click();
  expect((await mailTo(stage, address, 'one is put aside')).mail.to).toMatchObject([{ address }]);
});

test('a letter that only has the subject of another is suggested there, joined by one click, and taken back', async () => {
  const subject = 'Scratched table top';
  const { conversation: first } = await desk.write({ from, subject: `Re: ${subject}`, text: 'It is scratched.' });
  const other = await desk.write({ from: 'Bo <bo@posteo.example>', subject, text: 'Look at this.' });
  const page = await stage.enter(await stage.context(), 'maya', `/console/all/${other.conversation.id}`);
  const strip = page.getByRole('region', { name: 'May belong to another conversation' });
  await strip.getByText(`${subject} · Sofia Marchetti`).waitFor();
  expect(await findViolations(page)).toEqual([]);
  await strip.getByRole('button', { name: 'Join' }).click();
  await page.waitForURL(`**/${first.id}`);
  await log(page).getByText('Look at this.').waitFor();
  await page.getByRole('button', { name: 'Undo' }).click();
  await page.waitForURL(`**/${other.conversation.id}`);
  await strip.getByRole('button', { name: 'Not the same' }).click();
  await strip.waitFor({ state: 'detached' });
  await log(page).getByText('Look at this.').waitFor();
});
