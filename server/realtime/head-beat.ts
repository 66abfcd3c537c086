/** The database's word, every few seconds, on what each joined client of this node should have: heals whatever was not told. */
import type { ConversationId } from '../../shared/model/ids.ts';
import { threadRoom } from '../accounts/scope.ts';
import type { Timeline } from '../timeline/timeline.ts';
import type { AudienceRooms } from './publish/audience-rooms.ts';
import { joinedConversations } from './rooms.ts';

const batch = 500;

export async function beatHeads(timeline: Pick<Timeline, 'heads'>, { console, widget }: AudienceRooms): Promise<void> {
  const agents = console.of('/').adapter.rooms;
  const visitors = widget.of('/').adapter.rooms;
  const joined = [...new Set([...joinedConversations(agents.keys()), ...joinedConversations(visitors.keys())])];
  for (let from = 0; from < joined.length; from += batch) {
    for (const { id, heads, rev } of await timeline.heads(joined.slice(from, from + batch))) tell(id, heads, rev);
  }

  function tell(conversationId: ConversationId, heads: { agent: number; visitor: number }, rev: number): void {
    const room = threadRoom(conversationId);
    if (agents.has(room)) {
      console.local.to(room).emit('conversation:head', { conversationId, seq: heads.agent, rev });
    }
    if (visitors.has(room)) {
      widget.local.to(room).emit('conversation:head', { conversationId, seq: heads.visitor, rev });
    }
  }
}

/** Runs `work` again and again with a pause between; a failure is told to `onError` and does not end it. */
export function repeat(everyMs: number, work: () => Promise<void>, onError: (error: unknown) => void): () => void {
  let isStopped = false;
  let timer: NodeJS.Timeout | undefined;
  const next = (): void => {
    if (isStopped) return;
    timer = setTimeout(() => void work().catch(onError).then(next), everyMs).unref();
  };
  next();
  return () => {
    isStopped = true;
    clearTimeout(timer);
  };
}
