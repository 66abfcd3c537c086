/** Random customers and agents on a bad network, drawn from a seed; what must hold at the end is checked against the database. */
import type { AgentEntry, VisitorEntry } from '../../shared/model/entry.ts';
import type { ConversationId } from '../../shared/model/ids.ts';
import { drawFrom } from './chance.ts';
import { nextClientId } from './client-id.ts';
import type { ConsoleClient } from './console-client.ts';
import { eventually } from './eventually.ts';
import type { VisitorClient } from './visitor-client.ts';
import type { World } from './world.ts';

export interface FuzzOptions {
  seed: number;
  steps: number;
  world: World;
  /** addresses of the nodes; clients are spread over them */
  places: readonly string[];
  /** ends and starts a server while everybody goes on */
  restart?(): Promise<void>;
}

const noteWords = 'TEAM ONLY';

interface Talk {
  id: ConversationId;
  /** tabs of one visitor */
  tabs: VisitorClient[];
}

export async function runFuzz(options: FuzzOptions): Promise<void> {
  const chance = drawFrom(options.seed);
  const sent: Promise<{ id: string; text: string }>[] = [];
  const { world } = options;
  const place = (): { url: string } => ({ url: chance.pick(options.places) });

  const agents: [ConsoleClient, ...ConsoleClient[]] = [
    await world.console('ada', place()),
    await world.console('ines', place()),
    await world.console('maya', place()),
  ];
  const talks: Talk[] = [];
  for (let index = 0; index < 3; index += 1) {
    const { token } = await world.visit();
    const tabs = [await world.visitor({ token, ...place() }), await world.visitor({ token, ...place() })];
    const id = await chance.pick(tabs).start(`talk ${index}`);
    for (const tab of tabs)
      if (!tab.threads.has(id)) tab.follow(await tab.ask('conversation:open', { conversationId: id }));
    for (const agent of agents) await agent.open(id);
    talks.push({ id, tabs });
  }

  let restarting: Promise<void> = Promise.resolve();
  for (let step = 0; step < options.steps; step += 1) {
    const talk = chance.pick(talks);
    await chance.weigh<Promise<void> | void>([
      [30, () => say(chance.pick(talk.tabs), talk.id)],
      [20, () => reply(chance.pick(agents), talk.id)],
      [8, () => note(chance.pick(agents), talk.id)],
      [10, () => sayTwice(talk)],
      [8, () => chance.pick(talk.tabs).connection.cut()],
      [6, () => chance.pick(agents).connection.cut()],
      [5, () => loseAnswers(chance.pick(talk.tabs))],
      [5, () => markRead(talk)],
      [6, () => breathe()],
      [options.restart && step % 40 === 39 ? 200 : 0, () => restart()],
    ])();
  }
  await restarting;

  const acknowledged = await Promise.all(sent);
  for (const talk of talks) await expectWhole(talk, agents, acknowledged);

  function remember(send: Promise<{ id: string; text: string }>): void {
    send.catch(() => undefined);
    sent.push(send);
  }

  function say(tab: VisitorClient, id: ConversationId): void {
    const text = `customer ${sent.length}`;
    remember(tab.send(id, text).then(({ entry }) => ({ id: entry.id, text })));
  }

  function reply(agent: ConsoleClient, id: ConversationId): void {
    const text = `agent ${sent.length}`;
    remember(agent.send(id, text).then((entry) => ({ id: entry.id, text })));
  }

  function note(agent: ConsoleClient, id: ConversationId): void {
    const text = `${noteWords} ${sent.length}`;
    remember(agent.note(id, text).then((entry) => ({ id: entry.id, text })));
  }

  /** The same send from two tabs at once: both are told of the same one entry. */
  function sayTwice({ tabs, id }: Talk): void {
    const clientId = nextClientId('twice');
    const text = `twice ${sent.length}`;
    const all = tabs.map((tab) => tab.send(id, text, clientId).then(({ entry }) => entry.id));
    remember(
      Promise.all(all).then(([one, other]) => {
        expect(other).toBe(one);
        return { id: one ?? '', text };
      }),
    );
  }

  /** A send whose answer is thrown away and which is asked again under the same client id. */
  function loseAnswers(tab: VisitorClient): void {
    const talk = talks.find(({ tabs }) => tabs.includes(tab));
    if (!talk) return;
    const clientId = nextClientId('lost');
    const text = `lost ${sent.length}`;
    tab.connection.socket.emit('message:send', { conversationId: talk.id, clientId, text });
    if (chance.draw() < 0.5) tab.connection.cut();
    remember(tab.send(talk.id, text, clientId).then(({ entry }) => ({ id: entry.id, text })));
  }

  function markRead({ id, tabs }: Talk): void {
    const tab = chance.pick(tabs);
    const upTo = tab.thread(id).entries.at(-1)?.seq ?? 1;
    tab.ask('read:mark', { conversationId: id, upTo }).catch(() => undefined);
  }

  /** Lets what is under way go a random part of its way. */
  function breathe(): Promise<void> {
    return new Promise((resolve) => setTimeout(resolve, chance.below(15)));
  }

  function restart(): void {
    restarting = restarting.then(() => options.restart?.());
  }
}

async function expectWhole(
  { id, tabs }: Talk,
  agents: readonly [ConsoleClient, ...ConsoleClient[]],
  acknowledged: readonly { id: string; text: string }[],
): Promise<void> {
  const truth = await readAll(agents[0], id);
  const texts = truth.map(textOf).filter((text) => text !== null);
  expect(new Set(texts).size).toBe(texts.length);
  expect(truth.map((entry) => entry.seq)).toEqual(truth.map((_, index) => index + 1));
  const known = new Map(truth.map((entry) => [entry.id as string, textOf(entry)]));
  for (const one of acknowledged) if (known.has(one.id)) expect(known.get(one.id)).toBe(one.text);

  for (const agent of agents) {
    await eventually(async () => {
      const { conversation } = await agent.ask('conversation:open', { conversationId: id });
      expect(agent.thread(id).entries.map((entry) => entry.id)).toEqual(truth.map((entry) => entry.id));
      expect(agent.thread(id).conversation).toEqual(conversation);
    });
  }
  const visible = truth.filter((entry) => entry.body.kind === 'message');
  for (const tab of tabs) {
    await eventually(async () => {
      const { conversation } = await tab.ask('conversation:open', { conversationId: id });
      const messages = tab.thread(id).entries.filter((entry: VisitorEntry) => entry.body.kind === 'message');
      expect(messages.map((entry) => entry.id)).toEqual(visible.map((entry) => entry.id));
      expect(tab.thread(id).conversation).toEqual(conversation);
    });
    expect(JSON.stringify(tab.facts.all)).not.toContain(noteWords);
    expect(JSON.stringify(tab.thread(id))).not.toContain(noteWords);
  }
}

async function readAll(reader: ConsoleClient, conversationId: ConversationId): Promise<AgentEntry[]> {
  const entries: AgentEntry[] = [];
  for (;;) {
    const before = entries[0]?.seq ?? Number.MAX_SAFE_INTEGER;
    const page = await reader.ask('entries:page', { conversationId, before });
    entries.unshift(...page.entries);
    if (!page.earlier) return entries;
  }
}

const textOf = ({ body }: AgentEntry): string | null => (body.kind === 'event' ? null : body.text);
