/** Notes changed and taken back by their authors, threads read from their middle, and who looks at what. */

import type { AgentEntry, NoteBody } from '../../shared/model/entry.ts';
import type { ConversationId } from '../../shared/model/ids.ts';
import { overlayNotes, readNoteChange } from '../../shared/notes.ts';
import { outcome } from '../support/ask.ts';
import type { ConsoleClient } from '../support/console-client.ts';
import { eventually } from '../support/eventually.ts';
import { type Scene, setActiveScene } from '../support/scene.ts';
import { type Stage, startStage } from '../support/start-parley.ts';

let stage: Stage;
let scene: Scene;

beforeAll(async () => {
  stage = await startStage({ realtime: { headBeatMs: 3_600_000 }, routing: { capacity: 1_000_000 } });
}, 30_000);
afterAll(() => stage.stop(), 30_000);
beforeEach(async () => {
  scene = await setActiveScene(stage.world);
}, 15_000);
afterEach(async () => {
  await scene.maya.ask('presence:set', { state: 'away' });
  stage.world.closeClients();
});

const noteAt = (entries: readonly AgentEntry[], seq: number): NoteBody => {
  const body = entries.find((entry) => entry.seq === seq)?.body;
  if (body?.kind !== 'note') throw new Error(`entry ${seq} is no note`);
  return body;
};

describe('notes', () => {
  test('an edit is seen in place by everybody, says so, and keeps the older texts for who asks', async () => {
    const { maya, ines, id } = scene;
    const { seq } = await maya.note(id, 'Frist');
    await maya.ask('note:edit', { conversationId: id, seq, text: ' First ' });
    await eventually(() => expect(noteAt(ines.thread(id).entries, seq)).toMatchObject({ text: 'First' }));
    expect(noteAt(ines.thread(id).entries, seq).editedAt).toBeGreaterThan(0);
    await maya.ask('note:edit', { conversationId: id, seq, text: 'Second' });
    const versions = await ines.ask('note:versions', { conversationId: id, seq });
    expect(versions.map(({ text }) => text)).toEqual(['Frist', 'First', 'Second']);
    const { entries } = await ines.ask('conversation:open', { conversationId: id });
    expect(noteAt(entries, seq).text).toBe('Second');
    const edits = entries.flatMap(({ body }) =>
      body.kind === 'event' && body.event.type === 'note-edited' ? [body.event.text] : [],
    );
    expect(edits).toEqual(['', 'Second']);
  });

  test('what was taken back is told by no reading, to nobody, ever again', async () => {
    const { maya, ines, visitor, tab, id } = scene;
    const clientId = 'note-client-id';
    const { seq } = await maya.note(id, 'Secret one', clientId);
    await maya.ask('note:edit', { conversationId: id, seq, text: 'Secret two' });
    await maya.ask('note:delete', { conversationId: id, seq });
    await maya.ask('note:delete', { conversationId: id, seq });
    await eventually(() =>
      expect(noteAt(ines.thread(id).entries, seq)).toMatchObject({ deleted: true, text: '', files: [] }),
    );
    const read = await Promise.all([
      ines.ask('conversation:open', { conversationId: id }),
      ines.ask('conversation:open', { conversationId: id, around: seq }),
      ines.ask('entries:page', { conversationId: id, before: 999 }),
      ines.ask('entries:page', { conversationId: id, after: 0 }),
      ines.ask('entries:page', { conversationId: id, around: seq }),
      ines.ask('conversation:sync', { conversationId: id, after: 0, rev: 0 }),
      ines.ask('customer:entries', { conversationId: id, of: id }),
      // The send that made it, repeated as after a lost answer.
      maya.ask('note:add', { conversationId: id, clientId, text: 'Secret one' }),
    ]);
    expect(JSON.stringify(read)).not.toContain('Secret');
    expect(JSON.stringify(ines.thread(id))).not.toContain('Secret');
    expect(await outcome(ines.ask('note:versions', { conversationId: id, seq }))).toBe('not_found');
    expect(await outcome(maya.ask('note:edit', { conversationId: id, seq, text: 'Back' }))).toBe('conflict');
    expect(JSON.stringify([...visitor.facts.all, ...tab.facts.all])).not.toContain('note-');
    const events = ines
      .thread(id)
      .entries.filter(({ body }) => body.kind === 'event' && body.event.type === 'note-deleted');
    expect(events).toHaveLength(1);
  });

  test('with it go its files, for everybody, and the words that notices quoted', async () => {
    const { maya, ines, id } = scene;
    const { users } = stage.company;
    const { app } = stage.parley;
    const keep = (text: string) =>
      app.files.keep(Buffer.from(text), { name: 'plan.txt', uploader: { kind: 'user', id: users.maya } });
    const [own, shared, sent] = [await keep('only here'), await keep('twice'), await keep('for the customer too')];
    const twin = await keep('twice');
    const note = await maya.ask('note:add', {
      ...{ conversationId: id, clientId: 'note-with-files', text: 'Psst, look at these' },
      ...{ fileIds: [own.id, shared.id, sent.id], mentions: [users.ines] },
    });
    await maya.ask('message:send', {
      conversationId: id,
      clientId: 'reply-with-file',
      text: 'Here',
      fileIds: [sent.id],
    });
    const fetched = async (fileId: string, name: 'maya' | 'ines') =>
      (await fetch(`${stage.parley.url}/files/${fileId}`, { headers: { cookie: await stage.world.cookieOf(name) } }))
        .status;
    const quoted = async () =>
      (await ines.ask('notices:list', {})).notices.find((notice) => notice.conversationId === id)?.text;
    expect([await fetched(own.id, 'ines'), await quoted()]).toEqual([200, 'Psst, look at these']);

    await maya.ask('note:delete', { conversationId: id, seq: note.seq });
    await ines.facts.wait('notice:silenced');
    expect(await quoted()).toBe('');
    for (const name of ['maya', 'ines'] as const) {
      expect([await fetched(own.id, name), await fetched(shared.id, name)]).toEqual([404, 404]);
      expect(await fetched(sent.id, name)).toBe(200);
    }
    // The same bytes are somebody else's as well: they stay, and what nobody has any more is gone.
    expect((await app.files.bytes(twin.id))?.toString()).toBe('twice');
    expect(await app.files.bytes(own.id)).toBeNull();
  });

  test('only its author changes a note, and only notes are changed', async () => {
    const { maya, ines, visitor, id } = scene;
    const { seq } = await maya.note(id, 'Mine');
    const reply = await maya.send(id, 'To the customer');
    for (const [client, at, expected] of [
      [ines, seq, 'forbidden'],
      [maya, reply.seq, 'not_found'],
      [maya, 1, 'not_found'],
      [maya, 999, 'not_found'],
    ] as const) {
      expect(await outcome(client.ask('note:edit', { conversationId: id, seq: at, text: 'Other' }))).toBe(expected);
      expect(await outcome(client.ask('note:delete', { conversationId: id, seq: at }))).toBe(expected);
    }
    expect(noteAt(maya.thread(id).entries, seq).text).toBe('Mine');
    expect(
      visitor.thread(id).entries.some(({ body }) => body.kind === 'message' && body.text === 'To the customer'),
    ).toBe(true);
  });

  test('two pages that edit at once leave one text that everybody sees', async () => {
    const { maya, ines, id } = scene;
    const other = await stage.world.console('maya');
    const { seq } = await maya.note(id, 'Begin');
    const edits = ['A', 'B', 'C', 'D'].map((text, index) =>
      outcome((index % 2 === 0 ? maya : other).ask('note:edit', { conversationId: id, seq, text })),
    );
    expect(new Set(await Promise.all(edits))).not.toContain('internal_error');
    const versions = await ines.ask('note:versions', { conversationId: id, seq });
    const last = versions.at(-1)?.text;
    await eventually(() => {
      for (const client of [maya, ines]) expect(noteAt(client.thread(id).entries, seq).text).toBe(last);
    });
    const { entries } = await ines.ask('conversation:open', { conversationId: id });
    expect(noteAt(entries, seq).text).toBe(last);
  });

  test('a client that was away learns of it by its sync', async () => {
    const { maya, ines, id } = scene;
    const { seq } = await maya.note(id, 'Before');
    await eventually(() => expect(noteAt(ines.thread(id).entries, seq).text).toBe('Before'));
    ines.connection.cut();
    await maya.ask('note:edit', { conversationId: id, seq, text: 'Between' });
    await maya.ask('note:delete', { conversationId: id, seq });
    await eventually(() => expect(noteAt(ines.thread(id).entries, seq).deleted).toBe(true));
    expect(JSON.stringify(ines.thread(id))).not.toContain('Between');
  });

  test('the overlay is the same whatever order it is laid on in', () => {
    const entry = (seq: number, body: object) => ({ seq, at: seq, body }) as unknown as AgentEntry;
    const edited = (seq: number, text: string) =>
      entry(seq, { kind: 'event', event: { type: 'note-edited', noteSeq: 1, text } });
    const log = [entry(1, { kind: 'note', text: 'a', files: [] }), edited(2, 'b'), edited(3, 'c')];
    const changes = log.flatMap((each) => readNoteChange(each) ?? []);
    const once = overlayNotes(log, changes);
    expect(
      overlayNotes(
        once,
        once.flatMap((each) => readNoteChange(each) ?? []),
      ),
    ).toBe(once);
    expect(overlayNotes(overlayNotes(log, changes.slice(1)), changes)).toEqual(once);
    expect(overlayNotes(log, [...changes].reverse())).toEqual(once);
  });
});

describe('reading from the middle', () => {
  /** Writes straight into the timeline: so many messages of the customer. */
  async function fill(id: ConversationId, what: string, count: number): Promise<void> {
    const { timeline } = stage.parley.app;
    const conversation = await timeline.find(id);
    if (!conversation) throw new Error('no conversation');
    const { identityId, inboxId } = conversation;
    await Promise.all(
      Array.from({ length: count }, (_, at) =>
        timeline.append({
          ...{ conversationId: id, key: `${id}:${what}:${at}`, identityId, inboxId, direction: 'in' },
          author: { kind: 'customer', identityId, name: 'Sofia' },
          body: { kind: 'message', text: `${what} ${at}`, files: [] },
        }),
      ),
    );
  }
  const seqs = (entries: readonly AgentEntry[]) => entries.map(({ seq }) => seq);
  const isGapless = (entries: readonly AgentEntry[]) =>
    entries.every((entry, at) => at === 0 || entry.prev === entries[at - 1]?.seq);

  test('opens at the first unread: near the end as one longer page, far from it as a window that grows until both meet', async () => {
    const { ines, id } = scene;
    const last = ines.thread(id).entries.at(-1)?.seq ?? 0;
    await ines.ask('read:mark', { conversationId: id, upTo: last });
    await fill(id, 'line', 120);
    const near = await ines.ask('conversation:open', { conversationId: id, around: 'unread' });
    expect(near.window).toBeUndefined();
    expect(near.entries[0]?.seq).toBeLessThanOrEqual(last + 1);
    await fill(id, 'more', 200);
    const far = await ines.ask('conversation:open', { conversationId: id, around: 'unread' });
    expect(seqs(far.entries)).toHaveLength(50);
    const window = far.window;
    if (!window) throw new Error('no window');
    expect(seqs(window.entries)).toContain(last + 1);
    expect([window.later, isGapless(window.entries)]).toEqual([true, true]);
    let entries = window.entries;
    while ((entries.at(-1)?.seq ?? 0) < (far.entries[0]?.prev ?? 0)) {
      const page = await ines.ask('entries:page', { conversationId: id, after: entries.at(-1)?.seq ?? 0, limit: 100 });
      entries = [...entries, ...page.entries];
    }
    expect(isGapless(entries)).toBe(true);
    const earlier = await ines.ask('entries:page', { conversationId: id, before: window.entries[0]?.seq ?? 0 });
    expect([earlier.earlier, isGapless([...earlier.entries, ...window.entries])]).toEqual([false, true]);
  }, 20_000);

  test('around an entry that does not exist there is the nearest end', async () => {
    const { ines, id } = scene;
    expect((await ines.ask('conversation:open', { conversationId: id, around: 99_999 })).window).toBeUndefined();
    const page = await ines.ask('entries:page', { conversationId: id, around: 99_999 });
    expect(page).toMatchObject({ later: false });
    expect(await outcome(ines.ask('entries:page', { conversationId: id, before: 1, after: 1 }))).toBe('invalid');
    expect(await outcome(ines.ask('entries:page', { conversationId: id }))).toBe('invalid');
  });
});

describe('who looks', () => {
  const told = (client: ConsoleClient, id: ConversationId) =>
    client.facts
      .of<{ conversationId: string; viewers: { name: string }[] }>('viewers:changed')
      .filter((fact) => fact.conversationId === id)
      .at(-1)
      ?.viewers.map(({ name }) => name);

  test('is told to everybody who may see the conversation, once per person, and ends with their last page', async () => {
    const { maya, ines, id } = scene;
    const second = await stage.world.console('ines');
    const otto = await stage.world.console('otto');
    expect(await ines.ask('view:set', { conversationId: id })).toMatchObject([{ name: 'Ines Duarte' }]);
    await second.ask('view:set', { conversationId: id });
    await maya.ask('view:set', { conversationId: id });
    await eventually(() => expect(told(maya, id)?.sort()).toEqual(['Ines Duarte', 'Maya Keller']));
    expect(await maya.ask('viewers:list', {})).toEqual([{ conversationId: id, viewers: expect.any(Array) }]);
    expect(await otto.ask('viewers:list', {})).toEqual([]);
    expect(await outcome(otto.ask('view:set', { conversationId: id }))).toBe('not_found');
    await ines.ask('view:set', { conversationId: null });
    expect(told(maya, id)?.sort()).toEqual(['Ines Duarte', 'Maya Keller']);
    second.close();
    await eventually(() => expect(told(maya, id)).toEqual(['Maya Keller']));
    expect(JSON.stringify(otto.facts.all)).not.toContain(id);
  });
});
