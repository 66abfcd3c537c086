/** What agents write, through the whole server: drafts, held replies, the guard against overtaken ones, mentions. */
import type { ScheduledReply } from '../../shared/model/writing.ts';
import { outcome } from '../support/ask.ts';
import { nextClientId } from '../support/client-id.ts';
import type { ConsoleClient } from '../support/console-client.ts';
import { eventually } from '../support/eventually.ts';
import { type Scene, setTakenScene } from '../support/scene.ts';
import { type Stage, startStage } from '../support/start-parley.ts';
import { clientOf, textsOf } from '../support/texts.ts';

jest.setTimeout(20_000);

let stage: Stage;
let scene: Scene;
beforeAll(async () => {
  stage = await startStage({ routing: { capacity: 1_000_000 } });
}, 30_000);
afterAll(() => stage.stop(), 30_000);
beforeEach(async () => {
  scene = await setTakenScene(stage.world);
});
afterEach(() => stage.world.closeClients());

const hour = 3_600_000;
const newest = (): number => scene.maya.thread(scene.id).entries.at(-1)?.seq ?? 0;
const texts = (client: ConsoleClient = scene.maya) => textsOf(client.thread(scene.id).entries);

interface Later {
  text: string;
  at?: number;
  clientId?: string;
  expects?: number;
  draft?: number;
}
function later({ text, at = Date.now() + hour, clientId = nextClientId('later'), ...rest }: Later) {
  const when = { hold: 'later', at } as const;
  return scene.maya.ask('reply:schedule', { conversationId: scene.id, clientId, text, when, ...rest });
}
const draft = (text: string, version: number, client: ConsoleClient = scene.maya) =>
  client.ask('draft:save', { conversationId: scene.id, kind: 'message', text, version });
const mine = async (client: ConsoleClient = scene.maya) =>
  (await client.ask('draft:list', {})).filter((one) => one.conversationId === scene.id);

describe('drafts', () => {
  test('are kept per author and kind, told to their other pages only, and outlive the server', async () => {
    const other = await stage.world.console('maya');
    await draft('Dear Sofia', 1);
    await scene.maya.ask('draft:save', { conversationId: scene.id, kind: 'note', text: 'Careful', version: 1 });
    await draft('Mine', 1, scene.ines);
    await other.facts.wait<{ draft: { text: string } }>('draft:changed', (fact) => fact.draft.text === 'Careful');
    expect((await mine()).map(({ kind, text }) => [kind, text]).sort()).toEqual([
      ['message', 'Dear Sofia'],
      ['note', 'Careful'],
    ]);
    expect(scene.ines.facts.of<{ draft: { text: string } }>('draft:changed').map((fact) => fact.draft.text)).toEqual([
      'Mine',
    ]);
    await stage.parley.restart();
    await eventually(async () => expect(await mine()).toHaveLength(2));
  });

  test('the newer version wins in whatever order they come, and the older page is told what is kept', async () => {
    expect(await draft('new', 5)).toMatchObject({ text: 'new', version: 5 });
    expect(await draft('old', 4)).toMatchObject({ text: 'new', version: 5 });
    expect(await draft('same', 5)).toMatchObject({ text: 'new', version: 5 });
    expect(await mine()).toMatchObject([{ text: 'new' }]);
    await draft('', 6);
    expect(await mine()).toEqual([]);
    expect(await draft('late', 5)).toMatchObject({ text: '', version: 6 });
  });

  test('are cleared by their own send only, and not when more was written since', async () => {
    await draft('Sent', 1);
    await draft('Hers', 1, scene.ines);
    const send = { conversationId: scene.id, text: 'Sent' };
    await scene.maya.ask('message:send', { ...send, clientId: nextClientId() });
    expect(await mine()).toMatchObject([{ text: 'Sent' }]);
    await scene.maya.ask('message:send', { ...send, clientId: nextClientId(), draft: 1 });
    expect(await mine()).toEqual([]);
    expect(await mine(scene.ines)).toMatchObject([{ text: 'Hers' }]);
    await draft('More', 7);
    await scene.maya.ask('message:send', { ...send, clientId: nextClientId(), draft: 6 });
    expect(await mine()).toMatchObject([{ text: 'More', version: 7 }]);
    const refused = { ...send, clientId: nextClientId(), draft: 7, expects: 0 };
    expect(await outcome(scene.maya.ask('message:send', refused))).toBe('stale');
    expect(await mine()).toMatchObject([{ text: 'More', version: 7 }]);
  });
});

describe('a reply that the thread has overtaken', () => {
  test('is not sent, may be sent anyway, and one that was sent is answered again', async () => {
    const seen = newest();
    const clientId = nextClientId();
    const send = { conversationId: scene.id, clientId, text: 'The old answer', expects: seen };
    await scene.visitor.send(scene.id, 'Wait, something else');
    expect(await outcome(scene.maya.ask('message:send', send))).toBe('stale');
    expect(texts()).not.toContain('The old answer');
    await eventually(() => expect(newest()).toBeGreaterThan(seen));
    const entry = await scene.maya.ask('message:send', { ...send, expects: newest() });
    await scene.visitor.send(scene.id, 'And more');
    expect(await scene.maya.ask('message:send', send)).toEqual(entry);
    await scene.maya.ask('note:add', {
      conversationId: scene.id,
      clientId: nextClientId(),
      text: 'Notes are no reply',
    });
  });

  test('lets colleagues write and notes pass', async () => {
    const seen = newest();
    await scene.ines.send(scene.id, 'From Ines');
    await scene.maya.ask('message:send', {
      conversationId: scene.id,
      clientId: nextClientId(),
      text: 'Me',
      expects: seen,
    });
    await eventually(() => expect(texts()).toEqual(expect.arrayContaining(['From Ines', 'Me'])));
  });

  test('races: of two at once, either the reply came first or it was refused', async () => {
    for (let round = 0; round < 15; round += 1) {
      const expects = newest();
      const clientId = nextClientId('race');
      const [, came] = await Promise.all([
        scene.visitor.send(scene.id, `word ${round}`),
        outcome(
          scene.maya.ask('message:send', { conversationId: scene.id, clientId, text: `answer ${round}`, expects }),
        ),
      ]);
      await eventually(() => expect(texts()).toContain(`word ${round}`));
      const order = texts().filter((text) => text.endsWith(` ${round}`));
      expect(order).toEqual(came === 'ok' ? [`answer ${round}`, `word ${round}`] : [`word ${round}`]);
      await scene.visitor.send(scene.id, `settle ${round}`);
      await eventually(() => expect(texts()).toContain(`settle ${round}`));
    }
  });
});

describe('a reply for later', () => {
  test('is listed, told to all who watch, and can be taken back with its words', async () => {
    await draft('Tomorrow then', 1);
    const reply = await later({ text: 'Tomorrow then', draft: 1 });
    expect(reply).toMatchObject({ agentName: 'Maya Keller', hold: 'later', closes: false });
    expect(await mine()).toEqual([]);
    const told = await scene.ines.facts.wait<{ replies: ScheduledReply[] }>('reply:changed');
    expect(told.replies).toEqual([reply]);
    expect(await scene.ines.ask('reply:list', { conversationId: scene.id })).toEqual([reply]);
    const target = { conversationId: scene.id, clientId: reply.clientId };
    expect(await scene.maya.ask('reply:unschedule', target)).toEqual({ cancelled: true });
    expect(await scene.maya.ask('reply:unschedule', target)).toEqual({ cancelled: false });
    expect(await mine()).toMatchObject([{ text: 'Tomorrow then' }]);
    expect(await scene.maya.ask('reply:list', { conversationId: scene.id })).toEqual([]);
  });

  test('is the same however often it is asked for, and somebody else cannot take it back', async () => {
    const clientId = nextClientId();
    const at = Date.now() + hour;
    const [one, two] = await Promise.all([
      later({ text: 'Once', at, clientId }),
      later({ text: 'Once', at, clientId }),
    ]);
    expect(one).toEqual(two);
    expect(await outcome(later({ text: 'Other words', at, clientId }))).toBe('conflict');
    const ben = await stage.world.console('ben');
    expect(await ben.ask('reply:unschedule', { conversationId: scene.id, clientId })).toEqual({ cancelled: false });
    expect(await scene.ines.ask('reply:unschedule', { conversationId: scene.id, clientId })).toEqual({
      cancelled: true,
    });
    expect(await mine()).toMatchObject([{ text: 'Once' }]);
  });

  test('cancels itself when the customer writes first: its author is told and has the words', async () => {
    await later({ text: 'How is the lamp?' });
    await scene.visitor.send(scene.id, 'The lamp arrived');
    const { notice } = await scene.maya.facts.wait<{ notice: { kind: string; text: string } }>('notice:made');
    expect(notice).toMatchObject({ kind: 'send-cancelled', text: 'How is the lamp?' });
    await eventually(async () => expect(await mine()).toMatchObject([{ text: 'How is the lamp?' }]));
    await eventually(async () => expect(await scene.maya.ask('reply:list', { conversationId: scene.id })).toEqual([]));
    expect(texts()).not.toContain('How is the lamp?');
  });

  test('one that is due at once is sent under its own id, and nothing is refused for ever', async () => {
    const { clientId } = await later({ text: 'Now', at: Date.now() });
    await eventually(() => expect(textsOf(scene.visitor.thread(scene.id).entries)).toContain('Now'));
    await eventually(() => expect(clientOf(scene.maya.thread(scene.id).entries, 'Now')).toBe(clientId));
    expect(await outcome(later({ text: 'Never', at: Date.now() + 400 * 24 * hour }))).toBe('invalid');
    expect(await outcome(later({ text: ' ' }))).toBe('invalid');
    await scene.visitor.send(scene.id, 'Hm');
    expect(await outcome(later({ text: 'Old', expects: 1 }))).toBe('stale');
    await scene.maya.ask('conversation:close', { conversationId: scene.id });
    expect(await outcome(later({ text: 'Closed' }))).toBe('closed');
  });

  test('waits through a restart, and is sent once when it falls due', async () => {
    await later({ text: 'After the restart', at: Date.now() + 300 });
    await stage.parley.restart();
    await eventually(() => expect(texts()).toContain('After the restart'), 8_000);
    await stage.parley.restart();
    await eventually(async () => {
      await scene.maya.open(scene.id);
      expect(texts().filter((text) => text === 'After the restart')).toHaveLength(1);
    });
  });
});

describe('a mention', () => {
  const note = (mentions: string[], clientId = nextClientId()) =>
    scene.maya.ask('note:add', {
      ...{ conversationId: scene.id, clientId, text: 'Look @Ben' },
      mentions: mentions as never,
    });

  test('is told once to a colleague who may read it, by name', async () => {
    const ben = await stage.world.console('ben');
    const { ben: id } = stage.company.users;
    const clientId = nextClientId();
    const entry = await note([id, id], clientId);
    expect(entry.body).toMatchObject({ mentions: [{ id, name: 'Ben Okafor' }] });
    expect(await note([id], clientId)).toEqual(entry);
    await eventually(async () => {
      const { notices } = await ben.ask('notices:list', {});
      expect(notices.filter((one) => one.conversationId === scene.id)).toMatchObject([
        { kind: 'mentioned', byName: 'Maya Keller', text: 'Look @Ben' },
      ]);
    });
  });

  test('reaches nobody who does not exist', async () => {
    expect(await outcome(note(['01ARZ3NDEKTSV4RRFFQ69G5FAV']))).toBe('invalid');
  });
});
