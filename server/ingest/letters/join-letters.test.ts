/** In whatever order, and however often, the letters of a thread arrive: they are read in the same conversations in the end. */
import type { Channel } from '../../../channels/channel.ts';
import { createWebchatChannel } from '../../../channels/webchat/webchat.ts';
import type { UserId } from '../../../shared/model/ids.ts';
import type { Inbox } from '../../../shared/model/inbox.ts';
import { partsOf } from '../../../shared/placements.ts';
import { inbound, makeInbox, startIngest, type TestIngest } from '../../../tests/contract/test-ingest.ts';
import { openTestStore, type TestStore } from '../../../tests/contract/test-store.ts';
import { drawFrom } from '../../../tests/support/chance.ts';

let test: TestStore;
let inbox: Inbox;
let core: TestIngest;
let now = Date.now();
beforeAll(async () => {
  test = await openTestStore();
  const webchat = createWebchatChannel();
  const post: Channel = { ...webchat, kind: 'post', capabilities: { ...webchat.capabilities, live: false } };
  inbox = makeInbox(test, { channel: 'post' });
  core = startIngest(test, [inbox], { channels: [post], now: () => now });
});
afterAll(() => test.close());

interface Written {
  id: string;
  from: string;
  /** newest first */
  answers: string[];
  /** what their program calls the thread */
  topic?: `topic:${string}`;
}

const letterOf = ({ id, from, answers, topic }: Written, sender: 'proven' | 'refuted' = 'proven') =>
  inbound(
    inbox,
    { kind: sender === 'refuted' ? 'external' : 'email', value: from },
    {
      ...{ key: id, text: `I am ${id}` },
      letter: {
        letter: {
          ...{ subject: 'Lamp', from: { name: '', address: from }, to: [], cc: [], html: null, source: null },
          received: { verdict: sender === 'refuted' ? 'fail' : 'pass', automatic: null, warnings: [] },
        },
        ...{ externalId: id, digest: `bytes of ${id}`, sender, automatic: false, mayAnswer: true, size: 1 },
        ...{ thread: { ours: [], ourLetters: [], answers, number: null, named: null, alike: topic ? [topic] : [] } },
        headers: new Map(),
      },
    },
  );

const placeOf = async (id: string): Promise<string> => {
  const entry = await core.timeline.findEntry(`letter:${id}`);
  if (entry === null) throw new Error(`${id} never arrived`);
  return (await core.timeline.placements.placeOf(entry))?.id ?? '';
};

/** Which of them are read together, as sorted groups. */
async function partition(ids: readonly string[]): Promise<string[][]> {
  const groups = new Map<string, string[]>();
  for (const id of ids) {
    const place = await placeOf(id);
    groups.set(place, [...(groups.get(place) ?? []), id]);
  }
  return [...groups.values()].map((group) => group.sort()).sort((a, b) => ((a[0] ?? '') < (b[0] ?? '') ? -1 : 1));
}

let threads = 0;
const name = (at: number): string => `<${threads}.${at}@outside.example>`;

/**
 * Programs differ in which letters before theirs they name: all of them, the first and the last, or only the one they answer. Where one person
 * writes with a program that calls the thread by a name, the ids may be lost on the way altogether.
 */
function growThread(pick: (below: number) => number): Written[] {
  threads += 1;
  const ways: string[][] = [];
  const topic = pick(2) === 0 ? null : (`topic:${threads}` as const);
  return Array.from({ length: 2 + pick(6) }, (_, at) => {
    const parent = at === 0 ? null : pick(at);
    const before = parent === null ? [] : [name(parent), ...(ways[parent] ?? [])];
    ways.push(before);
    const style = pick(topic ? 4 : 3);
    const ends = [...new Set([before[0], before.at(-1)])].flatMap((id) => id ?? []);
    const answers = style === 0 ? before : style === 1 ? ends : style === 2 ? before.slice(0, 1) : [];
    const from = `person-${threads}-${topic ? 0 : pick(3)}@outside.example`;
    return { id: name(at), from, answers, ...(topic && { topic }) };
  });
}

it.each(Array.from({ length: 8 }, (_, seed) => seed + 1))(
  'gives the same partition in any order (%i)',
  async (seed) => {
    const pick = drawFrom(seed).below;
    const all = [growThread(pick), growThread(pick)];
    const arriving = all.flat().flatMap((letter) => Array.from({ length: 1 + pick(2) }, () => letter));
    for (let at = arriving.length - 1; at > 0; at -= 1) {
      const other = pick(at + 1);
      const [one, two] = [arriving[at], arriving[other]];
      if (one && two) [arriving[at], arriving[other]] = [two, one];
    }
    for (const letter of arriving) {
      now += pick(3_600_000);
      await core.ingest.ingest(letterOf(letter));
    }
    const ids = (thread: Written[]) => thread.map(({ id }) => id).sort();
    const expected = all.map(ids).sort((a, b) => ((a[0] ?? '') < (b[0] ?? '') ? -1 : 1));
    expect(await partition(all.flat().map(({ id }) => id))).toEqual(expected);
  },
);

it('closes what was emptied, and has the whole looked at', async () => {
  threads += 1;
  const [parent, child] = [name(0), name(1)];
  const late = await core.ingest.ingest(letterOf({ id: child, from: 'kim@outside.example', answers: [parent] }));
  const early = await core.ingest.ingest(letterOf({ id: parent, from: 'kim@outside.example', answers: [] }));
  expect(await placeOf(child)).toBe(early.conversationId);
  expect(await core.timeline.find(late.conversationId)).toMatchObject({ status: 'closed' });
  expect(await core.timeline.find(early.conversationId)).toMatchObject({ status: 'open', work: { state: 'waiting' } });
  // What answers the child afterwards goes where the child is read.
  const answer = { id: name(2), from: 'kim@outside.example', answers: [child] };
  expect(await core.ingest.ingest(letterOf(answer))).toMatchObject({ conversationId: early.conversationId });
});

it('leaves apart what people parted, and what they moved back', async () => {
  const by = { id: test.ids.next<UserId>(), name: 'Maya' };
  const after = async () => {};
  threads += 1;
  const [first, second, third] = [0, 1, 2].map((at) => ({
    id: name(at),
    from: 'li@outside.example',
    answers: at === 0 ? [] : [name(at - 1)],
  }));
  if (!first || !second || !third) throw new Error('unreachable');
  const { conversationId: a } = await core.ingest.ingest(letterOf(first));
  const { conversationId: b } = await core.ingest.ingest(
    letterOf({ id: `<other.${threads}@x>`, from: 'li@outside.example', answers: [] }),
  );
  const taken = await core.ingest.ingest(letterOf(second));
  const parts = partsOf([{ of: a, seq: taken.seq }]);
  await core.timeline.placements.place({ key: `parted-${threads}`, from: a, to: b, parts, by }, after);
  // It answers the one that was moved, and names the one that was not.
  await core.ingest.ingest(letterOf({ ...third, answers: [second.id, first.id] }));
  expect(await placeOf(third.id)).toBe(b);
  expect(await placeOf(first.id)).toBe(a);

  threads += 1;
  const [parent, child, again] = [name(0), name(1), name(2)];
  const torn = await core.ingest.ingest(letterOf({ id: child, from: 'li@outside.example', answers: [parent] }));
  await core.ingest.ingest(letterOf({ id: parent, from: 'li@outside.example', answers: [] }));
  const joined = (await core.timeline.find(torn.conversationId))?.placements[0];
  if (!joined) throw new Error('It was not joined.');
  await core.timeline.placements.undo(joined.id, by, after);
  await core.ingest.ingest(letterOf({ id: again, from: 'li@outside.example', answers: [child, parent] }));
  expect(await placeOf(child)).not.toBe(await placeOf(parent));
});

it('joins nothing by the word of somebody who is not who they say', async () => {
  threads += 1;
  const [parent, child] = [name(0), name(1)];
  const forged = letterOf({ id: child, from: 'refuted:mallory@outside.example', answers: [parent] }, 'refuted');
  await core.ingest.ingest(forged);
  await core.ingest.ingest(letterOf({ id: parent, from: 'ana@outside.example', answers: [] }));
  expect(await placeOf(child)).not.toBe(await placeOf(parent));
});
