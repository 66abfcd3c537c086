/** The usual beginning of a test: one conversation, owned by an agent, with everybody watching whose picture must stay right. */
import type { ConversationRow } from '../../shared/model/conversation.ts';
import type { ConversationId } from '../../shared/model/ids.ts';
import type { ConsoleClient } from './console-client.ts';
import type { Explained } from './expect-events-explain.ts';
import { pictureOfThread } from './expect-events-explain.ts';
import type { VisitorClient } from './visitor-client.ts';
import type { World } from './world.ts';

export interface Scene {
  id: ConversationId;
  /** whose conversation it is, in two tabs */
  visitor: VisitorClient;
  tab: VisitorClient;
  /** the owner; a supervisor of the team */
  maya: ConsoleClient;
  ines: ConsoleClient;
}

/** A new visitor's conversation that waits; nobody is offered it as long as nobody is available. */
export async function setWaitingScene(world: World, options: { heals?: boolean } = {}): Promise<Scene> {
  const { token } = await world.visit();
  const visitor = await world.visitor({ ...options, token, name: 'visitor' });
  const id = await visitor.start('Hello', { context: { url: 'https://shop.example/lamp' } });
  const tab = await world.visitor({ ...options, token, name: 'tab' });
  const maya = await world.console('maya', options);
  const ines = await world.console('ines', options);
  return { id, visitor, tab, maya, ines };
}

/** The same, accepted by maya and opened by both consoles. */
export async function setActiveScene(world: World, options: { heals?: boolean } = {}): Promise<Scene> {
  const scene = await setWaitingScene(world, options);
  await scene.maya.ask('presence:set', { state: 'available' });
  await scene.maya.accept(scene.id);
  await scene.maya.open(scene.id);
  await scene.ines.open(scene.id);
  return scene;
}

/** The same without an offer: maya took it from the queue, which waits for nothing. */
export async function setTakenScene(world: World): Promise<Scene> {
  const scene = await setWaitingScene(world);
  await scene.maya.ask('work:take', { conversationId: scene.id });
  await scene.maya.open(scene.id);
  await scene.ines.open(scene.id);
  return scene;
}

/** Threads of both audiences and the lists of a team, each as one picture. */
export async function picturesOf(scene: Scene, reader: ConsoleClient, visits: VisitorClient): Promise<Explained[]> {
  const { id } = scene;
  const threads: Explained[] = [];
  for (const [name, client] of [['maya', scene.maya] as const, ['ines', scene.ines] as const]) {
    const followed = client.threads.get(id) ?? (await client.open(id));
    threads.push(
      pictureOfThread(`thread of ${name}`, followed, () => reader.ask('conversation:open', { conversationId: id })),
    );
  }
  for (const [name, client] of [['visitor', scene.visitor] as const, ['tab', scene.tab] as const]) {
    const followed =
      client.threads.get(id) ?? client.follow(await client.ask('conversation:open', { conversationId: id }));
    threads.push(
      pictureOfThread(`thread of ${name}`, followed, () => visits.ask('conversation:open', { conversationId: id })),
    );
  }
  return [...threads, await pictureOfList('list of ines', scene.ines), await pictureOfList('list of maya', scene.maya)];
}

/** Everything a console may see, as rows; takes its first picture now. */
export async function pictureOfList(name: string, client: ConsoleClient): Promise<Explained> {
  const read = async (): Promise<ConversationRow[]> => (await client.ask('list:open', { view: 'all', limit: 50 })).rows;
  for (const row of await read()) client.applyRow(row);
  const byId = (rows: Iterable<ConversationRow>) =>
    [...rows].sort((a, b) => (a.conversation.id < b.conversation.id ? 1 : -1)).slice(0, 40);
  return { name, applied: () => byId(client.rows.values()), fresh: async () => byId(await read()) };
}

/** Leaves no work behind that the next test's agents would be offered first. */
export async function closeEverything(admin: ConsoleClient): Promise<void> {
  const { rows } = await admin.ask('list:open', { view: 'all' });
  for (const { conversation } of rows) {
    if (conversation.status === 'open') await admin.ask('conversation:close', { conversationId: conversation.id });
  }
}
