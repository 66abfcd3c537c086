/** A node that dies anywhere between a due moment and the entry: the next one sends exactly once, or gives the words back, and nothing is lost. */
import type { ReplyHold } from '../../shared/model/writing.ts';
import {
  draftConversation,
  draftEntry,
  message,
  openTestStore,
  type startTimeline,
  type TestStore,
} from '../../tests/contract/test-store.ts';
import { createDoom, macroId, openDesks } from '../../tests/support/desk-nodes.ts';
import { eventually } from '../../tests/support/eventually.ts';
import { textsOf } from '../../tests/support/texts.ts';
import type { Conversation } from '../timeline/model.ts';

let test: TestStore;
beforeAll(async () => {
  test = await openTestStore();
});
afterAll(() => test.close());

const customerWrites = (
  timeline: ReturnType<typeof startTimeline>['timeline'],
  conversation: Conversation,
  key: string,
) => timeline.append(draftEntry(conversation, `${conversation.id}:${key}`, 'customer', message('And now?')));

async function dieAfter(calls: number, hold: ReplyHold, overtaken: boolean): Promise<{ died: boolean }> {
  const stage = openDesks(test);
  const { maya, told } = stage;
  const first = stage.start();
  const { conversation } = await first.timeline.open(draftConversation(test));
  await customerWrites(first.timeline, conversation, 'one');
  const written = { viewer: maya, conversation, clientId: 'client-1', text: 'Later then', files: [] };
  await first.desk.replies.schedule(written, { hold, at: 1_010_000 });
  await first.stop();

  const doom = createDoom(calls);
  const doomed = stage.start(doom);
  if (overtaken) await customerWrites(doomed.timeline, conversation, 'two');
  stage.pass(20_000);
  await Promise.race([doomed.desk.start(), doom.died]);
  // What its loop began goes as far as it can.
  await eventually(async () => {
    const waiting = await test.store.held.waiting(conversation.id);
    expect(doom.isDead() || waiting.length === 0).toBe(true);
  });

  // The claim of the dead one runs out, should it not be this node's own.
  stage.pass(60_000);
  const heir = stage.start();
  await heir.desk.start();
  const entries = async () =>
    (await heir.timeline.after(conversation.id, 'agent', 0, 100)).filter(({ author }) => author.kind === 'agent');
  await eventually(async () => {
    expect(await test.store.held.waiting(conversation.id)).toEqual([]);
    expect(await test.store.held.owed(Number.MAX_SAFE_INTEGER, 10)).toEqual([]);
    const isSent = hold === 'undo' || !overtaken;
    expect((await entries()).map(({ body, clientId }) => [body.kind === 'message' && body.text, clientId])).toEqual(
      isSent ? [['Later then', 'client-1']] : [],
    );
    const drafts = await heir.desk.drafts.list(maya.userId);
    expect(drafts.map(({ text }) => text)).toEqual(isSent ? [] : ['Later then']);
    // Told again after a crash it names the same occasion, which is told once.
    expect(new Set(told.map(({ once }) => once)).size).toBe(isSent ? 0 : 1);
  });
  await heir.stop();
  await doomed.timeline.stop();
  return { died: doom.isDead() };
}

it.each([
  ['later', false],
  ['later', true],
  ['undo', true],
] as const)(
  'dying at any step of sending one for %s, overtaken: %s',
  async (hold, overtaken) => {
    let calls = 0;
    while ((await dieAfter(calls, hold, overtaken)).died) calls += 1;
    expect(calls).toBeGreaterThan(5);
  },
  60_000,
);

async function dieInMacro(calls: number): Promise<{ died: boolean }> {
  const actions = [
    { type: 'reply' as const, text: 'Your case is {{conversation.number}}' },
    { type: 'note' as const, text: 'By {{agent.name}}' },
  ];
  const stage = openDesks(test, actions);
  const doom = createDoom(calls);
  const doomed = stage.start(doom);
  const { conversation } = await doomed.timeline.open(draftConversation(test));
  const run = ({ desk }: Pick<typeof doomed, 'desk'>) =>
    desk.macros.run(stage.maya, conversation, { macroId, clientId: 'client-1' });
  await Promise.race([run(doomed), doom.died]);

  const heir = stage.start();
  const { steps } = await run(heir);
  expect(steps.map(({ state }) => state)).toEqual(['done', 'done']);
  const entries = await heir.timeline.after(conversation.id, 'agent', 0, 100);
  expect(textsOf(entries)).toEqual([`Your case is #${conversation.number}`, 'By Maya']);
  await Promise.all([heir.timeline.stop(), doomed.timeline.stop()]);
  return { died: doom.isDead() };
}

it('dying at any step of a macro: asked for again, it goes on and does nothing twice', async () => {
  let calls = 0;
  while ((await dieInMacro(calls)).died) calls += 1;
  expect(calls).toBeGreaterThan(5);
}, 60_000);
