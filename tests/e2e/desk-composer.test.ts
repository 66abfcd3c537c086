/** Writing in a real browser: completions, input methods, files, drafts on every page, what the thread overtakes, what is held, macros. */
import type { CDPSession, Page } from 'playwright-core';
import type { ConversationId } from '../../shared/model/ids.ts';
import { eventually } from '../support/eventually.ts';
import { makeMacro, makeReply } from '../support/macros.ts';
import { textsOf } from '../support/texts.ts';
import type { VisitorClient } from '../support/visitor-client.ts';
import { findViolations } from './support/axe.ts';
import { type DeskStage, startDeskStage } from './support/desk-stage.ts';

jest.setTimeout(120_000);

let stage: DeskStage;
beforeAll(async () => {
  stage = await startDeskStage({ routing: { capacity: 1_000_000 } });
  await makeReply(stage, 'refund', 'The money for {{conversation.number}} is on its way.\n{{agent.firstName}}');
  await makeReply(stage, 'hello', 'Hello {{customer.firstName}}, how can I help?');
  await makeReply(stage, '退款', '退款已在处理中。');
});
afterEach(() => stage.clear());
afterAll(() => stage.stop());

interface Scene {
  id: ConversationId;
  page: Page;
  visitor: VisitorClient;
}

/** Maya has a conversation, and its page open. */
async function begin(options: Parameters<DeskStage['context']>[0] = {}): Promise<Scene> {
  const visitor = await stage.world.visitor();
  const id = await visitor.start('Where is my rug?');
  const maya = await stage.world.console('maya');
  await maya.ask('work:take', { conversationId: id });
  const page = await stage.enter(await stage.context(options), 'maya', `/console/all/${id}`);
  await box(page).waitFor();
  return { id, page, visitor };
}

const box = (page: Page) => page.getByRole('textbox', { name: /^Reply to/ });
const note = (page: Page) => page.getByRole('textbox', { name: 'Write a note' });
const entry = (page: Page, text: string) => page.getByRole('log').getByText(text, { exact: true });
const heard = ({ visitor, id }: Scene) => textsOf(visitor.thread(id).entries);
const menu = (page: Page) => page.getByRole('button', { name: 'More ways to send' }).click();

test('a canned reply by keys alone, filled in and seen before; without a value it is stopped, not sent', async () => {
  const scene = await begin();
  const { page } = scene;
  await page.keyboard.press('r');
  await page.keyboard.type('/ref');
  await page.getByRole('option', { name: '/refund' }).waitFor();
  await page.getByText('is on its way.').first().waitFor();
  expect(await findViolations(page)).toEqual([]);
  await page.keyboard.press('Enter');
  expect(await box(page).inputValue()).toMatch(/^The money for #\d+ is on its way\.\nMaya$/);
  await page.keyboard.press('Control+z');
  expect(await box(page).inputValue()).toBe('/ref');
  await box(page).fill('');
  await page.keyboard.type('/hel');
  await page.keyboard.press('Tab');
  expect(await box(page).inputValue()).toBe('Hello {{customer.firstName}}, how can I help?');
  await page.keyboard.press('Enter');
  await page.getByRole('alert').getByText('Not sent yet').waitFor();
  expect(heard(scene)).toEqual(['Where is my rug?']);
  await box(page).fill('Hello, how can I help?');
  await page.keyboard.press('Enter');
  await eventually(() => expect(heard(scene)).toContain('Hello, how can I help?'));
});

test('an input method keeps its keys, and its words find what they name', async () => {
  const scene = await begin();
  const { page } = scene;
  await box(page).click();
  const session: CDPSession = await page.context().newCDPSession(page);
  const compose = (text: string) =>
    session.send('Input.imeSetComposition', { text, selectionStart: 2, selectionEnd: 2 });
  await compose('ni');
  await compose('nihao');
  // Enter within a composition takes the candidate; keyCode 229 is all that a page is told.
  await session.send('Input.dispatchKeyEvent', { type: 'rawKeyDown', key: 'Enter', windowsVirtualKeyCode: 229 });
  await session.send('Input.insertText', { text: '你好' });
  expect(await box(page).inputValue()).toBe('你好');
  expect(heard(scene)).toEqual(['Where is my rug?']);
  await page.keyboard.type('/');
  await compose('tui');
  expect(await page.getByRole('listbox').count()).toBe(0);
  await session.send('Input.insertText', { text: '退' });
  await page.getByRole('option', { name: '/退款' }).waitFor();
  await page.keyboard.press('Enter');
  await page.keyboard.press('Enter');
  await eventually(() => expect(heard(scene)).toContain('你好退款已在处理中。'));
});

test('a colleague is mentioned in a note, told, and what is typed for the team stays inside', async () => {
  const scene = await begin();
  const { page, visitor } = scene;
  const ben = await stage.enter(await stage.context(), 'ben');
  await page.keyboard.press('n');
  await page.keyboard.type('Can you release it @ok');
  await page.getByRole('option', { name: 'Ben Okafor' }).waitFor();
  expect(await findViolations(page)).toEqual([]);
  await page.keyboard.press('Enter');
  await page.keyboard.type('please');
  await page.keyboard.press('Enter');
  await entry(page, 'Can you release it @Ben Okafor please').or(page.getByText('please')).first().waitFor();
  await ben
    .getByRole('button', { name: /notif|bell|1/i })
    .first()
    .waitFor();
  const maya = await stage.world.console('maya');
  const { entries } = await maya.ask('conversation:open', { conversationId: scene.id });
  expect(entries.at(-1)?.body).toMatchObject({ mentions: [{ name: 'Ben Okafor' }] });
  expect(JSON.stringify(visitor.facts.all)).not.toContain('release it');
  expect(visitor.facts.of('typing:changed')).toEqual([]);
  expect(await note(page).inputValue()).toBe('');
});

test('files by drop and paste, one taken back on the way, too large ones said in words', async () => {
  const scene = await begin();
  const { page } = scene;
  const give = (kind: 'drop' | 'paste', name: string, bytes: number) =>
    page.evaluate(
      ([how, fileName, size]) => {
        const data = new DataTransfer();
        data.items.add(new File([new Uint8Array(size as number).fill(65)], fileName as string, { type: 'text/plain' }));
        const target = document.querySelector('section[data-kind] textarea');
        const options = { bubbles: true, cancelable: true };
        if (how === 'paste') target?.dispatchEvent(new ClipboardEvent('paste', { ...options, clipboardData: data }));
        else {
          target?.dispatchEvent(new DragEvent('dragenter', { ...options, dataTransfer: data }));
          target?.dispatchEvent(new DragEvent('drop', { ...options, dataTransfer: data }));
        }
      },
      [kind, name, bytes] as const,
    );
  await give('drop', 'proof.txt', 20);
  await page.getByText('proof.txt').waitFor();
  await give('paste', 'pasted.txt', 30);
  await page.getByText('pasted.txt').waitFor();
  await give('drop', 'huge.bin', 21 * 1024 * 1024);
  await page.getByText(/huge\.bin is larger than/).waitFor();
  await page.getByRole('button', { name: 'Remove huge.bin' }).click();
  await page.getByRole('button', { name: 'Remove pasted.txt' }).click();
  // What has arrived belongs to the draft: it outlasts the page.
  await page.getByText('Draft saved').waitFor();
  await page.reload();
  await page.getByRole('button', { name: 'Remove proof.txt' }).waitFor();
  await box(page).fill('Here it is');
  await box(page).press('Enter');
  await eventually(() => {
    const sent = scene.visitor.thread(scene.id).entries.at(-1)?.body;
    expect(sent).toMatchObject({ text: 'Here it is', files: [{ name: 'proof.txt' }] });
  });
});

test('emoji come from our own server, and are found by name', async () => {
  const scene = await begin();
  const { page } = scene;
  const strangers: string[] = [];
  page.on('request', (request) => {
    if (!/^(http:\/\/parley\.localhost|data:|blob:)/.test(request.url())) strangers.push(request.url());
  });
  await box(page).fill('On its way ');
  await page.getByRole('button', { name: 'Emoji' }).click();
  await page.getByRole('grid').getByRole('gridcell').first().waitFor();
  expect(await findViolations(page)).toEqual([]);
  await page.keyboard.type('rocket');
  await page.getByRole('gridcell', { name: 'Rocket', exact: true }).click();
  await eventually(async () => expect(await box(page).inputValue()).toBe('On its way 🚀'));
  expect(strangers).toEqual([]);
});

test('a draft is on every page of its author, in the list, and gone everywhere when it was sent', async () => {
  const scene = await begin();
  const { page, id } = scene;
  const other = await stage.enter(await stage.context(), 'maya', `/console/all/${id}`);
  const ines = await stage.enter(await stage.context(), 'ines', `/console/all/${id}`);
  await box(page).fill('I am calling GLS');
  await eventually(async () => expect(await box(other).inputValue()).toBe('I am calling GLS'));
  await page.getByText('Draft saved').waitFor();
  expect(await box(ines).inputValue()).toBe('');
  await other.reload();
  await eventually(async () => expect(await box(other).inputValue()).toBe('I am calling GLS'));
  await other.goto(`${new URL(other.url()).origin}/console/all`);
  const card = other.locator(`a[href*="${id}"]`).getByText('Draft');
  await card.waitFor();
  await box(page).press('Enter');
  await card.waitFor({ state: 'detached' });
});

test('a reply that the customer overtakes is held with what they wrote; edited or sent anyway', async () => {
  const scene = await begin();
  const { page, visitor, id } = scene;
  await box(page).fill('A new rug leaves today.');
  await visitor.send(id, 'The neighbour just brought it over!');
  await entry(page, 'The neighbour just brought it over!').waitFor();
  await box(page).press('Enter');
  const strip = page.getByRole('alert').filter({ hasText: 'wrote meanwhile' });
  await strip.getByText('The neighbour just brought it over!').waitFor();
  expect(await findViolations(page)).toEqual([]);
  expect(heard(scene)).not.toContain('A new rug leaves today.');
  await strip.getByRole('button', { name: 'Edit my reply' }).click();
  await eventually(async () => expect(await box(page).inputValue()).toBe('A new rug leaves today.'));
  await box(page).fill('Good to hear!');
  await visitor.send(id, 'Thank you');
  await entry(page, 'Thank you').waitFor();
  await box(page).press('Enter');
  await strip.getByRole('button', { name: 'Send anyway' }).click();
  await eventually(() => expect(heard(scene)).toContain('Good to hear!'));
});

test('a reply written while the line was down is held when the customer wrote in between', async () => {
  const scene = await begin();
  const { page, visitor, id } = scene;
  await page.context().setOffline(true);
  await page
    .getByText(/offline|connection/i)
    .first()
    .waitFor();
  await box(page).fill('Written in the tunnel');
  await box(page).press('Enter');
  await visitor.send(id, 'I found it');
  await page.context().setOffline(false);
  const strip = page.getByRole('alert').filter({ hasText: 'wrote meanwhile' });
  await strip.getByText('I found it').waitFor({ timeout: 20_000 });
  expect(heard(scene)).not.toContain('Written in the tunnel');
});

test('sent later: listed, taken back, and cancelled by the customer with the words in the draft again', async () => {
  const scene = await begin();
  const { page, visitor, id } = scene;
  await box(page).fill('How is the lamp?');
  await menu(page);
  await page.getByRole('menuitem', { name: 'Send later' }).click();
  await page.getByRole('dialog').getByText('Tomorrow morning').waitFor();
  expect(await findViolations(page)).toEqual([]);
  await page.getByRole('button', { name: /Tomorrow morning/ }).click();
  const list = page.getByRole('list', { name: 'Replies that wait to be sent' });
  await list.getByText('How is the lamp?').waitFor();
  await list.getByRole('button', { name: 'Edit' }).click();
  await eventually(async () => expect(await box(page).inputValue()).toBe('How is the lamp?'));
  await menu(page);
  await page.getByRole('menuitem', { name: 'Send later' }).click();
  const said = page.getByLabel('Or say when');
  await said.fill('when pigs fly');
  await page.getByText('No time is meant by this').waitFor();
  await said.fill('周五下午三点');
  await page.getByRole('button', { name: /^Send on Friday .* 15:00/ }).waitFor();
  expect(await findViolations(page)).toEqual([]);
  await said.press('Enter');
  await list.getByText('How is the lamp?').waitFor();
  await visitor.send(id, 'The lamp arrived');
  await list.waitFor({ state: 'detached' });
  await eventually(async () => expect(await box(page).inputValue()).toBe('How is the lamp?'));
  expect(heard(scene)).not.toContain('How is the lamp?');
});

test('a send is taken back in time, and is sent although the page was closed', async () => {
  const scene = await begin();
  const { page } = scene;
  await menu(page);
  await page.getByRole('menuitemradio', { name: '5 seconds' }).click();
  await box(page).fill('Too fast');
  await box(page).press('Enter');
  await page
    .getByRole('status')
    .getByText(/Sending in/)
    .waitFor();
  await page.getByRole('button', { name: 'Undo' }).click();
  await eventually(async () => expect(await box(page).inputValue()).toBe('Too fast'));
  await box(page).fill('Just right');
  await box(page).press('Enter');
  await page
    .getByRole('status')
    .getByText(/Sending in/)
    .waitFor();
  await page.close();
  await eventually(() => expect(heard(scene)).toContain('Just right'), 10_000);
  expect(heard(scene)).not.toContain('Too fast');
});

test('a macro shows what it will do and does it; send and close closes', async () => {
  const scene = await begin({ colorScheme: 'dark' });
  const { page } = scene;
  await makeMacro(stage, 'maya', [
    { type: 'reply', text: 'Your case is {{conversation.number}}' },
    { type: 'note', text: 'Told by {{agent.name}}' },
    { type: 'set-priority', priority: 'high' },
  ]);
  await page.reload();
  await menu(page);
  expect(await findViolations(page)).toEqual([]);
  await page
    .getByRole('menuitem', { name: /^Macro/ })
    .first()
    .click();
  const dialog = page.getByRole('dialog');
  await dialog.getByText(/Your case is #\d+/).waitFor();
  await dialog.getByText('Told by Maya Keller').waitFor();
  expect(await findViolations(page)).toEqual([]);
  await dialog.getByRole('button', { name: 'Run it' }).click();
  await dialog.waitFor({ state: 'detached' });
  await entry(page, 'Told by Maya Keller').waitFor();
  await eventually(() => expect(heard(scene).at(-1)).toMatch(/^Your case is #\d+$/));
  await box(page).fill('Bye');
  await page.keyboard.press('Control+Shift+Enter');
  await eventually(() => expect(heard(scene)).toContain('Bye'));
  await eventually(() => expect(scene.visitor.thread(scene.id).conversation.status).toBe('closed'));
});
