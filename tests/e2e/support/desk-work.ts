/** Work on a desk's stage: conversations that maya serves, what she is told, and the end of all of it after a test. */
import type { ConversationId } from '../../../shared/model/ids.ts';
import type { DeskStage } from './desk-stage.ts';

/** Conversations that maya has accepted elsewhere. */
export async function serve(
  stage: DeskStage,
  words: readonly string[],
): Promise<[ConversationId, ...ConversationId[]]> {
  const maya = await stage.world.console('maya');
  await maya.ask('presence:set', { state: 'available' });
  const ids: ConversationId[] = [];
  for (const one of words) {
    const id = await (await stage.world.visitor()).start(one);
    await maya.accept(id);
    ids.push(id);
  }
  const [first, ...rest] = ids;
  if (first === undefined) throw new Error('nobody came');
  return [first, ...rest];
}

export async function tellMaya(stage: DeskStage, id: ConversationId, text: string): Promise<void> {
  await stage.parley.app.notices.tell([stage.company.users.maya], {
    ...{ kind: 'mentioned', conversationId: id, number: 1, customerName: 'Sofia', byName: 'Ben Okafor', text },
  });
}

/** Closes what is open, reads what is unread, and leaves nobody in a browser. */
export async function endWork(stage: DeskStage): Promise<void> {
  const ines = await stage.world.console('ines');
  const { rows } = await ines.ask('list:open', { view: 'all' });
  for (const { conversation } of rows) {
    if (conversation.status === 'open') await ines.ask('conversation:close', { conversationId: conversation.id });
  }
  const maya = await stage.world.console('maya');
  await maya.ask('presence:set', { state: 'away' });
  const { notices } = await maya.ask('notices:list', {});
  if (notices.length > 0) await maya.ask('notices:read', { ids: notices.map((one) => one.id) });
  await stage.clear();
}
